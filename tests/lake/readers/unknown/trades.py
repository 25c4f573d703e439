"""Exports of strangers, second set: trades with a jargon of their own."""

from __future__ import annotations

from tests.lake.readers.unknown.columns import (
    col,
    end,
    if_lost,
    near,
    on,
    one_of,
    phase,
    rows_of,
    truth_of,
)
from tests.lake.readers.unknown.made import Export, Sheet, Truth, comma, delimited, sales


def recruiting_desk():
    reps = ("Holly Marsden", "Kieran Doyle", "Nadia Aslam", "Scott Rennie")
    deals = sales(201, reps, ("Vertex Pharma", "Camden Council", "Lyle Foods", "Orbit Bank"))
    day = "%d/%m/%Y"
    columns = [
        col("Vacancy Ref", lambda d: f"VAC-{d.number}", "id"),
        col("Hiring Company", lambda d: d.customer, "account"),
        col("Hiring Manager", one_of(["J. Croft", "M. Adeyemi", "P. Stone"]), "", "contact"),
        col("Position", one_of(["Analyst", "Chemist", "Buyer", "Team Leader"]), "", "name product"),
        col("Consultant", lambda d: d.rep, "owner"),
        col("Resourcer", lambda d: d.helper),
        col("Date Taken", on(day, "opened"), "created_at"),
        col("Expected Placement", on(day, "expected"), "close_on"),
        col("Date Closed", on(day, "closed"), "closed_at"),
        col("Salary", lambda d: f"£{25000 + d.number % 30 * 1000}"),
        col("Fee Value", lambda d: f"£{d.amount:,}", "amount"),
        col("Fee %", lambda d: 15 + d.number % 10),
        col("CVs Sent", lambda d: d.number % 9),
        col("Stage", phase(["Job taken", "CVs out", "1st interview", "Offer out"]), "stage"),
        col("Result", end({"won": "Filled by us", "lost": "Lost", "open": "Open"}), "outcome"),
        col(
            "Reason Lost", if_lost(["Filled internally", "Other agency", "On hold"]), "lost_reason"
        ),
        col("Start Date", near(day, 120)),
    ]
    file = "perm desk vacancies.csv"
    return Export(
        "recruiting desk",
        "vacancies, fees and salaries, a second person",
        {file: delimited(rows_of(columns, deals))},
        {file: truth_of(columns, "GBP")},
        deals,
    )


def property_brokers():
    reps = ("Dana Whitfield", "Marcus Bell", "Irene Costa", "Ty Lawson")
    deals = sales(
        202, reps, ("Blue Heron LLC", "Tandy Retail", "Metro Dental", "Farside Labs"), step=500
    )
    day = "%m/%d/%y"
    columns = [
        col("Deal No.", lambda d: 88000 + d.number, "id"),
        col("Property", lambda d: f"{d.number % 800 + 100} Commerce Blvd", "", "name product"),
        col("Tenant/Buyer", lambda d: d.customer, "account"),
        col("Lead Broker", lambda d: d.rep, "owner"),
        col("Sq Ft", lambda d: d.number % 50 * 250 + 1000),
        col("Rate PSF", lambda d: f"${d.number % 30 + 12}.50"),
        col("Source of Business", one_of(["Sign call", "Referral", "CoStar"]), "source_channel"),
        col("Opened", on(day, "opened"), "created_at"),
        col("Proj. Closing", on(day, "expected"), "close_on"),
        col("Closed/Dead", on(day, "closed"), "closed_at"),
        col("Our Commission $", lambda d: f"${d.amount:,.0f}", "amount"),
        col(
            "Deal Phase",
            phase(["Touring", "LOI", "Negotiating lease", "Out for signature"]),
            "stage",
        ),
        col("Deal Status", end({"won": "Closed", "lost": "Dead", "open": "Active"}), "outcome"),
        col("Why Dead", if_lost(["Landlord", "Price", "Went elsewhere"]), "lost_reason"),
        col("Lease Expires", near(day, 900)),
    ]
    people: Sheet = [["Broker", "Title", "Managing Director", "Office", "Licensed Since"]]
    people += [
        [r, "Associate", "Helen Ortiz", o, 2015 + i]
        for i, (r, o) in enumerate(zip(reps, ("Tampa", "Tampa", "Miami", "Miami"), strict=True))
    ]
    file = "CRE pipeline.xlsx"
    return Export(
        "property brokers",
        "a commission that is the amount; brokers on a sheet",
        {file: {"Pipeline": rows_of(columns, deals), "Brokers": people}},
        {
            f"{file}#Pipeline": truth_of(columns, "USD"),
            f"{file}#Brokers": Truth(
                "people",
                {
                    "name": "Broker",
                    "role": "Title",
                    "manager": "Managing Director",
                    "territory": "Office",
                },
                frozenset({("id", "Broker"), ("team", "Office")}),
            ),
        },
        deals,
    )


