"""Exports written after the word lists were mended: what the mending is worth for others."""

from __future__ import annotations

from tests.lake.readers.unknown.made import Export, Sheet, Truth, comma, delimited, sales


def danish_list() -> Export:
    """Tabs, points between thousands, a status word a deal."""
    reps = ("Mette Kjær", "Søren Holm", "Pia Østergaard", "Lars Bruun")
    firms = ("Vejle Kommune", "Nordisk Tag", "Slagter Friis", "Havnens Fisk")
    deals = sales(31, reps, firms)
    ends = {"won": "Vundet", "lost": "Tabt", "open": "Åben"}
    header = ["Tilbudsnr.", "Firmanavn", "Sælger", "Tilbudsdato", "Forventet ordredato",
              "Tilbudssum", "Valuta", "Status", "Årsag til tab"]  # fmt: skip
    why = ["Pris", "Konkurrent", "Udskudt", "Intet svar"]
    rows = [
        [
            f"T{d.number}", d.customer, d.rep, d.opened.strftime("%d-%m-%Y"),
            (d.closed or d.expected).strftime("%d-%m-%Y"), comma(d.amount), "DKK",
            ends[d.outcome], why[d.reason] if d.outcome == "lost" else "",
        ]
        for d in deals
    ]  # fmt: skip
    return Export(
        "danish list",
        "tabs, a language that was not in the set before",
        {"tilbudsliste.txt": delimited([header, *rows], "\t")},
        {
            "tilbudsliste.txt": Truth(
                "opportunities",
                {
                    "id": "Tilbudsnr.",
                    "account": "Firmanavn",
                    "owner": "Sælger",
                    "created_at": "Tilbudsdato",
                    "close_on": "Forventet ordredato",
                    "amount": "Tilbudssum",
                    "currency": "Valuta",
                    "outcome": "Status",
                    "lost_reason": "Årsag til tab",
                },
                frozenset({("stage", "Status")}),
            )
        },
        deals,
    )


def agency_tracker() -> Export:
    """An agency's sheet: pitches, fees, one letter for the result."""
    reps = ("Sam Okafor", "Bridget Shaw", "Leo Marsh", "Tara Singh")
    firms = ("Glow Skincare", "Tidal Bank", "Oaklands Trust", "Bean There")
    deals = sales(32, reps, firms, step=500)
    letter = {"won": "W", "lost": "L", "open": ""}
    rows: Sheet = [["Pitch no", "Brand", "Pitch lead", "Brief received", "Answer expected",
                    "Answer received", "Fee (annual)", "Pitch stage", "W or L",
                    "Feedback"]]  # fmt: skip
    steps = ["Chemistry", "Credentials", "Workshop", "Final pitch"]
    rows += [
        [d.number, d.customer, d.rep, d.opened, d.expected, d.closed, d.amount, steps[d.stage],
         letter[d.outcome], "Loved the team" if d.outcome == "won" else None]
        for d in deals
    ]  # fmt: skip
    rows.append([None, None, None, None, None, "TOTAL", sum(d.amount for d in deals), None, None,
                 None])  # fmt: skip
    file = "New biz.xlsx"
    return Export(
        "agency tracker",
        "pitches and fees; W, L or nothing; a total in the middle of a line",
        {file: {"2025-26": rows}},
        {
            f"{file}#2025-26": Truth(
                "opportunities",
                {
                    "id": "Pitch no",
                    "account": "Brand",
                    "owner": "Pitch lead",
                    "created_at": "Brief received",
                    "close_on": "Answer expected",
                    "closed_at": "Answer received",
                    "amount": "Fee (annual)",
                    "stage": "Pitch stage",
                    "outcome": "W or L",
                },
            )
        },
        deals,
        put_aside=1,
    )


def czech_orders() -> Export:
    """Czech words, of which the lists know few: values have to do."""
    reps = ("Petra Dvořáková", "Martin Kučera", "Jana Veselá", "Ondřej Pokorný")
    firms = ("Pekárna Zlín", "Nemocnice Most", "Stavby Hora", "Sklo Jablonec")
    deals = sales(33, reps, firms)
    ends = {"won": "Vyhráno", "lost": "Prohráno", "open": "Otevřeno"}
    header = ["Číslo případu", "Zákazník", "Obchodník", "Datum založení", "Předpokládané uzavření",
              "Částka", "Výsledek"]  # fmt: skip
    rows = [
        [
            f"{d.number}/25", d.customer, d.rep, f"{d.opened.day}.{d.opened.month}.{d.opened.year}",
            (d.closed or d.expected).strftime("%d.%m.%Y"),
            f"{comma(d.amount, ' ')} Kč", ends[d.outcome],
        ]
        for d in deals
    ]  # fmt: skip
    return Export(
        "czech cases",
        "few words known; koruna sign behind the amount",
        {"pripady.csv": delimited([header, *rows], ";")},
        {
            "pripady.csv": Truth(
                "opportunities",
                {
                    "id": "Číslo případu",
                    "account": "Zákazník",
                    "owner": "Obchodník",
                    "created_at": "Datum založení",
                    "close_on": "Předpokládané uzavření",
                    "amount": "Částka",
                    "outcome": "Výsledek",
                },
                frozenset({("currency", "=CZK")}),
            )
        },
        deals,
    )


def italian_quarters() -> Export:
    """Deals and wide goals in one workbook, goals under a title."""
    reps = ("Silvia Gallo", "Matteo Leone", "Francesca Villa", "Andrea Serra")
    firms = ("Pastificio Neri", "ASL Torino", "Mobili Brianza", "Hotel Lido")
    deals = sales(34, reps, firms)
    ends = {"won": "Vinta", "lost": "Persa", "open": "Aperta"}
    rows: Sheet = [["Num. pratica", "Cliente", "Commerciale", "Aperta il", "Chiusura stimata",
                    "Valore €", "Stato", "Causale perdita"]]  # fmt: skip
    why = ["Prezzo", "Concorrenza", "Rinvio", "Altro"]
    rows += [
        [f"PR-{d.number}", d.customer, d.rep, d.opened, d.closed or d.expected, d.amount,
         ends[d.outcome], why[d.reason] if d.outcome == "lost" else None]
        for d in deals
    ]  # fmt: skip
    goals: Sheet = [["Obiettivi di vendita 2026", *[None] * 5],
                    ["Agente", "1° trim. 2026", "2° trim. 2026", "3° trim. 2026", "4° trim. 2026",
                     "Totale"]]  # fmt: skip
    goals += [[rep, 50_000, 55_000, 45_000, 70_000, 220_000] for rep in reps]
    goals.append(["Totale", 200_000, 220_000, 180_000, 280_000, 880_000])
    file = "Commerciale.xlsx"
    return Export(
        "italian quarters",
        "deals and quarterly goals in one workbook",
        {file: {"Trattative": rows, "Obiettivi": goals}},
        {
            f"{file}#Trattative": Truth(
                "opportunities",
                {
                    "id": "Num. pratica",
                    "account": "Cliente",
                    "owner": "Commerciale",
                    "created_at": "Aperta il",
                    "close_on": "Chiusura stimata",
                    "amount": "Valore €",
                    "outcome": "Stato",
                    "lost_reason": "Causale perdita",
                },
                frozenset({("currency", "=EUR"), ("stage", "Stato")}),
            ),
            f"{file}#Obiettivi#by period": Truth(
                "targets", {"person": "Agente", "period": "Period", "amount": "Amount"}
            ),
        },
        deals,
        targets=16,
        put_aside=1,
    )


LATE = (danish_list, agency_tracker, czech_orders, italian_quarters)
