"""Tables nobody has seen before: at least 95 % of what matters, and nothing wrong in silence."""

from __future__ import annotations

from tests.lake.readers.unknown.blind import BLIND
from tests.lake.readers.unknown.far import FAR
from tests.lake.readers.unknown.fourth import FOURTH
from tests.lake.readers.unknown.habits import HABITS
from tests.lake.readers.unknown.judge import judge, table_of
from tests.lake.readers.unknown.late import LATE
from tests.lake.readers.unknown.layouts import LAYOUTS
from tests.lake.readers.unknown.made import put
from tests.lake.readers.unknown.mainland import MAINLAND
from tests.lake.readers.unknown.north import NORTH
from tests.lake.readers.unknown.overseas import OVERSEAS
from tests.lake.readers.unknown.trades import TRADES

from fairlead.errors import ImportFileError
from fairlead.lake.readers import read

EXPORTS = (*BLIND, *HABITS, *LATE, *MAINLAND, *NORTH, *OVERSEAS, *TRADES, *FAR, *LAYOUTS, *FOURTH)


def verdict_of(make, folder):
    export = make()
    path = put(export, folder / f"{export.name} ü #1")
    try:
        reading = read(path, folder / f"staging {export.name}")
    except ImportFileError as error:
        return judge(export, None, f" (refused: {error.message})")
    return judge(export, reading)


def test_what_matters_is_mapped_and_nothing_wrong_in_silence(tmp_path):
    verdicts = [verdict_of(make, tmp_path) for make in EXPORTS]
    print("\n" + table_of(verdicts))  # noqa: T201  the table is the result; shown by -s
    assert len(verdicts) >= 12
    assert [s for v in verdicts for s in v.silent] == []
    assert sum(v.right for v in verdicts) >= 0.95 * sum(v.columns for v in verdicts)
