"""Exports of strangers, second set: languages further away."""

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
    phone,
    rows_of,
    truth_of,
)
from tests.lake.readers.unknown.made import Export, Sheet, comma, delimited, sales


def korean_systems():
    deals = sales(
        211,
        ("김민준", "이서연", "박지훈", "최유진"),
        ("한빛전자", "대양해운", "미래의료재단", "서울문화사"),
        step=10000,
    )
    day = "%Y-%m-%d"
    columns = [
        col("영업기회번호", lambda d: f"OP{d.number}", "id"),
        col("영업기회명", lambda d: f"{d.customer} 시스템 {d.number % 60}", "name"),
        col("고객사", lambda d: d.customer, "account"),
        col("영업담당자", lambda d: d.rep, "owner"),
        col("등록일", on(day, "opened"), "created_at"),
        col("수주예정일", on(day, "expected"), "close_on"),
        col("종료일", on(day, "closed"), "closed_at"),
        col("예상매출액", lambda d: f"{d.amount:,}", "amount"),
        col("원가", lambda d: f"{d.amount * 7 // 10:,}"),
        col("영업단계", phase(["발굴", "제안", "협상", "계약진행"]), "stage"),
        col("수주확률", lambda d: f"{chance(d)}%"),
        col("결과", end({"won": "수주", "lost": "실주", "open": "진행중"}), "outcome"),
        col("실주사유", if_lost(["가격", "일정", "경쟁사"]), "lost_reason"),
        col("최근연락일", near(day, 30)),
        col("전화번호", phone),
    ]
    file = "영업기회.csv"
    return Export(
        "korean systems",
        "names without a space, Korean words",
        {file: delimited(rows_of(columns, deals))},
        {file: truth_of(columns, "KRW")},
        deals,
    )


def chinese_equipment():
    deals = sales(
        212,
        ("王伟", "李娜", "张强", "刘洋"),
        ("华东机械", "江南纺织", "第一人民医院", "远洋物流"),
        step=1000,
    )
    day = "%Y/%m/%d"
    columns = [
        col("项目编号", lambda d: f"XM{d.number}", "id"),
        col("项目名称", lambda d: f"{d.customer}改造{d.number % 60}", "name"),
        col("客户名称", lambda d: d.customer, "account"),
        col("销售负责人", lambda d: d.rep, "owner"),
        col("创建时间", on(day, "opened"), "created_at"),
        col("预计签单日期", on(day, "expected"), "close_on"),
        col("实际签单日期", on(day, "closed"), "closed_at"),
        col("预计金额", lambda d: d.amount, "amount"),
        col("成本", lambda d: d.amount * 0.7),
        col("销售阶段", phase(["初步接洽", "需求确认", "方案报价", "商务谈判"]), "stage"),
        col("赢率", lambda d: f"{chance(d)}%"),
        col("状态", end({"won": "赢单", "lost": "输单", "open": "跟进中"}), "outcome"),
        col("丢单原因", if_lost(["价格", "交期", "竞争对手"]), "lost_reason"),
        col("线索来源", one_of(["展会", "官网", "转介绍"]), "source_channel"),
        col("下次跟进时间", near(day, 60)),
    ]
    file = "项目跟踪表.csv"
    return Export(
        "chinese equipment",
        "short names, Chinese words",
        {file: delimited(rows_of(columns, deals)).encode("gb18030")},
        {file: truth_of(columns, "CNY")},
        deals,
    )


def japanese_report():
    deals = sales(
        213,
        ("山本 直樹", "中村 彩", "小林 誠", "加藤 恵"),
        ("大和精機", "瀬戸内食品", "京都染織", "東北通信"),
        step=10000,
    )
    columns = [
        col("No.", lambda d: d.number, "id"),
        col("得意先", lambda d: d.customer, "account"),
        col("件名", lambda d: f"設備更新 {d.number % 70}", "name"),
        col("営業担当", lambda d: d.rep, "owner"),
        col("所属", one_of(["東日本営業部", "西日本営業部"]), "", "segment"),
        col("引合日", lambda d: d.opened, "created_at"),
        col("受注見込日", lambda d: d.expected, "close_on"),
        col("決着日", lambda d: d.closed, "closed_at"),
        col("見込金額（千円）", lambda d: d.amount / 1000, "amount"),
        col("粗利（千円）", lambda d: d.amount / 5000),
        col("進捗", phase(["引合", "見積", "折衝", "内示"]), "stage"),
        col("結果", end({"won": "受注", "lost": "失注", "open": "継続"}), "outcome"),
        col("失注要因", if_lost(["価格", "納期", "仕様"]), "lost_reason"),
        col("納品予定", lambda d: d.expected),
        col("備考", one_of(["", "要フォロー", ""])),
    ]
    file = "営業週報.xlsx"
    wide = [None] * (len(columns) - 1)
    rows: Sheet = [
        ["営業案件進捗報告書", *wide],
        ["2026年3月31日現在", *wide],
        *rows_of(columns, deals),
    ]
    return Export(
        "japanese report",
        "titles above, thousands of yen",
        {file: {"案件": rows}},
        {f"{file}#案件": truth_of(columns, "JPY")},
        deals,
        pence=False,
    )


