"""Exports of strangers: Europe on the mainland."""

from __future__ import annotations

from tests.lake.readers.unknown.columns import (
    chance,
    code,
    col,
    end,
    if_lost,
    near,
    on,
    one_of,
    phase,
    phone,
    rows_of,
    truth_of,
)
from tests.lake.readers.unknown.made import Export, Sheet, Truth, comma, delimited, sales


def german_machines():
    deals = sales(
        101,
        ("Katrin Wohlleben", "Jens Petersen", "Uwe Asmus", "Birgit Thoma"),
        ("Presswerk Hagen", "Kunststoff Lang", "Tiefbau Meier", "Walzwerk Süd"),
    )
    day = "%d.%m.%Y"
    columns = [
        col("Vorgang", lambda d: f"V{d.number}", "id"),
        col("Kunde", lambda d: d.customer, "account"),
        col("PLZ", code),
        col("Bezeichnung", lambda d: f"Anlage {d.number % 40} {d.customer}", "name"),
        col("Zuständig", lambda d: d.rep, "owner"),
        col("Anfrage vom", on(day, "opened"), "created_at"),
        col("Entscheidung bis", on(day, "expected"), "close_on"),
        col("Abschlussdatum", on(day, "closed"), "closed_at"),
        col("Liefertermin", near(day, 150)),
        col("Auftragswert netto", lambda d: comma(d.amount) + " €", "amount"),
        col("MwSt.", lambda d: comma(d.amount * 0.19) + " €"),
        col("DB in %", lambda d: d.number % 30 + 10),
        col("Phase", phase(["Anfrage", "Angebot", "Nachverhandlung", "Auftragsklärung"]), "stage"),
        col("Wahrscheinlichkeit", lambda d: f"{chance(d)} %"),
        col("Gew. Wert", lambda d: comma(d.amount * chance(d) / 100) + " €"),
        col("Ergebnis", end({"won": "gewonnen", "lost": "verloren", "open": "offen"}), "outcome"),
        col("Grund", if_lost(["Preis", "Termin", "Technik", "Projekt gestoppt"]), "lost_reason"),
        col("Letzter Kontakt", near(day, 20)),
        col("Wiedervorlage", near(day, 60)),
        col("Tel.", phone),
    ]
    rows = rows_of(columns, deals)
    total = ["Gesamt"] + [""] * 19
    total[9] = comma(sum(d.amount for d in deals)) + " €"
    file = "Vertriebsliste Maschinen.csv"
    return Export(
        "german machines",
        "titles, sum, many dates and amounts",
        {
            file: delimited(
                [*rows, total],
                ";",
                above="Vertriebsliste"
                + ";" * 19
                + "\r\n"
                + "Stand 31.03.2026, alle Gebiete"
                + ";" * 19
                + "\r\n\r\n",
            )
        },
        {file: truth_of(columns, "EUR")},
        deals,
        put_aside=1,
    )


