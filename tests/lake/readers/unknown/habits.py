"""Exports with the habits of small companies: odd headers, short amounts, footers, wide plans."""

from __future__ import annotations

from tests.lake.readers.unknown.habits_of_visits import french_team_and_visits, spanish_stage_days
from tests.lake.readers.unknown.made import Export, Sheet, Truth, comma, delimited, sales


def swedish_yes_no() -> Export:
    """Won is a question answered with yes, no or nothing; thousands of kronor."""
    reps = ("Åsa Lindqvist", "Björn Ekström", "Malin Sjögren", "Tobias Nyström")
    firms = ("Skånska Bygg", "Region Halland", "Fisk & Co", "Örebro Frakt")
    deals = sales(21, reps, firms, step=100)
    header = ["Affärsnr", "Kundnamn", "Säljare", "Skapad den", "Beräknat avslut", "Avslutad",
              "Ordervärde (tkr)", "Vunnen?", "Förlustorsak"]  # fmt: skip
    why = ["Pris", "Konkurrent", "Ingen budget", "Tid"]
    said = {"won": "Ja", "lost": "Nej", "open": ""}
    rows = [
        [
            d.number, d.customer, d.rep, d.opened.isoformat(), d.expected.isoformat(),
            d.closed.isoformat() if d.closed else "", f"{d.amount / 1000:.1f}".replace(".", ","),
            said[d.outcome], why[d.reason] if d.outcome == "lost" else "",
        ]
        for d in deals
    ]  # fmt: skip
    return Export(
        "swedish yes or no",
        "a question for the outcome; amounts in thousands of kronor",
        {"affärer 2025.csv": delimited([header, *rows], ";")},
        {
            "affärer 2025.csv": Truth(
                "opportunities",
                {
                    "id": "Affärsnr",
                    "account": "Kundnamn",
                    "owner": "Säljare",
                    "created_at": "Skapad den",
                    "close_on": "Beräknat avslut",
                    "closed_at": "Avslutad",
                    "amount": "Ordervärde (tkr)",
                    "outcome": "Vunnen?",
                    "lost_reason": "Förlustorsak",
                },
                frozenset({("currency", "=SEK")}),
            )
        },
        deals,
    )


def startup_sheet() -> Export:
    """Short amounts, a yes-or-no column, a grand total and a copyright below."""
    reps = ("Zach Turner", "Mei Lin", "Olu Adeyemi", "Grace Park")
    firms = ("Nimbus.ai", "Parcelly", "Hexa Health", "Lumen & Co", "Fjord")
    deals = sales(22, reps, firms, step=1000)
    said = {"won": "Yes", "lost": "No", "open": ""}
    header = [
        "Opp",
        "Logo",
        "Who's on it",
        "First touch",
        "ETA",
        "Size",
        "Where",
        "Won?",
        "Why not",
    ]
    where = ["1. Hello", "2. Demo", "3. Pilot", "4. Paper"]
    why = ["Too pricey", "Competitor", "Ghosted", "Not now"]
    rows = [
        [
            f"#{d.number}", d.customer, d.rep, d.opened.strftime("%b %d, %Y"),
            (d.closed or d.expected).strftime("%b %d, %Y"), _short(d.amount), where[d.stage],
            said[d.outcome], why[d.reason] if d.outcome == "lost" else "",
        ]
        for d in deals
    ]  # fmt: skip
    total = ["Grand total", "", "", "", "", _short(sum(d.amount for d in deals)), "", "", ""]
    return Export(
        "startup sheet",
        "100k and 1.2M, yes or no, a grand total and a copyright below",
        {"deals!!.csv": delimited([header, *rows, total], below="\r\n© 2026 Nimbus Inc.\r\n")},
        {
            "deals!!.csv": Truth(
                "opportunities",
                {
                    "id": "Opp",
                    "account": "Logo",
                    "owner": "Who's on it",
                    "created_at": "First touch",
                    "close_on": "ETA",
                    "amount": "Size",
                    "stage": "Where",
                    "outcome": "Won?",
                    "lost_reason": "Why not",
                },
                frozenset({("closed_at", "ETA")}),
            )
        },
        deals,
        put_aside=2,
    )


def _short(amount: int) -> str:
    return f"{amount / 1_000_000:.3f}M" if amount >= 1_000_000 else f"{amount // 1000}k"


