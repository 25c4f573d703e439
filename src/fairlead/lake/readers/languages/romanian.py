"""Romanian header words by what they mean; see `languages`."""

WORDS = """
deal: oportunitate oportunitatea oportunități ofertă oferta oferte proiect afacere tranzacție
  dosar cerere poliță lucrare licitație
account: client clientul clienți clientului companie firmă firma cont organizație beneficiar
  cumpărător societate asigurat chiriaș
contact: contact persoană_de_contact
owner: responsabil vânzător agent proprietar consultant reprezentant atribuit asignat broker
  manager_cont agent_vânzări responsabilul
assistant: asistent suport
manager: manager șef superior director supervizor
person: angajat persoană utilizator
name: nume denumire
firstname: prenume
lastname: nume_de_familie
id: id nr nr_crt număr numar cod ref
title: titlu subiect descriere obiect
date: data dată ziua când
create: creării creare creat crearea deschidere deschiderii înregistrare înregistrării primirii
  primire adăugare solicitării intrare
first: prima primul
close: închiderii închidere închis finalizare finalizării încheierii
won: câștigat câștigată câștigării
lost: pierdut pierdută pierderii pierdere respingerii refuzului
expect: estimată estimat estimativă previzionată preconizată așteptată planificată prognozată
actual: efectivă reală realizată
until: limită scadență termen
decide: deciziei decizie
sign: semnării semnare contract contractului
order: comandă comenzii
amount: valoare valoarea sumă suma preț total venit primă chirie
net: net netă fără_tva
gross: brut brută cu_tva
excl: fără
incl: cu
vat: tva
cost: cost costuri
margin: marjă profit
listprice: listă catalog
discount: reducere discount avans
weighted: ponderată ponderat
commission: comision
budget: buget
paid: plătit plată încasat
invoice: factură facturii
quantity: cantitate bucăți
probability: probabilitate procent șansă
stage: etapă etapa fază stadiu
status: stare status situație
outcome: rezultat rezultatul
reason: motiv motivul cauză
source: sursă sursa origine canal
campaign: campanie
next: următorul următoarea următor
last: ultimul ultima
step: pas acțiune activitate sarcină
touch: contact contactare apel vizită întâlnire
modify: modificării modificat modificare actualizare
deliver: livrare livrării
install: instalare montaj valabilitate
start: început începerii
end: sfârșit
birth: nașterii naștere
remind: memento
product: produs produse serviciu
type: tip tipul
segment: segment
industry: industrie domeniu sector
region: țară oraș județ localitate
postcode: cod_poștal
address: adresă stradă
phone: telefon tel mobil
email: email e_mail
taxno: cui cif
note: observații note comentarii
competitor: concurent concurență
currency: monedă valută
pipeline: pâlnie
forecast: prognoză
category: categorie
team: echipă grup
territory: regiune zonă birou sucursală
role: funcție rol post
hire: angajării angajare
leave: plecării
target: țintă obiectiv plan normă
period: lună trimestru an perioadă
activity: activitate activități
duration: durată minute
sales: vânzări vânzare
new: nou nouă
old: vechi anterior
by: de_către
send: trimisă trimiterii trimis
filler: de la a al ale și în pentru ron lei
"""
