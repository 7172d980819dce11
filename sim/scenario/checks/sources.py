"""Find faults of sources: undescribed sources, and written numbers marked as built-in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sim.errors import Fault, did_you_mean, listed
from sim.scenario.checks.checked import Checked
from sim.scenario.parts import Part
from sim.scenario.quantities import BUILT_IN, Sourced
from sim.scenario.written import Block, Path, stated_sources


def unknown_sources(tree: Block) -> Iterator[Fault]:
    """Find names of sources that are used anywhere but not described."""
    described = tree.get("sources")
    known = list(described.without_nulls()) if isinstance(described, Block) else []
    for source in stated_sources(tree):
        if source not in known and source != BUILT_IN:
            yield Fault(
                source.location,
                f'"{source}" is not a source in this file.',
                f"Sources: {listed(known)}.",
                did_you_mean(source, known, "Describe it under `sources`."),
            )


def default_faults(checked: Checked) -> Iterator[Fault]:
    """Find written values with the source `default` that differ from the program's default."""
    for path, value in _claimed(checked.document, None, ()):
        yield from checked.fault(
            path,
            f"`{BUILT_IN}` stands for what the program fills in by itself, and that is not "
            f"{value.written}.",
            "Name the source of this number; `kind: assumption` is allowed.",
        )


def _claimed(part: Any, default: Any, path: Path) -> Iterator[tuple[Path, Sourced]]:
    """Iterate over values with the source `default` that differ from the program's default."""
    if isinstance(part, Sourced):
        if part.source == BUILT_IN and part != default:
            yield path, part
    elif isinstance(part, Part):
        usual_part = default if type(default) is type(part) else None
        for name, field in type(part).model_fields.items():
            own = getattr(usual_part, name, None)
            if own is None:
                own = field.get_default(call_default_factory=True, validated_data={})
            yield from _claimed(getattr(part, name), own, (*path, field.alias or name))
    elif isinstance(part, Mapping):
        usual = default if isinstance(default, Mapping) else {}
        for key, value in part.items():
            yield from _claimed(value, usual.get(key), (*path, str(key)))
    elif isinstance(part, tuple):
        for at, value in enumerate(part):
            yield from _claimed(value, None, (*path, at))
