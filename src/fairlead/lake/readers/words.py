"""Words in exported values that say won or lost, renewal or new, call or meeting, yes or no."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from fairlead.process.words import outcome_of_stage_name

_OPEN = (
    "live|running|lauft|offen|a relancer|en attente|pendiente|pendente|in attesa|in behandeling|"
    "pagaende|oppen|apen|aben|avoinna|otevreno|w trakcie|oczekuje|tbd|open|in progress|"
    "active|pending|new|ongoing|on hold|offen|laufend|in bearbeitung|en cours|"
    "ouvert|ouverte|abierto|abierta|en curso|en proceso|aperto|aperta|in corso|aberto|aberta|"
    "under negotiation|in trattativa|em aberto|em negociacao|en negociacion|w negocjacji|otevrena|"
    "otevreny|v jednani|rozpracovano|acik|devam ediyor|beklemede|kesken|kaynnissa|odottaa|nyitott|"
    "nyitva|folyamatban|deschis|deschisa|in lucru|in desfasurare|ανοιχτη|ανοιχτο|σε εξελιξη|פתוח|"
    "פתוחה|בתהליך|מפתוח|مفتوح|مفتوحة|قيد التنفيذ|جارية|進行中|商談中|交渉中|継続|检讨中|検討中|"
    "进行中|跟进中|洽谈中|進行|洽談中|진행중|진행 중|진행|відкрита|в роботі|в процессе|"
    "em andamento|lopend|openstaand|otwarta|otwarte|otwarty|w toku|открыта|открыто|в работе"
)
_LOST_MORE = (
    "absage|abgesagt|nicht gewonnen|nicht erhalten|niet gescoord|gemist|afgewezen|afgevallen|"
    "declinado|declinada|recusado|recusada|rechazado|rechazada|rechazo|denegada|rifiutata|"
    "rifiutato|non acquisita|annullata|porazka|odrzucona|odrzucone|rezygnacja|refusee|sans suite|"
    "abandonnee|annulee|tappad|avslag|avbojd|afslag|tapt|havitty|prohrano|zamitnuto|went elsewhere|"
    "missed|dropped|no go|turned down|not proceeding|not taken up|fell through|no sale|"
    "verloren gegangen|perdido|perdida|perdu|perdue|persa|perso|"
    "kaybedilen|kayip|iptal|reddedildi|havio|haviolla|peruttu|hylatty|elvesztett|vesztett|"
    "elutasitva|pierduta|respins|respinsa|χαμενη|χαμενο|απωλεια|απορριφθηκε|הפסד|הפסדנו|אבוד|נדחה|"
    "خسارة|مفقودة|خاسرة|مرفوض|مرفوضة|失注|敗退|見送り|不成立|キャンセル|输单|丢单|失败|流失|"
    "輸單|未成交|"
    "실주|실패|탈락|програно|втрачено|провалена|проиграна|проиграно|отказ|"
    "відмова|stratena|prehrana|"
    "verlies|stracona|stracone|stracony|utracona|przegrany|потеряна|потеряно|закрыта неуспешно|"
    "kaybedildi|tabt|forlorad|menetetty|ztraceno|elveszett|pierdut|closed - lost|out sold|outsold"
)
_WON_MORE = (
    "auftrag erhalten|auftrag erteilt|beauftragt|zuschlag|bestellt|gescoord|"
    "opdracht gekregen|opdracht verstrekt|"
    "acquisita|acquisito|aceptado|aceptada|adjudicada|adjudicado|aprovado|aprovada|fechado ganho|"
    "sukces|podpisana|signe|signee|conclu|conclue|order received|ordre recu|"
    "kazanilan|onaylandi|voitto|voitettiin|hyvaksytty|nyert|elnyert|megkotve|castigata|acceptata|"
    "semnat|κερδισμενη|κερδισμενο|επιτυχια|זכייה|נסגר בהצלחה|זכינו|ربح|فوز|رابحة|مكسوبة|ناجحة|受注|"
    "成約|契約済|契約済み|獲得|赢单|成交|中标|签约|贏單|成單|已成交|已签约|수주|성공|계약완료|"
    "계약 완료|"
    "виграно|виграна|успішно|выиграно|продано|куплено|vyhrana|vyhrany|ziskano|"
    "vundna|kauppa|success|successful|closed w|"
    "gewonnen|gagnee|wygrany|wygrana|успешно реализовано|выигран|сделка выиграна|kazanildi|vundet|"
    "vunnen|voitettu|vyhrano|megnyert|castigat|vinta|ganada|closed - won"
)
_WON_ALONE = (
    "accepted|awarded|bound|placed|instructed|exchanged|signed|let agreed|approved|"
    "secured|hired|sold|"
    "converted|angenommen|unterschrieben|accepte|acceptee|valide|firmado|firmada|firmato|firmata|"
    "assinado|assinada|akkoord|getekend|podpisano|zaakceptowana|accepterad|signerad|accepteret|"
    "underskrevet|podepsano|prijato|imzalandi|hyvaksytty|alairva|semnat|подписан|подписано"
)
_LOST_ALONE = (
    "declined|withdrawn|dead|ntu|lapsed|unsuccessful|not approved|not accepted|cancelled|"
    "canceled|abgelehnt|storniert|refuse|annule|cancelado|cancelada|annullato|geannuleerd|"
    "anulowana|avbruten|annulleret|avlyst|zruseno|iptal|peruttu|lemondva|anulat|отменен|скасовано"
)
"""Words that say so only where they are all a value says: "signed", but not "NDA signed"."""
_DELETED = "deleted|geloscht|supprime|eliminado|eliminato|excluido|verwijderd|usuniete|удалено"
_DEAL_TYPES = {
    "renewal": "renewal|renew|verlangerung|erneuerung|renouvellement|renovacion|rinnovo|renovacao|"
    "verlenging|odnowienie|przedluzenie|продление",
    "expansion": "expansion|upsell|upgrade|cross sell|crosssell|add on|addon|existing|"
    "bestandskunde|erweiterung|ausbau|extension|ampliacion|espansione|expansao|uitbreiding|"
    "rozszerzenie|"
    "расширение|существующий",
    "new_business": "new business|new customer|new logo|new|newbusiness|neukunde|neugeschaft|"
    "nouveau|nouvelle|nuevo|nueva|nuovo|nuova|novo|nova|nieuw|nieuwe|nowy|nowa|новый|новая",
}
_KINDS = {
    "call": "call|calls|phone|inbound|outbound|incoming|outgoing|missed|dialed|anruf|telefonat|"
    "telefon|appel|llamada|chiamata|telefonata|ligacao|chamada|gesprek|rozmowa|polaczenie|звонок",
    "meeting": "meeting|demo|visit|appointment|event|presentation|workshop|besprechung|termin|"
    "besuch|treffen|reunion|rendez vous|visite|visita|cita|reuniao|riunione|incontro|afspraak|"
    "vergadering|spotkanie|wizyta|встреча|визит",
    "email": "email|e mail|mail|listemail|correo|courriel|письмо|nachricht|message",
    "task": "task|todo|to do|follow up|aufgabe|tache|tarea|compito|tarefa|taak|zadanie|задача",
    "note": "note|notiz|nota|notatka|notitie|заметка|comment|kommentar",
}
_LETTERS: tuple[dict[str, str], ...] = (
    {"w": "won", "l": "lost", "o": "open", "p": "open", "": "open"},
    {"g": "won", "v": "lost", "o": "open", "l": "open", "": "open"},
    {"g": "won", "p": "lost", "e": "open", "a": "open", "o": "open", "c": "open", "": "open"},
    {"v": "won", "p": "lost", "a": "open", "c": "open", "": "open"},
    {"w": "won", "p": "lost", "o": "open", "": "open"},
    {"cw": "won", "cl": "lost", "op": "open", "o": "open", "open": "open", "": "open"},
)
"""Letters for won, lost and open in English, German, French and Spanish, Italian, Polish."""

_NOT = frozenset("not nicht non no nao niet nie inte ikke ej ei ne nu nem не".split())
_YES = frozenset("sim tak да verdadero vrai vero waar prawda".split())
_NO = frozenset("nao nie нет falso faux onwaar nej".split())


_LETTERS_APART = str.maketrans(
    {"ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
"""Letters that are no letter with an accent, so that taking accents away leaves them."""


def folded(text: str) -> str:
    """Return text without case, accents and signs between words."""
    bare = text.casefold()
    if bare.isascii() and bare.isalnum():
        return bare
    if not bare.isascii():
        bare = unicodedata.normalize("NFKD", bare.translate(_LETTERS_APART))
        bare = "".join(c for c in bare if not unicodedata.combining(c))
    return re.sub(r"[^\w]+|_+", " ", bare).strip()


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(folded(w) for w in words.split('|'))})(?!\w)")


_RULES = {
    "lost": _pattern(_LOST_MORE),
    "won": _pattern(_WON_MORE),
    "deleted": _pattern(_DELETED),
}
_ALONE = {"won": _pattern(_WON_ALONE), "lost": _pattern(_LOST_ALONE)}
_OPEN_RULE = _pattern(_OPEN)
_TYPE_RULES = {ours: _pattern(words) for ours, words in _DEAL_TYPES.items()}
_KIND_RULES = {ours: _pattern(words) for ours, words in _KINDS.items()}


def outcome_of(value: str) -> str | None:
    """Return won, lost, open or deleted where a value says so.

    Examples
    --------
    >>> outcome_of("Payment Done"), outcome_of("Verloren"), outcome_of("In progress")
    ('won', 'lost', 'open')
    >>> outcome_of("Call Delayed") is None
    True
    """
    said = outcome_of_stage_name(value)
    if said:
        return said
    text = folded(value)
    first, _, rest = text.partition(" ")
    if first in _NOT and rest and _says_won(rest):
        return "lost"
    for ours, rule in _RULES.items():
        if rule.search(text):
            return ours
    for ours, rule in _ALONE.items():
        if rule.fullmatch(text):
            return ours
    return "open" if _OPEN_RULE.fullmatch(text) else None


def _says_won(text: str) -> bool:
    return bool(_RULES["won"].fullmatch(text) or _ALONE["won"].fullmatch(text))


def outcomes_of(values: Iterable[str]) -> dict[str, str | None]:
    """Return value -> won, lost, open, deleted or None for all values of a column.

    Single letters mean something only together: a column of W, L and O.

    Examples
    --------
    >>> outcomes_of(["W", "L", "O"])
    {'W': 'won', 'L': 'lost', 'O': 'open'}
    >>> outcomes_of(["W", "X"])
    {'W': None, 'X': None}
    """
    seen = list(values)
    plain = {value: folded(value) for value in seen}
    for letters in _LETTERS:
        if set(plain.values()) <= set(letters) and {"won", "lost"} <= {
            letters[text] for text in plain.values()
        }:
            return {value: letters[text] for value, text in plain.items()}
    return {value: outcome_of(value) for value in seen}


def outcome_values(values: Iterable[str]) -> dict[str, str]:
    """Return exported value -> won, lost or deleted for the values that say so."""
    found = outcomes_of(values)
    return {value: said for value, said in found.items() if said and said != "open"}


def deal_type_values(values: Iterable[str]) -> dict[str, str]:
    """Return exported value -> new_business, expansion or renewal."""
    return _by_rules(values, _TYPE_RULES)


def activity_kind_values(values: Iterable[str]) -> dict[str, str]:
    """Return exported value -> kind of activity."""
    return _by_rules(values, _KIND_RULES)


def yes_or_no(values: Iterable[str]) -> dict[str, str]:
    """Return exported value -> won or lost for the answers to a question such as "Won?".

    Examples
    --------
    >>> yes_or_no(["Ja", "Nej", "x"])
    {'Ja': 'won', 'Nej': 'lost', 'x': 'won'}
    """
    yes = _YES | frozenset("true 1 yes y t wahr ja oui si s x j o v".split())
    return {value: "won" if folded(value) in yes else "lost" for value in values}


def flag_values(values: Iterable[str]) -> dict[str, str]:
    """Return exported value -> true or false for words of yes and no beyond the usual ones."""
    found: dict[str, str] = {}
    for value in values:
        word = folded(value)
        if word in _YES:
            found[value] = "true"
        elif word in _NO:
            found[value] = "false"
    return found


def _by_rules(values: Iterable[str], rules: dict[str, re.Pattern[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for value in values:
        text = folded(value)
        hit = next((ours for ours, rule in rules.items() if rule.search(text)), None)
        if hit:
            found[value] = hit
    return found