def swiss_amounts() -> Export:
    """Amounts as people type them into one column, and a subtotal after each quarter."""
    reps = ("Reto Zbinden", "Ursina Caduff", "Marc Aebischer", "Sandra Hug")
    firms = ("Käserei Moos", "Spital Thun", "Seilbahnen Uri", "Uhren Jura AG")
    deals = sorted(sales(23, reps, firms, step=1000), key=lambda d: d.opened)
    phases = ["Erstgespräch", "Bedarfsanalyse", "Offerte", "Verhandlung"]
    ends = {"won": "gewonnen", "lost": "verloren", "open": "offen"}
    header = ["Projekt-Nr", "Projektname", "Kunde", "Verkaufsberater", "Eingang",
              "Abschluss geplant",
              "Abschluss effektiv", "Auftragssumme", "Phase", "Ausgang"]  # fmt: skip
    rows: Sheet = [header]
    for i, d in enumerate(deals):
        rows.append(
            [
                f"P{d.number}", f"Projekt {d.customer} {d.number}", d.customer, d.rep,
                d.opened.strftime("%d.%m.%y"), d.expected.strftime("%d.%m.%y"),
                d.closed.strftime("%d.%m.%y") if d.closed else None, _typed(d.amount, i),
                phases[d.stage], ends[d.outcome],
            ]
        )  # fmt: skip
        if i % 40 == 39:
            rows.append(["Zwischensumme", *[None] * 6, "CHF 99'000.-", None, None])
    file = "Projektliste.xlsx"
    return Export(
        "swiss amounts",
        "1,2 Mio, EUR 3.000,50, 12'500.-, 250 TEUR in one column; subtotals",
        {file: {"Projekte": rows}},
        {
            f"{file}#Projekte": Truth(
                "opportunities",
                {
                    "id": "Projekt-Nr",
                    "account": "Kunde",
                    "owner": "Verkaufsberater",
                    "created_at": "Eingang",
                    "close_on": "Abschluss geplant",
                    "closed_at": "Abschluss effektiv",
                    "amount": "Auftragssumme",
                    "stage": "Phase",
                    "outcome": "Ausgang",
                },
                frozenset({("name", "Projektname"), ("currency", "=CHF")}),
            )
        },
        deals,
        put_aside=4,
    )


def _typed(amount: int, i: int) -> str:
    ways = (
        f"CHF {comma(amount)}",
        f"{amount / 1_000_000:.3f}".replace(".", ",") + " Mio",
        f"{amount:,}".replace(",", "'") + ".-",
        f"{amount // 1000}k",
    )
    return ways[i % len(ways)]


def warehouse_dump() -> Export:
    """Abbreviations of a data warehouse, and the people in a table of their own."""
    reps = ("Ingrid Solberg", "Kwame Mensah", "Teresa Novak", "Liam Walsh")
    firms = [f"C{100 + i}" for i in range(30)]
    deals = sales(24, reps, firms)
    codes = {"won": "CW", "lost": "CL", "open": "OP"}
    uid = {rep: f"u-{700 + i}" for i, rep in enumerate(reps)}
    header = ["deal_pk", "cust_id", "rep_uid", "opn_dt", "exp_cls_dt", "act_cls_dt", "amt_usd",
              "stg_nm",
              "deal_stat_cd", "etl_load_ts"]  # fmt: skip
    steps = ["qualify", "evaluate", "propose", "negotiate"]
    rows = [
        [
            f"{d.number:08}", d.customer, uid[d.rep], d.opened.isoformat(), d.expected.isoformat(),
            d.closed.isoformat() if d.closed else "", f"{d.amount}.00", steps[d.stage],
            codes[d.outcome], "2026-03-31T04:00:00Z",
        ]
        for d in deals
    ]  # fmt: skip
    people = [["user_id", "full_nm", "mgr_nm", "team_nm"]]
    people += [[uid[rep], rep, "Nora Quist", f"Team {i % 2}"] for i, rep in enumerate(reps)]
    return Export(
        "warehouse dump",
        "abbreviated names; people in a table of their own",
        {"f_deal.csv": delimited([header, *rows]), "d_user.csv": delimited(people)},
        {
            "f_deal.csv": Truth(
                "opportunities",
                {
                    "id": "deal_pk",
                    "account": "cust_id",
                    "owner": "rep_uid",
                    "created_at": "opn_dt",
                    "close_on": "exp_cls_dt",
                    "closed_at": "act_cls_dt",
                    "amount": "amt_usd",
                    "stage": "stg_nm",
                    "outcome": "deal_stat_cd",
                },
                frozenset({("currency", "=USD"), ("modified_at", "etl_load_ts")}),
            ),
            "d_user.csv": Truth(
                "people",
                {"id": "user_id", "name": "full_nm", "manager": "mgr_nm", "team": "team_nm"},
            ),
        },
        deals,
    )


