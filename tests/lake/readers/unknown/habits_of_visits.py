"""Exports of small companies that keep lists of people and visits, and days of stages."""

from __future__ import annotations

from tests.lake.readers.unknown.made import Export, Sheet, Truth, comma, delimited, sales


def french_team_and_visits() -> Export:
    """A folder: deals, the team, the visits, and the goals of each as rows."""
    reps = ("Agathe Simon", "Loïc Perrin", "Nadia Benali", "Victor Guérin")
    firms = ("Boulangerie Pain d'Or", "Hôpital Nord", "Vignobles Carré", "Cabinet Leroux")
    deals = sales(27, reps, firms)
    states = {"won": "Signé", "lost": "Refusé", "open": "À relancer"}
    header = ["Code affaire", "Raison sociale", "Suivi par", "Date d'entrée", "Date de décision",
              "Montant HT", "Situation"]  # fmt: skip
    rows = [
        [
            f"{d.number}-FR", d.customer, d.rep, d.opened.strftime("%d.%m.%Y"),
            (d.closed or d.expected).strftime("%d.%m.%Y"), comma(d.amount, "\u202f"),
            states[d.outcome],
        ]
        for d in deals
    ]  # fmt: skip
    team = [["Nom et prénom", "Responsable", "Agence"]]
    team += [[rep, "Hélène Caron", "Lyon" if i % 2 else "Lille"] for i, rep in enumerate(reps)]
    visits = [["Date visite", "Commercial", "Client visité", "Durée (min)", "Type de contact"]]
    visits += [
        [d.opened.strftime("%d.%m.%Y"), d.rep, d.customer, 20 + d.number % 50, "Visite"]
        for d in deals
    ]
    goals = [["Commercial", "Mois", "Objectif CA"]]
    goals += [[rep, f"2026-{m:02}", 30_000 + m] for rep in reps for m in range(1, 7)]
    return Export(
        "french team and visits",
        "a folder of deals, team, visits and goals",
        {
            "affaires en cours.csv": delimited([header, *rows], ";"),
            "équipe.csv": delimited(team, ";"),
            "visites.csv": delimited(visits, ";"),
            "objectifs.csv": delimited(goals, ";"),
        },
        {
            "affaires en cours.csv": Truth(
                "opportunities",
                {
                    "id": "Code affaire",
                    "account": "Raison sociale",
                    "owner": "Suivi par",
                    "created_at": "Date d'entrée",
                    "close_on": "Date de décision",
                    "amount": "Montant HT",
                    "outcome": "Situation",
                },
                frozenset({("stage", "Situation"), ("closed_at", "Date de décision")}),
            ),
            "équipe.csv": Truth(
                "people",
                {"name": "Nom et prénom", "manager": "Responsable", "territory": "Agence"},
                frozenset({("team", "Agence")}),
            ),
            "visites.csv": Truth(
                "activities",
                {
                    "occurred_at": "Date visite",
                    "person": "Commercial",
                    "account": "Client visité",
                    "duration": "Durée (min)",
                    "kind": "Type de contact",
                },
            ),
            "objectifs.csv": Truth(
                "targets", {"person": "Commercial", "period": "Mois", "amount": "Objectif CA"}
            ),
        },
        deals,
        targets=24,
    )


def spanish_stage_days() -> Export:
    """A date a stage in a workbook, with empty lines and a note below."""
    reps = ("Begoña Ruiz", "Iker Larrea", "Sonia Prats", "Tomás Gil")
    firms = ("Ferretería Sol", "Clínica Dental Ebro", "Aceites Jaén", "Colegio San Luis")
    deals = sales(28, reps, firms)
    header = ["Expediente", "Cliente", "Asesor", "Presupuesto €", "Fecha contacto", "Fecha visita",
              "Fecha propuesta", "Fecha negociación", "Resultado", "Fecha resolución"]  # fmt: skip
    ends = {"won": "Aceptado", "lost": "Rechazado", "open": "Pendiente"}
    rows: Sheet = [["Informe de presupuestos", *[None] * 9], header]
    for d in deals:
        days = [*d.entered, *[None] * (4 - len(d.entered))]
        rows.append(
            [f"EXP-{d.number}", d.customer, d.rep, d.amount, *days, ends[d.outcome], d.closed]
        )
    rows.append(["Generado el 31/03/2026", *[None] * 9])
    file = "presupuestos.xlsx"
    return Export(
        "spanish stage days",
        "a title above, a date a stage, a note below",
        {file: {"Hoja1": rows}},
        {
            f"{file}#Hoja1": Truth(
                "opportunities",
                {
                    "id": "Expediente",
                    "account": "Cliente",
                    "owner": "Asesor",
                    "amount": "Presupuesto €",
                    "outcome": "Resultado",
                    "closed_at": "Fecha resolución",
                },
                frozenset(
                    {
                        ("created_at", "Fecha contacto"),
                        ("close_on", "Fecha resolución"),
                        ("currency", "=EUR"),
                    }
                ),
            ),
            f"{file}#Hoja1#stage dates": Truth(
                "stage_history",
                {
                    "opportunity": "Deal id",
                    "stage": "Stage entered",
                    "occurred_at": "Date entered",
                },
            ),
        },
        deals,
        put_aside=1,
        stage_changes_at_least=sum(len(d.entered) for d in deals),
    )
