"""Compare: the decision page of a run in a frame, with links to its parts."""

from __future__ import annotations

import html
import re
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response

from sim.app.house import Asked
from sim.app.running import Result, finished, results_of, when_written
from sim.app.screens.run import digest_now, how_sure
from sim.app.screens.runs import listed
from sim.app.screens.since import changed_since
from sim.report.importing import PAGE as IMPORT_PAGE
from sim.report.writing import PAGE
from sim.studies.files.reading import is_real_file
from sim.studies.manifest import NAME

TITLE = "Compare"
IN_A_FRAME = (
    "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
    "frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
)
"""What a report may do: show itself inside the app. It has no script, and may not have one."""
PART = re.compile(
    r'<section id="(?P<anchor>[a-z0-9-]+)"[^>]*>\s*<h2 id="[a-z0-9-]+">(?P<title>[^<]+)</h2>'
)


def compare(asked: Asked) -> Response:
    """Show the results of a run: those that the address names, else the fullest as it is now."""
    results = results_now(asked)
    result = chosen(asked, results)
    return asked.of_project(
        "compare",
        TITLE,
        results=[(each.key, told(each, asked)) for each in results],
        result=result,
        since=changed_since(asked, result),
        again=bool(asked.query("again")),
        is_whole=result is not None and finished(asked.project, result.key),
        parts=[] if result is None else parts_of(result.folder / PAGE),
        **listed(asked, "compare", "" if result is None else result.key),
    )


def report(asked: Asked) -> Response:
    """Send the page of a run for the frame."""
    key = asked.request.path_params["result"]
    for each in results_of(asked.project):
        if each.key == key:
            return framed(each.folder / PAGE)
    raise HTTPException(404)


def imported(asked: Asked) -> Response:
    """Send the page of the import, with the sum of every number, for the frame."""
    return framed(asked.project.folder / IMPORT_PAGE)


def results_now(asked: Asked) -> list[Result]:
    """Return all results: those of the project as it is now first, the fullest on top."""
    return results_of(asked.project, digest_now(asked.opened))


def chosen(asked: Asked, results: list[Result]) -> Result | None:
    """Return the results that the address or the form names; the first without a name."""
    wanted = asked.query("result") or asked.form.text("result")
    if not wanted:
        return results[0] if results else None
    return next((each for each in results if each.key == wanted), None)


def told(result: Result, asked: Asked) -> str:
    """Return what results are of, in a few words: ways of care, how sure, and when."""
    known, names = asked.opened.known, result.manifest.settings.arms
    labels = {} if known is None else known.scenario.arms
    arms = [
        (labels[name].label if name in labels else "") or name.replace("_", " ") for name in names
    ]
    which = " and ".join(arms) if len(arms) < 3 else f"{len(arms)} ways of care"
    is_now = result.manifest.digest == digest_now(asked.opened)
    now = "the project as it is now" if is_now else "the project was changed since"
    return f"{which}: {how_sure(result.worlds)}, {when_written(result.folder / NAME)}, {now}"


def parts_of(page: Path) -> list[tuple[str, str]]:
    """Return the parts of a page: anchor and title, in its order."""
    text = page.read_text(encoding="utf-8")
    return [(found["anchor"], html.unescape(found["title"])) for found in PART.finditer(text)]


def framed(path: Path) -> Response:
    """Send a page that this program wrote, in a way in which it can only show itself."""
    if not is_real_file(path):
        raise HTTPException(404)
    return FileResponse(
        path, media_type="text/html", headers={"content-security-policy": IN_A_FRAME}
    )
