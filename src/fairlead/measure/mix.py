"""What was dealt, as bands of expected outcome: hard deals apart from easy ones.

A ridge regression of main effects says what each combination of known things (segment, source,
amount) is expected to bring. Every person has an effect of their own in it, which is left out of
the score: good people who are dealt hard deals do not make these deals look easy. A column that
says whose deal it is (a territory) is left out. The scores are cut into as few bands as leave
little of their spread inside.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from fairlead.measure.cells import UNKNOWN, Floats, Ints, Mix
from fairlead.measure.dealt import NOT_GIVEN, Dealt, Family, expected, places

MOST_BANDS, RESULTS_A_BAND = 12, 100
"""At most twelve bands, and on average a hundred results in each: fewer say nothing of a band."""
LEFT_OVER_SD: dict[Family, float] = {"trials": 0.1, "events": 0.1, "values": 0.02}
"""Spread of expected log-odds, log rates or log amounts that may stay inside bands. Amounts of one
product scatter little: where two prices stay in one band, who sells more of the dearer one would
look better by their difference."""
BAND_PEOPLE = 5
BAND_TRIALS = 20
FILLED_GAP = 0.1
OPEN_GAP = 0.25
TERRITORY = 0.25


def tells_outcome(won: tuple[int, int], lost: tuple[int, int], waiting: tuple[int, int]) -> bool:
    """Say whether a column is filled in because of what became of the deal.

    Parameters
    ----------
    won, lost, waiting
        How many successes, failures and open trials have a value, of how many.

    Returns
    -------
    bool
        True where the filled shares of won and lost differ by more than ten points, or open ones
        lack what ended ones have. Such a column says how the deal ended, not what was dealt.
    """
    shares = [filled / total if total else None for filled, total in (won, lost, waiting)]
    ended = [share for share in shares[:2] if share is not None]
    if len(ended) == 2 and abs(ended[0] - ended[1]) > FILLED_GAP:
        return True
    return shares[2] is not None and bool(ended) and shares[2] < min(ended) - OPEN_GAP


def is_territory(codes: Ints, person: Ints, number: Floats) -> bool:
    """Say whether a column says whose deal it is: each person has nearly one level only.

    What such a level brings cannot be told from what its people bring.

    Parameters
    ----------
    codes, person, number
        Level, person and number of deals of each row (rows,).
    """
    people, place = places(person)
    width = int(codes.max(initial=0)) + 1
    met = np.bincount(place * width + codes, number, people * width)
    own = met.reshape(people, width)
    total = float(number.sum())
    elsewhere = 1 - own.max(axis=1).sum() / max(total, 1e-12)
    usual = 1 - own.sum(axis=0).max() / max(total, 1e-12)
    return people > 1 and bool(elsewhere < TERRITORY * usual)


def one_band() -> Mix:
    """Return the only band of what cannot be told apart."""
    return Mix(("all deals",), (), ((),), np.zeros(1, dtype=np.int64))


def band(dealt: Dealt, family: Family) -> tuple[Mix, Ints]:
    """Return bands of expected outcome, the hardest first, and the band of each row.

    Parameters
    ----------
    dealt
        Outcomes by combination and person.
    family
        ``trials``: shares on the logit; ``events``: rates on the logarithm; ``values``: means.

    Returns
    -------
    Mix
        At most `MOST_BANDS` bands, and two or one for `RESULTS_A_BAND` outcomes; none with fewer
        than `BAND_PEOPLE` people or `BAND_TRIALS` outcomes. One where nothing tells deals apart.
    numpy array
        Band of each row of `dealt` (rows,); `UNKNOWN` where no column has a value.
    """
    rows = len(dealt.person)
    if not dealt.columns or dealt.size.sum() <= 0:
        return one_band(), np.zeros(rows, dtype=np.int64)
    score = expected(dealt, family)
    combos, first, place = _combinations(dealt)
    cut = _split(score[first], place, dealt, family)
    if cut.max() <= 0:
        return one_band(), np.zeros(rows, dtype=np.int64)
    names = tuple(
        tuple(dealt.levels[c][code] for c, code in enumerate(combo)) for combo in combos.tolist()
    )
    labels = _labels(dealt, cut[place])
    return Mix(labels, dealt.columns, names, cut), cut[place]


def _combinations(dealt: Dealt) -> tuple[Ints, Ints, Ints]:
    """Return the different combinations, where each is met first, and that of each row."""
    packed = np.zeros(len(dealt.person), dtype=np.int64)
    for column, levels in enumerate(dealt.levels):
        packed = packed * len(levels) + dealt.codes[:, column]
    _, first, place = np.unique(packed, return_index=True, return_inverse=True)
    return dealt.codes[first], first, place.reshape(-1)


def _split(score: Floats, place: Ints, dealt: Dealt, family: Family) -> Ints:
    """Return the band of each combination: halve the widest band until little is left inside."""
    known = np.bincount(place, dealt.codes.sum(axis=1), len(score)) > 0
    weight: Floats = (np.bincount(place, dealt.met, len(score)) * known).astype(np.float64)
    resolved = dealt.good if family == "events" else dealt.size
    outcomes: Floats = (np.bincount(place, resolved, len(score)) * known).astype(np.float64)
    if _left_over([(0, len(score))], score, weight) <= LEFT_OVER_SD[family]:
        return np.where(known, 0, UNKNOWN)
    order = np.argsort(score, kind="stable")
    order = order[known[order]]
    rank = np.full(len(score), -1)
    rank[order] = np.arange(len(order))
    worked = (dealt.person >= 0) & known[place]
    who = _Meetings(rank[place[worked]], dealt.person[worked])
    pieces = [(0, len(order))]
    most = min(MOST_BANDS, max(2, int(outcomes.sum()) // RESULTS_A_BAND))
    while len(pieces) < most:
        if _left_over(pieces, score[order], weight[order]) <= LEFT_OVER_SD[family]:
            break
        best = max(
            (_best_cut(p, score[order], weight[order], outcomes[order], who) for p in pieces),
            key=lambda cut: cut[0],
        )
        if best[0] <= 0:
            break
        _gain, at, piece = best
        pieces.remove(piece)
        pieces += [(piece[0], at), (at, piece[1])]
    starts = np.array(sorted(a for a, _ in pieces))
    bands = np.full(len(score), UNKNOWN, dtype=np.int64)
    bands[order] = np.searchsorted(starts, np.arange(len(order)), side="right") - 1
    return bands


class _Meetings:
    """Who met which combination, to count different people in a range of combinations."""

    def __init__(self, rank: Ints, person: Ints) -> None:
        order = np.argsort(rank, kind="stable")
        self.rank, self.person = rank[order], person[order]

    def enough(self, a: int, b: int) -> tuple[int, int]:
        """Return the range of cuts in (a, b) that leave `BAND_PEOPLE` people on both sides."""
        lo, hi = np.searchsorted(self.rank, [a, b])
        ranks, people = self.rank[lo:hi], self.person[lo:hi]
        firsts = np.sort(np.unique(people, return_index=True)[1])
        lasts = np.sort(np.unique(people[::-1], return_index=True)[1])
        if len(firsts) < BAND_PEOPLE:
            return b, a
        return (
            int(ranks[firsts[BAND_PEOPLE - 1]]) + 1,
            int(ranks[len(ranks) - 1 - lasts[BAND_PEOPLE - 1]]),
        )


def _best_cut(
    piece: tuple[int, int], score: Floats, weight: Floats, outcomes: Floats, who: _Meetings
) -> tuple[float, int, tuple[int, int]]:
    """Return how much the best cut of a range takes from the spread inside, and where it is."""
    a, b = piece
    low, high = who.enough(a, b)
    cuts = np.arange(max(low, a + 1), min(high, b - 1) + 1)
    if not len(cuts):
        return 0.0, a, (a, b)
    w, x = np.cumsum(weight[a:b]), np.cumsum((weight * score)[a:b])
    n = np.cumsum(outcomes[a:b])
    left, place = w[cuts - a - 1], cuts - a - 1
    right = w[-1] - left
    with np.errstate(divide="ignore", invalid="ignore"):
        gain = x[place] ** 2 / left + (x[-1] - x[place]) ** 2 / right - x[-1] ** 2 / w[-1]
    apart = score[cuts] - score[cuts - 1] > 1e-9
    fit = apart & (n[place] >= BAND_TRIALS) & (n[-1] - n[place] >= BAND_TRIALS)
    gain = np.where(fit & (left > 0) & (right > 0), gain, 0.0)
    best = int(np.argmax(gain))
    return float(gain[best]), int(cuts[best]), (a, b)


def _left_over(pieces: list[tuple[int, int]], score: Floats, weight: Floats) -> float:
    inside = 0.0
    for a, b in pieces:
        w = weight[a:b]
        if w.sum() > 0:
            mean = float(np.average(score[a:b], weights=w))
            inside += float((w * (score[a:b] - mean) ** 2).sum())
    return float(np.sqrt(inside / max(float(weight.sum()), 1.0)))


def _labels(dealt: Dealt, cut: Ints) -> tuple[str, ...]:
    """Return what each band holds, in at most two columns that set it apart."""
    count = int(cut.max()) + 1
    found = []
    for number in range(count):
        told = sorted(
            (part for c in range(len(dealt.columns)) if (part := _told(dealt, c, cut == number))),
            key=lambda part: -part[0],
        )
        found.append(", ".join(text for _lift, text in told[:2]) or "mixed deals")
    return tuple(
        text if found.count(text) == 1 else f"{text} ({i + 1} of {count}, hardest first)"
        for i, text in enumerate(found)
    )


def _told(dealt: Dealt, column: int, inside: npt.NDArray[np.bool_]) -> tuple[float, str] | None:
    """Return how much more usual a column's levels are inside a band, and their names."""
    codes, width = dealt.codes[:, column], len(dealt.levels[column])
    here = np.bincount(codes[inside], dealt.met[inside], width)
    every = np.bincount(codes, dealt.met, width)
    here, every = here / max(here.sum(), 1e-12), every / max(every.sum(), 1e-12)
    order = np.argsort(-here, kind="stable")
    for many in (1, 2):
        chosen = np.sort(order[:many])
        share, usual = float(here[chosen].sum()), float(every[chosen].sum())
        if share >= 0.6 and share >= 1.2 * usual:
            names = [dealt.levels[column][i] for i in chosen if here[i] > 0]
            words = [f"{dealt.columns[column]} {n}" if n == NOT_GIVEN else n for n in names]
            return share / usual, " or ".join(words)
    return None
