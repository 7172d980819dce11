"""The sources of a scenario as BibTeX, with those of the program and of the checklists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from sim.report.grounds import KINDS
from sim.scenario import Scenario
from sim.scenario.sources import Source

OURS = Path(__file__).with_name("references.bib")
NOT_CITED = ("assumption", "fitted")
"""Kinds of sources that nobody published or said."""
DOI = re.compile(r"\b10\.\d{4,9}/[^\s;,\"{}]+[^\s;,.\"{})\]]")
SPECIAL = re.compile(r"([&%$#_])")
OTHERS = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}"}
OTHERS["^"] = r"\textasciicircum{}"


def bibtex(scenario: Scenario) -> str:
    """Return the sources of a scenario as BibTeX, an entry for each work.

    A reference that names several DOIs, with semicolons between, becomes several entries. The
    words of the file stand as the title, as it does not tell authors from titles.
    """
    entries = [OURS.read_text(encoding="utf-8").rstrip()]
    for name, source in scenario.sources.items():
        if source.kind in NOT_CITED:
            entries.append(f"% {name}: {KINDS[source.kind].strip('◆ ')}, nothing to cite")
        else:
            entries += _entries(name, source)
    return "\n\n".join(entries) + "\n"


def _entries(name: str, source: Source) -> Iterator[str]:
    parts = [each.strip() for each in source.reference.split(";")]
    alone = len(parts) > 1 and all(len(DOI.findall(each)) == 1 for each in parts)
    for number, words in enumerate(parts if alone else [source.reference], start=1):
        key = f"{name}_{number}" if alone else name
        found = DOI.findall(words)
        fields = {"title": f"{{{escaped(words)}}}", "note": escaped(_note(source))}
        if len(found) == 1:
            fields["doi"] = found[0]
        inside = ",\n".join(f"  {field} = {{{text}}}" for field, text in fields.items())
        yield f"@misc{{{key},\n{inside}\n}}"


def _note(source: Source) -> str:
    return f"{KINDS[source.kind]}. {source.note}" if source.note else KINDS[source.kind]


def escaped(text: str) -> str:
    """Return a text as one line in which nothing is markup of LaTeX."""
    line = " ".join(text.split())
    return SPECIAL.sub(r"\\\1", "".join(OTHERS.get(each, each) for each in line))
