"""The list of runs on a page, and how it comes to the page again while one is at work."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Any

from starlette.responses import Response, StreamingResponse

from sim.app.house import Asked
from sim.app.running import Progress

PAGES = {"run": "", "find": "find", "compare": "run"}
"""The pages with a list of runs, and the kind of command that they show; all without one."""
EVERY, LONGEST = 1.0, 600.0  # seconds: between two looks at runs, and of one stream


def listed(asked: Asked, page: str, key: str = "") -> dict[str, Any]:
    """Return what the list of runs on a page is made from.

    Parameters
    ----------
    key
        The command that is shown alone; all without one.
    """
    kind = PAGES[page]
    runs = [
        each
        for each in asked.house.runs.every(asked.project, asked.earlier)
        if kind in ("", each.command.kind) and key in ("", each.command.key)
    ]
    return {
        "runs": runs,
        "goes_on": goes_on(runs),
        "project": asked.project.name,
        "back": page,
        "key": key,
    }


def goes_on(runs: Sequence[Progress]) -> bool:
    """Return whether a page with these runs changes by itself."""
    return any(each.goes_on for each in runs)


def page_of(asked: Asked) -> str:
    """Return the page that a form with a list of runs came from; the page of all runs without."""
    page = asked.form.text("back") or asked.query("back")
    return page if page in PAGES else "run"


def events(asked: Asked) -> Response:
    """Send the list of runs of a page whenever it changes, until none is at work."""
    return StreamingResponse(_events(asked), media_type="text/event-stream")


def _events(asked: Asked) -> Iterator[str]:
    template = asked.house.templates.get_template("runs.html.j2")
    until, before = time.monotonic() + LONGEST, ""
    while time.monotonic() < until:
        shown = listed(asked, page_of(asked), asked.query("key"))
        text = template.render(**shown, **asked.shared)
        if text != before:
            yield "".join(f"data: {line}\n" for line in text.splitlines()) + "\n"
            before = text
        if not shown["goes_on"] or asked.house.closing.wait(EVERY):
            return
