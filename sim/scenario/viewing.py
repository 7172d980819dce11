"""A short overview of a scenario, for consoles and notebooks."""

from __future__ import annotations

import html
from collections.abc import Iterable

from sim.errors import cut, on_one_line
from sim.scenario.document import Document

LONGEST = 60  # characters of a title in a line


def in_a_line(document: Document) -> str:
    """Return the title and the size of a scenario, in one line."""
    title = on_one_line(cut(document.title, LONGEST))
    parts = [
        _counted(len(document.arms), "arm"),
        _counted(len(document.services), "service"),
        _counted(len(document.needs), "need"),
    ]
    return f'<Scenario "{title}": {", ".join(parts)}>'


def as_page(document: Document) -> str:
    """Return the question, the length of runs, and the arms, services and needs, as HTML."""
    run = document.run
    head = f"<p><strong>{html.escape(document.title)}</strong></p>"
    question = f"<p>{html.escape(document.question)}</p>" if document.question else ""
    length = (
        f"<p>Runs of {run.length}, the first {run.warm_up} left out; "
        f"{_counted(run.replications, 'replication')}; seed {run.seed}.</p>"
    )
    rows = [("arm", name, arm.label, arm.description or "") for name, arm in document.arms.items()]
    rows += [("service", name, label, "") for name, label in document.service_labels.items()]
    rows += [("need", name, need.label or "", "") for name, need in document.needs.items()]
    body = "".join(_row("td", row) for row in rows)
    columns = _row("th", ("kind", "name", "label", "description"))
    return f"{head}{question}{length}<table><thead>{columns}</thead><tbody>{body}</tbody></table>"


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _row(tag: str, cells: Iterable[str | None]) -> str:
    style = ' style="text-align: left"'
    inside = "".join(f"<{tag}{style}>{html.escape(cell or '')}</{tag}>" for cell in cells)
    return f"<tr>{inside}</tr>"
