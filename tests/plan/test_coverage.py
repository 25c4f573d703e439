"""Coverage is two sums, and silent where one of them is not known or nothing is missing."""

from fairlead.plan.coverage import Standing


def test_coverage_is_open_of_missing():
    found = Standing(target=1000, booked=400, open_due=1500)
    assert (found.missing, found.coverage) == (600, 2.5)


def test_nothing_open_covers_nothing_and_unknown_stays_unknown():
    assert Standing(1000, 400, 0).coverage == 0.0
    assert Standing(1000, 400, None, "no close dates").coverage is None


def test_nothing_is_missing_once_the_target_is_reached():
    found = Standing(1000, 1200, 500)
    assert (found.missing, found.coverage) == (0, None)
