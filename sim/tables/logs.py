"""Export one run's event log, with the tables that explain its numbers, into a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from sim.events import Run
from sim.resolved import Resolved
from sim.tables.animation import animation_table
from sim.tables.columns import table_writer
from sim.tables.journeys import (
    events_table,
    people_table,
    process_table,
    workers_table,
)
from sim.tables.xes import write_xes

LogForm = Literal["csv", "parquet", "xes"]


def write_log(run: Run, resolved: Resolved, folder: Path, form: LogForm) -> None:
    """Write the log of one run.

    Parameters
    ----------
    folder
        Made if it is not there.
    form
        `csv` or `parquet`: `events` (the log, in whole numbers), `process` and `animation` (the
        same in words and columns other programs expect). `xes`: `events.xes` alone.
        Tables of people and workers always come with it, as CSV beside XES.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tables = {
        "people": people_table(run.people, resolved.names),
        "workers": workers_table(run.workers, resolved.names),
    }
    if form == "xes":
        write_xes(run, resolved, folder / "events.xes")
    else:
        tables["events"] = events_table(run)
        tables["process"] = process_table(run, resolved)
        tables["animation"] = animation_table(run, resolved)
    table_form = "csv" if form == "xes" else form
    with table_writer() as write:
        for name, columns in tables.items():
            write(columns, folder / f"{name}.{table_form}", table_form)
