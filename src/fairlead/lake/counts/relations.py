"""The tables a question is asked of, as Ibis expressions on one connection.

The same expressions run on DuckDB here and on Spark on a cluster; a plain-Python reference in the
tests says what they must return.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from fairlead.company.model import DEFAULT, Company
from fairlead.lake.clock import use_clock
from fairlead.lake.counts.texts import text_of
from fairlead.process.model import Process

WON_RANK = 10_000
"""Rank of the win, behind every stage."""

NO_CODE = -1
"""Code of an event that names no stage it came from."""


COUNTED = {
    "opportunities": (
        "opportunity_id", "pipeline", "type", "created_at", "owner_id", "amount", "currency",
        "close_on", "stage", "outcome", "closed_at", "known_at", "source",
    ),
    "stage_changes": (
        "opportunity_id", "occurred_at", "known_at", "from_stage", "to_stage", "sequence",
    ),
    "field_changes": (
        "opportunity_id", "occurred_at", "known_at", "field", "old", "new", "sequence",
    ),
}  # fmt: skip
"""Tables of deals with the columns that counting in parts reads."""

UNTIL, EVENING, BEGAN = "counted_until", "counted_evening", "counted_began"
"""Variables of the connection that hold the evening asked where deals are counted in parts: the
first instant that is not known, the day, and the first event of all deals."""


@dataclass(frozen=True)
class Relations:
    """Canonical tables plus the process on one connection, ready for expressions.

    Every table is an Ibis expression, made when it is first asked for. `process` has one row a
    pipeline and stage with ``rank`` (open stages 0.., the win `WON_RANK`, others null) and
    ``kind``. `codes` numbers the stages seen in events of a pipeline (``code, pipeline, stage,
    kind, rank``). `moves` has one row a stage change of a deal that is not deleted, in numbers:
    ``occurred_at, known_at, place`` (order within the deal), ``code`` and ``rank`` of the stage
    entered, whether that is a ``closing`` or ``beside`` the road, and ``left_code`` of the stage
    left (`NO_CODE` where none is named). `company` says which day an instant is.

    Expressions name no evening: they read `UNTIL` and `EVENING`, so that as text they are the same
    on every day and are made once (`fill`). Where the tables hold some deals only (`in_parts`),
    they name nothing of other deals either and read `BEGAN`; last steps are then of every deal
    without history: whoever brings the parts together leaves out pipelines where they tell
    nothing. `asked` gathers the text of tables that are kept.
    """

    connection: Any
    company: Company
    in_parts: bool = False
    asked: dict[str, str] = field(default_factory=dict)

    @functools.cached_property
    def backend(self) -> Any:
        """Ibis on the connection."""
        import ibis

        return ibis.duckdb.from_connection(self.connection)

    def table(self, name: str) -> Any:
        """Return a table of the connection."""
        found = self.backend.table(name)
        return found.select(*COUNTED[name]) if self.in_parts and name in COUNTED else found

    @functools.cached_property
    def opportunities(self) -> Any:
        """Deals."""
        return self.table("opportunities")

    @functools.cached_property
    def stage_changes(self) -> Any:
        """Events."""
        return self.table("stage_changes")

    @functools.cached_property
    def field_changes(self) -> Any:
        """Changes of amounts, owners and days."""
        return self.table("field_changes")

    @functools.cached_property
    def person_keys(self) -> Any:
        """People by every key they have."""
        return self.table("person_keys")

    @functools.cached_property
    def process(self) -> Any:
        """Stages of the process."""
        return self.table("process_stages")

    @functools.cached_property
    def codes(self) -> Any:
        """Stages of events."""
        return self.table("stage_codes")

    @functools.cached_property
    def moves(self) -> Any:
        """Events in numbers."""
        return self.table("stage_moves")

    @property
    def end(self) -> Any:
        """The first instant that is not known on the evening asked, as an expression."""
        return _variables()[0](UNTIL)

    @property
    def evening(self) -> Any:
        """The evening asked as an expression."""
        return _variables()[1](EVENING)

    @property
    def began(self) -> Any:
        """The first event of all deals as an expression; only `in_parts`."""
        return _variables()[0](BEGAN)

    def ask(self, as_of: dt.date) -> None:
        """Say which evening tables are filled for from here on."""
        ask_evening(self.connection, self.company, as_of)

    def fill(self, name: str, rows: Callable[[], Any], *, query: str | None = None) -> None:
        """Fill the temp table `name` anew with what an expression gives.

        Parameters
        ----------
        name
            The table.
        rows
            Makes the expression. It is asked once for each `query` (`texts`), so it must depend on
            the program alone, and on nothing of one connection but the names of its tables.
        query
            What tells the expression from others; the table's name, where nothing is said.

        Notes
        -----
        Ibis' own ``create_table(overwrite=True)`` writes every row twice (12.0: it fills a table
        under another name and copies that).
        """
        known = f"{query or name}{' in parts' if self.in_parts else ''}"
        text = self.asked[name] = text_of(known, lambda: str(self.backend.compile(rows())))
        self.connection.execute(f'CREATE OR REPLACE TEMP TABLE "{name}" AS {text}')

    def until(self, as_of: dt.date) -> dt.datetime:
        """Return the first instant that is not known yet on the company's evening of `as_of`."""
        return self.company.after_evening_of(as_of)


