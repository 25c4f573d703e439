"""Exports of strangers: the north, the east and overseas."""

from __future__ import annotations

import datetime as dt

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
from tests.lake.readers.unknown.made import Export, Truth, comma, delimited, sales


def czech_windows():
    deals = sales(
        110,
        ("Lucie Marešová", "Tomáš Fiala", "Klára Beneš", "Radek Urban"),
        ("Okna Brno", "Škola Tábor", "Hotel Sázava", "Družstvo Lípa"),
    )
    day = "%d.%m.%Y"
    columns = [
        col("Č. zakázky", lambda d: f"Z{d.number}", "id"),
        col("Název", lambda d: f"Výměna oken {d.number % 60}", "name"),
        col("Firma", lambda d: d.customer, "account"),
        col("PSČ", lambda d: f"{d.number % 700 + 100} {d.number % 90 + 10}"),
        col("Obchodní zástupce", lambda d: d.rep, "owner"),
        col("Vytvořeno", on(day, "opened"), "created_at"),
        col("Očekávaný termín uzavření", on(day, "expected"), "close_on"),
        col("Uzavřeno", on(day, "closed"), "closed_at"),
        col("Cena bez DPH", lambda d: comma(d.amount, " "), "amount"),
        col("Cena s DPH", lambda d: comma(d.amount * 1.21, " ")),
        col("Fáze", phase(["Poptávka", "Zaměření", "Nabídka", "Vyjednávání"]), "stage"),
        col("Stav", end({"won": "Vyhráno", "lost": "Prohráno", "open": "Otevřeno"}), "outcome"),
        col("Důvod ztráty", if_lost(["Cena", "Termín", "Konkurence"]), "lost_reason"),
        col("Poslední kontakt", near(day, 40)),
        col("Zdroj", one_of(["Web", "Doporučení", "Veletrh"]), "source_channel"),
    ]
    file = "zakazky_export.csv"
    return Export(
        "czech windows",
        "with and without tax",
        {file: delimited(rows_of(columns, deals), ";")},
        {file: truth_of(columns, "CZK")},
        deals,
    )


def turkish_machines():
    deals = sales(
        111,
        ("Emre Yıldız", "Zeynep Kaya", "Burak Şahin", "Elif Demir"),
        ("Ege Gıda", "Anadolu Çelik", "Mavi Tekstil", "Boğaz Otel"),
    )
    day = "%d.%m.%Y"
    columns = [
        col("Fırsat No", lambda d: f"F-{d.number}", "id"),
        col("Fırsat Adı", lambda d: f"Hat yenileme {d.number % 60}", "name"),
        col("Müşteri", lambda d: d.customer, "account"),
        col("Satış Temsilcisi", lambda d: d.rep, "owner"),
        col("Oluşturma Tarihi", on(day, "opened"), "created_at"),
        col("Tahmini Kapanış", on(day, "expected"), "close_on"),
        col("Kapanış Tarihi", on(day, "closed"), "closed_at"),
        col("Teslim Tarihi", near(day, 140)),
        col("Tutar (TL)", lambda d: comma(d.amount), "amount"),
        col("KDV", lambda d: comma(d.amount * 0.2)),
        col("Aşama", phase(["Görüşme", "İhtiyaç analizi", "Teklif", "Pazarlık"]), "stage"),
        col("Olasılık %", chance),
        col("Durum", end({"won": "Kazanıldı", "lost": "Kaybedildi", "open": "Açık"}), "outcome"),
        col("Kayıp Nedeni", if_lost(["Fiyat", "Vade", "Rakip"]), "lost_reason"),
        col("Kaynak", one_of(["Fuar", "Web", "Referans"]), "source_channel"),
        col("Vergi No", lambda d: d.number * 1000003 % 9000000000 + 1000000000),
    ]
    file = "firsatlar.csv"
    return Export(
        "turkish machines",
        "Turkish words, tax and delivery",
        {file: delimited(rows_of(columns, deals), ";")},
        {file: truth_of(columns, "TRY")},
        deals,
    )


def japanese_projects():
    deals = sales(
        112,
        ("佐藤 健一", "鈴木 美咲", "高橋 大輔", "田中 由美"),
        ("北海商事", "東都電機", "みなと運輸", "青葉病院"),
        step=10000,
    )
    day = "%Y/%m/%d"
    columns = [
        col("案件番号", lambda d: f"A{d.number}", "id"),
        col("案件名", lambda d: f"{d.customer} 更新 {d.number % 60}", "name"),
        col("顧客名", lambda d: d.customer, "account"),
        col("担当者", lambda d: d.rep, "owner"),
        col("登録日", on(day, "opened"), "created_at"),
        col("受注予定日", on(day, "expected"), "close_on"),
        col("完了日", on(day, "closed"), "closed_at"),
        col("納期", near(day, 120)),
        col("見積金額（円）", lambda d: f"{d.amount:,}", "amount"),
        col("原価", lambda d: f"{d.amount * 7 // 10:,}"),
        col("フェーズ", phase(["初回訪問", "ヒアリング", "提案", "見積提出"]), "stage"),
        col("受注確度", lambda d: f"{chance(d)}%"),
        col("ステータス", end({"won": "受注", "lost": "失注", "open": "商談中"}), "outcome"),
        col("失注理由", if_lost(["価格", "納期", "競合"]), "lost_reason"),
        col("次回アクション", one_of(["電話", "再訪問", "見積送付", ""]), "next_step"),
        col("電話番号", phone),
        col("郵便番号", lambda d: f"{d.number % 900 + 100}-{d.number:04}"),
    ]
    file = "案件一覧.csv"
    return Export(
        "japanese projects",
        "Japanese in Shift-JIS",
        {file: delimited(rows_of(columns, deals)).encode("cp932")},
        {file: truth_of(columns, "JPY")},
        deals,
        pence=False,
    )


