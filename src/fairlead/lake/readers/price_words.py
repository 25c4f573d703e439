"""What headers of list prices and discounts are called in the languages exports come in: data."""

# ruff: noqa: E501  word lists read better on one line a field
from __future__ import annotations

PRICES: dict[str, str] = {
    "list_amount": "list amount|list price|list value|amount at list price|amount before discount|price before discount|listenpreis|listenwert|montant avant remise|prix catalogue|prezzo di listino|precio de lista|preco de tabela|cena katalogowa",
    "discount": "discount|discount percent|discount pct|discount percentage|discount rate|discount given|deal discount|rabatt|rabatt prozent|rabattsatz|nachlass|remise|taux de remise|descuento|sconto|desconto|korting|rabat|скидка",
    "discount_amount": "discount amount|discount value|rabattbetrag|rabatt betrag|montant de la remise|montant remise|importe descuento|importo sconto|valor do desconto|kortingsbedrag|kwota rabatu|сумма скидки",
}
