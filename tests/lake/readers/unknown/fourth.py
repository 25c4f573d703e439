"""Exports written after everything else was done: what the words are worth for others."""

from __future__ import annotations

from collections.abc import Sequence

from tests.lake.readers.unknown.columns import (
    Column,
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
from tests.lake.readers.unknown.made import Export, comma, delimited, sales


def export(  # noqa: PLR0917  one export a line
    name: str,
    seed: int,
    reps: Sequence[str],
    firms: Sequence[str],
    columns: list[Column],
    money: str,
) -> Export:
    """Return an export of one file; `money` is the currency its amounts show, if any."""
    deals = sales(seed, reps, firms)
    file = f"{name}.csv"
    text = delimited(rows_of(columns, deals), ";")
    return Export(name, "short", {file: text}, {file: truth_of(columns, money)}, deals)


def danish_it() -> Export:
    """Danish, margins beside the amount."""
    day = "%d-%m-%Y"
    return export(
        "salgsoversigt",
        401,
        ("Mads Juhl", "Line Bach", "Ole Krogh"),
        ("Fyns Tømmer", "Aarhus Lys", "Ribe Jern"),
        [
            col("Sagsnr.", lambda d: d.number, "id"),
            col("Kundenavn", lambda d: d.customer, "account"),
            col("Emne", lambda d: f"Server {d.number % 60}", "name"),
            col("Salgskonsulent", lambda d: d.rep, "owner"),
            col("Modtaget dato", on(day, "opened"), "created_at"),
            col("Forventet underskrift", on(day, "expected"), "close_on"),
            col("Afgjort dato", on(day, "closed"), "closed_at"),
            col("Kontraktsum ekskl. moms", lambda d: comma(d.amount), "amount"),
            col("DG %", lambda d: d.number % 40),
            col("Salgstrin", phase(["Behov", "Demo", "Tilbud", "Forhandling"]), "stage"),
            col("Udfald", end({"won": "Vundet", "lost": "Tabt", "open": "Åben"}), "outcome"),
            col("Begrundelse for tab", if_lost(["Pris", "Tid"]), "lost_reason"),
            col("Næste opfølgning", near(day, 50)),
            col("Leadkilde", one_of(["Web", "Messe"]), "source_channel"),
        ],
        "",
    )


def us_saas() -> Export:
    """American, the jargon of software sales."""
    day = "%m/%d/%Y"
    return export(
        "q1 commit sheet",
        402,
        ("Zoe Park", "Eli Stone", "Ravi Nair"),
        ("Hexa Corp", "Nimbus", "Orchid Health"),
        [
            col("SFDC ID", lambda d: f"006A{d.number}", "id"),
            col("Logo", lambda d: d.customer, "account"),
            col("Opportunity", lambda d: f"{d.customer} expansion {d.number % 60}", "name"),
            col("Rep", lambda d: d.rep, "owner"),
            col("SE", lambda d: d.helper),
            col("Opp Create", on(day, "opened"), "created_at"),
            col("Close (est.)", on(day, "expected"), "close_on"),
            col("Closed", on(day, "closed"), "closed_at"),
            col("New ARR", lambda d: f"${d.amount / 1000:.1f}k", "amount"),
            col("Churn risk", one_of(["low", "high"])),
            col("MEDDPICC Score", lambda d: d.number % 10),
            col(
                "Current Stage",
                phase(["S1 Discover", "S2 Validate", "S3 Propose", "S4 Negotiate"]),
                "stage",
            ),
            col(
                "Status",
                end({"won": "Closed Won", "lost": "Closed Lost", "open": "Open"}),
                "outcome",
            ),
            col("Loss Category", if_lost(["Price", "No decision"]), "lost_reason"),
            col("Fcst Category", one_of(["Commit", "Best Case", "Pipeline"]), "forecast_category"),
            col("Primary Competitor", one_of(["Acme", "", "Zed"]), "competitor"),
            col("Next Steps", one_of(["call", "legal review", ""]), "next_step"),
        ],
        "USD",
    )


def italian_machines() -> Export:
    """Italian, agents and commissions."""
    day = "%d/%m/%Y"
    return export(
        "offerte macchine",
        403,
        ("Rita Bruno", "Ugo Sala", "Nino Longo"),
        ("Pasta Alba", "Ceramiche Po", "Vetri Elba"),
        [
            col("N. Offerta", lambda d: f"{d.number}/A", "id"),
            col("Cliente finale", lambda d: d.customer, "account"),
            col("Macchina", one_of(["M1", "M2", "M3"]), "", "product name"),
            col("Area Manager", lambda d: d.rep, "owner"),
            col("Data offerta", on(day, "opened"), "created_at"),
            col("Presunta chiusura", on(day, "expected"), "close_on"),
            col("Data definizione", on(day, "closed"), "closed_at"),
            col("Imp. offerta", lambda d: comma(d.amount) + " €", "amount"),
            col("Provv. %", lambda d: d.number % 7),
            col("Fase", phase(["Richiesta", "Sopralluogo", "Offerta", "Trattativa"]), "stage"),
            col(
                "Acquisita/Persa", end({"won": "Acquisita", "lost": "Persa", "open": ""}), "outcome"
            ),
            col("Perché persa", if_lost(["Prezzo", "Consegna"]), "lost_reason"),
            col("Data consegna prevista", near(day, 180)),
        ],
        "EUR",
    )


def swiss_french() -> Export:
    """French in Switzerland, mandates and fees."""
    day = "%d.%m.%Y"
    return export(
        "liste mandats",
        404,
        ("Yves Blanc", "Anne Favre", "Luc Rey"),
        ("Commune de Nyon", "Hôtel Léman", "Vins Lavaux"),
        [
            col("Mandat", lambda d: f"M-{d.number}", "id"),
            col("Mandant", lambda d: d.customer, "account"),
            col("Resp. mandat", lambda d: d.rep, "owner"),
            col("Prise de contact", on(day, "opened"), "created_at"),
            col("Décision attendue", on(day, "expected"), "close_on"),
            col("Décision prise le", on(day, "closed"), "closed_at"),
            col("Honoraires HT (CHF)", lambda d: f"{d.amount}", "amount"),
            col("Débours", lambda d: d.number % 50 * 10),
            col("Stade", phase(["Premier entretien", "Offre", "Négociation", "Contrat"]), "stage"),
            col(
                "Décision",
                end({"won": "Accepté", "lost": "Refusé", "open": "En attente"}),
                "outcome",
            ),
            col("Raison du refus", if_lost(["Prix", "Autre cabinet"]), "lost_reason"),
            col("Canal d'acquisition", one_of(["Réseau", "Site"]), "source_channel"),
        ],
        "CHF",
    )


def bulgarian() -> Export:
    """Bulgarian, net and gross."""
    day = "%d.%m.%Y"
    return export(
        "сделки",
        405,
        ("Иван Петров", "Мария Колева", "Георги Динев"),
        ("Строй ООД", "Вино АД", "Морски Хотел"),
        [
            col("№ на оферта", lambda d: d.number, "id"),
            col("Клиент", lambda d: d.customer, "account"),
            col("Търговски представител", lambda d: d.rep, "owner"),
            col("Дата на създаване", on(day, "opened"), "created_at"),
            col("Очаквано приключване", on(day, "expected"), "close_on"),
            col("Дата на приключване", on(day, "closed"), "closed_at"),
            col("Стойност без ДДС", lambda d: comma(d.amount, " "), "amount"),
            col("Стойност с ДДС", lambda d: comma(d.amount * 1.2, " ")),
            col("Етап", phase(["Контакт", "Среща", "Оферта", "Преговори"]), "stage"),
            col(
                "Статус",
                end({"won": "Спечелена", "lost": "Загубена", "open": "Отворена"}),
                "outcome",
            ),
            col("Причина за загуба", if_lost(["Цена", "Срок"]), "lost_reason"),
            col("Източник", one_of(["Уеб", "Панаир"]), "source_channel"),
        ],
        "",
    )


FOURTH = (danish_it, us_saas, italian_machines, swiss_french, bulgarian)
