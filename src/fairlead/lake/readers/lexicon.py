"""What headers are called in the languages exports come in: data, no code.

Phrases are separated by ``|``, without case and accents, words apart. `STRONG` names a field
outright, `WEAK` may mean it, `AVOID` speaks against it although a phrase occurs in it.
"""

# ruff: noqa: E501  word lists read better on one line a field
from __future__ import annotations

from fairlead.lake.readers.price_words import PRICES

_OWNER = (
    "owner|deal owner|opportunity owner|owner name|owned by|handled by|owner id|sales rep|rep|sales representative|representative|sales agent|agent|seller|salesperson|sales person|sales owner|salesman|account executive|ae|assigned to|assignee|responsible|responsible person|sold by|closer|"
    "besitzer|inhaber|zustandig|zustandiger|verantwortlich|verantwortlicher|verkaufer|vertriebler|"
    "vertriebsmitarbeiter|betreuer|kundenbetreuer|bearbeiter|aussendienstmitarbeiter|"
    "proprietaire|commercial|vendeur|vendeuse|charge d affaires|ingenieur commercial|attribue a|"
    "assigne a|propietario|vendedor|comercial|ejecutivo|asesor|asignado a|proprietario|venditore|"
    "commerciale|agente|assegnato a|responsavel|atribuido a|dono|consultor|eigenaar|verkoper|"
    "verantwoordelijke|toegewezen aan|vertegenwoordiger|wlasciciel|handlowiec|sprzedawca|opiekun|"
    "odpowiedzialny|przedstawiciel handlowy|osoba odpowiedzialna|ответственный|продавец|владелец|"
    "менеджер по продажам|saljare|ansvarig|saelger|selger|myyja|prodejce|obchodnik|"
    "satis temsilcisi|ertekesito|担当者|负责人"
    "|handled by|who is on it|suivi par|charge de clientele|verkaufsberater|vertriebspartner"
    "|aussendienst|aussendienstler|sachbearbeiter|kam|key account manager|bdm"
    "|account rep|lead owner|rep uid|rep id|looked after by|gestor comercial"
    "|executivo de vendas|referente commerciale|incaricato|behandelaar"
    "|contactpersoon verkoop|prowadzacy|kierownik klienta|kundansvarig|forsaljare|saelger"
    "|kundeansvarlig|myyntiedustaja|asiakasvastaava|obchodni zastupce|reprezentant handlowy"
    "|deal lead|pursued by|worked by"
)
_OWNER_WEAK = (
    "employee|user|system user|sales|who|user name|mitarbeiter|responsable|responsabile|менеджер|account manager|"
    "accountmanager|consultant|manager name|agent name|staff|empleado|dipendente|funcionario|"
    "medewerker|pracownik|сотрудник|исполнитель|person|referente|bdr|sdr"
)
_MANAGER = (
    "manager|sales manager|manager name|team lead|team leader|supervisor|reports to|boss|"
    "line manager|vorgesetzter|vorgesetzte|teamleiter|teamleitung|leiter|fuhrungskraft|"
    "vertriebsleiter|responsable hierarchique|chef|chef d equipe|superieur|directeur|jefe|gerente|"
    "supervisora|responsabile|capo|capo area|gestor|lider|leidinggevende|teamleider|kierownik|"
    "przelozony|menedzer|руководитель|начальник|chef|vedouci|yonetici|vezeto|esimies"
    "|mgr|mgr nm|responsable|n 1|encadrant|fuhrung|chef de groupe|forsaljningschef|overordnet"
    "|jefe de ventas|responsabile vendite|gerente comercial|verkoopleider|kierownik sprzedazy"
)
_ACCOUNT = (
    "account|account name|account id|customer|customer name|client|client name|company|"
    "company name|organisation|organization|reseller|buyer|kunde|kundenname|kundennummer|firma|"
    "firmenname|unternehmen|societe|entreprise|compte|raison sociale|nom du client|cliente|"
    "empresa|cuenta|compania|azienda|societa|ragione sociale|conta|klant|klantnaam|bedrijf|"
    "relatie|klient|kontrahent|nazwa firmy|spolka|клиент|компания|контрагент|организация|"
    "заказчик|kund|foretag|asiakas|yritys|zakaznik|musteri|ugyfel|会社|客户"
    "|logo|prospect|prospect client|interessent|auftraggeber|mandant|debitor|bedrijfsnaam"
    "|opdrachtgever|kundnamn|kundenavn|kunde navn|foretagsnamn|asiakkaan nimi"
    "|ragione sociale cliente|razon social|nombre del cliente|nome do cliente|nome cliente"
    "|cliente potencial|nazwa klienta|odbiorca|acheteur|donneur d ordre|end customer"
    "|account nm|cust id|customer number|punter|school|organisation name|nome azienda"
    "|visited customer|client visite|besuchter kunde|cliente visitado|cliente visitato"
    "|brand|firmanavn|kundens navn|customer company|nazev firmy|nome fantasia|issuing body"
)
_PRODUCT = (
    "product|product name|product line|item|service|sku|produkt|produktname|artikel|leistung|"
    "produit|article|prestation|producto|articulo|servicio|prodotto|articolo|servizio|produto|"
    "servico|dienst|towar|usluga|продукт|товар|услуга|tuote|urun|termek|produkty"
)
_STAGE = (
    "stage|deal stage|sales stage|pipeline stage|opportunity stage|stage name|pipeline step|step|"
    "phase|sales phase|verkaufsphase|vertriebsphase|verkaufsstufe|stufe|etape|phase de vente|"
    "etapa|etapa de venta|fase|fase di vendita|estagio|etapa do funil|verkoopfase|etap|"
    "etap sprzedazy|faza|стадия|стадия сделки|этап|этап сделки|saljsteg|vaihe|faze|asama|szakasz"
    "|avancement|etape commerciale|progress|bearbeitungsstand|bearbeitungsstatus"
    "|verhandlungsstand|projektphase|projektstand|huidige fase|verkoopfase|current stage"
    "|current phase|funnel stage|sales step|where|where are we|position in funnel|step name"
    "|stage nm|estado del embudo|fase comercial|fase attuale|fase commerciale|avanzamento"
    "|stato avanzamento|etapa atual|fase do negocio|etap procesu|etap lejka|steg|fas|salgsfase"
    "|myyntivaihe|faze obchodu"
)
_OUTCOME = (
    "outcome|result|won lost|won or lost|deal status|opportunity status|win loss|status|ergebnis|"
    "resultat|statut|etat|issue|estado|resultado|esito|stato|risultato|situacao|uitkomst|"
    "resultaat|wynik|stan|статус|статус сделки|результат|исход|tila|durum|stav|allapot"
    "|w l|w l o|won lost open|win lose|ausgang|auftragsstatus|situation|situacion|issue finale"
    "|resultaat kans|utfall|lage|status affar|udfald|lopputulos|vysledek|rozstrzygniecie"
    "|status oferty|stato offerta|estado oferta|deal stat|deal stat cd|status code|stat"
    "|verdict|decision|resolution|resolucion|esito finale|esito trattativa"
)
_CREATED = (
    "created|created at|created on|created date|create date|creation date|created time|"
    "date created|opened|open date|opened on|date opened|engage date|add time|date added|"
    "entry date|angelegt|angelegt am|erstellt|erstellt am|erstelldatum|erstellungsdatum|"
    "anlagedatum|eroffnet am|cree le|date de creation|creation|date d ouverture|creado|"
    "creado el|fecha de creacion|fecha creacion|fecha de alta|fecha alta|creato il|"
    "data creazione|data di creazione|data apertura|criado em|criado|data de criacao|"
    "data criacao|data de abertura|aangemaakt|aangemaakt op|aanmaakdatum|datum aangemaakt|"
    "utworzono|data utworzenia|data dodania|дата создания|создано|создана|skapad|oprettet|"
    "opprettet|luotu|vytvoreno|olusturma tarihi|letrehozva"
    "|entered|date in|first touch|first contact|first contact date|date of enquiry"
    "|enquiry date|inquiry date|date received|received|received on|opn dt|logged|logged on"
    "|raised on|erfasst|erfasst am|eingang|eingegangen|eingegangen am|eingangsdatum"
    "|anfragedatum|angelegt von am|aufgenommen am|ouvert le|date d entree|date de saisie"
    "|date ouverture|date de reception|premier contact|fecha de entrada|fecha entrada"
    "|fecha apertura|fecha de apertura|fecha contacto|fecha de contacto|alta|data inserimento"
    "|inserito il|data apertura trattativa|primo contatto|data primo contatto|emissao"
    "|data de emissao|data de entrada|abertura|data abertura|ingevoerd op|ingevoerd"
    "|datum invoer|datum aanvraag|aanvraagdatum|binnengekomen op|data wprowadzenia|data wplywu"
    "|data otwarcia|utworzono dnia|skapad den|skapad datum|inkommen|registrerad"
    "|oprettelsesdato|opprettet dato|luontipaiva|zalozeno|datum vytvoreni"
    "|quote date|offer date|proposal date|angebotsdatum|offertdatum|tilbudsdato|date du devis|date de l offre|data offerta|fecha presupuesto|aperta il|opened by date"
)
_CLOSE = (
    "close date|closing date|closed date|closed on|closed|close|expected close date|"
    "expected close|date closed|closed at|estimated close date|won date|decision date|"
    "close time|closing|abschluss|abschlussdatum|abgeschlossen am|abschluss am|"
    "erwarteter abschluss|geschlossen am|date de cloture|date cloture|date de signature|cloture|"
    "cloture le|date de fermeture|fecha de cierre|fecha cierre|cierre|fecha estimada de cierre|"
    "data chiusura|data di chiusura|chiusura|chiuso il|data de fechamento|fechamento|fechado em|"
    "data fechamento|sluitingsdatum|afsluitdatum|gesloten op|datum gesloten|sluitdatum|"
    "verwachte sluitdatum|data zamkniecia|zamkniecie|zamknieto|дата закрытия|дата завершения|"
    "закрыта|avslutsdatum|lukkedato|sulkemispaiva|datum uzavreni|kapanis tarihi|zaras datuma"
    "|target close|target date|eta|expected date|expected decision|decision due|forecast close"
    "|closing expected|planned close|est close|est close date|exp close date|expected close dt"
    "|expected signature|signature prevue|date de signature prevue|date de decision"
    "|decision prevue|cloture prevue|fin prevue|date previsionnelle|vsl auftragsdatum"
    "|voraussichtlicher abschluss|voraussichtliches abschlussdatum|geplanter abschluss"
    "|abschluss geplant|abschlusstermin|auftragsdatum|auftragserwartung"
    "|erwartetes auftragsdatum|entscheidungstermin|vergabetermin|prevision de cierre"
    "|cierre previsto|cierre estimado|fecha prevista|fecha prevista de cierre|fecha decision"
    "|fecha de decision|fecha resolucion|chiusura prevista|data chiusura prevista"
    "|previsione chiusura|data prevista|data decisione|chiusa il|previsao"
    "|previsao de fechamento|fechamento previsto|data prevista|verwachte orderdatum"
    "|verwachte sluiting|orderdatum verwacht|beslisdatum|streefdatum|przewidywane zamkniecie"
    "|planowane zamkniecie|przewidywana data zamkniecia|termin decyzji|data decyzji"
    "|beraknat avslut|forvantat avslut|avslut|avslutad|avslutsdag|beslutsdatum"
    "|forventet lukkedato|forventet afslutning|odotettu paatos|arvioitu paatos"
    "|ocekavane uzavreni"
    "|order date expected|forventet ordredato|answer expected|data stimata|stima chiusura|chiusura stimata"
)
_CLOSED = (
    "actual close date|closed at|closed on|closed date|date closed|closed time|close time|won date|"
    "won time|date won|actual close|geschlossen am|abgeschlossen am|tatsachlicher abschluss|"
    "cloture le|date de cloture reelle|date de signature|fecha real de cierre|cerrado el|chiuso il|"
    "data chiusura effettiva|fechado em|gesloten op|zamknieto|фактическая дата закрытия|закрыта"
    "|actual close dt|actual close|real close date|date signed|signed on|signed date"
    "|order received|abschluss effektiv|effektiver abschluss|tatsachliches abschlussdatum"
    "|auftragseingang am|entschieden am|abschluss ist|signe le|date de cloture effective"
    "|date effective|fecha cierre real|cierre real|fecha de cierre real|fecha resolucion"
    "|fecha de resolucion|fecha firma|chiusa il|data chiusura reale|data esito|chiusa"
    "|data de fechamento real|fechamento|fechamento real|data da assinatura|fechado"
    "|werkelijke sluitdatum|afgesloten op|getekend op|data rozstrzygniecia"
    "|rzeczywista data zamkniecia|data podpisania|avslutad|avslutad den|avslutat|stangd|lukket"
    "|lukket dato|afsluttet|paattynyt|uzavreno"
)
_AMOUNT = (
    "amount|deal amount|deal value|value|close value|deal size|revenue|total amount|"
    "contract value|opportunity value|opportunity amount|acv|arr|tcv|sales amount|net amount|"
    "order value|offer total amount|betrag|wert|auftragswert|umsatz|summe|volumen|"
    "auftragsvolumen|dealwert|montant|montant ht|valeur|chiffre d affaires|importe|monto|valor|"
    "valor total|importo|valore|ammontare|fatturato|valor do negocio|montante|receita|bedrag|"
    "waarde|omzet|kwota|wartosc|wartosc netto|wartosc szansy|сумма|сумма сделки|стоимость|"
    "выручка|belopp|belob|belop|summa|arvo|castka|hodnota|tutar|deger|osszeg|金额"
    "|size|job value|deal volume|annual value|contract amount|bid value|quote value|quoted"
    "|worth|net value|net|netto|auftragssumme|angebotssumme|angebotswert|nettowert|nettobetrag"
    "|projektwert|projektvolumen|potenzial|ca previsionnel|ca potentiel|ca|montant devis"
    "|montant du devis|montant de l offre|importe s iva|importe sin iva|importe oferta"
    "|presupuesto|importe neto|totale offerta|valore offerta|importo offerta|importo netto"
    "|imponibile|valor da proposta|valor liquido|valor do contrato|orderwaarde|offertebedrag"
    "|offertewaarde|dealwaarde|wartosc oferty|kwota netto|kwota oferty|wartosc brutto"
    "|ordervarde|affarsvarde|offertvarde|ordervaerdi|ordreverdi|kaupan arvo|hodnota obchodu"
    "|amt|amount usd|amount eur"
    "|fee|annual fee|tilbudssum|offertsumma|valore netto"
)
_AMOUNT_WEAK = (
    "total|price|sum|budget|sales|prix|prezzo|precio|preco|prijs|cena|бюджет|preis|tcv|mrr"
)
_AMOUNT_AVOID = (
    "paid|initial|discount|rabatt|cost|unit|min|max|quantity|probability|days|weeks|count|number|"
    "weighted|gewichtet|score|id|average|tax|margin|expected|forecast"
)
_REGION = (
    "region|country|office location|location|land|pays|pais|paese|kraj|страна|город|регион|"
    "regione|regiao|bundesland|state|standort|ort|city|stadt|ville|ciudad"
)
_TEAM = (
    "team|sales team|squad|group|gruppe|vertriebsteam|equipe|equipo|squadra|grupo|zespol|команда|"
    "отдел|abteilung|department|dzial|ploeg|tiimi|tym|ekip"
)
_TERRITORY = (
    "territory|region|regional office|office|sales region|branch|gebiet|vertriebsgebiet|"
    "niederlassung|filiale|buro|territoire|secteur|agence|region|bureau|territorio|zona|"
    "oficina|sucursal|sede|filial|regio|kantoor|rayon|terytorium|oddzial|регион|филиал|офис|area"
    "|agence commerciale|standort"
)
_PERIOD = (
    "period|month|quarter|target month|target quarter|fiscal period|monat|quartal|zeitraum|mois|"
    "trimestre|periode|mes|periodo|mese|maand|kwartaal|miesiac|kwartal|okres|месяц|квартал|"
    "период|year month|date"
)
_TARGET = (
    "target|quota|goal|target amount|quota amount|sales target|ziel|zielwert|soll|sollwert|"
    "umsatzziel|planwert|objectif|quota de vente|meta|cuota|objetivo|obiettivo|quota|doel|"
    "target bedrag|doelstelling|cel|plan|cel sprzedazy|план|цель|mal|tavoite|hedef|cil"
    "|objectif ca|umsatzplan|planumsatz|sollumsatz|meta de vendas|meta de ventas"
    "|obiettivo di vendita|forsaljningsmal|budget ca|target"
)
_NAME = (
    "name|full name|deal name|opportunity name|title|topic|subject|bezeichnung|titel|betreff|"
    "nom|intitule|titre|libelle|nombre|titulo|asunto|nome|titolo|oggetto|assunto|naam|"
    "onderwerp|nazwa|tytul|название|наименование|тема|имя|namn|navn|nimi|nazev|ad"
    "|projektname|projektbezeichnung|angebotstitel"
)
_TIME = (
    "date|time|timestamp|occurred at|changed at|changed on|change date|date changed|entered at|"
    "entered on|date entered|date time|datum|zeit|zeitpunkt|zeitstempel|geandert am|wann|heure|"
    "horodatage|date de changement|modifie le|fecha|hora|fecha de cambio|data|ora|data modifica|"
    "data da mudanca|tijd|tijdstip|gewijzigd op|czas|data zmiany|дата|время|дата изменения|"
    "start time|call start time|when|activity date|start|beginn"
)

