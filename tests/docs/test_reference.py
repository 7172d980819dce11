"""The reference pages name everything there is, and nothing that is not."""

from __future__ import annotations

import re

from sim.engines.order import StepKind
from tests.docs.pages import HOUSE

REFERENCE = HOUSE / "docs" / "reference"


def test_the_page_of_steps_lists_every_kind_in_its_order() -> None:
    rows = re.findall(r"^\| (\d+) \| `(\w+)` \|", (REFERENCE / "steps.md").read_text(), re.M)
    assert rows == [(str(int(kind)), kind.name) for kind in StepKind]
