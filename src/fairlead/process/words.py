"""What the name of a stage says about its outcome, in the languages exports come in."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

WON = (
    "won|win|closedwon|gewonnen|gagne|gagnee|ganado|ganada|ganho|vinto|vinta|wygrane|wygrana|"
    "выиграно|выиграна|успешно|payment done|paid|bezahlt|signed|unterschrieben|"
    "contract signed|closed won|booked|成交|赢单|受注"
)
LOST = (
    "lost|loss|closedlost|verloren|perdu|perdue|perdido|perdida|perso|persa|przegrane|przegrana|"
    "проиграно|проиграна|отказ|closed lost|dead|disqualified|rejected|declined|cancelled|canceled|"
    "abandoned|no decision|churned|abgelehnt|storniert|refuse|annule|失注|输单"
)
AGREED = "accepted|approved|activated|registered|granted|completed|delivered|angenommen|accepte"

_WON = re.compile(rf"(?<!\w)({WON})(?!\w)")
_LOST = re.compile(rf"(?<!\w)({LOST})(?!\w)")
_AGREED = re.compile(rf"(?<!\w)({AGREED})(?!\w)")

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
_ORDER = [re.compile(rf"(?<!\w)({words})(?!\w)") for words in EARLY_TO_LATE]


def plain(name: str) -> str:
    """Return `name` without accents, case and punctuation between words."""
    folded = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(c for c in folded if not unicodedata.combining(c))
    return re.sub(r"[\s_\-/.:]+", " ", bare).strip()


def outcome_of_stage_name(name: str) -> Literal["won", "lost"] | None:
    """Return what a stage's name says about deals in it; None where it says nothing.

    Loss words win over others ("lost to competitor, not won").

    Examples
    --------
    >>> outcome_of_stage_name("Closed Won"), outcome_of_stage_name("Verloren")
    ('won', 'lost')
    >>> outcome_of_stage_name("Negotiation") is None
    True
    """
    text = plain(name)
    if _LOST.search(text):
        return "lost"
    if _WON.search(text):
        return "won"
    return None


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