def british_agency():
    deals = sales(
        113,
        ("Imogen Clarke", "Rhys Bevan", "Aisha Khan", "Duncan Low"),
        ("Harbour Gin", "Northmoor Rail", "Peak Trails", "The Wool Co"),
        step=500,
    )
    day = "%d/%m/%Y"
    columns = [
        col("Ref", lambda d: f"NB{d.number}", "id"),
        col("Brand", lambda d: d.customer, "account"),
        col("Mandate", lambda d: f"Campaign {d.number % 70} {d.customer}", "name"),
        col("AD", lambda d: d.rep, "owner"),
        col("In via", one_of(["Intermediary", "Referral", "Website"]), "source_channel"),
        col("Date in", on(day, "opened"), "created_at"),
        col("Est. decision", on(day, "expected"), "close_on"),
        col("Decided", on(day, "closed"), "closed_at"),
        col("Fee £k", lambda d: f"{d.amount / 1000:.1f}", "amount"),
        col("Media budget £k", lambda d: f"{d.amount / 200:.0f}"),
        col("Where are we", phase(["RFI", "Chemistry", "Pitch", "Contract"]), "stage"),
        col("W/L", end({"won": "Won", "lost": "Lost", "open": "Live"}), "outcome"),
        col("Why lost", if_lost(["Fee", "Chemistry", "Conflict"]), "lost_reason"),
        col("Next call", near(day, 50)),
        col("Odds", lambda d: f"{chance(d)}%"),
    ]
    file = "new business log.csv"
    return Export(
        "british agency",
        "own jargon, fees in thousands of pounds",
        {file: delimited(rows_of(columns, deals))},
        {file: truth_of(columns, "GBP")},
        deals,
    )


def roofing_jobs():
    deals = sales(
        114,
        ("Hank Dooley", "Marisol Vega", "Trent Boggs", "Kayla Finch"),
        tuple(
            f"{n} {s}"
            for n in ("Bob", "Ann", "Joe", "Sue", "Ray", "Deb")
            for s in ("Miller", "Garza", "Hollis")
        ),
    )
    day = "%m/%d/%Y"
    columns = [
        col("Job #", lambda d: d.number, "id"),
        col("Homeowner", lambda d: d.customer, "account"),
        col("Property Address", lambda d: f"{d.number % 900 + 100} Elm St", ""),
        col("Zip", code),
        col("Phone", phone),
        col("Sales Rep", lambda d: d.rep, "owner"),
        col(
            "Lead Src", one_of(["Door knock", "Yard sign", "Google", "Referral"]), "source_channel"
        ),
        col("Lead Date", on(day, "opened"), "created_at"),
        col("Adj. Mtg", near(day, 9)),
        col("Contract Amt", lambda d: f"${d.amount:,.2f}", "amount"),
        col("Deductible", lambda d: f"${d.number % 5 * 500 + 1000:,.2f}"),
        col("Job Cost", lambda d: f"${d.amount * 0.6:,.2f}"),
        col(
            "Job Status",
            phase(
                ["Inspected", "Claim filed", "Estimate given", "Signing"],
                {"won": "Sold", "lost": "Dead"},
            ),
            "outcome stage",
        ),
        col("Exp. Close", on(day, "expected"), "close_on"),
        col("Date Sold/Dead", on(day, "closed"), "closed_at"),
        col("Dead Reason", if_lost(["Went with other", "No coverage", "Price"]), "lost_reason"),
        col("Install Date", near(day, 80, every=2)),
    ]
    file = "jobs_export.csv"
    return Export(
        "roofing jobs",
        "a contractor: months first, stages and ends in one column",
        {file: delimited(rows_of(columns, deals))},
        {file: truth_of(columns, "USD")},
        deals,
    )


