"""company.yaml: what is written can be read, and what is wrong is said with line and key."""

from __future__ import annotations

import pytest

from fairlead.company.calendar import Calendar, WeekRule
from fairlead.company.file import from_yaml, to_yaml
from fairlead.company.model import Company, Proposal
from fairlead.errors import DefinitionError

WEEKS = Company(
    "JPY",
    Calendar(2, "start", WeekRule((4, 5, 4), 6, "nearest", 1)),
    "Asia/Tokyo",
    (0, 1, 2, 3, 5),
)


@pytest.mark.parametrize(
    "company",
    [
        Company(),
        Company("EUR", Calendar(7), "Europe/Berlin", (6, 0, 1, 2, 3)[1:]),
        Company("USD", calendar_from_crm=True),
        WEEKS,
    ],
)
def test_what_is_written_can_be_read(company: Company) -> None:
    text = to_yaml(Proposal(company, {"reporting_currency": "why\nso"}))
    assert from_yaml(text) == company
    assert "# why so\nreporting_currency:" in text


def test_an_empty_file_means_the_defaults() -> None:
    assert from_yaml("") == from_yaml("# nothing\n") == Company()
    assert from_yaml("reporting_currency:\n") == Company()


def test_months_may_be_named() -> None:
    assert from_yaml("fiscal_calendar: {start_month: February}").calendar.start_month == 2


@pytest.mark.parametrize(
    ("text", "place", "allowed"),
    [
        ("\nreporting_currency: euro", "line 2: reporting_currency is 'euro'", "EUR"),
        ("reporting_currency: NO", "line 1: reporting_currency is False", "three capital"),
        ("time_zone: Berlin", "line 1: time_zone is 'Berlin'", "Europe/Berlin"),
        ("working_week: monday", "line 1: working_week is 'monday'", "a list"),
        ("working_week: [mo]", "line 1: working_week is ['mo']", "monday, tuesday"),
        ("currency: EUR", "line 1: there is no key 'currency'", "reporting_currency"),
        ("time_zone: UTC\ntime_zone: UTC", "line 2: time_zone stands here a second", "line 1"),
        ("- a", "line 1: the file is ['a']", "key: value"),
        ("fiscal_calendar: 4-4-5", "line 1: fiscal_calendar is '4-4-5'", "start_month"),
        ("fiscal_calendar:\n  kind: x", "line 2: kind is 'x'", "months, weeks, listed"),
        ("fiscal_calendar:\n  start_month: 13", "line 2: start_month is 13", "1 to 12"),
        ("fiscal_calendar:\n  start_month: true", "line 2: start_month is True", "1 to 12"),
        ("fiscal_calendar:\n  begin: 2", "line 2: there is no key 'begin'", "start_month"),
        (
            "fiscal_calendar:\n  kind: weeks\n  pattern: 5-5-3",
            "line 3: pattern is '5-5-3'",
            "4-4-5, 4-5-4, 5-4-4",
        ),
        (
            "fiscal_calendar:\n  kind: weeks\n  extra_week_in_quarter: 5",
            "line 3: extra_week_in_quarter is 5",
            "1, 2, 3, 4",
        ),
        ("fiscal_calendar:\n  pattern: 4-4-5", "line 2: pattern goes with kind: weeks", "kind"),
        ("a: [", "line 1 is no valid YAML", "quotes"),
    ],
)
def test_bad_content_says_line_key_and_what_is_allowed(text: str, place: str, allowed: str) -> None:
    with pytest.raises(DefinitionError) as told:
        from_yaml(text)
    assert place in told.value.message.replace("company.yaml, ", "")
    assert told.value.message.startswith("company.yaml")
    assert allowed in told.value.hint
