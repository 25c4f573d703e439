"""Bulgarian, Croatian, Serbian and Slovene header words by what they mean; see `languages`."""

WORDS = """
deal: сделка сделки оферта оферти възможност проект prilika prilike ponuda ponude posao projekt
  projekat priložnost priložnosti ponudba ponudbe posel upit povpraševanje запитване прилика
  понуда посао пројекат
account: клиент клиента фирма компания kupac kupca klijent klijenta tvrtka firma kompanija
  stranka stranke podjetje kupec купац клијент
owner: търговец отговорник собственик prodavač prodavatelj komercijalist zadužen odgovoran
  odgovorna_osoba vlasnik nositelj prodajalec komercialist skrbnik odgovorni lastnik продавац
  комерцијалиста
manager: мениджър ръководител voditelj nadređeni rukovodilac vodja nadrejeni
name: име наименование naziv ime назив
id: номер код broj br šifra oznaka številka št број
title: тема описание предмет opis predmet naslov opis_posla
date: дата дан datum dan датум
create: създаване създадена откриване постъпване kreirano kreiranja otvaranja otvoreno unosa
  zaprimljeno ustvarjeno nastanka odprtja prejeto креирања отварања
close: затваряне приключване затворена zatvaranja zatvoreno zaključenja zaključeno zaključka
  zaprtja затварања затворено
won: спечелена печалба_дата dobiveno dobijeno dobljeno pridobljeno
lost: загубена загуба отказ izgubljeno gubitka izgube izgubljen zavrnitve губитка изгубљено
expect: очаквана очаквано планирана прогнозна očekivano očekivani očekivana planirano predviđeno
  predviđeni pričakovan pričakovani pričakovano predviden predvideni očekivanog очекивани
  очекивано
actual: действителна реална stvarni stvarno dejanski
decide: решение odluke odluka odločitve
sign: подписване договор potpisa ugovora ugovor podpisa pogodbe
amount: сума стойност цена приход iznos vrijednost vrednost cijena cena prihod znesek износ
  вредност
net: нето без_ддс neto bez_pdv bez_pdva brez_ddv
gross: бруто с_ддс bruto s_pdv z_ddv sa_pdv
vat: ддс pdv ddv пдв
cost: разходи себестойност trošak troškovi nabavna strošek stroški
margin: марж печалба marža dobit ruc
discount: отстъпка popust rabat
probability: вероятност vjerojatnost verovatnoća verjetnost процент
stage: етап фаза faza korak_prodaje stopnja фаза_продаје
status: статус състояние status stanje
outcome: резултат изход rezultat ishod izid исход
reason: причина razlog vzrok разлог
source: източник канал izvor vir извор
next: следваща следващо sljedeći sljedeća sledeći naslednji следећи
last: последна последно последен zadnji zadnja poslednji posljednji последњи
step: стъпка действие korak aktivnost radnja ukrep корак
touch: контакт посещение разговор kontakt sastanak poziv posjet stik obisk
modify: промяна обновяване izmjena izmjene promjene sprememba izmena
deliver: доставка isporuka isporuke dobava dostava испорука
birth: раждане rođenja rojstva
product: продукт услуга proizvod usluga izdelek storitev
type: тип вид tip vrsta
industry: отрасъл djelatnost delatnost panoga
region: град държава grad država županija mesto
postcode: пощенски_код poštanski_broj poštna_številka
address: адрес adresa naslov_ulica
phone: телефон telefon mobitel
taxno: еик oib pib davčna
note: бележка забележка napomena opomba
competitor: конкурент konkurent konkurencija
currency: валута valuta
team: екип отдел tim ekipa
territory: регион област regija područje poslovnica
role: длъжност позиция pozicija uloga funkcija delovno_mesto
target: цел план cilj plan ciljevi
period: месец тримесечие година mjesec mesec kvartal tromjesečje godina leto
activity: дейност активност aktivnost aktivnosti dejavnost
duration: продължителност trajanje
sales: продажби продажба prodaja prodaje
filler: на за от и u i na za od do
"""
