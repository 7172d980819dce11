"""Write the page of a fit."""

from __future__ import annotations

from pathlib import Path

from sim.report.blocks import Picture
from sim.report.fitting.answer import answer_section
from sim.report.fitting.beside import beside_section
from sim.report.fitting.numbers import numbers_section, pairs_section
from sim.report.fitting.targets import targets_section
from sim.report.fitting.trust import trust_section
from sim.report.fitting.view import FitView
from sim.report.writing import PICTURES, render, write_page
from sim.studies.manifest import versions
from sim.studies.store.owning import make_room
from sim.writing import write_whole

PAGE = "fit.html"
KICKER = "What your figures tell about what cannot be seen"
PARTS = (
    answer_section,
    targets_section,
    numbers_section,
    pairs_section,
    beside_section,
    trust_section,
)


def write_fit(view: FitView, digest: str, folder: Path) -> Path:
    """Write `fit.html` and its pictures into a folder, and return the path of the page.

    Raises
    ------
    PageError
        If there is already a page that this program did not write, or that was changed since.
    """
    text, pictures = _page(view, digest)
    make_room(folder / PICTURES)
    for picture in pictures:
        for name, data in picture.files().items():
            write_whole(folder / PICTURES / name, data)
    return write_page(folder, text, PAGE)


def _page(view: FitView, digest: str) -> tuple[str, list[Picture]]:
    sections = [section for part in PARTS if (section := part(view)).blocks]
    text = render(
        title=view.scenario.title,
        about="",
        sections=sections,
        footer=f"Made by Throughline {versions()['throughline']}. Fit {digest[:12]}, seed "
        f"{view.result.seed}.",
        first_page=1,
        kicker=KICKER,
    )
    return text, [b for section in sections for b in section.blocks if isinstance(b, Picture)]
