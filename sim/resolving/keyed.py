"""Resolve the columns of services whose values come directly from a key of the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pydantic.fields import FieldInfo

from sim.columns import COUNT, LAW, MINUTES, SHARE, PerService, columns_of
from sim.laws import Flags, Floats, Ints
from sim.resolved import Services
from sim.resolving.context import Context, flags, integers, minutes_or, reals
from sim.resolving.steps import Columns, Step
from sim.scenario.by_target import OTHERWISE
from sim.scenario.distributions import always
from sim.scenario.parts import Part

ARRAYS: dict[Any, Callable[[Any], Any]] = {Ints: integers, Floats: reals, Flags: flags}
AT_ONCE = always("0 days")


def _said_by_key(name: str, kind: Any, column: PerService) -> Step:
    """Return the step of a column of `Services` that names its key."""

    def values(context: Context) -> Columns:
        services = context.document.services.items()
        found = [
            value_of(context, column, written(service, column.key), ("services", called))
            for called, service in services
        ]
        return {name: ARRAYS[kind](found)}

    return values


def written(block: Part, key: str) -> Any:
    """Return the value at a dotted key; None if it, or a block that contains it, is not there."""
    found: Any = block
    for step in key.split("."):
        if found is None:
            return None
        fields = type(found).model_fields
        name = step if step in fields else _by_alias(fields, step)
        found = getattr(found, name)
    return found


def _by_alias(fields: Mapping[str, FieldInfo], step: str) -> str:
    """Return the name of the field for a key in files that Python reserves, such as `for`."""
    return next(name for name, field in fields.items() if field.alias == step)


def value_of(context: Context, column: PerService, value: Any, path: tuple[str, ...]) -> Any:
    """Return one value in its column's unit: minutes, a share, or the row of a distribution."""
    if column.what == LAW:
        if isinstance(value, dict):  # one for each target: this column is for all others
            value, column = value[OTHERWISE], column._replace(key=f"{column.key}.{OTHERWISE}")
        steps = (*path, *column.key.split("."))
        return context.distribution(AT_ONCE if value is None else value, *steps)
    if value is None:
        return column.unset
    if column.what == MINUTES:
        return minutes_or(value, int(column.unset))
    return value.value if column.what in (COUNT, SHARE) else value


SAID_BY_KEYS: tuple[Step, ...] = tuple(
    _said_by_key(name, kind, column)
    for name, (kind, column) in columns_of(Services).items()
    if column.key
)
"""Every column of `Services` that names its key, in the order of the table."""