def greek_travel():
    deals = sales(
        214,
        ("Νίκος Παππάς", "Ελένη Δήμου", "Γιώργος Λάμπρου", "Μαρία Κωστή"),
        ("Αιγαίο Ξενοδοχεία", "Μύλοι Θεσσαλίας", "Δήμος Βόλου", "Λιμάνι ΑΕ"),
    )
    day = "%d/%m/%Y"
    columns = [
        col("Αρ. Προσφοράς", lambda d: f"ΠΡ{d.number}", "id"),
        col("Πελάτης", lambda d: d.customer, "account"),
        col("Περιγραφή", lambda d: f"Συνέδριο {d.number % 70}", "name"),
        col("Πωλητής", lambda d: d.rep, "owner"),
        col("Ημ/νία Προσφοράς", on(day, "opened"), "created_at"),
        col("Αναμενόμενο κλείσιμο", on(day, "expected"), "close_on"),
        col("Ημ/νία κλεισίματος", on(day, "closed"), "closed_at"),
        col("Καθαρή αξία", lambda d: comma(d.amount) + " €", "amount"),
        col("ΦΠΑ", lambda d: comma(d.amount * 0.24) + " €"),
        col("Στάδιο", phase(["Επαφή", "Ανάλυση", "Προσφορά", "Διαπραγμάτευση"]), "stage"),
        col("Πιθανότητα", lambda d: f"{chance(d)}%"),
        col(
            "Κατάσταση", end({"won": "Κερδισμένη", "lost": "Χαμένη", "open": "Ανοιχτή"}), "outcome"
        ),
        col("Λόγος απώλειας", if_lost(["Τιμή", "Χρόνος", "Ανταγωνισμός"]), "lost_reason"),
        col("Τηλέφωνο", phone),
        col("ΑΦΜ", lambda d: d.number * 10007 % 900000000 + 100000000),
    ]
    file = "προσφορές.csv"
    return Export(
        "greek travel",
        "Greek words, tax beside the net amount",
        {file: delimited(rows_of(columns, deals), ";")},
        {file: truth_of(columns, "EUR")},
        deals,
    )


def finnish_machines():
    deals = sales(
        215,
        ("Aino Lehtinen", "Mikko Salo", "Veera Niemi", "Juha Koski"),
        ("Oulun Paja", "Järvi Oy", "Turun Sairaala", "Lapin Matkat"),
    )
    day = "%d.%m.%Y"
    columns = [
        col("Kauppanro", lambda d: d.number, "id"),
        col("Kaupan nimi", lambda d: f"Linja {d.number % 70} {d.customer}", "name"),
        col("Asiakas", lambda d: d.customer, "account"),
        col("Vastuumyyjä", lambda d: d.rep, "owner"),
        col("Luotu pvm", on(day, "opened"), "created_at"),
        col("Arvioitu päätöspvm", on(day, "expected"), "close_on"),
        col("Päättynyt", on(day, "closed"), "closed_at"),
        col("Toimituspäivä", near(day, 150)),
        col("Kaupan arvo (€)", lambda d: comma(d.amount, " "), "amount"),
        col("Kate-%", lambda d: d.number % 30 + 10),
        col("Myyntivaihe", phase(["Kartoitus", "Tapaaminen", "Tarjous", "Neuvottelu"]), "stage"),
        col("Todennäköisyys", lambda d: f"{chance(d)} %"),
        col("Tila", end({"won": "Voitettu", "lost": "Hävitty", "open": "Avoin"}), "outcome"),
        col("Häviön syy", if_lost(["Hinta", "Aikataulu", "Kilpailija"]), "lost_reason"),
        col("Liidin lähde", one_of(["Messut", "Verkko", "Suosittelu"]), "source_channel"),
    ]
    file = "kaupat.csv"
    return Export(
        "finnish machines",
        "compounds and endings",
        {file: delimited(rows_of(columns, deals), ";")},
        {file: truth_of(columns, "EUR")},
        deals,
    )


