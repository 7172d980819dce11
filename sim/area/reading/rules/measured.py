"""What was observed is a measure of the model, in the measure's unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.area.measured import SERVICE, measure_of
from sim.area.reading.numbers import percent
from sim.area.reading.refusing import Findings
from sim.area.reading.rows import Draft
from sim.errors import did_you_mean
from sim.measures.catalogue import BUILT_IN, Described
from sim.measures.words.form import SHARE
from sim.units import plain_number

WHERE = "Every measure is listed in docs/reference/measures.md."
FIGURES = ("value", "low", "high")


def check_measured(drafts: Mapping[str, Sequence[Draft]], findings: Findings) -> None:
    """Add a fault for each observed measure that no model has, or that has another unit."""
    for draft in drafts.get("observed", []):
        if draft["measure"] is None or "service" in draft.refused:
            continue
        name = measure_of(draft["measure"], draft["service"])
        named = name.replace(SERVICE, draft["service"] or SERVICE)
        if SERVICE in named:
            problem = f"`{draft['measure']}` is of a service, and `service` is empty."
            findings.add(draft.cells["measure"], problem, "Write the service's key.")
        elif not BUILT_IN.describes(named):
            findings.add(draft.cells["measure"], *_unknown(draft))
        else:
            _check_unit(draft, named, BUILT_IN.describe(named), findings)


def _unknown(draft: Draft) -> tuple[str, str, str]:
    """Return the words for a measure that is not in the catalogue."""
    written, service = draft["measure"], draft["service"]
    if service is None:
        problem, names = f"`{written}` is no measure.", BUILT_IN.whole_names
    else:
        problem = f"`{written}` is no measure of a service."
        every = (name for name in BUILT_IN.measures if SERVICE in name)
        names = sorted({name.replace(f".{SERVICE}", "").split(".{")[0] for name in every})
    return problem, "", did_you_mean(written, names, WHERE)


def _check_unit(draft: Draft, name: str, words: Described, findings: Findings) -> None:
    """Add a fault for each figure that is a percentage and should not be, or the other way."""
    for field in FIGURES:
        figure, cell = draft[field], draft.cells[field]
        if figure is None:
            continue
        if field in draft.shares and words.unit != SHARE:
            problem = f"`{name}` is not a share: its unit is {words.unit}."
            instead = f"Write the number, or the measure that {percent(figure.value)} is of."
            findings.add(cell, problem, instead)
        elif words.unit == SHARE and field not in draft.shares and figure.value:
            said = plain_number(figure.value)
            problem = f"`{name}` is a share, and {said} is not written as a percentage."
            findings.add(cell, problem, f"Write `{said} %`, with the sign.")