def swiss_builders():
    deals = sales(
        203,
        ("Reto Aebi", "Nicole Frei", "Urs Hofer", "Sandra Lüthi"),
        ("Gemeinde Thun", "Baugen. Wohnen", "Migrol AG", "Spital Uster"),
    )
    day = "%d.%m.%Y"
    columns = [
        col("Objekt-Nr.", lambda d: f"O{d.number}", "id"),
        col("Bauherrschaft", lambda d: d.customer, "account"),
        col("Objektbezeichnung", lambda d: f"Sanierung Haus {d.number % 90}", "name"),
        col("Architekt", one_of(["Büro Meili", "Atelier 4", "Planwerk"])),
        col("Verkaufsberater", lambda d: d.rep, "owner"),
        col("Offerte erstellt", on(day, "opened"), "created_at"),
        col("Vergabetermin", on(day, "expected"), "close_on"),
        col("Entscheid am", on(day, "closed"), "closed_at"),
        col("Baubeginn", near(day, 200)),
        col("Offertsumme exkl. MwSt", lambda d: f"CHF {d.amount:,.2f}".replace(",", "'"), "amount"),
        col("Offertsumme inkl. MwSt", lambda d: f"CHF {d.amount * 1.081:,.2f}".replace(",", "'")),
        col("Bearbeitungsphase", phase(["Anfrage", "Kalkulation", "Offerte", "Abgebot"]), "stage"),
        col(
            "Offertstatus",
            end({"won": "Auftrag erhalten", "lost": "Absage", "open": "pendent"}),
            "outcome",
        ),
        col("Absagegrund", if_lost(["Preis", "Termin", "Projekt sistiert"]), "lost_reason"),
        col("Nächste Aktion", one_of(["Nachfassen", "Besichtigung", ""]), "next_step"),
    ]
    file = "offertkontrolle.csv"
    return Export(
        "swiss builders",
        "apostrophes between thousands, net and gross",
        {file: delimited(rows_of(columns, deals), ";")},
        {file: truth_of(columns, "CHF")},
        deals,
    )


def insurance_brokers():
    deals = sales(
        204,
        ("Solène Vidal", "Rémi Castel", "Odile Perrin", "Karim Haddad"),
        ("Garage Roux", "SCI Les Pins", "Menuiserie Blot", "Cabinet Lor"),
    )
    day = "%d/%m/%Y"
    columns = [
        col("N° d'étude", lambda d: d.number * 17, "id"),
        col("Souscripteur", lambda d: d.customer, "account"),
        col("Produit", one_of(["RC Pro", "Flotte", "Santé collective"]), "product"),
        col("Chargé de clientèle", lambda d: d.rep, "owner"),
        col("Apporteur", one_of(["Direct", "Comparateur", "Parrainage"]), "source_channel"),
        col("Demande reçue le", on(day, "opened"), "created_at"),
        col("Échéance décision", on(day, "expected"), "close_on"),
        col("Date de réponse", on(day, "closed"), "closed_at"),
        col("Date d'effet", near(day, 100)),
        col("Prime annuelle", lambda d: comma(d.amount, " ") + " €", "amount"),
        col("Taux de commission", lambda d: f"{10 + d.number % 12} %"),
        col("Avancement", phase(["Collecte", "Tarification", "Offre remise", "Relance"]), "stage"),
        col("Issue", end({"won": "Souscrit", "lost": "Perdu", "open": "En cours"}), "outcome"),
        col("Cause de perte", if_lost(["Tarif", "Concurrent", "Garanties"]), "lost_reason"),
    ]
    file = "études.csv"
    return Export(
        "insurance brokers",
        "premiums, the date cover begins",
        {file: delimited(rows_of(columns, deals), ";")},
        {file: truth_of(columns, "EUR")},
        deals,
    )


def brazilian_wholesale():
    deals = sales(
        205,
        ("Jonas Freitas", "Bianca Rocha", "Otávio Nunes", "Lívia Campos"),
        ("Super Leste", "Atacado Sol", "Rede Farma", "Casa Verde"),
    )
    day = "%d/%m/%Y"
    columns = [
        col("Nº Orçamento", lambda d: f"{d.number:08}", "id"),
        col("Razão Social", lambda d: d.customer, "account"),
        col("CNPJ", lambda d: d.number * 1000003 % 90000000000000 + 10**13),
        col("Representante", lambda d: d.rep, "owner"),
        col("Supervisor", one_of(["Célia Braga", "Davi Luz"])),
        col("Emissão", on(day, "opened"), "created_at"),
        col("Dt. Prev. Fech.", on(day, "expected"), "close_on"),
        col("Dt. Fech.", on(day, "closed"), "closed_at"),
        col("Dt. Entrega", near(day, 90)),
        col("Vl. Total", lambda d: comma(d.amount), "amount"),
        col("Vl. Frete", lambda d: comma(d.amount * 0.03)),
        col("Vl. ICMS", lambda d: comma(d.amount * 0.18)),
        col("Fase", phase(["Cotação", "Análise de crédito", "Negociação", "Aprovação"]), "stage"),
        col("Status", end({"won": "Fechado", "lost": "Perdido", "open": "Em aberto"}), "outcome"),
        col("Motivo Perda", if_lost(["Preço", "Prazo", "Estoque"]), "lost_reason"),
        col("UF", one_of(["SP", "MG", "PR"]), "", "segment"),
    ]
    file = "orcamentos.csv"
    return Export(
        "brazilian wholesale",
        "short forms, freight and taxes beside the total",
        {file: delimited(rows_of(columns, deals), ";").encode("cp1252")},
        {file: truth_of(columns, "BRL")},
        deals,
    )


TRADES = (recruiting_desk, property_brokers, swiss_builders, insurance_brokers, brazilian_wholesale)
