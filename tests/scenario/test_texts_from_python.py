"""Texts that a script gives: taken as a file would hold them, or refused where they were given."""

from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from sim.characters import first_refused, joined
from sim.errors import ScenarioFaults
from tests.scenario.trees import scenario

SMALL = scenario()


@pytest.mark.parametrize("text", ["Ward\x0bA", "\ud800", "a\u202eb", "\ufeff", "x\ry"])
def test_a_text_that_cannot_be_printed_is_refused(text: str) -> None:
    with pytest.raises(ScenarioFaults) as caught:
        SMALL.with_values({"services.gp.label": text})

    (fault,) = caught.value.faults
    assert str(fault.location) == "with_values"
    assert fault.location.path == "services.gp.label"
    assert first_refused(str(caught.value)) is None


def test_a_name_inside_a_block_that_cannot_be_printed_is_refused() -> None:
    with pytest.raises(ScenarioFaults) as caught:
        SMALL.with_values({"arms": {"on\x1be": {}}, "services.gp.label": "a\x00"})

    assert [fault.location.path for fault in caught.value.faults] == ["arms", "services.gp.label"]
    assert first_refused(str(caught.value)) is None


@settings(deadline=None)
@given(st.text(), st.text(max_size=20))
def test_any_text_at_any_path_is_taken_whole_or_refused(path: str, text: str) -> None:
    given_values: list[dict[str, Any]] = [
        {path: text},
        {"services.gp.label": text},
        {"arms": {text: {}}},
    ]
    for values in given_values:
        said, changed = "", SMALL
        try:
            changed = SMALL.with_values(values)
        except ScenarioFaults as faults:
            said = str(faults)
        assert first_refused(said) is None
        if not said and "services.gp.label" in values:
            assert changed.services["gp"].label == joined(text)
