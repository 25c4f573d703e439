"""What rows and tables are called in the languages exports come in: data, no code.

Phrases are separated by ``|``, without case and accents, words apart (see `lexicon`).
"""

# ruff: noqa: E501  word lists read better on one line a target
from __future__ import annotations

ENTITY: dict[str, str] = {
    "opportunities": "opportunity|opp|deal|project|projekt|projet|proyecto|progetto|projeto|enquiry|inquiry|tender|bid|offert|angebots|offre|devis|presupuesto|preventivo|orcamento|offerta|offerte|oferta|oferty|proposta|propuesta|expediente|affars|tilbud|tarjous|nabidka|chance|verkaufschance|affaire|opportunite|oportunidad|negocio|trato|opportunita|trattativa|oportunidade|kans|verkoopkans|szansa|szansa sprzedazy|сделка|opportunitet|angebot|quote|lead|vorgang|affar|kauppa|obchod|firsat|proposal|record",
    "order_lines": "order|sales order|invoice|auftrag|bestellung|rechnung|beleg|commande|facture|pedido|factura|ordine|fattura|fatura|bestelling|factuur|zamowienie|faktura|заказ|счет|sale|transaction",
    "people": "person|employee|user|system user|owner|rep|seller|salesperson|sales rep|sales agent|agent|mitarbeiter|personal|verkaufer|benutzer|employe|vendeur|utilisateur|matricule|empleado|vendedor|usuario|dipendente|venditore|utente|funcionario|medewerker|verkoper|pracownik|handlowiec|сотрудник|менеджер|staff",
    "accounts": "account|customer|client|company|organisation|organization|kunde|kunden|firma|debitor|societe|entreprise|compte|cliente|empresa|cuenta|azienda|conta|klant|bedrijf|klient|kontrahent|клиент|компания|reseller",
    "contacts": "contact|person|kontakt|ansprechpartner|contacto|contatto|contato|контакт|lead",
    "products": "product|item|article|sku|produkt|artikel|produit|producto|articulo|prodotto|articolo|produto|towar|товар|продукт",
    "activities": "activity|call|task|meeting|event|aktivitat|anruf|aufgabe|activite|appel|actividad|llamada|attivita|chiamata|atividade|activiteit|czynnosc|звонок|задача|engagement",
    "prospects": "lead|prospect|interessent|piste|cliente potencial|лид|anfrage|inquiry",
    "contact_roles": "role",
}
TABLE_NAMES: dict[str, str] = {
    "opportunities": "presupuestos|angebote|angebotsliste|projektliste|enquiries|oferty|propostas|offerte|offres|devis|forecast|opportunity|opportunities|deal|deals|pipeline|sales pipeline|verkaufschancen|chancen|opportunites|affaires|oportunidades|negocios|opportunita|trattative|kansen|verkoopkansen|szanse|szanse sprzedazy|сделки|crm export|leads and deals|vertrieb|affarer",
    "order_lines": "order|orders|sales|sales orders|order lines|invoices|auftrage|auftragspositionen|umsatze|rechnungen|ventes|commandes|factures|ventas|pedidos|facturas|vendite|ordini|vendas|bestellingen|verkopen|zamowienia|sprzedaz|продажи|заказы",
    "people": "people|team|teams|sales team|sales teams|owner|owners|rep|reps|sales reps|user|users|employee|employees|salesperson|salespeople|agents|staff|mitarbeiter|vertriebsmitarbeiter|verkaufer|equipe|vendeurs|commerciaux|equipo|vendedores|squadra|venditori|medewerkers|verkopers|handlowcy|pracownicy|сотрудники|менеджеры|команда",
    "accounts": "account|accounts|customer|customers|client|clients|company|companies|organizations|kunden|firmen|entreprises|societes|comptes|clientes|empresas|clienti|aziende|klanten|bedrijven|klienci|firmy|клиенты|компании",
    "contacts": "contact|contacts|kontakte|ansprechpartner|contactos|contatti|contatos|kontakty|контакты|persons",
    "activities": "activity|activities|call|calls|tasks|meetings|events|engagements|aktivitaten|anrufe|termine|activites|appels|actividades|llamadas|attivita|chiamate|atividades|activiteiten|aktywnosci|rozmowy|звонки|встречи|задачи",
    "products": "product|products|items|price list|pricelist|produkte|artikel|produits|articles|productos|prodotti|produtos|producten|produkty|товары|продукты|katalog",
    "targets": "umsatzplanung|absatzplanung|planung|plan|planning|budget|cele sprzedazy|forsaljningsmal|budsjett|quota plan|target|targets|quota|quotas|goals|ziele|umsatzziele|objectifs|cuotas|metas|objetivos|obiettivi|doelen|cele|plany|планы|цели",
    "stage_history": "stage history|deal history|opportunity history|stage changes|history|phasenhistorie|verlauf|historie|historique|historial|storico|historico|geschiedenis|historia|история|changes|log",
    "field_history": "field history|changelog|change log|audit|audit log|anderungsprotokoll|журнал",
    "event_log": "event log|events|log|eventlog|ereignisse|journal|trace",
    "prospects": "leads|prospects|interessenten|pistes|лиды",
}
KEY_WORDS = (
    "id pk sk uid reference referenz rif cod key seq number no n nr num code guid uuid ref nummer schlussel kennung numero cle clave codigo "
    "chiave codice chave sleutel klucz numer kod номер код ид"
).split()
LOOKUP_NAMES = (
    "campaign|campaigns|kampagnen|campagnes|campanas|campagne|campanhas|kampanie|кампании|region|"
    "regions|territory|territories|calendar|dates|date table|currency|currencies|exchange rates"
)