def ask_evening(connection: Any, company: Company, as_of: dt.date) -> None:
    """Tell a connection which evening is asked."""
    until = company.after_evening_of(as_of).isoformat()
    connection.execute(f"SET VARIABLE {UNTIL} = TIMESTAMPTZ '{until}'")
    connection.execute(f"SET VARIABLE {EVENING} = DATE '{as_of}'")


def relations(
    connection: Any,
    process: Process,
    company: Company = DEFAULT,
    *,
    in_parts: bool = False,
) -> Relations:
    """Return the relations of a DuckDB connection whose views are attached.

    Fills the temp tables ``process_stages``, ``stage_codes`` and ``stage_moves``: every evening
    that is asked about reads the events from there, as numbers, and no text is compared again.
    """
    use_clock(connection, company)
    fill_process(connection, process)
    found = Relations(connection, company, in_parts)
    found.fill("stage_codes", lambda: _codes(_events(found), found.process))
    found.fill("stage_moves", lambda: _moves(_events(found), found.codes))
    return found


def _events(found: Relations) -> Any:
    """Return the events of deals that are not deleted, with the deal's pipeline."""
    deals = found.opportunities
    deals = deals.filter(deals.outcome != "deleted").select("opportunity_id", "pipeline")
    return found.stage_changes.inner_join(deals, "opportunity_id")


def fill_process(connection: Any, process: Process) -> None:
    """Fill the temp table ``process_stages`` (see `Relations`)."""
    connection.register("process_rows", process_table(process))
    connection.execute("CREATE OR REPLACE TEMP TABLE process_stages AS FROM process_rows")
    connection.unregister("process_rows")


def _codes(events: Any, stages: Any) -> Any:
    """Return a number for every stage that an event of a pipeline enters or leaves."""
    import ibis

    seen = events.select("pipeline", stage="to_stage").distinct()
    left = events.filter(events.from_stage.notnull()).select("pipeline", stage="from_stage")
    seen = seen.union(left.distinct(), distinct=True)
    named = seen.left_join(
        stages, [seen.pipeline == stages.pipeline, seen.stage == stages.stage]
    ).select("pipeline", "stage", "kind", "rank")
    order = ibis.window(order_by=["pipeline", "stage"])
    return named.mutate(code=ibis.row_number().over(order).cast("int32"))


def _moves(events: Any, codes: Any) -> Any:
    import ibis

    to = codes.rename(to_pipeline="pipeline", to_name="stage")
    left = codes.select(left_pipeline="pipeline", left_name="stage", left_code="code")
    found = events.inner_join(
        to, [events.pipeline == to.to_pipeline, events.to_stage == to.to_name]
    )
    found = found.left_join(
        left, [found.pipeline == left.left_pipeline, found.from_stage == left.left_name]
    )
    return found.select(
        "opportunity_id",
        "occurred_at",
        "known_at",
        "code",
        "rank",
        closing=found.kind.isin(["won", "lost"]).fill_null(ibis.literal(value=False)),
        beside=(found.kind == "side").fill_null(ibis.literal(value=False)),
        place=microseconds(found.occurred_at) * 1_024 + ibis.least(found.sequence, 1_023),
        left_code=found.left_code.fill_null(NO_CODE),
    )


def process_table(process: Process) -> Any:  # a pyarrow.Table
    """Return the process as a table: pipeline, stage, kind, rank."""
    import pyarrow as pa

    rows = []
    for pipeline in process.pipelines:
        rank = 0
        for stage in pipeline.stages:
            place = None
            if stage.kind == "open":
                place, rank = rank, rank + 1
            elif stage.kind == "won":
                place = WON_RANK
            rows.append((pipeline.name, stage.stage, stage.kind, place))
    schema = pa.schema(
        [
            ("pipeline", pa.string()),
            ("stage", pa.string()),
            ("kind", pa.string()),
            ("rank", pa.int64()),
        ]
    )
    columns = [[row[i] for row in rows] for i in range(len(schema))]
    return pa.table(
        [pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)], schema=schema
    )


def microseconds(instant: Any) -> Any:
    """Return an instant as whole microseconds since 1970, exactly."""
    return _engine_functions()[0](instant)


def day_of(instant: Any) -> Any:
    """Return the company's day of an instant, by the macro of `lake.clock`."""
    return _engine_functions()[1](instant)


@functools.cache
def _variables() -> tuple[Callable[..., Any], Callable[..., Any]]:
    """Return DuckDB's getvariable, of an instant and of a day; another engine must offer it."""
    import ibis

    instant, day = (
        ibis.udf.scalar.builtin(signature=(("string",), kind), name="getvariable")
        for kind in ("timestamp('UTC', 6)", "date")
    )

    def of_instant(variable):  # type: ignore[no-untyped-def]
        """Value of a variable that holds an instant."""

    def of_day(variable):  # type: ignore[no-untyped-def]
        """Value of a variable that holds a day."""

    return instant(of_instant), day(of_day)


@functools.cache
def _engine_functions() -> tuple[Callable[..., Any], Callable[..., Any]]:
    """Return DuckDB's epoch_us and our company_day; another engine must offer both names."""
    import ibis

    @ibis.udf.scalar.builtin(signature=(("timestamp('UTC')",), "int64"))
    def epoch_us(instant):  # type: ignore[no-untyped-def]
        """Whole microseconds since 1970."""

    @ibis.udf.scalar.builtin(signature=(("timestamp('UTC')",), "date"))
    def company_day(instant):  # type: ignore[no-untyped-def]
        """Return the company's day."""

    return epoch_us, company_day
