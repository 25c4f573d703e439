"""Turkish header words by what they mean; see `languages`."""

WORDS = """
deal: fırsat fırsatlar fırsatı teklif teklifler teklifi anlaşma anlaşmalar proje projesi iş
  ihale talep dosya
account: müşteri müşteriler müşterisi firma şirket hesap kurum kuruluş cari alıcı bayi
contact: kişi yetkili irtibat ilgili_kişi kontak
owner: temsilci temsilcisi satışçı sorumlu sorumlusu sahibi sahip danışman danışmanı uzman
  uzmanı satıcı atanan personel_satış plasiyer müşteri_temsilcisi
assistant: asistan asistanı destek
manager: müdür müdürü yönetici yöneticisi amir lider lideri şef
person: çalışan personel kullanıcı kişi
name: ad adı isim ismi unvan unvanı ünvan
firstname: ilk_ad
lastname: soyad soyadı
id: no numara numarası id kod kodu ref referans sıra
title: konu konusu başlık açıklama tanım başlığı
date: tarih tarihi gün zaman trh
create: oluşturma oluşturulma oluşturuldu açılış kayıt giriş açılma başvuru talep_tarihi geliş
  eklenme
first: ilk
close: kapanış kapanma kapatma kapanan kapandı sonuçlanma bitiş_satış
won: kazanılan kazanma kazanıldı kazanç_tarihi
lost: kayıp kaybetme kaybedilme kaybedilen red ret
expect: tahmini beklenen planlanan öngörülen muhtemel hedeflenen
actual: gerçek gerçekleşen fiili
until: son_tarih vade kadar
decide: karar
sign: imza imzalanma sözleşme
order: sipariş
amount: tutar tutarı değer değeri bedel bedeli fiyat fiyatı ciro gelir toplam hacim miktar_tl tl
net: net kdv_hariç
gross: brüt kdv_dahil
excl: hariç
incl: dahil
vat: kdv vergi
cost: maliyet maliyeti gider
margin: kar marj marjı kâr
listprice: liste
discount: iskonto indirim kapora
weighted: ağırlıklı
commission: komisyon prim
budget: bütçe
paid: ödeme ödenen tahsilat
invoice: fatura
unit: birim
quantity: adet miktar sayı
probability: olasılık olasılığı ihtimal yüzde şans
stage: aşama aşaması evre safha adım_satış
status: durum durumu statü
outcome: sonuç sonucu
reason: neden nedeni sebep sebebi
source: kaynak kaynağı kanal
campaign: kampanya
next: sonraki gelecek bir_sonraki
last: son en_son önceki
step: adım aksiyon eylem görev
touch: görüşme temas arama ziyaret toplantı iletişim
modify: değişiklik güncelleme güncellenme değiştirilme düzenleme
deliver: teslim teslimat sevk sevkiyat
install: kurulum montaj geçerlilik yenileme
start: başlangıç başlama
end: bitiş
birth: doğum
remind: hatırlatma
product: ürün ürünler hizmet çözüm
type: tür türü tip tipi
segment: segment
industry: sektör sektörü
region: ülke şehir il ilçe
postcode: posta_kodu
address: adres adresi
phone: telefon tel gsm cep
email: e_posta eposta email mail
taxno: vergi_no vkn
note: not notlar yorum açıklamalar
url: bağlantı url
competitor: rakip rakipler
currency: para_birimi döviz kur_birimi
pipeline: huni süreç
forecast: tahmin öngörü
category: kategori kategorisi
team: ekip takım grup ekibi
territory: bölge bölgesi şube ofis
role: görev_ünvanı rol pozisyon görevi
hire: işe_giriş işe_başlama
leave: işten_çıkış ayrılış
target: hedef hedefi kota
period: ay çeyrek yıl dönem hafta
activity: aktivite faaliyet etkinlik
duration: süre süresi dakika
sales: satış satışlar
new: yeni
old: eski önceki
by: tarafından
send: gönderildi gönderim verildi
filler: ve ile bu
"""
