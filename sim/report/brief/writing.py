"""Write the brief of a study beside its report: `brief.docx` and `brief.pptx`."""

from __future__ import annotations

from pathlib import Path

from sim.report.brief.content import brief_of
from sim.report.brief.needed import DOCUMENT, SLIDES
from sim.studies.study import Study
from sim.writing import write_whole


def write_brief(study: Study, folder: Path) -> list[Path]:
    """Write a Word document of about two pages, and slides, into an existing folder.

    The same study gives the same bytes, with the same versions of python-docx and python-pptx.
    """
    # The libraries are an extra, and only a command with `--brief` needs them.
    from sim.report.brief.document import document  # noqa: PLC0415
    from sim.report.brief.slides import slides  # noqa: PLC0415

    brief = brief_of(study)
    files = {DOCUMENT: document(brief), SLIDES: slides(brief)}
    return [write_whole(folder / name, content) for name, content in files.items()]