def hungarian_office():
    deals = sales(
        216,
        ("Kovács Anna", "Nagy Péter", "Szabó Eszter", "Tóth Gábor"),
        ("Duna Nyomda", "Alföld Kft", "Városi Kórház", "Balaton Hotel"),
        step=1000,
    )
    columns = [
        col("Azonosító", lambda d: f"L{d.number}", "id"),
        col("Megnevezés", lambda d: f"Irodabútor {d.number % 70}", "name"),
        col("Ügyfél neve", lambda d: d.customer, "account"),
        col("Értékesítő", lambda d: d.rep, "owner"),
        col("Létrehozás dátuma", lambda d: d.opened.strftime("%Y. %m. %d."), "created_at"),
        col("Várható zárás", lambda d: d.expected.strftime("%Y. %m. %d."), "close_on"),
        col(
            "Lezárás dátuma",
            lambda d: d.closed.strftime("%Y. %m. %d.") if d.closed else "",
            "closed_at",
        ),
        col("Nettó érték", lambda d: comma(d.amount, " ") + " Ft", "amount"),
        col("Bruttó érték", lambda d: comma(d.amount * 1.27, " ") + " Ft"),
        col("Fázis", phase(["Megkeresés", "Igényfelmérés", "Ajánlat", "Tárgyalás"]), "stage"),
        col("Valószínűség", lambda d: f"{chance(d)}%"),
        col(
            "Állapot", end({"won": "Megnyert", "lost": "Elvesztett", "open": "Nyitott"}), "outcome"
        ),
        col("Elvesztés oka", if_lost(["Ár", "Határidő", "Versenytárs"]), "lost_reason"),
        col("Forrás", one_of(["Kiállítás", "Web", "Ajánlás"]), "source_channel"),
        col("Következő lépés", one_of(["Hívás", "Ajánlat küldése", ""]), "next_step"),
    ]
    file = "lehetosegek.csv"
    return Export(
        "hungarian office",
        "dates with points and spaces, year first",
        {file: delimited(rows_of(columns, deals), ";")},
        {file: truth_of(columns, "HUF")},
        deals,
    )


def romanian_software():
    deals = sales(
        217,
        ("Andrei Popescu", "Ioana Marin", "Radu Stan", "Elena Dobre"),
        ("Carpat Beton", "Spitalul Iași", "Moldo Textil", "Dacia Log"),
    )
    day = "%d.%m.%Y"
    columns = [
        col("Nr. crt.", lambda d: d.number, "id"),
        col("Denumire oportunitate", lambda d: f"Licențe {d.number % 70}", "name"),
        col("Beneficiar", lambda d: d.customer, "account"),
        col("Agent vânzări", lambda d: d.rep, "owner"),
        col("Data deschiderii", on(day, "opened"), "created_at"),
        col("Data estimată închidere", on(day, "expected"), "close_on"),
        col("Data închiderii", on(day, "closed"), "closed_at"),
        col("Valoare fără TVA", lambda d: comma(d.amount), "amount"),
        col("TVA", lambda d: comma(d.amount * 0.19)),
        col("Monedă", lambda d: "RON", "currency"),
        col("Etapa", phase(["Contact", "Demo", "Ofertă", "Negociere"]), "stage"),
        col("Stare", end({"won": "Câștigată", "lost": "Pierdută", "open": "Deschisă"}), "outcome"),
        col("Motivul pierderii", if_lost(["Preț", "Termen", "Concurență"]), "lost_reason"),
        col("Sursa", one_of(["Târg", "Site", "Recomandare"]), "source_channel"),
    ]
    file = "oportunitati.csv"
    return Export(
        "romanian software",
        "numbered rows, net and tax",
        {file: delimited(rows_of(columns, deals), ";")},
        {file: truth_of(columns)},
        deals,
    )