STRONG: dict[str, dict[str, str]] = {
    "opportunities": {
        **PRICES,
        "name": _NAME,
        "account": _ACCOUNT,
        "contact": "contact|contact name|contact id|primary contact|ansprechpartner|kontakt|interlocuteur|contacto|contatto|contato|contactpersoon|osoba kontaktowa|контакт|контактное лицо",
        "pipeline": "pipeline|sales process|funnel|verkaufsprozess|entonnoir|embudo|funil|lejek|воронка|record type",
        "type": "deal type|opportunity type|business type|new or existing|art des geschafts|geschaftsart|type d affaire|tipo de negocio|tipo di trattativa|tipo|type|typ|soort|rodzaj|тип|тип сделки|art",
        "created_at": _CREATED,
        "created_by": "created by|creator|erstellt von|angelegt von|cree par|creado por|creato da|criado por|aangemaakt door|utworzone przez|создал|кем создано",
        "owner": _OWNER,
        "source_channel": "source|lead source|channel|deal source|origin|campaign|campaign name|quelle|leadquelle|herkunft|kanal|kampagne|source du lead|origine|canal|provenance|fuente|origen|fonte|origine|canale|origem|bron|herkomst|zrodlo|kanal|источник|канал|lahde|kalla|zdroj|kaynak",
        "segment": "segment|market segment|marktsegment|segmento|segmento de mercado|сегмент|size class",
        "product": _PRODUCT,
        "competitor": "competitor|main competitor|wettbewerber|konkurrent|mitbewerber|concurrent|competidor|concorrente|concurrent|konkurent|konkurencja|конкурент",
        "next_step": "next step|next steps|next action|nachster schritt|prochaine etape|proximo paso|siguiente paso|prossimo passo|proximo passo|volgende stap|nastepny krok|следующий шаг",
        "url": "url|link|deal link|crm url|lien|enlace|ссылка",
        "amount": _AMOUNT,
        "currency": "currency|currency code|currency iso code|wahrung|devise|monnaie|moneda|divisa|valuta|moeda|waluta|валюта|mena|para birimi",
        "close_on": _CLOSE,
        "closed_at": _CLOSED,
        "stage": _STAGE,
        "outcome": _OUTCOME,
        "is_closed": "is closed|closed flag|abgeschlossen|geschlossen",
        "is_won": "is won|won|won yes no|vunnen|vundet|voitettu|abgeschlossen ja nein|auftrag erhalten|vinta|ganada|gagnee|won flag|gewonnen|gagne|ganado|vinto|ganho|gewonnen|wygrana|выиграна",
        "is_deleted": "is deleted|deleted|geloscht|supprime|eliminado|verwijderd|usuniete|удалено",
        "lost_reason": "arsag til tab|causale perdita|causale|why not|if lost why|lost why|why lost|reason for losing|grund|verlorengrund|absage grund|motif de refus|motif|motivo|motivo de rechazo|causa perdita|causa de perdida|motivo perda|reden afwijzing|reden|powod porazki|powod odrzucenia|przyczyna przegranej|forlustorsak|orsak|tabsarsag|havion syy|duvod prohry|lost reason|loss reason|reason lost|closed lost reason|reason for loss|verlustgrund|grund der ablehnung|absagegrund|ablehnungsgrund|motif de perte|raison de la perte|raison de perte|motivo de perdida|razon de perdida|motivo perdita|motivo di perdita|motivo da perda|motivo de perda|reden verlies|verliesreden|powod przegranej|powod utraty|причина отказа|причина проигрыша|причина потери",
        "forecast_category": "forecast category|forecast|prognosekategorie|forecast status|categorie de prevision|categoria de pronostico|categoria previsione|категория прогноза",
        "modified_at": "modified|modified at|modified on|modified time|last modified|last modified date|updated at|update time|last updated|geandert am|letzte anderung|modifie le|derniere modification|modificado|ultima modificacion|modificato il|ultima modifica|modificado em|gewijzigd op|laatst gewijzigd|zmodyfikowano|дата изменения|изменено",
    },
    "order_lines": {
        "closed_at": "order date|invoice date|date of order|sale date|sales date|purchase date|date|auftragsdatum|bestelldatum|rechnungsdatum|verkaufsdatum|date de commande|date commande|date de facture|fecha de pedido|fecha pedido|fecha de factura|data ordine|data fattura|data do pedido|orderdatum|besteldatum|factuurdatum|data zamowienia|data faktury|дата заказа|дата продажи|дата счета",
        "owner": _OWNER,
        "account": _ACCOUNT,
        "product": _PRODUCT,
        "amount": _AMOUNT
        + "|sales|line total|line amount|total|net|netto|order total|extended price|positionswert|total ligne|kwota netto|сумма заказа",
        "currency": "currency|currency code|wahrung|devise|moneda|valuta|moeda|waluta|валюта",
        "segment": "segment|territory|sales territory|region|gebiet|territoire|zona|territorio|regio|регион",
    },
    "stage_history": {
        "opportunity": "opportunity id|deal id|opportunity|deal|record id|opp id|chance|verkaufschance|affaire|opportunite|oportunidad|negocio|trattativa|opportunita|oportunidade|kans|szansa|сделка|id сделки",
        "occurred_at": _TIME,
        "stage": _STAGE
        + "|to stage|new stage|stage to|to|new value|entered stage|neue phase|nach|nach phase|zu phase|naar fase|naar|naar stadium|do etapu|na etap|till fas|til fase|a etapa|para etapa|a fase|vers etape|hacia etapa|nouvelle etape|vers|nueva etapa|nuova fase|nova etapa|nieuwe fase|nowy etap|новая стадия|новый этап",
        "from_stage": "from stage|old stage|previous stage|stage from|from|alte phase|von phase|von|vorherige phase|van fase|van|van stadium|z etapu|fran fas|fra fase|da fase|da etapa|de etape|desde etapa|de etapa|ancienne etape|de|etapa anterior|fase precedente|oude fase|poprzedni etap|предыдущая стадия|старая стадия|прошлый этап",
        "actor": "changed by|modified by|user|actor|who|by|door|von wem|par|por|da|przez|av|af|durch|geandert von|von wem|benutzer|modifie par|utilisateur|cambiado por|usuario|modificato da|utente|gewijzigd door|gebruiker|zmienione przez|uzytkownik|кем изменено|пользователь",
        "amount": _AMOUNT,
        "close_on": _CLOSE,
    },
    "field_history": {
        "opportunity": "opportunity id|deal id|opportunity|deal|record id|object id|сделка",
        "occurred_at": _TIME + "|created date|created at",
        "field": "field|field name|property|attribute|feld|champ|campo|veld|pole|поле|field key",
        "old": "old value|old|from|from value|alter wert|ancienne valeur|valor anterior|valore precedente|oude waarde|stara wartosc|старое значение",
        "new": "new value|new|to|to value|neuer wert|nouvelle valeur|valor nuevo|nuovo valore|novo valor|nieuwe waarde|nowa wartosc|новое значение",
        "actor": "changed by|modified by|user|edited by|created by|geandert von|modifie par|cambiado por|кем изменено",
    },
    "event_log": {
        "case": "case id|case|case number|trace id|process instance|vorgang|vorgangsnummer|fall|fall id|dossier|numero de dossier|caso|id caso|zaak|zaaknummer|sprawa|numer sprawy|дело|номер дела",
        "label": "activity|activity name|event|event name|aktivitat|ereignis|vorgangsschritt|activite|evenement|actividad|evento|attivita|atividade|activiteit|gebeurtenis|czynnosc|zdarzenie|событие|действие",
        "occurred_at": _TIME,
        "resource": "resource|performer|user|org resource|ressource|bearbeiter|benutzer|utilisateur|recurso|usuario|risorsa|utente|medewerker|zasob|uzytkownik|исполнитель|ресурс",
        "lifecycle": "lifecycle|lifecycle transition|transition|event type",
    },
    "people": {
        "name": _OWNER
        + "|name|full name|full nm|nom et prenom|nom prenom|vor und nachname|name vorname|nombre y apellidos|nome e cognome|nome e sobrenome|employee|employee name|mitarbeiter|mitarbeitername|nom|nom complet|nombre|nombre completo|empleado|nome|nome completo|dipendente|funcionario|naam|medewerker|nazwisko|imie i nazwisko|pracownik|имя|фио|сотрудник|менеджер",
        "first_name": "first name|given name|vorname|prenom|nombre de pila|nome proprio|voornaam|imie|имя",
        "last_name": "last name|surname|family name|nachname|nom de famille|apellido|apellidos|cognome|sobrenome|apelido|achternaam|nazwisko|фамилия",
        "email": "email|e mail|mail|email address|upn|user principal name|work email|courriel|correo|correo electronico|posta elettronica|почта|электронная почта|adres email",
        "role": "role|title|job title|position|job|rolle|funktion|poste|fonction|cargo|puesto|ruolo|mansione|funcao|functie|stanowisko|rola|должность|роль",
        "is_active": "is active|active|aktiv|actif|activo|attivo|ativo|actief|aktywny|активен",
        "manager": _MANAGER,
        "team": _TEAM,
        "territory": _TERRITORY,
        "from_on": "from|valid from|start date|von|gultig ab|ab|depuis|desde|dal|van|vanaf|od|с|from date",
        "to_on": "to|until|valid to|end date|bis|gultig bis|jusqu au|hasta|al|ate|tot|do|по|to date",
        "hired_on": "hire date|hired|hired on|joined|entry date|eintritt|eintrittsdatum|date d embauche|fecha de ingreso|data assunzione|data de admissao|in dienst|data zatrudnienia|дата приема",
        "left_on": "left|left on|leave date|termination date|exit date|austritt|austrittsdatum|date de depart|fecha de baja|data cessazione|uit dienst|data zwolnienia|дата увольнения",
    },
    "accounts": {
        "name": _ACCOUNT + "|name|bezeichnung|nom|nombre|nome|naam|nazwa|название|наименование",
        "industry": "industry|sector|vertical|branche|wirtschaftszweig|secteur|secteur d activite|industrie|sector|industria|settore|setor|ramo|bedrijfstak|branza|отрасль|сфера деятельности|toimiala|odvetvi",
        "segment": "segment|customer segment|tier|class|segmento|kundensegment|kundenklasse|klantsegment|сегмент",
        "size_band": "size|company size|employees|number of employees|employee count|mitarbeiter|mitarbeiterzahl|grosse|effectif|taille|empleados|tamano|dipendenti|dimensione|funcionarios|porte|werknemers|pracownicy|liczba pracownikow|сотрудники|численность",
        "region": _REGION,
    },
    "contacts": {
        "account": _ACCOUNT,
        "name": "name|full name|contact|contact name|kontakt|ansprechpartner|nom|nombre|nome|naam|imie i nazwisko|имя|фио|контакт",
        "first_name": "first name|given name|vorname|prenom|nombre de pila|voornaam|imie|имя",
        "last_name": "last name|surname|nachname|nom de famille|apellido|apellidos|cognome|sobrenome|achternaam|nazwisko|фамилия",
        "title": "title|job title|position|funktion|poste|fonction|cargo|puesto|ruolo|functie|stanowisko|должность",
    },
    "activities": {
        "person": _OWNER
        + "|call owner|call owner name|activity owner|performed by|done by|logged by|durchgefuhrt von|realise par|realizado por|eseguito da|uitgevoerd door|wykonal|user|benutzer|utilisateur|usuario|utente",
        "opportunity": "opportunity id|deal id|opportunity|deal|related to|regarding|chance|verkaufschance|affaire|opportunite|oportunidad|negocio|trattativa|szansa|сделка",
        "account": _ACCOUNT,
        "contact": "contact|contact id|contact name|kontakt|ansprechpartner|contacto|contatto|contato|контакт|lead id",
        "kind": "activity type|type|kind|type de contact|kontaktart|tipo de contacto|tipo di contatto|contactsoort|rodzaj kontaktu|call type|art|aktivitatsart|typ|type d activite|tipo|tipo de actividad|soort|rodzaj|тип|вид",
        "occurred_at": _TIME
        + "|date visite|date de visite|besuchsdatum|fecha visita|data visita|bezoekdatum|data wizyty|datum besuch|due date|done time|completed at|call date|meeting date|"
        + _CREATED,
        "duration": "duration|call duration|length|dauer|gesprachsdauer|duree|duracion|durata|duracao|duur|czas trwania|длительность|продолжительность|duration in seconds|call duration in seconds|duration minutes|duration in minutes",
        "outcome": "outcome|result|call status|disposition|status|call result|ergebnis|resultat|resultado|esito|uitkomst|wynik|результат|статус",
    },
    "prospects": {
        "created_at": _CREATED,
        "owner": _OWNER,
        "source_channel": "source|lead source|channel|quelle|leadquelle|herkunft|origine|canal|fuente|origen|fonte|origem|bron|zrodlo|источник",
        "status": "status|lead status|state|statut|estado|stato|статус",
        "opportunity": "converted opportunity|opportunity id|converted deal|deal id",
        "converted_at": "converted|converted at|converted date|conversion date|konvertiert am|date de conversion|fecha de conversion",
        "disqualified_reason": "disqualified reason|unqualified reason|rejection reason|disqualification reason|grund",
    },
    "products": {
        "name": _PRODUCT
        + "|name|bezeichnung|nom|libelle|nombre|nome|naam|nazwa|название|наименование|description",
    },
    "targets": {
        "person": _OWNER + "|" + _OWNER_WEAK + "|employee id|name",
        "team": _TEAM,
        "measure": "measure|metric|kpi|kennzahl|indicateur|indicador|misura|wskaznik|показатель",
        "period": _PERIOD,
        "amount": _TARGET,
        "currency": "currency|wahrung|devise|moneda|valuta|moeda|waluta|валюта",
    },
}
WEAK: dict[str, dict[str, str]] = {
    "opportunities": {
        "owner": _OWNER_WEAK,
        "amount": _AMOUNT_WEAK,
        "stage": "status|state|statut|estado|stato|статус|deal status",
        "created_at": "start date|date|datum|fecha|data|дата|start",
        "close_on": "end date|due date|deadline|enddatum|won time|lost time|срок",
        "product": "category|kategorie|plan|package|paket|offering",
        "region": _REGION,
    },
    "order_lines": {"owner": _OWNER_WEAK},
    "activities": {"person": _OWNER_WEAK},
    "stage_history": {"occurred_at": _CREATED, "stage": "status|statut|estado|stato|статус"},
    "people": {"name": "title"},
    "targets": {"amount": "amount|value|betrag|montant|importe|importo|valor|bedrag|kwota|сумма"},
}
EXPECTED_WORDS = (
    "expected estimated est planned forecast target anticipated erwartet erwarteter geplant prevu prevue estimada "
    "prevista previsto verwacht verwachte oczekiwana planowana планируемая ожидаемая предполагаемая "
    "exp eta due vsl voraussichtlich voraussichtlicher voraussichtliches erwartetes geplanter geplante prevision "
    "previsione previsao previsionnelle estimado estimata prevue streef beraknat forvantat forventet "
    "przewidywane przewidywana planowane oczekiwane odotettu arvioitu ocekavane predpokladane"
).split()
EXPECTED_STEMS = (
    "expect estim anticip stima prevu previs previst erwart geplan voraus verwacht gepland forvent forvant "
    "berakn przewid planow oczek predpokl ocekav odotet arvio odhad antatt планир ожид предпол prognos tahmini"
).split()
AVOID: dict[str, str] = {
    "amount": _AMOUNT_AVOID,
    "created_at": "by|modified|updated|last|close|closed|birth",
    "close_on": "days|weeks|reason|value|amount|won reason|lost reason|by|probability|actual|real|reelle|reel|effektiv|effektiver|tatsachlich|tatsachliches|effettiva|reale|werkelijke|rzeczywista",
    "owner": "email|phone|manager|id of manager|contact owner|account owner|created|modified|date|team|region",
    "account": "owner|manager|type|number of|executive|contact|id of owner|status|industry",
    "stage": "duration|days|probability|date|time|entered|history",
    "outcome": "date|time|reason|payment|invoice|call|lead",
    "product": "category|price|type|code|quantity|key figures|seller|group",
    "name": "owner|first|last|account|company|customer|client|contact|manager|product|campaign|user|stage|rep|agent|source|pipeline",
    "source_channel": "id|seq|code|key",
    "lost_reason": "won",
    "type": "payment|call|account|education|contact|lead|product|activity|record|purchase",
    "pipeline": "purchase|buying|decision|approval|procurement",
    "person": "manager|email|phone",
    "occurred_at": "modified|by|updated|duration|count|due",
    "role": "deal|opportunity",
    "manager": "account|product|office",
    "period": "number|type",
    "region": "office manager",
    "next_step": "date",
    "size_band": "deal|amount",
    "opportunity": "owner|name|stage|type|amount|date|status|value|source|created|close",
    "closed_at": "days|weeks|reason|value|amount|by|created",
    "contact": "date|email|phone|last|count|number",
}