def indian_software():
    reps = ("Ananya Iyer", "Rohan Mehta", "Farhan Ali", "Sneha Pillai")
    deals = sales(115, reps, ("Kaveri Foods", "Lotus Labs", "Metro Cabs", "Pune Auto"), step=5000)

    def lakh(d):
        head, tail = divmod(d.amount, 1000)
        text = f"{tail:03}" if head else str(tail)
        while head:
            head, part = divmod(head, 100)
            text = (f"{part:02}" if head else str(part)) + "," + text
        return f"₹{text}"

    day = "%d-%b-%Y"
    columns = [
        col("Opp ID", lambda d: d.number * 3 + 5000, "id"),
        col("Opp Nm", lambda d: f"{d.customer} licences {d.number % 60}", "name"),
        col("Acct", lambda d: d.customer, "account"),
        col("AE", lambda d: d.rep, "owner"),
        col("SDR", lambda d: d.helper),
        col("Crtd Dt", on(day, "opened"), "created_at"),
        col("Cl. Dt", on(day, "either"), "close_on", "closed_at"),
        col("Last Act. Dt", near(day, 30)),
        col("Opp Amt", lakh, "amount"),
        col("List Price", lambda d: f"₹{d.amount * 2}", "list_amount"),
        col("Stg", phase(["Discovery", "Demo", "POC", "Commercials"]), "stage"),
        col("Prob %", chance),
        col(
            "Opp Stat", end({"won": "Closed Won", "lost": "Closed Lost", "open": "Open"}), "outcome"
        ),
        col("Loss Rsn", if_lost(["Budget", "No decision", "Competition"]), "lost_reason"),
        col("Lead Src", one_of(["Inbound", "Outbound", "Partner"]), "source_channel"),
        col("Prod", one_of(["Core", "Plus", "Enterprise"]), "product"),
        col("Nxt Step", one_of(["Send quote", "Legal", "Call CFO", ""]), "next_step"),
        col("Typ", one_of(["New", "Renewal", "Upsell"]), "type"),
    ]
    calls = [["Act. ID", "Act. Type", "Dt", "Rep", "Opp ID", "Dur (min)", "Disp."]]
    calls += [
        [
            f"AC{d.number * 10 + k}",
            ("Call", "Meeting", "Email")[(d.number + k) % 3],
            (d.opened + dt.timedelta(days=3 * k)).strftime(day),
            d.rep,
            d.number * 3 + 5000,
            5 + (d.number + k) % 40,
            ("Connected", "No answer", "Replied")[(d.number + k) % 3],
        ]
        for d in deals
        for k in range(3)
    ]
    return Export(
        "indian software",
        "vowels dropped, Indian grouping, a log of work",
        {"opps.csv": delimited(rows_of(columns, deals)), "acts.csv": delimited(calls)},
        {
            "opps.csv": truth_of(columns, "INR"),
            "acts.csv": Truth(
                "activities",
                {
                    "id": "Act. ID",
                    "kind": "Act. Type",
                    "occurred_at": "Dt",
                    "person": "Rep",
                    "opportunity": "Opp ID",
                    "duration": "Dur (min)",
                    "outcome": "Disp.",
                },
            ),
        },
        deals,
    )


def solar_wide():
    deals = sales(
        116,
        ("Shane Doyle", "Bronwyn Tait", "Liam Nguyen", "Cass Ferraro"),
        tuple(
            f"{n} {s}"
            for n in ("Gary", "Deb", "Mick", "Jo", "Trish", "Kev")
            for s in ("Wilson", "Pappas", "O'Brien")
        ),
    )
    first = dt.date(1899, 12, 30)

    def serial(place):
        return lambda d: (d.entered[place] - first).days if place < len(d.entered) else None

    columns = [
        col("Quote No", lambda d: f"Q{d.number}", "id"),
        col("Customer", lambda d: d.customer, "account"),
        col("Consultant", lambda d: d.rep, "owner"),
        col("Suburb", one_of(["Dapto", "Kew", "Logan"]), "", "segment"),
        col("DOB", lambda d: (dt.date(1960, 1, 1) - first).days + d.number * 31 % 9000),
        col("System kW", lambda d: (d.number % 20 + 4) / 2),
        col("Enquiry", serial(0), "", "created_at"),
        col("Site Visit", serial(1)),
        col("Quote Sent", serial(2)),
        col("Contract Sent", serial(3)),
        col("Price ex GST", lambda d: d.amount, "amount"),
        col("Price inc GST", lambda d: d.amount * 1.1),
        col("STC Rebate", lambda d: d.amount * 0.2),
        col("Outcome", end({"won": "Accepted", "lost": "Declined", "open": "Pending"}), "outcome"),
        col(
            "Finalised",
            lambda d: (d.closed - first).days if d.closed else None,
            "closed_at",
            "close_on",
        ),
        col(
            "Reason if declined",
            if_lost(["Price", "Roof unsuitable", "Moving house"]),
            "lost_reason",
        ),
    ]
    file = "Solar quotes FY26.xlsx"
    return Export(
        "solar wide",
        "one date a stage as serial numbers",
        {file: {"Quotes": rows_of(columns, deals)}},
        {
            f"{file}#Quotes": truth_of(columns, "AUD"),
            f"{file}#Quotes#stage dates": Truth(
                "stage_history",
                {"opportunity": "Deal id", "stage": "Stage entered", "occurred_at": "Date entered"},
            ),
        },
        deals,
        stage_changes_at_least=sum(len(d.entered) for d in deals),
    )


OVERSEAS = (
    czech_windows,
    turkish_machines,
    japanese_projects,
    british_agency,
    roofing_jobs,
    indian_software,
    solar_wide,
)
