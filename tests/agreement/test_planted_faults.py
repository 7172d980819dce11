"""A fault in any rule of order, draw or release makes the engines differ, and is caught.

Each fault of `planted.FAULTS` is caught in at least one of the fixed worlds, which agree
without it. `python -m tests.agreement.planted` prints in how many; the table stands in
docs/background/validation.md. Faults planted in the compiled engine are in
`test_compiled_faults.py`.
"""

from __future__ import annotations

import pytest

from tests.agreement.planted import FAULTS, WORLDS, catches


def test_without_a_fault_every_one_of_the_worlds_agrees() -> None:
    assert [number for number in WORLDS if catches(number)] == []


@pytest.mark.parametrize("rule", FAULTS)
def test_a_planted_fault_is_caught(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    FAULTS[rule](monkeypatch)

    assert any(catches(number) for number in WORLDS)
