"""Exports of strangers, third set: layouts and habits."""

from __future__ import annotations

import datetime as dt

from tests.lake.readers.unknown.columns import (
    chance,
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


def warehouse_names():
    deals = sales(
        301,
        ("Grace Obi", "Hugo Stern", "Ines Prat", "Jon Vik"),
        ("Alder Co", "Birch Inc", "Cedar Ltd", "Dogwood plc"),
    )
    day = "%Y%m%d"
    columns = [
        col("OPPTY_NBR", lambda d: d.number * 11, "id"),
        col("OPPTY_DESC", lambda d: f"Rollout {d.number % 70}", "name"),
        col("CUST_NM", lambda d: d.customer, "account"),
        col("SLS_REP_NM", lambda d: d.rep, "owner"),
        col("SLS_MGR_NM", one_of(["Pat Moore", "Lee Chan"])),
        col("CREAT_DT", on(day, "opened"), "created_at"),
        col("EST_CLS_DT", on(day, "expected"), "close_on"),
        col("ACTL_CLS_DT", on(day, "closed"), "closed_at"),
        col("LST_UPD_DT", near(day, 50), "modified_at"),
        col("SLS_STG_CD", phase(["QUAL", "DEMO", "PROP", "NEGO"]), "stage"),
        col("OPPTY_STAT", end({"won": "WON", "lost": "LOST", "open": "OPEN"}), "outcome"),
        col("EST_REV_AMT", lambda d: d.amount, "amount"),
        col("GRS_MRGN_AMT", lambda d: d.amount // 3),
        col("CURR_CD", lambda d: "USD", "currency"),
        col("WIN_PROB_PCT", chance),
        col("LOSS_RSN_DESC", if_lost(["PRICE", "TIMING", "FEATURE"]), "lost_reason"),
        col("LEAD_SRC_CD", one_of(["WEB", "EVENT", "REF"]), "source_channel"),
        col("PROD_LN", one_of(["A", "B", "C"]), "product"),
    ]
    file = "V_OPPTY_FACT.csv"
    return Export(
        "warehouse names",
        "columns of a warehouse, short and in capitals",
        {file: delimited(rows_of(columns, deals))},
        {file: truth_of(columns)},
        deals,
    )


def german_workbook():
    reps = ("Anja Kruse", "Bernd Vogel", "Clara Heise", "Dirk Maurer")
    firms = ("Ahorn GmbH", "Buche KG", "Linde AG", "Ulme eG")
    deals = sales(302, reps, firms)
    columns = [
        col("Chancen-ID", lambda d: f"VC-{d.number}", "id"),
        col("Kurzbeschreibung", lambda d: f"Retrofit {d.number % 70}", "name"),
        col("Kunden-Nr.", lambda d: 4000 + sum(map(ord, d.customer)), "account"),
        col("Kundenname", lambda d: d.customer, "account"),
        col("Vertriebsmitarbeiter", lambda d: d.rep, "owner"),
        col("Innendienst", lambda d: d.helper),
        col("Anlagedatum", lambda d: d.opened, "created_at"),
        col("gepl. Abschluss", lambda d: d.expected, "close_on"),
        col("Abschluss Ist", lambda d: d.closed, "closed_at"),
        col("Auftragsvolumen T€", lambda d: d.amount / 1000, "amount"),
        col("Einkaufspreis T€", lambda d: d.amount / 2000),
        col("Vertriebsstufe", phase(["Erstkontakt", "Bedarf", "Angebot", "Verhandlung"]), "stage"),
        col("Gewinnwahrscheinlichkeit", lambda d: chance(d) / 100),
        col("Status", end({"won": "Auftrag", "lost": "Verloren", "open": "Offen"}), "outcome"),
        col("Verlustursache", if_lost(["Preis", "Termin", "Technik"]), "lost_reason"),
        col("Leadquelle", one_of(["Messe", "Web", "Empfehlung"]), "source_channel"),
    ]
    people: Sheet = [
        [
            "Pers.-Nr.",
            "Nachname",
            "Vorname",
            "Funktion",
            "Vorgesetzter",
            "Vertriebsgebiet",
            "Eintritt",
        ]
    ]
    people += [
        [
            100 + i,
            r.split()[1],
            r.split()[0],
            "Vertrieb",
            "Eva Lorenz",
            "Nord",
            dt.date(2018 + i, 4, 1),
        ]
        for i, r in enumerate(reps)
    ]
    acts: Sheet = [
        ["Datum", "Mitarbeiter", "Kunde", "Art der Aktivität", "Dauer (Min.)", "Ergebnis"]
    ]
    acts += [
        [
            d.opened,
            d.rep,
            d.customer,
            ("Besuch", "Telefonat", "E-Mail")[d.number % 3],
            10 + d.number % 50,
            ("positiv", "neutral")[d.number % 2],
        ]
        for d in deals
    ]
    plan: Sheet = [["Vertriebsmitarbeiter", "Q1/2026", "Q2/2026", "Q3/2026", "Q4/2026"]]
    plan += [[r, 200000, 210000, 190000, 250000] for r in reps]
    file = "Vertriebsreport.xlsx"
    return Export(
        "german workbook",
        "four sheets; numbers and names of customers",
        {
            file: {
                "Chancen": rows_of(columns, deals),
                "Mitarbeiter": people,
                "Aktivitäten": acts,
                "Umsatzziele": plan,
            }
        },
        {
            f"{file}#Chancen": truth_of(columns, "EUR"),
            f"{file}#Mitarbeiter": Truth(
                "people",
                {
                    "first_name": "Vorname",
                    "last_name": "Nachname",
                    "role": "Funktion",
                    "manager": "Vorgesetzter",
                    "territory": "Vertriebsgebiet",
                    "hired_on": "Eintritt",
                },
                frozenset(
                    {
                        ("id", "Pers.-Nr."),
                        ("other_id", "Pers.-Nr."),
                        ("name", "Nachname"),
                        ("team", "Vertriebsgebiet"),
                    }
                ),
            ),
            f"{file}#Aktivitäten": Truth(
                "activities",
                {
                    "occurred_at": "Datum",
                    "person": "Mitarbeiter",
                    "account": "Kunde",
                    "kind": "Art der Aktivität",
                    "duration": "Dauer (Min.)",
                    "outcome": "Ergebnis",
                },
            ),
            f"{file}#Umsatzziele#by period": Truth(
                "targets",
                {
                    "person": "Vertriebsmitarbeiter",
                    "period": "Period",
                    "amount": ("Amount", "Target"),
                },
            ),
        },
        deals,
        targets=16,
    )


def two_full_lines():
    deals = sales(
        303,
        ("Nell Frost", "Omar Diaz", "Pia Lund", "Quinn Hart"),
        ("Reef Ltd", "Sand Co", "Tide Inc", "Wave plc"),
    )
    columns = [
        col("Number", lambda d: f"T-{d.number}", "id"),
        col("Title", lambda d: f"Fit-out {d.number % 70}", "name"),
        col("Client", lambda d: d.customer, "account"),
        col("Estimator", lambda d: d.rep, "owner"),
        col("Received", lambda d: d.opened, "created_at"),
        col("Due", lambda d: d.opened + dt.timedelta(days=10)),
        col("Award Expected", lambda d: d.expected, "close_on"),
        col("Decision", lambda d: d.closed, "closed_at"),
        col("Bid Price", lambda d: d.amount, "amount"),
        col("Cost", lambda d: d.amount * 0.8),
        col("Phase", phase(["Takeoff", "Pricing", "Submitted", "Interview"]), "stage"),
        col(
            "Outcome", end({"won": "Awarded", "lost": "Not awarded", "open": "Pending"}), "outcome"
        ),
        col("Reason", if_lost(["Too high", "Programme", "Cancelled"]), "lost_reason"),
    ]
    top = [
        "Tender",
        "Tender",
        "Tender",
        "Team",
        "Dates",
        "Dates",
        "Dates",
        "Dates",
        "Money",
        "Money",
        "Progress",
        "Progress",
        "Progress",
    ]
    file = "tender register.xlsx"
    return Export(
        "two full lines",
        "a line of repeated groups above the header",
        {file: {"Register": [top, *rows_of(columns, deals)]}},
        {f"{file}#Register": truth_of(columns)},
        deals,
    )


def spanish_millions():
    deals = sales(
        304,
        ("Carla Peña", "Diego Soto", "Elsa Rubio", "Fede Lagos"),
        ("Minera Sur", "Puerto Azul", "Agro Pampa", "Textil Andes"),
        step=10000,
    )
    day = "%d-%m-%Y"
    columns = [
        col("Folio", lambda d: d.number, "id"),
        col("Nombre de la oportunidad", lambda d: f"Planta {d.number % 70}", "name"),
        col("Nombre de la cuenta", lambda d: d.customer, "account"),
        col("Propietario de la oportunidad", lambda d: d.rep, "owner"),
        col("Fecha de creación", on(day, "opened"), "created_at"),
        col("Fecha de cierre", on(day, "either"), "close_on", "closed_at"),
        col("Importe (M)", lambda d: f"{d.amount / 1e6:.2f} M".replace(".", ","), "amount"),
        col("Ingresos previstos", lambda d: comma(d.amount * chance(d) / 100)),
        col(
            "Etapa",
            phase(
                ["Prospección", "Calificación", "Propuesta", "Negociación"],
                {"won": "Cerrada ganada", "lost": "Cerrada perdida"},
            ),
            "stage outcome",
        ),
        col("Probabilidad (%)", chance),
        col("Origen del prospecto", one_of(["Web", "Evento", "Socio"]), "source_channel"),
        col("Siguiente paso", one_of(["Visita", "Cotizar", ""]), "next_step"),
        col("Tipo", one_of(["Nuevo", "Renovación"]), "type"),
        col("Categoría de pronóstico", one_of(["Pipeline", "Mejor caso"]), "forecast_category"),
    ]
    file = "report1774.csv"
    return Export(
        "spanish millions",
        "a report of a CRM in Spanish, amounts in millions",
        {file: delimited(rows_of(columns, deals), ";")},
        {file: truth_of(columns)},
        deals,
    )


def french_odoo():
    deals = sales(
        305,
        ("Alix Morin", "Basile Petit", "Coline Roy", "Denis Le Bras"),
        ("Atelier Nord", "Biscuits Ria", "Cave Orion", "Domaine Tess"),
    )
    columns = [
        col("ID externe", lambda d: f"__export__.crm_lead_{d.number}", "id"),
        col("Opportunité", lambda d: f"Offre {d.number % 70} {d.customer}", "name"),
        col("Client/Nom affiché", lambda d: d.customer, "account"),
        col("Vendeur", lambda d: d.rep, "owner"),
        col("Équipe commerciale", one_of(["Europe", "France"]), "", "segment pipeline"),
        col("Créé le", lambda d: f"{d.opened} 08:15:00", "created_at"),
        col("Clôture prévue", lambda d: str(d.expected), "close_on"),
        col("Date de clôture", lambda d: f"{d.closed} 17:00:00" if d.closed else "", "closed_at"),
        col("Revenu espéré", lambda d: d.amount, "amount"),
        col("Revenu au prorata", lambda d: d.amount * chance(d) / 100),
        col("Étape", phase(["Nouveau", "Qualifié", "Proposition"], {"won": "Gagné"}), "stage"),
        col("Statut", end({"won": "Gagné", "lost": "Perdu", "open": "En cours"}), "outcome"),
        col("Motif de perte", if_lost(["Trop cher", "Concurrent", "Pas de besoin"]), "lost_reason"),
        col("Source", one_of(["Salon", "Site", "Appel"]), "source_channel"),
        col("Dernière mise à jour le", near("%Y-%m-%d", 60), "modified_at"),
    ]
    file = "crm.lead (3).csv"
    return Export(
        "french odoo",
        "an Odoo list in French",
        {file: delimited(rows_of(columns, deals))},
        {file: truth_of(columns, "EUR")},
        deals,
    )


def portuguese_visits():
    reps = ("Rui Faria", "Sofia Melo", "Tiago Reis", "Vera Pinto")
    deals = sales(306, reps, ("Adega Douro", "Cortiças Sul", "Hotel Foz", "Metal Beira"))
    day = "%d/%m/%Y"
    columns = [
        col("Proposta nº", lambda d: f"P{d.number}", "id"),
        col("Cliente", lambda d: d.customer, "account"),
        col("Gestor de cliente", lambda d: d.rep, "owner"),
        col("Data da proposta", on(day, "opened"), "created_at"),
        col("Decisão prevista", on(day, "expected"), "close_on"),
        col("Data de adjudicação/recusa", on(day, "closed"), "closed_at"),
        col("Valor s/ IVA", lambda d: comma(d.amount) + " €", "amount"),
        col("Valor c/ IVA", lambda d: comma(d.amount * 1.23) + " €"),
        col(
            "Estado",
            end({"won": "Adjudicada", "lost": "Recusada", "open": "Pendente"}),
            "outcome",
            "stage",
        ),
        col("Motivo da recusa", if_lost(["Preço", "Prazo", "Desistiu"]), "lost_reason"),
    ]
    visits = [["Data da visita", "Gestor", "Cliente", "Tipo de contacto", "Duração (min)"]]
    visits += [
        [
            d.opened.strftime(day),
            d.rep,
            d.customer,
            ("Visita", "Chamada")[d.number % 2],
            15 + d.number % 60,
        ]
        for d in deals
    ]
    goals = [["Gestor", "Mês", "Objetivo (€)"]]
    goals += [[r, f"2026-{m:02}", comma(20000 + m)] for r in reps for m in range(1, 4)]
    return Export(
        "portuguese visits",
        "proposals, visits and goals of a Portuguese firm",
        {
            "propostas.csv": delimited(rows_of(columns, deals), ";"),
            "visitas.csv": delimited(visits, ";"),
            "objetivos.csv": delimited(goals, ";"),
        },
        {
            "propostas.csv": truth_of(columns, "EUR"),
            "visitas.csv": Truth(
                "activities",
                {
                    "occurred_at": "Data da visita",
                    "person": "Gestor",
                    "account": "Cliente",
                    "kind": "Tipo de contacto",
                    "duration": "Duração (min)",
                },
            ),
            "objetivos.csv": Truth(
                "targets",
                {"person": "Gestor", "period": "Mês", "amount": "Objetivo (€)"},
                frozenset({("currency", "=EUR")}),
            ),
        },
        deals,
        targets=12,
    )


LAYOUTS = (
    warehouse_names,
    german_workbook,
    two_full_lines,
    spanish_millions,
    french_odoo,
    portuguese_visits,
)
