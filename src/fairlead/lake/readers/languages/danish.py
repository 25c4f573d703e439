"""Danish and Norwegian header words by what they mean; see `languages`."""

WORDS = """
deal: mulighed muligheder mulighet muligheter salgsmulighed salgsmulighet tilbud tilbuds sag sak
  sags saks handel avtale aftale prosjekt projekt ordre_ forespørsel forespørgsel lead emne_
  deal anbud anbuds udbud oppdrag opgave
account: kunde kunder kundens kundes firma firmaer selskab selskap bedrift virksomhed
  virksomhedens organisasjon organisation konto køber kjøper oppdragsgiver byggherre lejer
  leietaker
contact: kontakt kontaktperson beslutningstager
owner: sælger selger ansvarlig ejer eier kundeansvarlig saksbehandler sagsbehandler
  salgsansvarlig konsulent kundekonsulent tildelt mægler megler rådgiver rådgiver_
assistant: assistent intern_selger innesalg støtte
manager: leder chef sjef salgschef salgssjef teamleder nærmeste_leder salgsleder overordnet
person: medarbejder medarbeider ansat ansatt bruger bruker person
name: navn
firstname: fornavn
lastname: efternavn etternavn
id: id nr nummer kode ref referanse reference løbenr
title: titel tittel emne beskrivelse betegnelse vedrører
date: dato dag den når hvornår tid
create: oprettet opprettet oprettelse oprettelses opprettelses modtaget mottatt registrert
  registreret åbnet åpnet startet indkommet innkommet henvendelse
first: første
close: lukket lukke lukking lukning afsluttet avsluttet afslutning avslutning afslutnings
  afgjort avgjort
won: vundet vunnet vunnet_ accepteret akseptert
lost: tabt tapt tab tap taps tabs avslag afslag afvist avslått mistet
expect: forventet estimert estimeret planlagt anslået anslått prognose forv beregnet
actual: faktisk reel virkelig
until: frist senest forfald deadline
decide: beslutning beslutnings afgørelse avgjørelse
sign: underskrevet signert signeret underskrift kontrakt
order: ordre bestilling
amount: beløb beløp værdi verdi sum pris omsætning omsetning ordreværdi ordreverdi total honorar
  præmie husleje salær
net: netto ekskl_moms ekskl_mva eks_mva
gross: brutto inkl_moms inkl_mva
excl: ekskl uden uten eks
incl: inkl
vat: moms mva
cost: omkostning omkostninger kostnad kostpris kostnader indkøb innkjøp
margin: dækningsbidrag dekningsbidrag dækningsgrad db dg avance fortjeneste margin
listprice: liste listepris veiledende katalog
discount: rabat rabatt
weighted: vægtet vektet
commission: provision provisjon
budget: budget budsjett
paid: betalt betaling
invoice: faktura faktureret fakturert
unit: stk enhed enhet
quantity: antal antall mængde timer areal
probability: sandsynlighed sannsynlighet procent prosent chance
stage: fase trin salgsfase salgstrin steg stadie stadium
status: status tilstand stilling
outcome: udfald utfall resultat
reason: årsag årsak grund begrundelse begrunnelse hvorfor
source: kilde oprindelse opprinnelse kanal
campaign: kampagne kampanje
next: næste neste følgende
last: seneste siste sidste sist senest
step: steg trin skridt handling aktivitet opgave
touch: kontakt besøg besøk møde møte samtale kontaktet
modify: ændret endret opdateret oppdatert ændring
deliver: levering leverings levere leveret
install: installation installasjon montering gyldig fornyelse
start: start begyndelse oppstart
end: slut slutt
birth: fødsel fødsels fødselsdag født
remind: påmindelse påminnelse opfølgning oppfølging
product: produkt produkter vare ydelse tjeneste løsning
type: type art slags
segment: segment
industry: branche bransje
region: land by kommune fylke sted poststed
postcode: postnummer postnr
address: adresse vej gate
phone: telefon tlf mobil
email: e_mail email mail epost e_post
taxno: cvr orgnr organisasjonsnummer
note: bemærkning bemærkninger merknad notat noter kommentar
url: link lenke url
competitor: konkurrent konkurrenter
currency: valuta
pipeline: pipeline tragt salgsprosess
forecast: prognose
category: kategori
team: team gruppe afdeling avdeling
territory: region distrikt kontor område filial
role: stilling_ rolle titel_ funktion
hire: ansat_den ansettelse ansættelse ansættelsesdato ansettelsesdato tiltrådt
leave: fratrådt fratrædelse sluttet
target: mål salgsmål budget budsjett salgsbudget salgsbudsjett
period: måned kvartal år periode uge uke
activity: aktivitet aktiviteter besøg
duration: varighed varighet minutter
sales: salg salgs
new: ny nyt nye
old: gammel tidligere forrige
to: til
from: fra
by: af av
send: sendt afgivet avgitt
filler: i på en et og for dkk nok kr
"""
