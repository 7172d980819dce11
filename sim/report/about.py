"""Show what the authors of a scenario say about it."""

from __future__ import annotations

from sim.report.blocks import Paragraphs, Section
from sim.report.view import View


def about_section(view: View) -> Section:
    """Return the section with the words of the file; without blocks where it has none."""
    about = view.study.scenario.about.strip()
    return Section("about", "About this scenario", [Paragraphs([about])] if about else [])
