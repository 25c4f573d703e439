"""Swedish header words by what they mean; see `languages`."""

WORDS = """
deal: affär affärer affärs affärsmöjlighet möjlighet möjligheter offert offerter projekt deal
  ärende anbud order_ förfrågan uppdrag lead säljprojekt
account: kund kunden kunder kundens företag företags bolag organisation prospekt uppdragsgivare
  konto köpare beställare hyresgäst
contact: kontakt kontaktperson beslutsfattare
owner: ägare säljare ansvarig försäljare kundansvarig handläggare tilldelad affärsägare mäklare
  rådgivare kam
assistant: innesäljare assistent stöd säljstöd
manager: chef försäljningschef säljchef teamledare ledare
person: medarbetare anställd användare person
name: namn benämning
firstname: förnamn
lastname: efternamn
id: id nr nummer kod referens ref löpnummer
title: titel ämne beskrivning rubrik avser
date: datum dag den dat när tid
create: skapad skapat skapades registrerad inkommen inkom öppnad upplagd startad tillagd
  förfrågan mottagen
first: första
close: avslut avsluts avslutad avslutat stängd stängt stängning avslutas klar
won: vunnen vunnet vunna order_erhållen accepterad vinst_
lost: förlorad förlorat förlust tappad avslag förlorade
expect: förväntad förväntat beräknad beräknat uppskattad uppskattat planerad planerat prognos
  prel preliminär förv
actual: faktisk faktiskt verklig verkligt
until: senast förfaller deadline
decide: beslut besluts
sign: signerad signerat underskrift kontrakt avtal
order: order beställning
amount: belopp värde summa pris intäkt omsättning ordervärde affärsvärde total arvode premie
  hyra
net: netto exkl_moms
gross: brutto inkl_moms
excl: exkl utan
incl: inkl
vat: moms
cost: kostnad kostnader inköp självkostnad
margin: marginal täckningsgrad täckningsbidrag tb tg vinst
listprice: lista listpris katalog prislista
discount: rabatt handpenning
weighted: viktat viktad vägt
commission: provision
budget: budget
paid: betald betalning
invoice: faktura fakturerad fakturering
unit: styck enhet per
quantity: antal mängd timmar yta
probability: sannolikhet procent chans bedömning
stage: fas steg säljfas säljsteg skede etapp försäljningsfas
status: status läge tillstånd
outcome: utfall resultat
reason: orsak anledning skäl varför
source: källa ursprung kanal
campaign: kampanj
next: nästa följande
last: senaste senast sista
step: steg aktivitet åtgärd uppgift
touch: kontakt besök möte samtal kontaktad
modify: ändrad ändrat uppdaterad ändring
deliver: leverans leverans_ levererad
install: installation montering giltig förnyelse
start: start startdatum början
end: slut
birth: födelse födelsedag född
remind: påminnelse återkom uppföljning
product: produkt produkter artikel tjänst lösning
type: typ slag
segment: segment
industry: bransch
region: land ort stad kommun län
postcode: postnummer postnr
address: adress gata
phone: telefon tel mobil telefonnummer
email: e_post epost mejl email e_mail mail
taxno: orgnr organisationsnummer
note: anteckning anteckningar kommentar notering
url: länk url
competitor: konkurrent konkurrenter
currency: valuta
pipeline: pipeline tratt säljprocess
forecast: prognos
category: kategori
team: team grupp avdelning lag
territory: region distrikt kontor område filial
role: befattning roll titel_ tjänst_
hire: anställd anställningsdatum anställning
leave: slutat slutdatum_
target: mål budget säljmål kvot säljbudget
period: månad kvartal år period vecka
activity: aktivitet aktiviteter besök
duration: längd minuter varaktighet
sales: sälj försäljning försäljnings
new: ny nytt nya
old: gammal tidigare
to: till
from: från
by: av
send: skickad skickat lämnad
filler: i på en ett och för sek tkr kr
"""