def french_business():
    reps = ("Aurélie Besson", "Thibault Garnier", "Maud Lacroix", "Hervé Collin")
    deals = sales(102, reps, ("Imprimerie Sud", "Clinique du Parc", "SNC Durand", "Ville de Sète"))
    columns = [
        col("N° dossier", lambda d: d.number, "id"),
        col("Intitulé", lambda d: f"Rénovation {d.number % 50} {d.customer}", "name"),
        col("Client", lambda d: d.customer, "account"),
        col("Commercial(e)", lambda d: d.rep, "owner"),
        col("Date de création", lambda d: d.opened, "created_at"),
        col("Date de closing", lambda d: d.closed or d.expected, "close_on", "closed_at"),
        col("Étape", phase(["Découverte", "Chiffrage", "Proposition", "Négociation"]), "stage"),
        col("Montant HT", lambda d: d.amount, "amount"),
        col("TVA", lambda d: d.amount * 0.2),
        col("Montant TTC", lambda d: d.amount * 1.2),
        col("Proba.", lambda d: chance(d) / 100),
        col("Montant pondéré", lambda d: d.amount * chance(d) / 100),
        col("Résultat", end({"won": "Gagné", "lost": "Perdu", "open": "En cours"}), "outcome"),
        col("Motif", if_lost(["Prix", "Concurrence", "Abandon", "Délais"]), "lost_reason"),
        col("Origine", one_of(["Salon", "Site web", "Recommandation"]), "source_channel"),
        col(
            "Prochaine action",
            one_of(["Relancer", "Envoyer devis", "Rendez-vous", ""]),
            "next_step",
        ),
    ]
    team: Sheet = [["Prénom NOM", "Fonction", "N+1", "Secteur", "Date d'entrée"]]
    import datetime as dt

    team += [
        [r, "Technico-commercial", "Luc Marchal", s, dt.date(2019 + i, 3, 4)]
        for i, (r, s) in enumerate(zip(reps, ("Sud", "Ouest", "Sud", "Nord"), strict=True))
    ]
    months = ["janv.-26", "févr.-26", "mars-26", "avr.-26", "mai-26", "juin-26"]
    goals: Sheet = [
        ["Objectifs CA 2026 par commercial", *[None] * 7],
        [None] * 8,
        ["Commercial", *months, "Total"],
    ]
    goals += [[r, *[30000 + 1000 * m for m in range(6)], 195000] for r in reps]
    goals.append(["TOTAL", *[120000 + 4000 * m for m in range(6)], 780000])
    file = "Suivi affaires 2026.xlsx"
    return Export(
        "french business",
        "three sheets; goals pivoted under a title",
        {file: {"Affaires": rows_of(columns, deals), "Équipe": team, "Objectifs 2026": goals}},
        {
            f"{file}#Affaires": truth_of(columns, "EUR"),
            f"{file}#Équipe": Truth(
                "people",
                {
                    "name": "Prénom NOM",
                    "role": "Fonction",
                    "manager": "N+1",
                    "territory": "Secteur",
                    "hired_on": "Date d'entrée",
                },
                frozenset({("id", "Prénom NOM"), ("team", "Secteur")}),
            ),
            f"{file}#Objectifs 2026#by period": Truth(
                "targets", {"person": "Commercial", "period": "Period", "amount": "Amount"}
            ),
        },
        deals,
        targets=24,
        put_aside=1,
    )


def spanish_energy():
    deals = sales(
        103,
        ("Íñigo Lasarte", "Marta Olmedo", "Pau Ferrer", "Lucía Rincón"),
        ("Áridos Levante", "Colegio San Blas", "Hostal Rías", "Granja Moncayo"),
    )
    day = "%d/%m/%Y"
    columns = [
        col("Código", lambda d: f"{d.number:06}", "id"),
        col("Oportunidad", lambda d: f"Autoconsumo {d.number % 60} {d.customer}", "name"),
        col("Empresa", lambda d: d.customer, "account"),
        col("Gestor", lambda d: d.rep, "owner"),
        col("Provincia", one_of(["Valencia", "Zaragoza", "Lugo"]), "", "segment"),
        col("C.P.", code),
        col("Teléfono", phone),
        col("F. Creación", on(day, "opened"), "created_at"),
        col("F. Últ. Contacto", near(day, 30)),
        col("F. Cierre Prev.", on(day, "expected"), "close_on"),
        col("F. Cierre", on(day, "closed"), "closed_at"),
        col("Imp. Estimado", lambda d: comma(d.amount), "amount"),
        col("Coste", lambda d: comma(d.amount * 0.7)),
        col("Margen", lambda d: comma(d.amount * 0.3)),
        col("Divisa", lambda d: "EUR", "currency"),
        col("Etapa", phase(["Contacto", "Estudio", "Oferta", "Negociación"]), "stage"),
        col("Estado", end({"won": "Ganada", "lost": "Perdida", "open": "Abierta"}), "outcome"),
        col("Motivo Pérdida", if_lost(["Precio", "Plazo", "Competencia"]), "lost_reason"),
    ]
    file = "ofertas_energia.csv"
    return Export(
        "spanish energy",
        "abbreviated headers, leading zeros, three dates",
        {file: delimited(rows_of(columns, deals), ";")},
        {file: truth_of(columns)},
        deals,
    )


