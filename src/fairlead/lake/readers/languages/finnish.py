"""Finnish header words by what they mean; see `languages`."""

WORDS = """
deal: kauppa kaupan kaupat tarjous tarjouksen tarjoukset mahdollisuus myyntimahdollisuus
  projekti hanke tilaisuus tapaus toimeksianto kohde diili liidi
account: asiakas asiakkaan asiakkaat yritys yrityksen tili organisaatio ostaja tilaaja
contact: yhteyshenkilö kontakti
owner: myyjä myyjän omistaja vastuuhenkilö vastuumyyjä myyntiedustaja asiakasvastaava edustaja
  välittäjä
assistant: avustaja tuki
manager: esimies esihenkilö päällikkö myyntipäällikkö johtaja
person: työntekijä henkilö käyttäjä
name: nimi nimike
firstname: etunimi
lastname: sukunimi
id: id numero nro tunnus tunniste koodi viite
title: otsikko aihe kuvaus
date: päivä päivämäärä pvm aika
create: luotu luonti luontipäivä avattu perustettu saapunut vastaanotettu jätetty kirjattu
first: ensimmäinen
close: sulkemis suljettu sulkeminen päättyi päättynyt päätös päättymis klousaus päätetty
won: voitettu voitto
lost: hävitty häviö häviön menetetty hylkäys hävityn
expect: odotettu arvioitu ennustettu suunniteltu ennuste arvio oletettu
actual: todellinen toteutunut
until: mennessä eräpäivä määräaika
decide: päätös ratkaisu
sign: allekirjoitettu sopimus
order: tilaus
amount: arvo summa hinta määrä euro euroa liikevaihto myynti kauppasumma
net: netto alv_0 veroton
gross: brutto verollinen
excl: ilman
incl: sis
vat: alv vero
cost: kustannus kustannukset hankinta
margin: kate katetuotto
listprice: lista ohjehinta
discount: alennus
weighted: painotettu
commission: provisio palkkio
budget: budjetti
paid: maksettu maksu
invoice: lasku laskutus laskutettu
quantity: kpl lukumäärä
probability: todennäköisyys prosentti
stage: vaihe myyntivaihe
status: tila status
outcome: lopputulos tulos
reason: syy peruste
source: lähde alkuperä kanava
campaign: kampanja
next: seuraava
last: viimeisin viimeinen edellinen
step: toimenpide askel tehtävä
touch: yhteydenotto kontakti tapaaminen soitto käynti
modify: muokattu päivitetty muutettu
deliver: toimitus toimitettu
install: asennus voimassa uusinta
start: alku aloitus
end: loppu
birth: syntymä
remind: muistutus
product: tuote tuotteet palvelu
type: tyyppi laji
segment: segmentti
industry: toimiala
region: maa kaupunki kunta paikkakunta
postcode: postinumero
address: osoite
phone: puhelin puh
email: sähköposti
taxno: y_tunnus
note: huomautus kommentti muistiinpano lisätiedot
competitor: kilpailija
currency: valuutta
pipeline: putki myyntiputki
forecast: ennuste
team: tiimi ryhmä osasto
territory: alue toimipiste aluetoimisto
role: rooli tehtävänimike
hire: aloittanut palkattu
leave: lähtenyt
target: tavoite myyntitavoite budjetti
period: kuukausi kvartaali vuosi jakso neljännes
activity: aktiviteetti toiminto
duration: kesto minuuttia
sales: myynti myynnin
new: uusi
old: vanha
send: lähetetty jätetty
filler: ja eur
"""
