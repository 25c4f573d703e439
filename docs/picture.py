"""Draw the picture in the README: the first sections of the demo company's brief.

Run it after a change to the brief's words: ``.venv/bin/python docs/picture.py``. The reader's day
is fixed, so the same code draws the same picture.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from dataclasses import replace
from pathlib import Path

from fairlead.cli.render import terminal_picture
from fairlead.lake.store.workspace import open_workspace
from fairlead.lake.writers import write_export
from fairlead.refresh.briefing import brief_workspace
from fairlead.refresh.importing import import_path
from fairlead.simulate import simulate
from fairlead.simulate.demo import DEMO_SEED, demo_organisation

TARGET = Path(__file__).parent / "_static" / "brief.svg"
SECTIONS = ("run_the_quarter", "one_thing", "how_deals_move")


def main() -> None:
    """Make the demo company once more and draw its brief."""
    organisation = demo_organisation()
    day = organisation.end + dt.timedelta(days=2)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_export(simulate(organisation, seed=DEMO_SEED), root / "export", format="salesforce")
        home = open_workspace(root / "workspace", create=True)
        now = dt.datetime.combine(day, dt.time(9), dt.UTC)
        import_path(home, root / "export", now=now)
        brief = brief_workspace(home, today=day).brief
    shown = tuple(s for s in brief.sections if s.code in SECTIONS)
    picture = terminal_picture(replace(brief, sections=shown, plumbing=()))
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
