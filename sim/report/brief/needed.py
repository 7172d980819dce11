"""See that the libraries that write Word documents and slides are installed."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from sim.errors import SimError

DOCUMENT, SLIDES = "brief.docx", "brief.pptx"
LIBRARIES = {"python-docx": "docx", "python-pptx": "pptx"}
"""The module of each library, by the name under which it is installed."""


class BriefError(SimError):
    """A brief is wanted, and a library that writes it is not installed."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(
            f"--brief: {' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not "
            "installed.\n  Install what writes Word documents and slides with "
            "`pip install 'throughline[office]'`,\n  or leave out --brief: report.html has the "
            "whole answer."
        )


def see_to_libraries() -> None:
    """Raise BriefError if a library is missing."""
    missing = [name for name, module in LIBRARIES.items() if find_spec(module) is None]
    if missing:
        raise BriefError(missing)


def library_versions() -> dict[str, str]:
    """Return the versions of the libraries, on which the bytes of a brief depend."""
    found = {}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found
