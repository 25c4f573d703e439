"""List prices and discounts: what each deal would cost by the price list, and what people give."""

from __future__ import annotations

import numpy as np

from fairlead.simulate.ability import World
from fairlead.simulate.tables import Columns, Streams, array

PERSON_SD, DEAL_SD = 0.35, 0.6
"""Of the logit of the share kept: between people, and between the deals of one person."""


def deal_lines(world: World, deals: Columns, streams: Streams) -> tuple[Columns, Columns]:
    """Return one product line a deal with its list price and discount, and the truth of people.

    Parameters
    ----------
    world
        Its `price_kept` is the share of the list price the middle person keeps.
    deals
        The table of deals: whoever owns a deal gave the discount.
    streams
        Prices have a stream of their own: with or without them all else is the same.

    Returns
    -------
    tuple
        ``deal, list_amount, percent, sold_amount, modified_at`` of every deal, amounts in minor
        units, per cent whole as people quote; and ``person, effect, kept``: the effect on the
        logit, and the mean share kept over deals before per cents are rounded.
    """
    rng, middle = streams.of("prices"), world.org.price_kept or 1.0
    effect = PERSON_SD * rng.standard_normal(world.roster.count)
    owner, sold = array(deals, "owner"), array(deals, "amount")
    place = np.log(middle / (1 - middle)) if middle < 1 else np.inf
    eta = place + effect[owner] + DEAL_SD * rng.standard_normal(len(owner))
    percent = np.clip(np.rint(100 / (1 + np.exp(eta))), 0, 90).astype(np.int64)
    points, weight = np.polynomial.hermite_e.hermegauss(15)
    mean = 1 / (1 + np.exp(-(place + effect[:, None] + DEAL_SD * points)))
    lines: Columns = {
        "deal": array(deals, "deal"),
        "list_amount": np.rint(sold / (1 - percent / 100)).astype(np.int64),
        "percent": percent,
        "sold_amount": sold,
        "modified_at": array(deals, "modified_at"),
    }
    truth: Columns = {
        "person": np.arange(world.roster.count),
        "effect": effect,
        "kept": mean @ weight / weight.sum(),
    }
    return lines, truth
