"""Work on all cores: in the order given, and an error is told."""

from __future__ import annotations

import threading

import pytest

from fairlead.measure.side_by_side import side_by_side


def test_results_come_in_the_order_given_whoever_is_ready_first() -> None:
    second = threading.Event()

    def make(number: int) -> int:
        if number == 0:
            second.wait(5)
        if number == 1:
            second.set()
        return number * number

    assert list(side_by_side(make, range(5))) == [0, 1, 4, 9, 16]


def test_an_error_of_one_is_told() -> None:
    def make(number: int) -> float:
        return 1 / number

    with pytest.raises(ZeroDivisionError):
        list(side_by_side(make, [2, 0, 1]))
