"""Write the report of a study: one complete page, and its picture files."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import jinja2

from sim.errors import SimError
from sim.report.about import about_section
from sim.report.arms import arms_section
from sim.report.blocks import Picture, Section
from sim.report.ending import again_section, left_out_section, pairing_section
from sim.report.first.assumed import assumed_section
from sim.report.first.choosing import choosing_section
from sim.report.first.depends import depends_section
from sim.report.first.limits import limits_section
from sim.report.first.looking import looking_section
from sim.report.first.ways import ways_section
from sim.report.gaps import gaps_section
from sim.report.grounds import assumptions_section, workforce_section
from sim.report.in_care import in_care_section
from sim.report.method import method_section
from sim.report.money import money_section
from sim.report.months import months_section
from sim.report.opening import answer_section, likely_section, numbers_section
from sim.report.outcomes import continuity_section, crisis_section, equity_section, waits_section
from sim.report.pathways import pathways_section
from sim.report.people import people_section
from sim.report.staffing import staffing_section
from sim.report.today import today_section
from sim.report.turning import turning_section
from sim.report.view import View
from sim.studies.files.naming import printable
from sim.studies.files.reading import is_there, read_regular
from sim.studies.store.owning import make_room
from sim.studies.study import Study
from sim.writing import write_whole

PAGE = "report.html"
PICTURES = "pictures"
KICKER = "What a simulation of services says"
PARTS = (
    # page one
    answer_section,
    ways_section,
    likely_section,
    choosing_section,
    depends_section,
    looking_section,
    limits_section,
    assumed_section,
    # chapters
    about_section,
    gaps_section,
    in_care_section,
    people_section,
    months_section,
    pathways_section,
    waits_section,
    continuity_section,
    crisis_section,
    equity_section,
    money_section,
    left_out_section,
    # tables
    numbers_section,
    turning_section,
    today_section,
    staffing_section,
    arms_section,
    workforce_section,
    assumptions_section,
    # appendix
    method_section,
    pairing_section,
    again_section,
)
SEAL = b"<!-- SHA-256 of all that stands before: %s -->\n"
FIRST_PAGE = (
    *("answer", "ways", "likely", "choosing", "depends", "today-short", "limits", "assumed"),
)
"""The sections of a study's page that come before the list of contents."""


def write_report(study: Study, directory: Path) -> list[Path]:
    """Write `report.html` and `pictures/*.svg` and `*.png` into a folder.

    The same study gives the same bytes. Each file is written under a temporary name and then
    renamed, so a file is complete or does not exist.

    Parameters
    ----------
    study
        A finished study.
    directory
        An existing folder. Files with the same names are replaced.

    Returns
    -------
    list[Path]
        The files written, the page first.
    """
    view = View(study)
    sections = [section for part in PARTS if (section := part(view)).blocks]
    files = {PAGE: page(study, sections).encode()}
    for section in sections:
        for block in section.blocks:
            if isinstance(block, Picture):
                files |= {f"{PICTURES}/{name}": data for name, data in block.files().items()}
    make_room(directory / PICTURES)
    return [write_whole(directory / name, data) for name, data in files.items()]


def page(study: Study, sections: Sequence[Section]) -> str:
    """Return the page for a study of one scenario."""
    return render(
        title=study.scenario.title,
        about="",
        sections=sections,
        footer=f"Made by Throughline {study.versions.get('throughline', '')}. "
        f"Study {study.digest[:12]}, seed {study.settings.seed}.",
        first_page=sum(section.anchor in FIRST_PAGE for section in sections),
    )


def render(
    title: str,
    about: str,
    sections: Sequence[Section],
    footer: str,
    first_page: int = 2,
    kicker: str = KICKER,
) -> str:
    """Return a page as HTML; every text in it is escaped.

    Parameters
    ----------
    first_page
        The number of sections before the list of contents.
    kicker
        The line above the title, which says what kind of page it is.
    """
    templates = jinja2.Environment(
        loader=jinja2.PackageLoader("sim.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return templates.get_template("report.html.j2").render(
        title=title,
        about=about,
        sections=sections,
        first_page=first_page,
        footer=footer,
        kicker=kicker,
    )


def write_page(folder: Path, text: str, name: str = PAGE) -> Path:
    """Write a page into a folder.

    The page ends with a digest of its content. The digest shows later that this program wrote the
    page, so that it may be replaced.

    Raises
    ------
    PageError
        If there is already a page that this program did not write, or that was changed since.
    """
    path = folder / name
    if is_there(path) and not is_sealed_page(path):
        raise PageError(path)
    return write_whole(path, sealed_page(text))


class PageError(SimError):
    """A page would replace a page that this program did not write, or that was changed."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{printable(path)} is there already, and is not a page of this program as it was "
            "written.\n  Name another folder, or move it away. It has been left as it is."
        )


def sealed_page(text: str) -> bytes:
    """Return the bytes of a page that ends with a digest of its content."""
    return _with_seal(text.encode())


def _with_seal(page: bytes) -> bytes:
    return page + SEAL % hashlib.sha256(page).hexdigest().encode()


def is_sealed_page(path: Path) -> bool:
    """Return whether a file is a page of this program just as it was written."""
    try:
        page = read_regular(path, follow=False)
    except OSError:
        return False
    size = len(SEAL % (b"0" * 64))
    return page == _with_seal(page[:-size])