def italian_services():
    deals = sales(
        104,
        ("Chiara Bassi", "Lorenzo Testa", "Ilaria Conte", "Dario Greco"),
        ("Cartiera Adda", "Studio Legale Pini", "Terme di Abano", "Frantoio Sabino"),
    )
    day = "%d/%m/%y"
    columns = [
        col("Trattativa n.", lambda d: f"{d.number}/2025", "id"),
        col("Descrizione", lambda d: f"Contratto servizi {d.number % 70}", "name"),
        col("Azienda", lambda d: d.customer, "account"),
        col(
            "Referente",
            one_of(["Sig. Bruni", "Dott.ssa Alba", "Ing. Costa", "Sig.ra Neri"]),
            "",
            "contact",
        ),
        col("Resp. comm.", lambda d: d.rep, "owner"),
        col("Data inserimento", on(day, "opened"), "created_at"),
        col("Chiusura prev.", on(day, "expected"), "close_on"),
        col("Valore trattativa", lambda d: f"€ {comma(d.amount)}", "amount"),
        col("Prezzo di listino", lambda d: f"€ {comma(d.amount * 1.15)}", "list_amount"),
        col("Sconto %", lambda d: d.number % 15, "discount"),
        col("Stadio", phase(["Qualifica", "Analisi", "Proposta", "Negoziazione"]), "stage"),
        col("% succ.", chance),
        col("Esito", end({"won": "Vinta", "lost": "Persa", "open": "In trattativa"}), "outcome"),
        col("Data esito", on(day, "closed"), "closed_at"),
        col("Motivo perdita", if_lost(["Prezzo", "Tempi", "Concorrente"]), "lost_reason"),
        col("Fonte", one_of(["Fiera", "Sito", "Passaparola"]), "source_channel"),
        col("Concorrente", one_of(["Alfa", "", "Beta", ""]), "competitor"),
    ]
    file = "trattative export.csv"
    return Export(
        "italian services",
        "two-digit years, list price, discount",
        {file: delimited(rows_of(columns, deals), ";")},
        {file: truth_of(columns, "EUR")},
        deals,
    )


def brazilian_funnel():
    deals = sales(
        105,
        ("Thiago Moura", "Larissa Prado", "Caio Bittencourt", "Renata Sá"),
        ("Padaria Aurora", "Auto Peças Lima", "Clínica Vida", "Mercado Bom Dia"),
    )
    day = "%d/%m/%Y"
    columns = [
        col("ID", lambda d: d.number * 7919, "id"),
        col("Negociação", lambda d: f"Plano {d.number % 60} - {d.customer}", "name"),
        col("Empresa", lambda d: d.customer, "account"),
        col("Vendedor responsável", lambda d: d.rep, "owner"),
        col("Pré-vendedor", lambda d: d.helper),
        col("Data de abertura", on(day, "opened"), "created_at"),
        col("Previsão de fechamento", on(day, "expected"), "close_on"),
        col("Data do fechamento", on(day, "closed"), "closed_at"),
        col("Valor", lambda d: f"R$ {comma(d.amount)}", "amount"),
        col("Comissão", lambda d: f"R$ {comma(d.amount * 0.04)}"),
        col("Funil", one_of(["Novos", "Carteira"]), "pipeline"),
        col(
            "Etapa do funil",
            phase(["Sem contato", "Contato feito", "Demonstração", "Proposta"]),
            "stage",
        ),
        col(
            "Situação", end({"won": "Ganho", "lost": "Perdido", "open": "Em andamento"}), "outcome"
        ),
        col("Motivo da perda", if_lost(["Preço", "Sumiu", "Concorrente"]), "lost_reason"),
        col("Origem do lead", one_of(["Instagram", "Indicação", "Google"]), "source_channel"),
        col("CEP", code),
        col("Celular", phone),
        col("Aniversário", near(day, -12000, 9000)),
    ]
    file = "negociacoes.csv"
    return Export(
        "brazilian funnel",
        "R$ in cells, two sellers, ids like numbers",
        {file: delimited(rows_of(columns, deals))},
        {file: truth_of(columns, "BRL")},
        deals,
    )


