"""Dutch header words by what they mean; see `languages`."""

WORDS = """
deal: kans kansen verkoopkans offerte offertes project projecten deal opportunity aanvraag
  aanbieding aanbesteding dossier zaak voorstel opdracht lead propositie traject vacature
account: klant klanten bedrijf bedrijfs relatie relaties organisatie account opdrachtgever
  debiteur firma afnemer prospect koper huurder verzekerde onderneming
contact: contactpersoon contact contactpersonen beslisser
owner: eigenaar verkoper verkoopster verantwoordelijke verantwoordelijk accountmanager
  vertegenwoordiger behandelaar adviseur toegewezen makelaar consultant eigenaresse beheerder
  behandeld_door contactpersoon_verkoop am
assistant: binnendienst assistent ondersteuning
manager: manager leidinggevende teamleider chef verkoopleider directeur salesmanager
  rapporteert_aan
person: medewerker medewerkers werknemer gebruiker persoon collega
name: naam
firstname: voornaam
lastname: achternaam familienaam
id: id nr nummer code referentie ref kenmerk sleutel no
title: titel onderwerp omschrijving beschrijving betreft
date: datum dag op tijd wanneer dat
create: aangemaakt aanmaak aanmaakdatum ingevoerd invoer gemaakt ontvangen ontvangst
  binnengekomen binnenkomst aanvraag geopend toegevoegd gecreëerd opgesteld registratie start
  instroom
first: eerste
close: sluit sluiting sluitings gesloten afgesloten afsluiting afsluit afgerond beslist
won: gewonnen gewon gescoord gegund gunning akkoord winst_datum
lost: verloren verlies verlies_ afgewezen afwijzing gemist
expect: verwacht verwachte verw gepland geplande geschat geschatte vermoedelijke streef prognose
  voorzien voorziene
actual: werkelijk werkelijke feitelijke definitieve
until: deadline uiterlijk vervalt vervaldatum tot
decide: beslissing besluit beslis beslismoment
sign: getekend handtekening ondertekening ondertekend contract
order: order bestelling orders
amount: bedrag waarde omzet prijs totaal som orderwaarde volume honorarium premie huurprijs
  koopsom
net: netto exclusief_btw excl_btw ex_btw
gross: bruto inclusief_btw incl_btw
excl: excl exclusief ex zonder
incl: incl inclusief met
vat: btw belasting
cost: kosten kostprijs inkoop inkoopprijs
margin: marge winst brutowinst
listprice: lijst adviesprijs catalogus
discount: korting aanbetaling
weighted: pro_rata gewogen
commission: commissie provisie
budget: budget
paid: betaald betaling
invoice: factuur gefactureerd
unit: eenheid stuks per stuk
quantity: aantal hoeveelheid uren oppervlakte
probability: kans_% slagingskans kanspercentage waarschijnlijkheid slaagkans scoringskans
  percentage score
stage: fase stadium stap verkoopfase voortgang
status: status stand staat
outcome: resultaat uitkomst uitslag afloop
reason: reden oorzaak waarom
source: bron herkomst kanaal
campaign: campagne
next: volgende volgend eerstvolgende vervolg
last: laatste laatst vorige
step: stap actie taak
touch: contact gebeld bezoek afspraak gesprek belmoment contactmoment
modify: gewijzigd wijziging bijgewerkt aangepast
deliver: lever levering geleverd leverdatum levertijd
install: installatie plaatsing oplevering uitvoering geldig looptijd verlenging montage
start: start begin aanvang
end: eind einde
birth: geboorte verjaardag geboortedatum
remind: herinnering opvolging terugbellen opvolgen
product: product producten artikel dienst oplossing
type: type soort
segment: segment klantgroep
industry: branche sector bedrijfstak
region: land plaats stad provincie gemeente
postcode: postcode
address: adres straat
phone: telefoon tel mobiel telefoonnummer gsm
email: email e_mail mail
taxno: kvk btw_nummer btwnummer
note: opmerking opmerkingen notitie notities toelichting
url: link url website
competitor: concurrent concurrentie
currency: valuta munt
pipeline: pijplijn pipeline trechter
forecast: forecast prognose
category: categorie
team: team ploeg afdeling groep
territory: gebied regio rayon vestiging kantoor filiaal
role: functie rol functietitel
hire: indiensttreding in_dienst indienst
leave: uit_dienst uitdienst vertrek
target: doel doelstelling target quota begroting
period: maand kwartaal jaar periode week
activity: activiteit activiteiten bezoek contactsoort
duration: duur minuten
sales: verkoop sales
new: nieuw nieuwe
old: oud oude vorige
to: naar
from: van
by: door
stagename: onderhandeling kennismaking inventarisatie presentatie
send: verstuurd verzonden uitgebracht
filler: de het een en of in van voor aan bij
"""
