"""What all screens share: the projects, the keys of the door, the runs, and the templates."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from sim.app.projects import Library, Opened, Project, Projects, Saver
from sim.app.running import Runs, Took, in_process, taken
from sim.app.safety import EMPTY, TOKEN, Form, Keys
from sim.report.wording import counted, sentence_case

SCREENS = (
    ("check", "Check"),
    ("services", "Services"),
    ("flows", "Flows"),
    ("people", "People and demand"),
    ("today", "Today"),
    ("what-if", "What if"),
    ("run", "Run"),
    ("compare", "Compare"),
    ("find", "Find"),
    ("assumptions", "Assumptions"),
    ("take-away", "Take away"),
)
"""The screens of a project that stand in the bar of every page: address and words."""

SAVED = "All that was entered is saved. A run can be made once this is mended."
REFUSED = "Nothing was changed. Mend this, and send it again."
"""What a page says of entries below its faults: those of the file, or those of a form."""


def _templates() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("sim.app"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals |= {"screens": SCREENS, "counted": counted, "sentence_case": sentence_case}
    return made


@dataclass
class House:
    """The app while it runs."""

    projects: Projects
    keys: Keys
    library: Library = field(default_factory=Library)
    templates: jinja2.Environment = field(default_factory=_templates, repr=False)
    saver: Saver = field(init=False)
    runs: Runs = field(default_factory=lambda: Runs(in_process))
    closing: threading.Event = field(default_factory=threading.Event, repr=False)
    """Set once the app is stopped: what would go on for long ends then."""
    said: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    """What the next page of a project tells once, by its name: how entries were read."""

    def __post_init__(self) -> None:
        """Make what saves from what reads."""
        self.saver = Saver(self.library)


@dataclass
class Asked:
    """One request, with the form that it brought."""

    request: Request
    house: House
    form: Form = EMPTY

    @cached_property
    def project(self) -> Project:
        """The project of the address; raises NoProject if there is none."""
        return self.house.projects.named(self.request.path_params["project"])

    @cached_property
    def opened(self) -> Opened:
        """The project of the address, as its files are now."""
        return self.house.library.open(self.project)

    @cached_property
    def earlier(self) -> list[Took]:
        """What finished commands of all projects took here."""
        return taken(self.house.projects.every())

    def query(self, name: str) -> str:
        """Return a parameter of the address; empty if there is none."""
        return str(self.request.query_params.get(name, ""))

    def page(self, template: str, title: str, *, status: int = 200, **values: Any) -> Response:
        """Return a page.

        Parameters
        ----------
        template
            The name of its template, without ending.
        title
            What it is called, in its heading and in the window's bar.
        """
        own = {
            "title": title,
            "opened": None,
            "here": template,
            "errors": (),
            "said": (),
            "kept": "",
        }
        text = self.house.templates.get_template(f"{template}.html.j2").render(
            {**own, **self.shared, **values}
        )
        return HTMLResponse(text, status)

    @property
    def shared(self) -> dict[str, str]:
        """What every form needs: the token of the session, and the name of its field."""
        session = self.request.scope["state"]["session"]
        return {
            "form_token": self.house.keys.form_token(session),
            "form_token_name": TOKEN,
        }

    def of_project(
        self, template: str, title: str, *, status: int = 200, **values: Any
    ) -> Response:
        """Return a page of the project in the address."""
        said = self.house.said.pop(self.project.name, ())
        shown = {"opened": self.opened, "said": said, "kept": SAVED if status == 200 else REFUSED}
        return self.page(template, title, status=status, **shown, **values)

    def go(self, path: str, said: Sequence[str] = ()) -> Response:
        """Return what sends the browser to a page of the project after a form.

        Parameters
        ----------
        said
            What that page tells once: how entries were read.
        """
        if said:
            self.house.said[self.project.name] = tuple(said)
        return RedirectResponse(f"/projects/{self.project.name}/{path}", 303)