def ukrainian_doors():
    deals = sales(
        218,
        ("Олена Шевчук", "Андрій Бойко", "Ірина Мороз", "Тарас Гнатюк"),
        ("Дніпро Буд", "Львів Готель", "Карпати Ліс", "Одеса Порт"),
    )
    day = "%d.%m.%Y"
    columns = [
        col("№ угоди", lambda d: f"У{d.number}", "id"),
        col("Назва угоди", lambda d: f"Двері {d.number % 70}", "name"),
        col("Клієнт", lambda d: d.customer, "account"),
        col("Менеджер", lambda d: d.rep, "owner"),
        col("Дата створення", on(day, "opened"), "created_at"),
        col("Планова дата закриття", on(day, "expected"), "close_on"),
        col("Дата закриття", on(day, "closed"), "closed_at"),
        col("Сума", lambda d: comma(d.amount, " ") + " ₴", "amount"),
        col("Знижка", lambda d: comma(d.amount * 0.05, " ") + " ₴"),
        col("Етап", phase(["Заявка", "Замір", "Пропозиція", "Договір"]), "stage"),
        col("Статус", end({"won": "Виграно", "lost": "Програно", "open": "В роботі"}), "outcome"),
        col("Причина відмови", if_lost(["Ціна", "Термін", "Конкурент"]), "lost_reason"),
        col("Джерело", one_of(["Сайт", "Виставка", "Рекомендація"]), "source_channel"),
        col("Дата останнього контакту", near(day, 30)),
    ]
    file = "угоди.csv"
    return Export(
        "ukrainian doors",
        "Cyrillic, hryvnia sign",
        {file: delimited(rows_of(columns, deals), ";")},
        {file: truth_of(columns, "UAH")},
        deals,
    )


def hebrew_security():
    deals = sales(
        219,
        ("דוד כהן", "מיכל לוי", "יוסי מזרחי", "נועה פרץ"),
        ("בנק הגליל", "עיריית חולון", "מפעלי הנגב", "רשת אור"),
    )
    day = "%d/%m/%Y"
    columns = [
        col("מספר עסקה", lambda d: f"D{d.number}", "id"),
        col("שם עסקה", lambda d: f"מערכת {d.number % 70}", "name"),
        col("לקוח", lambda d: d.customer, "account"),
        col("איש מכירות", lambda d: d.rep, "owner"),
        col("תאריך פתיחה", on(day, "opened"), "created_at"),
        col("תאריך סגירה צפוי", on(day, "expected"), "close_on"),
        col("תאריך סגירה בפועל", on(day, "closed"), "closed_at"),
        col("סכום", lambda d: f"₪{d.amount:,}", "amount"),
        col("הנחה", lambda d: f"₪{d.amount // 20:,}"),
        col("שלב", phase(["פנייה", "הדגמה", "הצעת מחיר", "משא ומתן"]), "stage"),
        col("סטטוס", end({"won": "זכייה", "lost": "הפסד", "open": "פתוח"}), "outcome"),
        col("סיבת הפסד", if_lost(["מחיר", "זמן", "מתחרה"]), "lost_reason"),
        col("טלפון", phone),
    ]
    file = "עסקאות.csv"
    return Export(
        "hebrew security",
        "from right to left, shekel sign",
        {file: delimited(rows_of(columns, deals))},
        {file: truth_of(columns, "ILS")},
        deals,
    )


def arabic_contracting():
    deals = sales(
        220,
        ("أحمد السيد", "منى حداد", "خالد العلي", "سارة النجار"),
        ("شركة النور", "مجموعة الخليج", "مستشفى السلام", "بلدية الشرق"),
    )
    day = "%Y-%m-%d"
    columns = [
        col("رقم الفرصة", lambda d: f"F{d.number}", "id"),
        col("اسم الفرصة", lambda d: f"مشروع {d.number % 70}", "name"),
        col("العميل", lambda d: d.customer, "account"),
        col("مندوب المبيعات", lambda d: d.rep, "owner"),
        col("تاريخ الإنشاء", on(day, "opened"), "created_at"),
        col("تاريخ الإغلاق المتوقع", on(day, "expected"), "close_on"),
        col("تاريخ الإغلاق الفعلي", on(day, "closed"), "closed_at"),
        col("القيمة", lambda d: d.amount, "amount"),
        col("التكلفة", lambda d: d.amount * 0.7),
        col("المرحلة", phase(["تواصل", "زيارة", "عرض سعر", "تفاوض"]), "stage"),
        col("الحالة", end({"won": "فوز", "lost": "خسارة", "open": "مفتوحة"}), "outcome"),
        col("سبب الخسارة", if_lost(["السعر", "الوقت", "منافس"]), "lost_reason"),
        col("المصدر", one_of(["معرض", "موقع", "توصية"]), "source_channel"),
        col("رقم الهاتف", phone),
    ]
    file = "الفرص.csv"
    return Export(
        "arabic contracting",
        "from right to left, articles before words",
        {file: delimited(rows_of(columns, deals))},
        {file: truth_of(columns)},
        deals,
    )


FAR = (
    korean_systems,
    chinese_equipment,
    japanese_report,
    greek_travel,
    finnish_machines,
    hungarian_office,
    romanian_software,
    ukrainian_doors,
    hebrew_security,
    arabic_contracting,
)