def dutch_two_lines():
    deals = sales(
        106,
        ("Sanne Bakker", "Wouter Smit", "Lotte Kuipers", "Bas Verhoeven"),
        ("Kwekerij Zon", "Transport Dijk", "Zorggroep Maas", "Slagerij Pol"),
    )
    columns = [
        col("Nummer", lambda d: d.number, "id"),
        col("Omschrijving", lambda d: f"Installatie {d.number % 50} {d.customer}", "name"),
        col("Klant", lambda d: d.customer, "account"),
        col("Verkoper", lambda d: d.rep, "owner"),
        col("Aanmaakdatum", lambda d: d.opened, "created_at"),
        col("Verwachte sluitdatum", lambda d: d.closed or d.expected, "close_on", "closed_at"),
        col("Volgend contact", lambda d: d.expected),
        col("Bedrag excl. btw", lambda d: d.amount, "amount"),
        col("Btw", lambda d: d.amount * 0.21),
        col("Kostprijs", lambda d: d.amount * 0.6),
        col(
            "Fase", phase(["Kennismaking", "Inventarisatie", "Offerte", "Onderhandeling"]), "stage"
        ),
        col("Slagingskans", lambda d: chance(d) / 100),
        col("Status", end({"won": "Gewonnen", "lost": "Verloren", "open": "Open"}), "outcome"),
        col("Reden verlies", if_lost(["Prijs", "Planning", "Concurrent"]), "lost_reason"),
    ]
    top: list = [
        "Offerte",
        None,
        "Relatie",
        "Wie",
        "Data",
        None,
        None,
        "Bedragen",
        None,
        None,
        "Voortgang",
        None,
        None,
        None,
    ]
    file = "Offertes 2025.xlsx"
    return Export(
        "dutch two lines",
        "a line of groups above the header",
        {file: {"Blad1": [top, *rows_of(columns, deals)]}},
        {f"{file}#Blad1": truth_of(columns, "EUR")},
        deals,
    )


def polish_trade():
    deals = sales(
        107,
        ("Agnieszka Wrona", "Tomasz Lis", "Marek Zięba", "Ewa Sikora"),
        ("Hurtownia Bałtyk", "Meble Kalisz", "Szpital Tarnów", "Browar Sanok"),
    )
    day = "%Y-%m-%d"
    columns = [
        col("Nr szansy", lambda d: f"SZ/{d.number}", "id"),
        col("Temat", lambda d: f"Dostawa {d.number % 50} dla {d.customer}", "name"),
        col("Nazwa klienta", lambda d: d.customer, "account"),
        col("NIP", lambda d: d.number * 1000003 % 9000000000 + 1000000000),
        col("Opiekun", lambda d: d.rep, "owner"),
        col("Data utworzenia", on(day, "opened"), "created_at"),
        col("Planowana data zamknięcia", on(day, "expected"), "close_on"),
        col("Data zamknięcia", on(day, "closed"), "closed_at"),
        col("Wartość netto", lambda d: comma(d.amount, " ") + " zł", "amount"),
        col("Wartość brutto", lambda d: comma(d.amount * 1.23, " ") + " zł"),
        col("Prawdop.", lambda d: f"{chance(d)}%"),
        col("Etap", phase(["Kontakt", "Analiza potrzeb", "Oferta", "Negocjacje"]), "stage"),
        col("Status", end({"won": "Wygrana", "lost": "Przegrana", "open": "W toku"}), "outcome"),
        col("Powód odrzucenia", if_lost(["Cena", "Termin", "Konkurencja"]), "lost_reason"),
        col("Źródło", one_of(["Targi", "Strona www", "Polecenie"]), "source_channel"),
        col("Kod pocztowy", lambda d: f"{d.number % 90 + 10}-{d.number % 900 + 100}"),
        col("Ostatnia modyfikacja", near(day, 60), "modified_at"),
    ]
    file = "szanse.csv"
    return Export(
        "polish trade",
        "net and gross, tax numbers",
        {file: delimited(rows_of(columns, deals), ";")},
        {file: truth_of(columns, "PLN")},
        deals,
    )


MAINLAND = (
    german_machines,
    french_business,
    spanish_energy,
    italian_services,
    brazilian_funnel,
    dutch_two_lines,
    polish_trade,
)
