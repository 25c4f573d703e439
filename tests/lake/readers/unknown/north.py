"""Exports of strangers: Sweden and Norway."""

from __future__ import annotations

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


def swedish_business():
    reps = ("Linnéa Ek", "Oskar Nyström", "Johanna Wallin", "Per Sandberg")
    deals = sales(
        108, reps, ("Bygg i Umeå", "Kajens Rör", "Malmö Tryck", "Skogsbolaget"), step=1000
    )
    columns = [
        col("Affärsnr", lambda d: d.number, "id"),
        col("Affärsnamn", lambda d: f"Avtal {d.number % 50} {d.customer}", "name"),
        col("Kund", lambda d: d.customer, "account"),
        col("Ansvarig säljare", lambda d: d.rep, "owner"),
        col("Skapad", lambda d: d.opened, "created_at"),
        col("Förväntat avslut", lambda d: d.expected, "close_on"),
        col("Avslutsdatum", lambda d: d.closed, "closed_at"),
        col("Ordervärde (tkr)", lambda d: d.amount / 1000, "amount"),
        col("Täckningsgrad", lambda d: (d.number % 30 + 10) / 100),
        col("Säljfas", phase(["Behov", "Lösning", "Offert", "Förhandling"]), "stage"),
        col("Sannolikhet", lambda d: chance(d) / 100),
        col("Utfall", end({"won": "Vunnen", "lost": "Förlorad", "open": "Pågående"}), "outcome"),
        col("Orsak", if_lost(["Pris", "Tid", "Konkurrent"]), "lost_reason"),
        col("Senaste kontakt", lambda d: d.opened),
        col("Nästa aktivitet", one_of(["Ringa", "Möte", "Mejla offert", ""]), "next_step"),
    ]
    people: Sheet = [["Namn", "Befattning", "Chef", "Kontor", "E-post"]]
    people += [
        [r, "Säljare", "Karin Lindh", o, f"{r.split()[0].lower()}@bolaget.example"]
        for r, o in zip(reps, ("Umeå", "Umeå", "Malmö", "Malmö"), strict=True)
    ]
    budget: Sheet = [["Säljare", "Kvartal", "Budget (tkr)"]]
    budget += [[r, f"2026 Q{q}", 400 + 20 * q] for r in reps for q in (1, 2, 3, 4)]
    file = "Säljrapport.xlsx"
    return Export(
        "swedish business",
        "thousands in the header; sheets of people and budget",
        {file: {"Affärer": rows_of(columns, deals), "Säljare": people, "Säljbudget": budget}},
        {
            f"{file}#Affärer": truth_of(columns, "SEK"),
            f"{file}#Säljare": Truth(
                "people",
                {
                    "name": "Namn",
                    "role": "Befattning",
                    "manager": "Chef",
                    "territory": "Kontor",
                    "email": "E-post",
                },
                frozenset({("id", "Namn"), ("id", "E-post"), ("team", "Kontor")}),
            ),
            f"{file}#Säljbudget": Truth(
                "targets", {"person": "Säljare", "period": "Kvartal", "amount": "Budget (tkr)"}
            ),
        },
        deals,
        targets=16,
    )


def norwegian_supplies():
    deals = sales(
        109,
        ("Ingrid Solberg", "Eirik Haugen", "Silje Moen", "Geir Bakke"),
        ("Fjord Fisk", "Bergen Bygg", "Nordlys Kraft", "Hotell Tind"),
    )
    day = "%d.%m.%Y"
    columns = [
        col("Mulighetsnr.", lambda d: d.number, "id"),
        col("Mulighet", lambda d: f"Rammeavtale {d.number % 60} {d.customer}", "name"),
        col("Kundenr.", lambda d: 20000 + sum(map(ord, d.customer))),
        col("Kundenavn", lambda d: d.customer, "account"),
        col("Selger", lambda d: d.rep, "owner"),
        col("Opprettet dato", on(day, "opened"), "created_at"),
        col("Forventet lukkedato", on(day, "expected"), "close_on"),
        col("Lukket dato", on(day, "closed"), "closed_at"),
        col("Leveringsdato", near(day, 170)),
        col("Beløp", lambda d: comma(d.amount, " "), "amount"),
        col("Dekningsbidrag", lambda d: comma(d.amount * 0.35, " ")),
        col("Salgsfase", phase(["Avklaring", "Behov", "Tilbud", "Forhandling"]), "stage"),
        col("Vunnet/tapt", end({"won": "Vunnet", "lost": "Tapt", "open": ""}), "outcome"),
        col("Tapsårsak", if_lost(["Pris", "Timing", "Konkurrent"]), "lost_reason"),
        col("Kilde", one_of(["Messe", "Nettside", "Tips"]), "source_channel"),
    ]
    file = "muligheter.csv"
    return Export(
        "norwegian supplies",
        "empty outcome means open; customer numbers",
        {file: delimited(rows_of(columns, deals), ";")},
        {file: truth_of(columns, "NOK")},
        deals,
    )


NORTH = (swedish_business, norwegian_supplies)
