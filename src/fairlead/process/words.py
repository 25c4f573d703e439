"""What the name of a stage says about its outcome, in the languages exports come in."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

WON = (
    "won|win|closedwon|gewonnen|gagne|gagnee|ganado|ganada|ganho|vinto|vinta|guanyat|"
    "guanyada|wygrane|wygrana|"
    "выиграно|выиграна|успешно|payment done|paid|bezahlt|signed|unterschrieben|"
    "contract signed|closed won|booked|成交|赢单|受注"
)
LOST = (
    "lost|loss|closedlost|verloren|perdu|perdue|perdido|perdida|perso|persa|perdut|"
    "perduda|przegrane|przegrana|"
    "проиграно|проиграна|отказ|closed lost|dead|disqualified|rejected|declined|denied|refused|"
    "cancelled|canceled|abandoned|no decision|churned|abgelehnt|storniert|refuse|annule|失注|输单"
)
AGREED = "accepted|approved|activated|registered|granted|completed|delivered|angenommen|accepte"

NOT_YET = (
    "meeting|appointment|appointmentscheduled|demo|call|visit|workshop|webinar|presentation|"
    "discovery|trial|pilot|poc|nda|loi|mou|termin|rendez vous|rdv|reunion|visita"
)
"""Things that are booked or signed long before a deal is."""

_LOOSE = "booked|signed|paid|bezahlt|unterschrieben"
_NEGATED = "not|never|no|nicht|nie|kein|non|pas|niet|nao|не"

EARLY_TO_LATE = (
    (
        "new|lead|leads|inbound|prospect|prospecting|suspect|submitted|registered|neu|nouveau|nuevo|"
        "novo|nuovo|nieuw|nowy|новый|новая"
    ),
    (
        "contacted|contact|attempting|outreach|connect|working|engaging|engaged|kontakt|erstkontakt|"
        "contacto|contato|contatto|kontakte|premier contact|primer contacto|контакт"
    ),
    (
        "qualify|qualified|qualification|qualifying|qualificated|needs|discover|discovery|bedarf|"
        "bedarfsanalyse|qualifiziert|qualifizierung|calificado|calificacion|qualificato|qualificado|"
        "qualificacao|gekwalificeerd|kwalifikacja|квалификация"
    ),
    (
        "meeting|appointment|appointmentscheduled|demo|presentation|workshop|webinar|evaluation|"
        "termin|prasentation|rendez vous|rdv|reunion|presentacion|visita|spotkanie|встреча|"
        "презентация"
    ),
    "validate|develop|qualifiedtobuy|analysis|solution|pilot|trial|poc|preaccepted|test|prueba",
    (
        "propose|proposal|quote|quoted|offer|pricing|presentationscheduled|angebot|devis|proposition|"
        "presupuesto|propuesta|oferta|proposta|offerta|orcamento|offerte|предложение|кп"
    ),
    (
        "decisionmakerboughtin|negotiate|negotiation|negotiating|review|verhandlung|negociation|"
        "negociacion|negociacao|trattativa|onderhandeling|negocjacje|переговоры"
    ),
    (
        "contract|contractsent|legal|procurement|waiting for payment|invoice|vertrag|contrat|"
        "contrato|contratto|umowa|договор|счет"
    ),
    "commit|verbal|closing|close|signature|abschluss|cierre|cloture|chiusura|fechamento",
)


def plain(name: str) -> str:
    """Return `name` without accents, case and punctuation between words."""
    folded = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(c for c in folded if not unicodedata.combining(c))
    return re.sub(r"[\s_\-/.:]+", " ", bare).strip()


def _any_of(words: str) -> re.Pattern[str]:
    """Return the pattern of any of `words`, folded as names are."""
    return re.compile(rf"(?<!\w)({plain(words)})(?!\w)")


_WON, _LOST, _AGREED = _any_of(WON), _any_of(LOST), _any_of(AGREED)
_NOT_WON = re.compile(rf"(?<!\w)({_NEGATED}) ({plain(WON)})(?!\w)")
_LOOSELY_WON, _FOR_LATER = _any_of(_LOOSE), _any_of(NOT_YET)
_ORDER = [_any_of(words) for words in EARLY_TO_LATE]


def outcome_of_stage_name(name: str) -> Literal["won", "lost"] | None:
    """Return what a stage's name says about deals in it; None where it says nothing.

    Loss words win over others ("lost to competitor, not won"), and so does a win that is not. A
    meeting that is booked or an NDA that is signed is no win.

    Examples
    --------
    >>> outcome_of_stage_name("Closed Won"), outcome_of_stage_name("Verloren")
    ('won', 'lost')
    >>> outcome_of_stage_name("Negotiation") is None, outcome_of_stage_name("Demo booked") is None
    (True, True)
    """
    text = plain(name)
    if _LOST.search(text) or _NOT_WON.search(text):
        return "lost"
    if not _WON.search(text):
        return None
    if _FOR_LATER.search(text) and not _WON.search(_LOOSELY_WON.sub("", text)):
        return None
    return "won"


def sounds_agreed(name: str) -> bool:
    """Say whether a name tells of a yes that is a win only if nothing follows it."""
    return bool(_AGREED.search(plain(name)))


def position_of_stage_name(name: str) -> float | None:
    """Return where in a sales process a stage of this name usually stands, 0 early to 1 late.

    A leading number decides ("3-Propose"); else the words do. None where neither helps.

    Examples
    --------
    >>> position_of_stage_name("Prospecting") < position_of_stage_name("Engaging")
    True
    >>> position_of_stage_name("Zebra") is None
    True
    """
    number = re.match(r"\s*(\d{1,2})(?=\D)", name)
    if number:
        return min(int(number[1]) / 20, 1.0)
    text = plain(name)
    hits = [i for i, pattern in enumerate(_ORDER) if pattern.search(text)]
    return max(hits) / len(_ORDER) if hits else None
