"""Signs of risk in words: their names, what is seen, and what to do about it."""

from __future__ import annotations

from fairlead.answers import Estimate
from fairlead.brief import words
from fairlead.forecast.risk import FEWEST_PAST, Risks, Sign, SignCheck, SignCode

NAMES: dict[SignCode, str] = {
    "stuck": "too long in a stage",
    "old": "older than wins got",
    "pushed": "put off too often",
    "silent": "nothing noted",
    "cold": "gone cold",
    "single": "too few contacts",
}
"""A sign in two or three words."""

TO_DO: dict[SignCode, str] = {
    "stuck": "agree with the customer on what comes next and by when, or close the deal",
    "old": "ask whether there is still a decision to come; if not, close the deal",
    "pushed": "ask what the date hangs on before it is put off again",
    "silent": "call this week, or close the deal",
    "cold": "get a conversation: emails alone do not win",
    "single": "ask who else decides, and meet them",
}
"""What a manager and the owner do about a sign."""


def seen(sign: Sign) -> str:
    """Write what is seen of one sign, beside what nearly all wins kept to."""
    days, most = words.days(sign.seen), words.count(sign.level)
    return {
        "stuck": f"{days} in its stage (95% of wins: at most {most})",
        "old": f"{days} old (95% of wins: at most {most})",
        "pushed": f"put off {words.counted(sign.seen, 'time')} (95% of wins: at most {most})",
        "silent": f"nothing noted for {days} (95% of wins: at most {most})",
        "cold": f"no conversation for {days} (95% of wins: at most {most})",
        "single": f"{words.counted(sign.seen, 'contact')} spoken to (90% of wins: {most} or more)",
    }[sign.code]


def is_worth_saying(sign: Sign) -> bool:
    """Say whether a sign that is no reason tells anything: that today was active does not."""
    return sign.seen > 0 or sign.code not in {"silent", "cold"}


def together(risks: Risks) -> str:
    """Say how deals with a sign that tells fared in the past, beside others of their stage."""
    check = risks.together
    if check is None or not isinstance(check.ratio, Estimate):
        return ""
    return (
        f"Of {words.count(check.deals)} such deals in the past {words.count(check.won)} were won; "
        f"others at the same stage would have won {words.count(round(check.expected))}."
    )


def judged(check: SignCheck) -> str:
    """Say how one sign did in the past: ``gone cold: 9 of 33 won, others give 14``."""
    if check.verdict == "unknown":
        return f"{NAMES[check.code]}: {check.reason}"
    if check.verdict == "unchecked":
        return (
            f"{NAMES[check.code]}: {words.count(check.deals)} past deals seen, {FEWEST_PAST} needed"
        )
    won = words.ratio(check.won, check.deals)
    return f"{NAMES[check.code]}: {won} won, others give {words.count(round(check.expected))}"
