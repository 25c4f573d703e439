"""Reports written before anybody looked at the word lists: blocks, and a column a month."""

from __future__ import annotations

from tests.lake.readers.unknown.made import Export, Sheet, Truth, comma, delimited, sales


def portuguese_blocks() -> Export:
    """A printed report: the seller stands only in the first row of a block."""
    reps = ("Beatriz Amaral", "Caio Nogueira", "Larissa Teles", "Otávio Prado")
    firms = ("Padaria Aurora", "Metalúrgica Sul", "Colégio Ipê", "Rede Farma Boa")
    deals = sorted(sales(17, reps, firms), key=lambda d: (d.rep, d.number))
    states = {"won": "Fechado ganho", "lost": "Declinado", "open": "Em andamento"}
    rows: Sheet = [
        ["Relatório de propostas por vendedor", *[None] * 7],
        [None] * 8,
        ["Vendedor", "Proposta nº", "Cliente", "Emissão", "Previsão", "Fechamento", "Valor (R$)",
         "Situação"],
    ]  # fmt: skip
    last = ""
    for d in deals:
        shown = d.rep if d.rep != last else None
        last = d.rep
        rows.append(
            [shown, f"P-{d.number}", d.customer, d.opened, d.expected, d.closed, float(d.amount),
             states[d.outcome]]
        )  # fmt: skip
    rows.append(["Total geral", None, None, None, None, None, float(sum(d.amount for d in deals)),
                 None])  # fmt: skip
    file = "Propostas 1T26.xlsx"
    return Export(
        "portuguese blocks",
        "a printed report with merged cells, two lines above, a grand total",
        {file: {"Plan1": rows}},
        {
            f"{file}#Plan1": Truth(
                "opportunities",
                {
                    "id": "Proposta nº",
                    "account": "Cliente",
                    "owner": "Vendedor",
                    "created_at": "Emissão",
                    "close_on": "Previsão",
                    "closed_at": "Fechamento",
                    "amount": "Valor (R$)",
                    "outcome": "Situação",
                },
                frozenset({("currency", "=BRL"), ("stage", "Situação")}),
            )
        },
        deals,
        put_aside=1,
    )


def polish_targets_wide() -> Export:
    """Deals beside one wide sheet of targets with a column that says which measure."""
    reps = ("Grzegorz Wilk", "Monika Zięba", "Paweł Kruk", "Sylwia Baran")
    firms = ("Hurtownia Bis", "Szpital Miejski", "Drukarnia Plus", "Zakłady Mięsne Łoś")
    deals = sales(18, reps, firms)
    states = {"won": "Sukces", "lost": "Porażka", "open": "W toku"}
    header = ["Nr oferty", "Firma", "Opiekun", "Data dodania", "Przewidywane zamknięcie", "Kwota",
              "Waluta", "Status", "Powód porażki"]  # fmt: skip
    why = ["Cena", "Konkurencja", "Brak decyzji", "Termin"]
    rows = [
        [
            f"OF/{d.number}/25", d.customer, d.rep, d.opened.isoformat(),
            (d.closed or d.expected).isoformat(), comma(d.amount, "\u00a0"), "PLN",
            states[d.outcome], why[d.reason] if d.outcome == "lost" else "",
        ]
        for d in deals
    ]  # fmt: skip
    quarters = ["Q1 2026", "Q2 2026", "Q3 2026", "Q4 2026"]
    goals: Sheet = [["Handlowiec", "Wskaźnik", *quarters]]
    for rep in reps:
        goals.append([rep, "Sprzedaż", *(200_000 + 10_000 * q for q in range(4))])
        goals.append([rep, "Nowi klienci", *(5 + q for q in range(4))])
    return Export(
        "polish wide targets",
        "people x quarters with a measure column",
        {
            "oferty.csv": delimited([header, *rows], ";"),
            "Cele 2026.xlsx": {"Arkusz1": goals},
        },
        {
            "oferty.csv": Truth(
                "opportunities",
                {
                    "id": "Nr oferty",
                    "account": "Firma",
                    "owner": "Opiekun",
                    "created_at": "Data dodania",
                    "close_on": "Przewidywane zamknięcie",
                    "amount": "Kwota",
                    "currency": "Waluta",
                    "outcome": "Status",
                    "lost_reason": "Powód porażki",
                },
                frozenset({("stage", "Status")}),
            ),
            "Cele 2026.xlsx#Arkusz1#by period": Truth(
                "targets",
                {
                    "person": "Handlowiec",
                    "measure": "Measure",
                    "period": "Period",
                    "amount": "Amount",
                },
            ),
        },
        deals,
        targets=32,
    )
