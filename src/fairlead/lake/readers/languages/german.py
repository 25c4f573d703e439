"""German header words by what they mean; see `languages`."""

WORDS = """
deal: offert offerten chance chancen verkaufschance opportunity angebot angebote angebots
  offerte projekt projekte projekts vorgang vorgangs auftrag auftrags anfrage anfragen geschäft
  geschäfts deal lead ausschreibung mandat mandate objekt bauvorhaben verkaufsprojekt
  vertriebsprojekt akte beratung antrag
account: kunde kunden kd firma firmen unternehmen unternehmens interessent interessenten
  auftraggeber mandant debitor debitoren organisation account käufer abnehmer bauherr
  bauherrschaft versicherungsnehmer partner gesellschaft mieter händler geschäftspartner
contact: ansprechpartner ansprechperson kontaktperson kontakt ansprechpartnerin entscheider
owner: ansprechpartner_intern gebietsverkaufsleiter gvl verkaufsleiter_gebiet
  interner_ansprechpartner objektbetreuer fachberater verkaufsinnendienst_ zuständig zuständiger
  zuständige verantwortlich verantwortlicher verantwortliche verkäufer verkäuferin vertriebler
  vertriebsmitarbeiter betreuer betreuerin bearbeiter sachbearbeiter inhaber besitzer eigentümer
  vb ad adm aussendienst vertreter berater beraterin makler kundenbetreuer key_account_manager
  kam vertriebsbeauftragter vertriebsbeauftragte ansprechpartner_vertrieb bearbeitet_von
  betreut_von verkauf_durch zugewiesen zugeordnet vertrieb federführung
assistant: innendienst assistenz vertretung unterstützung stellvertreter telefonist
  id_mitarbeiter zweitbetreuer
manager: vorgesetzter vorgesetzte teamleiter teamleitung leiter leitung führungskraft
  vertriebsleiter vertriebsleitung chef abteilungsleiter gebietsleiter regionalleiter manager
  berichtet_an disziplinarisch
person: mitarbeiter mitarbeiterin person benutzer kollege user personal angestellter
name: name namen bezeichnung benennung
firstname: vorname
lastname: nachname familienname zuname
id: nr nummer id kennung kennziffer schlüssel code zeichen kürzel ident az aktenzeichen nummern
title: titel betreff bezeichnung beschreibung thema gegenstand kurzbeschreibung kurztext inhalt
  leistungsbeschreibung vorhaben text bauvorhaben
date: datum tag termin zeitpunkt am vom zeit dat wann
create: erstellt erstellung erstellungs erstell angelegt anlage anlage_am erfasst erfassung
  erfassungs eröffnet eröffnung eingang eingangs eingegangen aufgenommen aufnahme anfrage
  anfrage_vom angefragt erhalten neu_am entstehung anlegen hinzugefügt registriert start
first: erster erstes erste erst erstmals
close: abschluss abschluß geschlossen abgeschlossen schluss schließen beendet schließung
  abschliessen abgerechnet entschieden erledigt
won: gewonnen gewinn gewonnene zuschlag erteilt beauftragt beauftragung erhalten_am
lost: verloren verlust verlorene verlorener absage abgesagt ablehnung abgelehnt ablehnungs
  absage_am nichtzustandekommen nicht_erhalten
expect: voraussichtl erwartet erwarteter erwartetes erwartete geplant geplanter geplantes
  voraussichtlich voraussichtlicher voraussichtliches vsl vorauss geschätzt geschätzter
  geschätztes prognostiziert prognose plan erw vor_ soll gepl
actual: tatsächlich tatsächlicher tatsächliches effektiv effektiver real ist
until: bis fällig frist fälligkeit spätestens
decide: entscheidung entscheidungs entscheid vergabe entschluss
sign: unterschrift unterzeichnet unterzeichnung vertragsunterzeichnung vertragsabschluss
  vertragsschluss vertrag
order: auftrag auftrags bestellung bestell bestellt auftragseingang ae beauftragung
amount: betrag wert summe umsatz volumen preis auftragswert auftragssumme auftragsvolumen
  angebotssumme erlös höhe honorar prämie provisionserlös potenzial potential gesamt gesamtpreis
  gesamtwert gesamtsumme eur ertrag jahresumsatz jahresprämie kaufpreis bausumme vergütung vol
net: netto nettowert nto zzgl_mwst ohne_mwst exkl_mwst
gross: brutto bto
excl: ohne exkl zzgl exklusive
incl: inkl mit inklusive einschl
vat: mwst ust mehrwertsteuer umsatzsteuer steuer
cost: kosten ek einkauf einkaufspreis herstellkosten selbstkosten aufwand material
margin: marge db deckungsbeitrag rohertrag gewinnspanne spanne rohgewinn ergebnisbeitrag
listprice: liste listen listenpreis katalog uvp
discount: rabatt nachlass skonto abzug selbstbeteiligung anzahlung
weighted: anteilig anteiliger anteilige anteiliges gewichtet gew gewichteter gewichtetes
  gewichtete bewertet
commission: provision courtage prov
budget: budget
paid: bezahlt zahlung gezahlt zahlungs zahlungseingang
invoice: rechnung rechnungs re faktura rg abrechnung
unit: einheit pro je stück einzel einzelpreis
quantity: menge anzahl stückzahl stunden qm fläche leistung kwp
probability: wahrscheinlichkeit chance_% prozent abschlusswahrscheinlichkeit wkt bewertung score
  eintrittswahrscheinlichkeit wahrsch
stage: phase stufe verkaufsphase vertriebsphase vertriebsstufe bearbeitungsstand projektstand
  fortschritt schritt etappe vertriebsschritt stadium
status: status stand zustand lage bearbeitungsstatus angebotsstatus auftragsstatus
outcome: ergebnis ausgang resultat gewonnen_verloren
reason: grund gründe begründung ursache warum
source: quelle herkunft ursprung leadquelle kanal empfehlung aufmerksam_durch woher akquisekanal
  zugang vermittler kontaktquelle
campaign: kampagne aktion
next: nächste nächster nächstes nächsten folge weiter weiteres weitere nächst
last: letzte letzter letztes letzten zuletzt vorige
step: schritt aktion maßnahme aufgabe vorgehen aktivität to_do
touch: kontakt kontaktiert anruf besuch telefonat gespräch termin_am kontaktaufnahme besuchs
  aktivität rückruf begehung
modify: geändert änderung änderungs aktualisiert bearbeitet aktualisierung
deliver: liefer lieferung liefertermin lieferdatum geliefert versand auslieferung
install: montage installation inbetriebnahme einbau ausführung ablauf gültig gültigkeit
  vertragsende laufzeit verlängerung umsetzung bezug übergabe realisierung
start: beginn start anfang vertragsbeginn projektstart baubeginn startdatum
end: ende end bauende
birth: geburt geburtstag geb geburts geburtsdatum
remind: wiedervorlage wv erinnerung nachfassen rückruf nachfass
product: produkt produkte artikel leistung ware warengruppe sparte produktgruppe lösung
  sortiment produktlinie dienstleistung gewerk
type: typ art geschäftsart auftragsart kategorie_typ neu_bestand neukunde_bestand
segment: segment kundensegment klasse kundengruppe kundenklasse
industry: branche wirtschaftszweig
region: land ort stadt bundesland kanton standort wohnort staat landkreis
postcode: plz postleitzahl
address: adresse straße strasse anschrift hausnummer
phone: telefon tel handy mobil telefonnummer rufnummer fax
email: email e_mail mail mailadresse emailadresse
taxno: ust_id ustid steuernummer uid umsatzsteuer_id handelsregister hrb
note: bemerkung bemerkungen notiz notizen kommentar anmerkung hinweis info rückmeldung
url: link url webseite website internet
competitor: wettbewerber wettbewerb mitbewerber konkurrent konkurrenz mitbewerb
currency: währung waehrung whg
pipeline: pipeline trichter verkaufsprozess vertriebsprozess vertriebstrichter
forecast: forecast prognose vorschau
category: kategorie
team: team gruppe vertriebsteam abteilung mannschaft
territory: gebiet region vertriebsgebiet bezirk niederlassung filiale büro geschäftsstelle
  standort rayon vertriebsregion
role: rolle funktion position stelle stellenbezeichnung tätigkeit
hire: eintritt eintritts eintrittsdatum einstellung seit angestellt
leave: austritt austritts austrittsdatum ausgeschieden
target: ziel ziele soll quote planwert vorgabe zielwert zielumsatz plan umsatzziel planumsatz
  budget
period: monat quartal jahr zeitraum periode woche geschäftsjahr halbjahr
activity: aktivität aktivitäten anruf besuch kontaktart termin tätigkeit maßnahme
duration: dauer minuten gesprächsdauer stunden min
sales: bearbeitungs bearbeitung verkauf verkaufs vertrieb vertriebs
new: neu neue neuer neues
old: alt alte alter altes bisher vorher
to: nach zu
from: von
by: von durch
stagename: verhandlung qualifizierung präsentation erstgespräch bedarfsanalyse klärung
send: versendet gesendet raus abgegeben verschickt
filler: der die das des und oder in im für an auf laut kd
"""
