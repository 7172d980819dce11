"""Provide words that several sections on analyses share: for measures and picture files."""

from __future__ import annotations

from sim.report.blocks import Paragraphs
from sim.report.plain import Plain, plainly
from sim.studies.analyses.base import Base

ONE_BY_ONE = (
    "Ranges are at 95 %, each by itself: they are not adjusted for looking at many numbers."
)


def plain_words(base: Base, measure: str) -> Plain:
    """Return the plain words of a measure."""
    words = base.described(measure)
    services = dict(zip(base.names.services, base.names.service_labels, strict=True))
    return plainly(measure, words.label, words.unit, services)


def picture_name(*parts: str) -> str:
    """Return the name of a picture file, made of names that may contain points or spaces."""
    return "-".join(parts).replace(".", "-").replace(" ", "-").replace("_", "-")


def each_by_itself() -> Paragraphs:
    """Return the note, in small type, that ranges are not adjusted for the number of measures."""
    return Paragraphs([ONE_BY_ONE], "quiet")
