"""Hungarian header words by what they mean; see `languages`."""

WORDS = """
deal: lehetőség üzlet ajánlat ajánlatok projekt ügylet ügy üzleti_lehetőség ingatlan megkeresés
  igény tender
account: ügyfél ügyfelek vevő cég vállalat partner megrendelő szervezet ügyfélnév
contact: kapcsolattartó kontakt
owner: értékesítő felelős tulajdonos üzletkötő képviselő ügyintéző kapcsolattartó_értékesítő
  tanácsadó hozzárendelt
assistant: asszisztens
manager: vezető főnök igazgató felettes
person: munkatárs dolgozó felhasználó alkalmazott
name: név neve megnevezés megnevezése
firstname: keresztnév
lastname: vezetéknév
id: azonosító szám száma kód id ssz sorszám
title: tárgy cím leírás téma
date: dátum dátuma nap idő időpont kelte
create: létrehozás létrehozva létrehozási rögzítés rögzítve nyitás beérkezés érkezés felvétel
  felvéve megnyitás beérkezett
first: első
close: zárás lezárás lezárva zárási lezárási záró lezárt
won: megnyert nyert elnyert
lost: elvesztett elvesztés vesztés elutasítás elvesztésének veszteség elvesztes
expect: várható tervezett becsült várt előrejelzett
actual: tényleges valós
until: határidő lejárat
decide: döntés
sign: aláírás szerződés
order: megrendelés rendelés
amount: összeg érték értéke ár bevétel forgalom díj összege vételár
net: nettó
gross: bruttó
vat: áfa
cost: költség önköltség
margin: árrés fedezet haszon
listprice: listaár
discount: kedvezmény engedmény
weighted: súlyozott
commission: jutalék
paid: fizetve fizetés
invoice: számla
quantity: mennyiség darab
probability: valószínűség esély százalék
stage: fázis szakasz lépcső stádium
status: állapot státusz helyzet
outcome: eredmény kimenetel
reason: ok oka indok
source: forrás eredet csatorna
campaign: kampány
next: következő
last: utolsó legutóbbi
step: lépés teendő feladat
touch: kapcsolat hívás látogatás találkozó kapcsolatfelvétel
modify: módosítás módosítva frissítve
deliver: szállítás teljesítés
install: telepítés kivitelezés érvényesség
start: kezdet kezdés
end: vég
birth: születési születés
remind: emlékeztető
product: termék szolgáltatás
type: típus típusa fajta
segment: szegmens
industry: iparág ágazat
region: ország város megye
postcode: irányítószám irsz
address: cím_ utca
phone: telefon telefonszám
email: email e_mail
taxno: adószám
note: megjegyzés jegyzet
competitor: versenytárs
currency: pénznem deviza
pipeline: tölcsér
forecast: előrejelzés
category: kategória
team: csapat csoport
territory: régió terület iroda
role: beosztás munkakör szerep
hire: belépés felvétel_dátuma
leave: kilépés
target: cél terv kvóta
period: hónap negyedév év időszak
activity: tevékenység aktivitás
duration: időtartam perc
sales: értékesítés értékesítési eladás
new: új
old: régi
send: kiküldve elküldve küldés
filler: a az és ft huf
"""
