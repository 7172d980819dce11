"""The app as a whole: which address is answered by which screen, and what errors look like."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from pathlib import Path
from typing import TypeAlias

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from sim.app.house import Asked, House
from sim.app.projects import NoProject, Stale
from sim.app.safety import Doors, read_form
from sim.app.screens import (
    assumptions,
    check,
    compare,
    field,
    find,
    flows,
    pathways,
    people,
    run,
    runs,
    services,
    stale,
    start,
    take_away,
    today,
    what_if,
    workbook,
)
from sim.app.screens.faults import Told
from sim.compiling import without_compiling
from sim.errors import SimError
from sim.studies.files.naming import about_a_file

Screen: TypeAlias = Callable[[Asked], Response]
HERE = Path(__file__).resolve().parent
STATIC = {
    "report.css": HERE.parent / "report" / "templates" / "report.css",
    **{name: HERE / "static" / name for name in ("app.css", "app.js", "grid.js")},
}
PROJECT = "/projects/{project}"
SCREENS: tuple[tuple[str, Screen, Screen | None], ...] = (
    (f"{PROJECT}/check", check.check, None),
    (f"{PROJECT}/services", services.services, services.save),
    (f"{PROJECT}/flows", flows.flows, flows.save),
    (f"{PROJECT}/flows/picture", pathways.picture, None),
    (f"{PROJECT}/today", today.today, None),
    (f"{PROJECT}/assumptions", assumptions.assumptions, assumptions.save),
    (f"{PROJECT}/people", people.people, people.save),
    (f"{PROJECT}/field", field.show, field.save),
    (f"{PROJECT}/what-if", what_if.what_if, what_if.save),
    (f"{PROJECT}/run", run.run, run.ask),
    (f"{PROJECT}/run/events", runs.events, None),
    (f"{PROJECT}/compare", compare.compare, None),
    (f"{PROJECT}/compare/{{result}}", compare.report, None),
    (f"{PROJECT}/import", compare.imported, None),
    (f"{PROJECT}/workbook", workbook.workbook, workbook.again),
    (f"{PROJECT}/workbook.xlsx", workbook.send, None),
    (f"{PROJECT}/find", find.find, find.ask),
    (f"{PROJECT}/find/{{result}}", find.answer, None),
    (f"{PROJECT}/take-away", take_away.take_away, take_away.send),
    (f"{PROJECT}/take-away/{{result}}/{{name}}", take_away.one, None),
)
"""The pages of a project: address, what shows it, and what takes its form."""


def application(house: House) -> ASGIApp:
    """Return the app, with its doors around it."""
    routes = [
        Route("/", _shown(house, start.start), methods=["GET"]),
        Route("/start/shipped", _taken(house, start.from_shipped), methods=["POST"]),
        Route("/start/upload", _taken(house, start.from_upload), methods=["POST"]),
        Route("/start/workbook", _shown(house, start.empty_workbook), methods=["GET"]),
        Route("/static/{name}", _static, methods=["GET"]),
    ]
    for address, show, take in SCREENS:
        routes.append(Route(address, _shown(house, show), methods=["GET"]))
        if take is not None:
            routes.append(Route(address, _taken(house, take), methods=["POST"]))
    handlers = {HTTPException: _http_problem(house), Exception: _our_problem(house)}
    return Doors(Starlette(routes=routes, exception_handlers=handlers), house.keys)


def _shown(house: House, screen: Screen) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(_answered, screen, Asked(request, house))

    return endpoint


def _taken(house: House, screen: Screen) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        form = await read_form(request, house.keys)
        return await run_in_threadpool(_answered, screen, Asked(request, house, form))

    return endpoint


def _answered(screen: Screen, asked: Asked) -> Response:
    """Return the answer of a screen; what a person can mend is told on a page.

    Nothing is compiled for a page: the first one on a machine would take a while. A page of a
    project waits for a save that is under way, so that it never shows what is no longer so.
    """
    try:
        of_project = "project" in asked.request.path_params
        alone = asked.house.saver.alone(asked.project) if of_project else nullcontext()
        with without_compiling(), alone:
            return screen(asked)
    except NoProject as error:
        return _problem(asked, 404, str(error))
    except Stale as late:
        return stale.stale(asked, late)
    except SimError as error:
        return _problem(asked, 400, str(error))
    except OSError as error:
        return _problem(asked, 500, about_a_file(error))


def _problem(asked: Asked, status: int, words: str) -> Response:
    problem, _, remedy = words.partition("\n")
    return asked.page(
        "problem",
        "This cannot be done",
        status=status,
        errors=[Told(problem, remedy.strip(), "", "")],
        back=asked.request.url.path if status == 400 else "/",
    )


async def _static(request: Request) -> Response:
    path = STATIC.get(request.path_params["name"])
    if path is None:
        raise HTTPException(404)
    return FileResponse(path)


def _http_problem(house: House) -> Callable[[Request, Exception], Response]:
    def handler(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        words = "There is no such page." if error.status_code == 404 else error.detail
        return _problem(Asked(request, house), error.status_code, words)

    return handler


def _our_problem(house: House) -> Callable[[Request, Exception], Response]:
    """Return a handler that says on the page what happened, and on the terminal where."""

    def handler(request: Request, error: Exception) -> Response:
        traceback.print_exception(error, file=sys.stderr)
        words = (
            f"This is a fault in the program: {type(error).__name__}.\n"
            "Your project is as it was saved last. The terminal shows what to report."
        )
        return _problem(Asked(request, house), 500, words)

    return handler
