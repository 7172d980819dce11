"""Write the event log as XES (IEEE 1849-2016), the exchange format of process mining.

There is one trace per person, in the order of the people table. Its events are in the order in
which they happened. The attributes are those of `sim.tables.journeys.process_table`. The module
`sim.tables.journeys` also explains the timestamps of runs without dates.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO
from xml.sax.saxutils import quoteattr

import numpy as np
from numpy.typing import NDArray

from sim.events import Run
from sim.resolved import Resolved
from sim.tables.columns import Words
from sim.tables.journeys import CASE, first_moment, people_table, process_table
from sim.writing import whole

EXTENSIONS = {
    "Concept": "concept",
    "Lifecycle": "lifecycle",
    "Time": "time",
    "Organizational": "org",
}
EVENT_STRINGS = (
    "concept:name",
    "lifecycle:transition",
    "org:resource",
    "org:group",
    "concept:instance",
    "need",
)
EVENT_INTS = ("level", "minutes")


def write_xes(run: Run, resolved: Resolved, path: Path) -> None:
    """Write the events of every person in a run."""
    table = process_table(run, resolved)
    cells = {key: column.tolist() for key, column in table.items() if key != "time:timestamp"}
    cells["time:timestamp"] = _timestamps(np.asarray(table["time:timestamp"]))
    people = people_table(run.people, resolved.names)
    cases = table[CASE]
    assert isinstance(cases, Words)
    owners = cases.positions
    order = np.argsort(owners, kind="stable")
    starts = np.searchsorted(owners[order], np.arange(len(run.people) + 1))
    with whole(path) as draft, draft.open("x", encoding="utf-8", newline="\n") as file:
        _write_head(file, resolved)
        for person in range(len(run.people)):
            file.write("<trace>\n")
            file.write(_attribute("string", "concept:name", people["name"][person]))
            for key in ("group", "attributes"):
                if people[key][person]:
                    file.write(_attribute("string", key, people[key][person]))
            for row in order[starts[person] : starts[person + 1]].tolist():
                file.write(_event(cells, row))
            file.write("</trace>\n")
        file.write("</log>\n")


def _write_head(file: TextIO, resolved: Resolved) -> None:
    (epoch,) = _timestamps(np.array([first_moment(resolved)]))
    file.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    file.write(
        '<log xes.version="1849-2016" xes.features="" xmlns="http://www.xes-standard.org/">\n'
    )
    for name, prefix in EXTENSIONS.items():
        uri = f"http://www.xes-standard.org/{prefix}.xesext"
        file.write(f'<extension name="{name}" prefix="{prefix}" uri="{uri}"/>\n')
    file.write('<global scope="trace">\n')
    file.write(_attribute("string", "concept:name", "unknown"))
    file.write('</global>\n<global scope="event">\n')
    file.write(_attribute("string", "concept:name", "unknown"))
    file.write(_attribute("string", "lifecycle:transition", "complete"))
    file.write(_attribute("date", "time:timestamp", epoch))
    file.write("</global>\n")
    file.write('<classifier name="Activity" scope="event" keys="concept:name"/>\n')
    file.write(
        '<classifier name="Activity and step" scope="event" '
        'keys="concept:name lifecycle:transition"/>\n'
    )
    file.write(_attribute("string", "concept:name", resolved.arm))
    file.write(_attribute("string", "lifecycle:model", "standard"))
    dated = resolved.calendar.begins is not None
    file.write(_attribute("date", "begins" if dated else "made_up_epoch", epoch))


def _event(cells: Mapping[str, list[Any]], row: int) -> str:
    parts = ["<event>\n", _attribute("date", "time:timestamp", cells["time:timestamp"][row])]
    for kind, keys in (("string", EVENT_STRINGS), ("int", EVENT_INTS)):
        for key in keys:
            value = cells[key][row]
            if value is not None:
                parts.append(_attribute(kind, key, str(value)))
    parts.append("</event>\n")
    return "".join(parts)


def _timestamps(moments: NDArray[np.datetime64]) -> list[str]:
    return [f"{text}+00:00" for text in np.datetime_as_string(moments, unit="ms")]


def _attribute(kind: str, key: str, value: str) -> str:
    return f"<{kind} key={quoteattr(key)} value={quoteattr(value)}/>\n"
