"""The site that is made from the pages."""

from __future__ import annotations

import re

import sim
from tests.docs.pages import HOUSE


def test_every_public_name_has_a_page_of_its_own() -> None:
    page = (HOUSE / "docs" / "reference" / "api.md").read_text()
    assert re.findall(r"^   (\w+)$", page, re.M) == sorted(sim.__all__)
