"""What the program asks of Numba without its being documented is still done."""

from __future__ import annotations

from sim.engines.fast.program import PROGRAM


def test_no_step_counts_references() -> None:
    """`_nrt` and `forceinline` hold: nothing of Numba's memory management is in the program."""
    for build in PROGRAM.builds:
        assert b"NRT_" not in PROGRAM.machine_code(build.built_in)


def test_small_parts_are_inside_those_that_call_them() -> None:
    """Were every draw a call of its own, a step would take a sixth longer."""
    for build in PROGRAM.builds:
        assert b"philox" not in PROGRAM.machine_code(build.built_in)
