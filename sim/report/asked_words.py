"""Words that the sections on analyses share: measures as one says them, and names of pictures."""

from __future__ import annotations

from sim.report.blocks import Paragraphs
from sim.report.plain import Plain, plainly
from sim.studies.analyses.base import Base

ONE_BY_ONE = (
    "Ranges are at 95 %, each by itself: they are not adjusted for looking at many numbers."
)


def plain_words(base: Base, measure: str) -> Plain:
    """A measure as one says it."""
    words = base.catalogue.describe(measure, base.names)
    services = dict(zip(base.names.services, base.names.service_labels, strict=True))
    return plainly(measure, words.label, words.unit, services)


def picture_name(*parts: str) -> str:
    """A name for files, from names that may hold points."""
    return "-".join(parts).replace(".", "-").replace(" ", "-").replace("_", "-")


def each_by_itself() -> Paragraphs:
    """What a range is, in small type."""
    return Paragraphs([ONE_BY_ONE], "quiet")
