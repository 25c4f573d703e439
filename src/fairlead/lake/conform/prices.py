"""List prices and discounts: lines of deals, and deals that say a list price or a discount."""

from __future__ import annotations

from fairlead.lake.conform.staged import Staged

PRICED = frozenset({"list_amount", "discount", "discount_amount"})
"""Fields of a deal that say what it would have cost by the price list."""

Built = tuple[dict[str, str], str]
"""Values of the columns, and what follows the table: joins and conditions."""


def lines(alive: str) -> Built:
    """Return product lines: at the list price, and as sold.

    As sold is the line's own amount, else price by quantity less the discount. A line says
    nothing about prices where neither a list price nor a discount stands on it: the price it was
    sold for would stand for both.
    """
    many = "coalesce(m.quantity, 1)"
    listed = f"coalesce(m.list_amount, {many} * coalesce(m.list_price, m.unit_price))"
    given = f"coalesce(m.discount_amount, 0) + {many} * coalesce(m.unit_discount, 0)"
    sold = (
        f"coalesce(m.amount, {many} * m.unit_price * (1 - coalesce(m.discount, 0)), "
        f"CASE WHEN coalesce(m.discount_amount, m.unit_discount) IS NOT NULL "
        f"THEN {listed} - ({given}) ELSE {listed} * (1 - coalesce(m.discount, 0)) END)"
    )
    told = "coalesce(m.list_amount, m.list_price, m.discount, m.discount_amount, m.unit_discount)"
    return _built(
        "m.id", "m.opportunity", "false", (listed, sold), f"{alive} AND {told} IS NOT NULL"
    )


def whole_deals(part: Staged, alive: str) -> Built:
    """Return deals with a list price or a discount of their own, of those with an amount."""
    sold = "coalesce(m.won_amount, m.amount)" if "won_amount" in part.given else "m.amount"
    listed = (
        f"coalesce(m.list_amount, CASE WHEN m.discount BETWEEN 0 AND 0.99 "
        f"THEN {sold} / (1 - m.discount) END, {sold} + m.discount_amount)"
    )
    return _built("'deal|' || m.id", "m.id", "true", (listed, sold), alive)


def _built(own: str, deal: str, whole: str, amounts: tuple[str, str], condition: str) -> Built:
    listed, sold = amounts
    key = f"key_id('opportunity', {deal})"
    minor = "round(({0}) * power(10, coalesce(d.places, 2)))::BIGINT"
    values = {
        "line_id": f"key_id('deal_line', {own})",
        "opportunity_id": key,
        "is_whole_deal": whole,
        "list_amount": minor.format(listed),
        "sold_amount": minor.format(sold),
        "currency": "upper(m.currency)",
        "changed_at": "m.modified_at",
    }
    join = f"LEFT JOIN deal_places d ON d.opportunity_id = {key}"
    return values, f"{join} {condition} AND ({listed}) > 0 AND ({sold}) >= 0"
