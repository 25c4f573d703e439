"""The import vocabulary around the deals: settings of the CRM, plans, money, roles."""

from __future__ import annotations

from fairlead.lake.readers.words_of_import import ImportTarget
from fairlead.lake.readers.words_of_import import word as _f

SETTINGS_AND_PLANS = (
    ImportTarget(
        "stages",
        "one row a stage of a pipeline, from the CRM's settings",
        (
            _f("pipeline", "key", "pipeline it belongs to: id or name"),
            _f("stage", "key", "stage as deals and history write it", required=True),
            _f("label", "text", "name people see"),
            _f("position", "integer", "order"),
            _f("is_closed", "flag", "deals in it are closed"),
            _f("is_won", "flag", "deals in it are won"),
            _f("is_active", "flag", "still used"),
            _f("probability", "fraction", "default chance of winning"),
        ),
    ),
    ImportTarget(
        "pipelines",
        "one row a pipeline, from the CRM's settings",
        (
            _f("id", "key", "id deals use", required=True),
            _f("label", "text", "name people see"),
        ),
    ),
    ImportTarget(
        "products",
        "one row a product",
        (
            _f("id", "key", "id deals use", required=True),
            _f("name", "text", "name"),
        ),
    ),
    ImportTarget(
        "targets",
        "one row a target of a person or team for a period",
        (
            _f("person", "person", "whose; empty for a team or the company"),
            _f("team", "text", "team"),
            _f("measure", "text", "bookings, new deals, ..."),
            _f("kind", "text", "kind of forecast it is for, where the CRM has several"),
            _f("part", "text", "product family or territory, where it is for a part"),
            _f("period", "period", "month, quarter or year"),
            _f("period_id", "key", "fiscal period: id"),
            _f("from_on", "day", "first day"),
            _f("to_on", "day", "day after the last"),
            _f("last_on", "day", "last day, where the export gives that"),
            _f("amount", "money", "how much money"),
            _f("quantity", "money", "how many, for targets that count"),
            _f("currency", "text", "ISO 4217 code"),
            _f("ramp_share", "fraction", "share of a full target while ramping"),
        ),
    ),
    ImportTarget(
        "submissions",
        "one row a human forecast",
        (
            _f("person", "person", "whose", required=True),
            _f("period", "period", "month, quarter or year"),
            _f("from_on", "day", "first day"),
            _f("to_on", "day", "day after the last"),
            _f("submitted_at", "instant", "when given", required=True),
            _f("category", "text", "commit, best case, ..."),
            _f("layer", "text", "rep, manager or leader"),
            _f("reason", "text", "why, in their own words"),
            _f("amount", "money", "how much", required=True),
            _f("currency", "text", "ISO 4217 code"),
        ),
    ),
    ImportTarget(
        "trainings",
        "one row a person's part in a training",
        (
            _f("training", "text", "name of the training", required=True),
            _f("person", "person", "who", required=True),
            _f("competency", "text", "what it trains", required=True),
            _f("start_group", "text", "who started together"),
            _f("started_on", "day", "first day", required=True),
            _f("ended_on", "day", "last day"),
            _f("chosen_by", "text", "random, numbers or judgement"),
            _f("drawn_within", "text", "stratum the start group was drawn within"),
            _f("smallest_effect", "fraction", "smallest effect that matters: 5 is five points"),
            _f("look_on", "day", "day of the verdict"),
            _f("last_look_on", "day", "day of the second verdict, if one is planned"),
            _f("hours", "rate", "hours it takes this person"),
            _f("cost", "money", "what it costs for this person, in the reporting currency"),
        ),
    ),
    ImportTarget(
        "splits",
        "one row a person's share in a deal",
        (
            _f("opportunity", "key", "the deal", required=True),
            _f("person", "person", "who", required=True),
            _f("share", "fraction", "share", required=True),
            _f("kind", "text", "revenue, overlay, ...: name or id"),
            _f("is_deleted", "flag", "row deleted"),
        ),
    ),
    ImportTarget(
        "split_types",
        "one row a kind of share in deals, from the CRM's settings",
        (
            _f("id", "key", "id shares use", required=True),
            _f("label", "text", "name people see"),
        ),
    ),
    ImportTarget(
        "deal_team",
        "one row a person who helps on a deal",
        (
            _f("opportunity", "key", "the deal", required=True),
            _f("person", "person", "who", required=True),
            _f("role", "text", "their part"),
            _f("is_deleted", "flag", "row deleted"),
        ),
    ),
    ImportTarget(
        "roles",
        "one row a role of the role tree; gives a manager to people who have none",
        (
            _f("id", "key", "id people use", required=True),
            _f("label", "text", "name of the role"),
            _f("parent", "key", "the role above"),
            _f("leader", "person", "who answers for the forecast of this role"),
        ),
    ),
    ImportTarget(
        "periods",
        "one row a fiscal month, quarter or year",
        (
            _f("id", "key", "id targets use", required=True),
            _f("kind", "text", "month, quarter, week or year"),
            _f("label", "text", "name people see"),
            _f("from_on", "day", "first day", required=True),
            _f("last_on", "day", "last day", required=True),
            _f("is_forecast", "flag", "a period forecasts are made for"),
        ),
    ),
    ImportTarget(
        "rates",
        "one row an exchange rate, for a time or as it is now",
        (
            _f("currency", "text", "ISO 4217 code", required=True),
            _f("per_base", "rate", "units of it for one unit of the base", required=True),
            _f("from_on", "day", "first day; empty = the rate now"),
            _f("to_on", "day", "day after the last"),
            _f("places", "integer", "decimals"),
            _f("base", "text", "ISO 4217 code of what the rate is against"),
            _f("is_base", "flag", "the currency of the company, which rates are against"),
            _f("is_active", "flag", "still used"),
        ),
    ),
)
