"""Exports written before anybody looked at the word lists: an honest measure."""

from __future__ import annotations

import datetime as dt

from tests.lake.readers.unknown.blind_reports import polish_targets_wide, portuguese_blocks
from tests.lake.readers.unknown.made import Export, Sheet, Truth, comma, delimited, sales


def german_list() -> Export:
    """Title lines above the header, decimal comma, a sum below."""
    reps = ("Hannes Brückner", "Silke Ostermann", "Torben Lüders", "Mareike Voß")
    firms = (
        "Holzbau Reiter",
        "Stadtwerke Lünen",
        "Klinik am See",
        "Feinmechanik Doll",
        "AGRO Nord",
    )
    deals = sales(11, reps, firms)
    phases = ["In Klärung", "Angebot raus", "Verhandlung", "Mündliche Zusage"]
    ends = {"won": "Auftrag erhalten", "lost": "Absage"}
    header = [
        "Angebots-Nr.", "Interessent", "Zuständig", "Erfasst", "Vsl. Auftragsdatum",
        "Volumen (EUR)", "Bearbeitungsstand", "Absagegrund", "Bemerkung",
    ]  # fmt: skip
    why = ["Preis", "Wettbewerb", "Projekt verschoben", "Kein Budget"]
    rows = [
        [
            f"A-25/{d.number}", d.customer, d.rep, _german(d.opened),
            _german(d.closed or d.expected),
            comma(d.amount), ends.get(d.outcome, phases[d.stage]),
            why[d.reason] if d.outcome == "lost" else "", "Rückruf" if d.number % 7 == 0 else "",
        ]
        for d in deals
    ]  # fmt: skip
    total = ["Summe", "", "", "", "", comma(sum(d.amount for d in deals)), "", "", ""]
    return Export(
        "german list",
        "titles above the header, decimal comma, a sum below",
        {
            "Angebotsliste Stand März.csv": delimited(
                [header, *rows, total],
                ";",
                above="Vertrieb Nord - Angebotsverfolgung;;;;;;;;\r\nStand: 31.03.2026;;;;;;;;\r\n",
            )
        },
        {
            "Angebotsliste Stand März.csv": Truth(
                "opportunities",
                {
                    "id": "Angebots-Nr.",
                    "account": "Interessent",
                    "owner": "Zuständig",
                    "created_at": "Erfasst",
                    "close_on": "Vsl. Auftragsdatum",
                    "amount": "Volumen (EUR)",
                    "stage": "Bearbeitungsstand",
                    "outcome": "Bearbeitungsstand",
                    "lost_reason": "Absagegrund",
                },
                frozenset({("currency", "=EUR"), ("closed_at", "Vsl. Auftragsdatum")}),
            )
        },
        deals,
        put_aside=1,
    )


def _german(day: dt.date) -> str:
    return f"{day.day:02}.{day.month:02}.{day.year}"


def french_follow_up() -> Export:
    """Amounts in thousands, said only by the header."""
    reps = ("Élodie Marchand", "Baptiste Roy", "Camille Faure", "Yann Le Goff")
    firms = ("Mairie de Dole", "Transports Vidal", "SARL Peyrac", "Lycée Ampère", "Groupe Sorel")
    deals = sales(12, reps, firms, step=100)
    states = {"won": "Gagnée", "lost": "Perdue", "open": "En cours"}
    why = ["Prix trop élevé", "Concurrent", "Sans suite", "Délai"]
    steps = ["Qualification", "Devis envoyé", "Relance", "Négociation"]
    header = [
        "Réf.", "Prospect / Client", "Chargé d'affaires", "Ouvert le", "Signature prévue",
        "Clôturé le", "CA prévisionnel (k€)", "Avancement", "Statut", "Motif de perte",
    ]  # fmt: skip
    rows = [
        [
            f"AF{d.number}", d.customer, d.rep, d.opened.strftime("%d/%m/%Y"),
            d.expected.strftime("%d/%m/%Y"), d.closed.strftime("%d/%m/%Y") if d.closed else "",
            f"{d.amount / 1000:.1f}".replace(".", ","), steps[d.stage], states[d.outcome],
            why[d.reason] if d.outcome == "lost" else "",
        ]
        for d in deals
    ]  # fmt: skip
    return Export(
        "french follow-up",
        "amounts in thousands, said by the header only; expected and real close",
        {"suivi commercial.csv": delimited([header, *rows], ";")},
        {
            "suivi commercial.csv": Truth(
                "opportunities",
                {
                    "id": "Réf.",
                    "account": "Prospect / Client",
                    "owner": "Chargé d'affaires",
                    "created_at": "Ouvert le",
                    "close_on": "Signature prévue",
                    "closed_at": "Clôturé le",
                    "amount": "CA prévisionnel (k€)",
                    "stage": "Avancement",
                    "outcome": "Statut",
                    "lost_reason": "Motif de perte",
                },
                frozenset({("currency", "=EUR")}),
            )
        },
        deals,
    )