def german_plan_and_result() -> Export:
    """Wide plans beside results, months without a year, a sum at the right and below."""
    reps = ("Anke Petersen", "Jens Rohde", "Katrin Weiss", "Uli Brandt")
    firms = ("Autohaus Kern", "Stadt Fulda", "Gärtnerei Blum", "Logistik 24")
    deals = sales(25, reps, firms)
    months = ["Jan", "Feb", "Mrz", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez"]
    plan: Sheet = [["Umsatzplanung Vertrieb 2026", *[None] * 14],
                   ["Mitarbeiter", "Art", *months, "Summe"]]  # fmt: skip
    for i, rep in enumerate(reps):
        plan.append([rep, "Soll", *(10_000 + 1_000 * i for _ in months), 12 * (10_000 + 1_000 * i)])
        plan.append([rep, "Ist", *(9_000 for _ in months[:3]), *[None] * 9, 27_000])
    plan.append(["Gesamt", "Soll", *(46_000 for _ in months), 12 * 46_000])
    header = ["Vorgang", "Firma", "Vertriebler", "Status", "angelegt", "Abschlusstermin", "Netto"]
    ends = {"won": "beauftragt", "lost": "abgesagt", "open": "läuft"}
    rows: Sheet = [header]
    rows += [
        [f"V{d.number}", d.customer, d.rep, ends[d.outcome], d.opened, d.closed or d.expected,
         d.amount]
        for d in deals
    ]  # fmt: skip
    file = "Vertrieb 2026.xlsx"
    plan_columns = {
        "person": "Mitarbeiter",
        "measure": "Measure",
        "period": "Period",
        "amount": "Target",
    }
    return Export(
        "german plan and result",
        "months without a year, plan and result in turn, sums right and below",
        {file: {"Chancen": rows, "Umsatzplanung": plan}},
        {
            f"{file}#Chancen": Truth(
                "opportunities",
                {
                    "id": "Vorgang",
                    "account": "Firma",
                    "owner": "Vertriebler",
                    "created_at": "angelegt",
                    "close_on": "Abschlusstermin",
                    "amount": "Netto",
                    "outcome": "Status",
                },
                frozenset({("stage", "Status"), ("closed_at", "Abschlusstermin")}),
            ),
            f"{file}#Umsatzplanung#by period": Truth("targets", plan_columns),
        },
        deals,
        targets=48,
        put_aside=1,
    )


def british_odd_names() -> Export:
    """Headers nobody would guess, and two amounts."""
    reps = ("Nigel Thwaite", "Fiona McRae", "Rhys Davies", "Hattie Cole")
    firms = ("The Red Lion", "Kent Council", "Pemberton Ltd", "Moorside School")
    deals = sales(26, reps, firms)
    ends = {"won": "Won", "lost": "Lost", "open": "Live"}
    steps = ["Chat", "Site visit", "Quote", "Chasing"]
    header = ["Enquiry ref", "Customer", "Handled by", "Date of enquiry", "Decision due",
              "Job value £",
              "Fee £", "Progress", "Result", "If lost, why"]  # fmt: skip
    why = ["Price", "Went elsewhere", "Cancelled", "No reply"]
    rows = [
        [
            f"ENQ/{d.number}", d.customer, d.rep, d.opened.strftime("%d %b %Y"),
            (d.closed or d.expected).strftime("%d %b %Y"), f"£{d.amount:,}", f"£{d.amount // 10:,}",
            steps[d.stage], ends[d.outcome], why[d.reason] if d.outcome == "lost" else "",
        ]
        for d in deals
    ]  # fmt: skip
    return Export(
        "british odd names",
        "names of a trade firm; a fee beside the value",
        {"enquiries.csv": delimited([header, *rows])},
        {
            "enquiries.csv": Truth(
                "opportunities",
                {
                    "id": "Enquiry ref",
                    "account": "Customer",
                    "owner": "Handled by",
                    "created_at": "Date of enquiry",
                    "close_on": "Decision due",
                    "amount": "Job value £",
                    "stage": "Progress",
                    "outcome": "Result",
                    "lost_reason": "If lost, why",
                },
                frozenset({("currency", "=GBP"), ("closed_at", "Decision due")}),
            )
        },
        deals,
    )


HABITS = (
    swedish_yes_no,
    startup_sheet,
    swiss_amounts,
    warehouse_dump,
    german_plan_and_result,
    british_odd_names,
    french_team_and_visits,
    spanish_stage_days,
)
