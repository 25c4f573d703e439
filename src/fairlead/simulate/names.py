"""Fictional names. Any likeness to a person or company is chance."""

from __future__ import annotations

import numpy as np

from fairlead.simulate.tables import Array, Ints

FIRST = tuple(
    "Farid Hana Ivo Greta Malik Noor Pia Oskar Lena Tomas Yara Rui Signe Idris Mara Jonas Aiko "
    "Zoë Jürgen Łukasz Inès Bram Tilda Emre Odile Kofi Runa Stefan Amara Nils Vera Hugo Selma "
    "Teo Irma Casper Leila Mateo Edda Anton Freya Samir Clara Viggo Naomi Lars Petra Elias Ronja "
    "Dario Ylva Marek Sanna Felix Alma Björn Nadia Theo Maja Owen".split()
)
LAST = tuple(
    "Lindqvist Okafor Marin Petrov Haddad Sato Novak Brandt Osei Varga Nielsen Almeida Kaya "
    "Dubois Eriksson Moreau Rossi Vogel Jansen Kowalski Ferrari Bakker Schäfer Núñez Haas Lund "
    "Costa Berg Fischer Silva Keller Nowak Weber Aydin Laurent Hansen Meyer Santos Conti Wolf "
    "Andersen Peeters Richter Blom Ivanov Duarte Halvorsen Quist Roth Tanaka Ulrich Vance Winter "
    "Yilmaz Zeller Abara Birk Cole Draper Ekman Falk Grant Holm Iversen Juhl Krog Lowe Munro "
    "Nash Oduya Park Reyes Strand Thorn Usman Voss Walsh Xavier Young Zimmer".split()
)
_FRONT = tuple(
    "Brandt Helix Norsk Osei Vega Kestrel Alder Birch Cedar Delta Ember Fjord Granite Harrow "
    "Indigo Juniper Kelvin Larch Meridian Nimbus Onyx Pioneer Quartz Rowan Sable Tundra Umber "
    "Vertex Willow Yarrow Zephyr Aurora Basalt Cobalt Drift Elm Falcon Garnet Hazel Iris Jasper "
    "Kite Linden Maple Nova Opal Prism Raven Slate Thistle".split()
)
_TRADE = tuple(
    "Logistics Foods Textiles Energy Health Systems Marine Robotics Retail Media Finance Steel "
    "Paper Optics Dental Travel Homes Labs Mobility Insurance Chemicals Tools Water Games "
    "Furniture Packaging Freight Pharma Telecom Aviation".split()
)
_FORM = ("GmbH", "Ltd", "AB", "Oy", "& Sons", "BV", "SA", "Group", "KG", "A/S")


def person_names(count: int, rng: np.random.Generator) -> tuple[Array, Array]:
    """Return first and last names; no full name occurs twice before all pairs are used up."""
    pairs = np.arange(len(FIRST) * len(LAST))
    rng.shuffle(pairs)
    turns = -(-count // len(pairs))
    chosen = np.tile(pairs, turns)[:count]
    first = np.array(FIRST)[chosen % len(FIRST)]
    last = np.array(LAST)[chosen // len(FIRST)]
    if turns > 1:
        again = np.repeat(np.arange(turns), len(pairs))[:count]
        last = np.where(again > 0, np.char.add(last, np.char.add("-", again.astype(str))), last)
    return first, last


def company_names(count: int, rng: np.random.Generator) -> Array:
    """Return company names, numbered once the list is used up."""
    all_pairs = len(_FRONT) * len(_TRADE) * len(_FORM)
    order = np.arange(all_pairs)
    rng.shuffle(order)
    chosen = order[np.arange(count) % all_pairs]
    names = np.array(_FRONT)[chosen % len(_FRONT)]
    rest = chosen // len(_FRONT)
    names = _joined(names, np.array(_TRADE)[rest % len(_TRADE)])
    names = _joined(names, np.array(_FORM)[rest // len(_TRADE)])
    turn = np.arange(count) // all_pairs
    return np.where(turn > 0, _joined(names, (turn + 1).astype(str)), names)


def _joined(left: Array, right: Array) -> Array:
    return np.char.add(np.char.add(left, " "), right)


def plain(text: str) -> str:
    """Return the letters of a name as they stand in an address: lower case, ASCII."""
    table = str.maketrans("öüäëéèñúłå", "ouaeeenula")
    return "".join(ch for ch in text.lower().translate(table) if ch.isascii() and ch.isalnum())


def addresses(first: Array, last: Array, domain: str) -> Array:
    """Return one address a person, numbered where two would be the same."""
    seen: dict[str, int] = {}
    made = []
    for given, family in zip(first.tolist(), last.tolist(), strict=True):
        base = f"{plain(given)}.{plain(family)}"
        seen[base] = seen.get(base, 0) + 1
        number = "" if seen[base] == 1 else str(seen[base])
        made.append(f"{base}{number}@{domain}")
    return np.array(made)


def contact_name_codes(count: int, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Return codes into `FIRST` and `LAST` for people at customers (names may repeat)."""
    return rng.integers(0, len(FIRST), count), rng.integers(0, len(LAST), count)