def american_workbook() -> Export:
    """Several sheets: deals with one letter for the outcome, the team, wide quotas, notes."""
    reps = ("Marcus Hale", "Priya Raman", "Jodie Kessler", "Tom Abernathy")
    firms = ("Bluefin Logistics", "Cedar Dental", "Orchard Foods", "Pike County", "Zenith Labs")
    deals = sales(13, reps, firms, step=500)
    letter = {"won": "W", "lost": "L", "open": "O"}
    rows: Sheet = [
        ["Acme West pipeline", None, None, None, None, None, None, None],
        ["Deal #", "Company", "AE", "Date In", "Target Close", "ACV", "Step", "W/L/O"],
    ]
    steps = ["Intro call", "Demo", "Proposal sent", "Contract out"]
    for d in deals:
        close = d.closed or d.expected
        rows.append(
            [f"W-{d.number}", d.customer, d.rep, d.opened, close, f"${d.amount / 1000:g}k",
             steps[d.stage], letter[d.outcome]]
        )  # fmt: skip
    months = ["Jan-26", "Feb-26", "Mar-26", "Apr-26", "May-26", "Jun-26"]
    quotas: Sheet = [["Rep", *months]]
    quotas += [[rep, *(40_000 + 5_000 * m for m in range(6))] for rep in reps]
    team: Sheet = [["Name", "Title", "Reports to", "Region"]]
    team += [[rep, "Account Executive", "Dana Whitlock", "West"] for rep in reps]
    notes: Sheet = [["Notes"], ["Ask Priya about Cedar"], ["Numbers are ACV, first year only"]]
    book = {"Deals": rows, "Team": team, "Quota 2026": quotas, "Notes": notes}
    file = "Sales tracker v7 FINAL.xlsx"
    return Export(
        "american workbook",
        "sheets for deals, team, wide quotas and notes; W/L/O; $12.5k",
        {file: book},
        {
            f"{file}#Deals": Truth(
                "opportunities",
                {
                    "id": "Deal #",
                    "account": "Company",
                    "owner": "AE",
                    "created_at": "Date In",
                    "close_on": "Target Close",
                    "amount": "ACV",
                    "stage": "Step",
                    "outcome": "W/L/O",
                },
                frozenset({("currency", "=USD")}),
            ),
            f"{file}#Team": Truth(
                "people",
                {"name": "Name", "role": "Title", "manager": "Reports to", "territory": "Region"},
                frozenset({("id", "Name"), ("team", "Region")}),
            ),
            f"{file}#Quota 2026#by period": Truth(
                "targets", {"person": "Rep", "period": "Period", "amount": "Amount"}
            ),
        },
        deals,
        targets=24,
    )


def spanish_two_owners() -> Export:
    """Two people on each deal: who sells and who is responsible."""
    reps = ("Nuria Belmonte", "Óscar Fuentes", "Rocío Cano", "Adrián Vela")
    firms = ("Bodegas Lar", "Hotel Miramar", "Talleres Ibáñez", "Ayuntamiento de Lorca")
    deals = sales(14, reps, firms)
    states = {"won": "Ganada", "lost": "Perdida", "open": "Abierta"}
    steps = ["Prospección", "Visita", "Oferta enviada", "Cierre"]
    header = [
        "Nº oportunidad", "Cliente", "Comercial", "Responsable", "Fecha alta",
        "Previsión de cierre",
        "Fecha cierre real", "Importe s/IVA", "Fase", "Situación",
    ]  # fmt: skip
    rows = [
        [
            d.number, d.customer, d.rep, d.helper, d.opened.strftime("%d-%m-%y"),
            d.expected.strftime("%d-%m-%y"), d.closed.strftime("%d-%m-%y") if d.closed else "",
            comma(d.amount) + " €", steps[d.stage], states[d.outcome],
        ]
        for d in deals
    ]  # fmt: skip
    return Export(
        "spanish two owners",
        "two columns that may be the owner; two-digit years; euro sign behind",
        {"oportunidades_comerciales.csv": delimited([header, *rows], ";")},
        {
            "oportunidades_comerciales.csv": Truth(
                "opportunities",
                {
                    "id": "Nº oportunidad",
                    "account": "Cliente",
                    "owner": ("Comercial", "Responsable"),
                    "created_at": "Fecha alta",
                    "close_on": "Previsión de cierre",
                    "closed_at": "Fecha cierre real",
                    "amount": "Importe s/IVA",
                    "stage": "Fase",
                    "outcome": "Situación",
                },
                frozenset({("currency", "=EUR")}),
            )
        },
        deals,
    )


