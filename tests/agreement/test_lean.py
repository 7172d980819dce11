"""Lean programs: what a scenario cannot use is left out, and the log is the same to the row."""

from __future__ import annotations

import ast
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from sim.engines import fast
from sim.engines.fast import Fast
from sim.engines.fast.program import PROGRAM
from sim.engines.fast.registry import LASTING
from sim.events import Run
from sim.resolved import Resolved
from tests.agreement.agreement import same
from tests.engines.worlds import play, world

FULL = PROGRAM.builds[-1]
SOURCES = Path(fast.__file__).parent
NAMES = "abc"
KEYS = {
    "capacity": st.sampled_from(["{places: 1}", "{places: 3}"]),
    "patience": st.sampled_from(["2 days", "{exponential: {mean: 3 days}}", "never"]),
    "decision_delay": st.sampled_from(["0 days", "{exponential: {mean: 1 day}}"]),
    "exit_delay": st.sampled_from(["0 days", "{exponential: {mean: 6 hours}}"]),
    "accepts": st.sampled_from(
        ["{}", "{probability: 0.7, penalty_per_refusal: 0.5}", "{list_shorter_than: 2}"]
    ),
    "queue": st.sampled_from(["{}", "{rule: returning}"]),
    "parallel": st.sampled_from(["true", "false"]),
}


@st.composite
def networks(draw: st.DrawFn) -> str:
    """Services without needs, workers or contacts, through which people go as they can."""
    lines = ["people:", "  arrivals:"]
    for name in NAMES:
        rate = draw(st.integers(1, 9))
        lines.append(f"    to_{name}: {{rate: {rate} per week, to: {name}}}")
    lines.append("services:")
    for name in NAMES:
        lines.append(f"  {name}:")
        lines += [f"    {key}: {draw(value)}" for key, value in KEYS.items()]
        lines.append(
            f"    ends: {{stay: {{exponential: {{mean: {draw(st.integers(1, 4))} days}}}}}}"
        )
        lines.append("    routes:")
        for reason in ("finished_settled", "left_waiting"):
            to = draw(st.sampled_from([other for other in NAMES if other != name]))
            lines.append(f"      {reason}: {{{to}: 0.4, nowhere: 0.6}}")
        if name != NAMES[-1]:  # nobody is turned away round and round
            lines.append(f"      turned_away: {{{NAMES[-1]}: 0.4, nowhere: 0.6}}")
    return "\n".join(lines) + "\n"


def build_of(resolved: Resolved) -> Any:
    """The program that answers for a run."""
    engine = Fast(resolved, 1, 1)
    return PROGRAM.build_for(engine.memory.map.ctypes.data)


def in_full(resolved: Resolved) -> Run:
    """A run by the program that leaves nothing out."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(PROGRAM, "builds", [FULL])
        return fast.run(resolved, 1, 1)


@settings(max_examples=25, deadline=None)
@given(text=networks())
def test_a_plain_network_is_run_by_the_lean_program_with_the_same_log(text: str) -> None:
    with TemporaryDirectory() as folder:
        resolved = world(Path(folder), text, run="{length: 8 weeks}")

    assert build_of(resolved).name == "network"
    lean = fast.run(resolved, 1, 1)
    assert len(lean.log) > 30
    same(lean, in_full(resolved))
    same(lean, play(resolved, 1, 1))


PLAIN = """
people: {arrivals: {them: {rate: 1 per day, to: first}}}
services:
  first: {capacity: {places: 1}, ends: {stay: 1 day}, routes: {finished_settled: {second: 1}}%s}
  second: {ends: {stay: 1 day}}
"""
NEED = """
needs:
  distress:
    seek_level: 2
    states: {well: 0, ill: 2}
    transitions: [{from: ill, to: well, rate: 1 per year}]
    start: {ill: 1}
"""
WORKERS = "workers: {posts: 1, contact_hours: 20, caseload: 9}"
AREAS = "{areas: {north: {share: 0.5}, south: {share: 0.5}}, arrivals"


def test_a_lean_program_fits_where_people_only_wait_and_stay(tmp_path: Path) -> None:
    assert build_of(world(tmp_path, PLAIN % "")).name == "network"


@pytest.mark.parametrize(
    "text",
    [
        PLAIN % ", follow_up: {within: 2 days, probability: 1}",
        PLAIN % ", fast_return: 4 weeks",
        PLAIN % ", handoff: warm, warm: {limit: 1 day}",
        PLAIN % ", handoff: blocked",
        (PLAIN % "").replace("capacity: {places: 1}", WORKERS),
        (PLAIN % "").replace("{arrivals", AREAS),
        (PLAIN % "") + NEED,
    ],
    ids=[
        "follow-ups",
        "coming back",
        "warm handoffs",
        "blocked handoffs",
        "workers",
        "areas",
        "needs",
    ],
)
def test_with_one_feature_more_only_the_full_program_fits(tmp_path: Path, text: str) -> None:
    assert build_of(world(tmp_path, text)) is FULL


def test_compiled_code_never_changes_a_number_that_a_lean_program_has_built_in() -> None:
    lasting = {f"AT_{entry.name}" for entry in LASTING}
    written = set()
    for path in SOURCES.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
                of, index = node.value, node.slice
                if isinstance(of, ast.Name) and of.id == "w" and isinstance(index, ast.Attribute):
                    written.add(index.attr)
    assert "AT_NOW" in written
    assert not written & lasting


@pytest.mark.parametrize("build", PROGRAM.builds, ids=lambda build: build.name or "full")
def test_all_that_is_built_in_lasts(build: Any) -> None:
    assert set(build.built_in) <= LASTING
