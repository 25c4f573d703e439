"""Italian header words by what they mean; see `languages`."""

WORDS = """
deal: opportunità trattativa trattative offerta offerte preventivo preventivi progetto affare
  affari pratica pratiche commessa proposta gara ordine_cliente richiesta polizza incarico
  cantiere
account: cliente clienti azienda società ragione_sociale ditta impresa organizzazione
  committente acquirente prospect account ente assicurato contraente conduttore rivenditore
contact: contatto referente interlocutore persona_di_contatto referente_cliente decisore
owner: proprietario venditore venditrice commerciale agente responsabile assegnato incaricato
  consulente funzionario titolare resp resp_comm seguito_da gestore capo_commessa rappresentante
  broker intermediario referente_commerciale referente_interno
assistant: assistente prevendita supporto backoffice back_office segnalatore
manager: manager capo capo_area responsabile_vendite direttore superiore supervisore capogruppo
  capoarea area_manager resp_vendite
person: dipendente utente persona collaboratore addetto
name: nome nominativo denominazione
firstname: nome_proprio
lastname: cognome
id: id n nr num numero codice cod rif riferimento chiave protocollo
title: titolo oggetto descrizione descr argomento
date: data giorno il quando dt in_data
create: creazione creato creata inserimento inserito inserita apertura aperto aperta ricezione
  ricevuto richiesta registrazione entrata emissione acquisizione_contatto
first: primo prima
close: chiusura chiuso chiusa conclusione concluso definizione
won: vinta vinto acquisita acquisito aggiudicazione accettata accettazione vincita
lost: persa perso perdita rifiuto rifiutata rifiutato mancata_vendita
expect: prevista previsto prev previsione stimata stimato stim attesa atteso presunta presunto
  pianificata probabile
actual: effettiva effettivo reale
until: scadenza entro limite
decide: decisione esito
sign: firma firmato contratto stipula
order: ordine ordinato
amount: importo valore totale prezzo ammontare fatturato ricavo somma imp val premio compenso
  onorario canone corrispettivo controvalore
net: netto netta imponibile iva_esclusa
gross: lordo lorda ivato iva_inclusa
excl: senza escl esclusa
incl: con incl inclusa
vat: iva imposta
cost: costo costi spesa spese
margin: margine utile marginalità mdc
listprice: listino catalogo
discount: sconto abbuono acconto franchigia
weighted: proporzionale proporzionali ponderato pesato ponderata
commission: provvigione provvigioni commissione
budget: budget
paid: pagato pagamento incasso incassato
invoice: fattura fatturazione
unit: unitario unità
quantity: quantità qta qtà ore pezzi superficie mq
probability: probabilità prob percentuale successo succ chance punteggio
stage: fase stadio tappa avanzamento step stato_avanzamento
status: stato situazione status
outcome: esito risultato
reason: motivo motivazione causa causale ragione perché
source: fonte origine provenienza canale sorgente
campaign: campagna
next: prossimo prossima successivo successiva pross
last: ultimo ultima ult precedente
step: passo azione attività passaggio
touch: contatto chiamata telefonata visita incontro appuntamento sopralluogo ricontatto
  contattato
modify: modifica modificato aggiornamento aggiornato variazione
deliver: consegna spedizione evasione
install: installazione posa esecuzione validità rinnovo lavori montaggio decorrenza
start: inizio avvio partenza
end: fine termine
birth: nascita compleanno
remind: promemoria richiamo richiamare sollecito
product: prodotto prodotti articolo servizio linea ramo gamma soluzione
type: tipo tipologia natura
segment: segmento fascia
industry: settore industria merceologico ateco
region: provincia regione paese città comune nazione località
postcode: cap
address: indirizzo via
phone: telefono tel cellulare cell
email: email mail posta_elettronica e_mail pec
taxno: p_iva partita_iva piva cf codice_fiscale
note: nota note commento commenti osservazioni annotazioni
url: link url sito
competitor: concorrente concorrenza competitor
currency: valuta divisa moneta
pipeline: pipeline imbuto funnel
forecast: forecast previsione
category: categoria
team: team squadra gruppo
territory: zona area territorio filiale sede ufficio agenzia regione
role: ruolo mansione qualifica funzione posizione
hire: assunzione assunto ingresso
leave: cessazione uscita dimissioni
target: obiettivo obiettivi target quota
period: mese trimestre anno periodo settimana esercizio
activity: attività chiamata visita contatto azione
duration: durata minuti
sales: vendita vendite commerciale
new: nuovo nuova
old: precedente vecchio vecchia
to: a verso
from: da
by: da
stagename: negoziazione qualifica sopralluogo analisi
send: inviata inviato spedita presentata
filler: di del della dei delle la lo gli le e o in al un una per è eur
"""