def italian_stage_dates() -> Export:
    """One date column a stage instead of a history."""
    reps = ("Davide Moretti", "Giulia Ferri", "Paolo Sartori", "Elena Riva")
    firms = ("Cantine Bosco", "Officine Valle", "Comune di Asolo", "Farmacia Rossi")
    deals = sales(15, reps, firms)
    header = [
        "Cod. offerta", "Ragione sociale", "Agente", "Totale offerta", "Primo contatto il",
        "Sopralluogo il", "Offerta inviata il", "Trattativa il", "Esito", "Chiusa il",
    ]  # fmt: skip
    ends = {"won": "Acquisita", "lost": "Persa", "open": "In corso"}
    rows = []
    for d in deals:
        entered = [day.strftime("%d/%m/%Y") for day in d.entered]
        entered += [""] * (4 - len(entered))
        rows.append(
            [
                f"OF{d.number}", d.customer, d.rep, comma(d.amount), *entered, ends[d.outcome],
                d.closed.strftime("%d/%m/%Y") if d.closed else "",
            ]
        )  # fmt: skip
    file = "elenco offerte.csv"
    return Export(
        "italian stage dates",
        "one date column a stage",
        {file: delimited([header, *rows], ";")},
        {
            file: Truth(
                "opportunities",
                {
                    "id": "Cod. offerta",
                    "account": "Ragione sociale",
                    "owner": "Agente",
                    "amount": "Totale offerta",
                    "outcome": "Esito",
                    "closed_at": "Chiusa il",
                },
                frozenset({("created_at", "Primo contatto il"), ("close_on", "Chiusa il")}),
            ),
            f"{file}#stage dates": Truth(
                "stage_history",
                {
                    "opportunity": "Deal id",
                    "stage": "Stage entered",
                    "occurred_at": "Date entered",
                },
            ),
        },
        deals,
        stage_changes_at_least=sum(len(d.entered) for d in deals),
    )


def dutch_events() -> Export:
    """Deals in one file, each change of phase in another."""
    reps = ("Joost Hendriks", "Femke Mulder", "Ruben Dekker", "Iris Vos")
    firms = ("Bouwbedrijf Kok", "Gemeente Ede", "Zuivel Noord", "Praktijk Linde")
    deals = sales(16, reps, firms)
    steps = ["Intake", "Offerte verstuurd", "Onderhandeling", "Akkoord in principe"]
    header = ["Kans-ID", "Relatie", "Accountmanager", "Ingevoerd op", "Verwachte orderdatum",
              "Orderwaarde", "Huidige fase", "Resultaat"]  # fmt: skip
    ends = {"won": "Gescoord", "lost": "Niet gescoord", "open": "Lopend"}
    rows = [
        [
            f"K{d.number}", d.customer, d.rep, d.opened.strftime("%d-%m-%Y"),
            (d.closed or d.expected).strftime("%d-%m-%Y"), f"€ {comma(d.amount)}", steps[d.stage],
            ends[d.outcome],
        ]
        for d in deals
    ]  # fmt: skip
    events = [["Kans-ID", "Van fase", "Naar fase", "Gewijzigd op", "Door"]]
    for d in deals:
        for i, day in enumerate(d.entered):
            before = steps[i - 1] if i else ""
            at = f"{day.strftime('%d-%m-%Y')} 09:{i:02}"
            events.append([f"K{d.number}", before, steps[i], at, d.rep])
    return Export(
        "dutch events",
        "the history of phases as events of their own",
        {
            "kansen.csv": delimited([header, *rows], ";"),
            "fasewijzigingen.csv": delimited(events, ";"),
        },
        {
            "kansen.csv": Truth(
                "opportunities",
                {
                    "id": "Kans-ID",
                    "account": "Relatie",
                    "owner": "Accountmanager",
                    "created_at": "Ingevoerd op",
                    "close_on": "Verwachte orderdatum",
                    "amount": "Orderwaarde",
                    "stage": "Huidige fase",
                    "outcome": "Resultaat",
                },
                frozenset({("currency", "=EUR")}),
            ),
            "fasewijzigingen.csv": Truth(
                "stage_history",
                {
                    "opportunity": "Kans-ID",
                    "from_stage": "Van fase",
                    "stage": "Naar fase",
                    "occurred_at": "Gewijzigd op",
                    "actor": "Door",
                },
            ),
        },
        deals,
        stage_changes_at_least=sum(len(d.entered) for d in deals),
    )


BLIND = (
    german_list,
    french_follow_up,
    american_workbook,
    spanish_two_owners,
    italian_stage_dates,
    dutch_events,
    portuguese_blocks,
    polish_targets_wide,
)
