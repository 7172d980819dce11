"""The worlds of a comparison from a script: what differs between them, and what they say."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from sim.errors import listed
from sim.scripting.arguments import ArgumentError, named, whole
from sim.scripting.faults import in_words_of_python
from sim.scripting.tables import Table, parquet_of
from sim.studies.running import Plan
from sim.studies.sizes import NO_WORLDS, SIZES, Size, Sure
from sim.studies.store.owning import make_room
from sim.studies.worlds.planning import MOST_WORLDS, WorldsPlan, plan_worlds, size_of, wanted
from sim.studies.worlds_result import WorldsResult
from sim.tables.world_findings import write_choosing, write_depends, write_knowing, write_rules
from sim.tables.worlds import AMOUNTS, FINDINGS, NUMBERS, RUNS, SHARES, write_worlds

WORLD = {"world": "INTEGER", "replication": "INTEGER", "value": "DOUBLE"}
FINDING = {"worlds": "INTEGER"} | dict.fromkeys(
    (
        *("matters", "reliability"),
        *(f"{each}{end}" for each in (*SHARES, *AMOUNTS) for end in ("", "_from", "_to")),
    ),
    "DOUBLE",
)
CHOOSING = dict.fromkeys(
    ("best", "best_from", "best_to", "loss", "loss_from", "loss_to", "regret"), "DOUBLE"
)
DEPENDS = {"rank": "INTEGER", "share": "DOUBLE"}
KNOWING = {"rank": "INTEGER"} | dict.fromkeys(("worth", "worth_from", "worth_to"), "DOUBLE")
RULES = dict.fromkeys(("support", "density", "elsewhere", "coverage"), "DOUBLE")


@dataclass(frozen=True)
class Worlds:
    """What the arms do in worlds within the ranges of a scenario.

    All differences are from the baseline and turned so that larger is better, in the unit of the
    measure. A column that ends with `_from` or `_to` is an end of a 90 % interval.

    Examples
    --------
    `queue.yaml` has no ranges, so one is given to the rate at which people arrive:

    >>> import sim
    >>> rate = {"value": "0.4 per day", "low": "0.3 per day", "high": "0.6 per day"}
    >>> queue = sim.Scenario.load("scenarios/queue.yaml").with_values(
    ...     {"run.length": "2 years", "people.arrivals.newcomers.rate": rate}
    ... )
    >>> found = sim.compare(queue, replications=2, worlds=20)
    >>> list(found.worlds.findings.sql("SELECT DISTINCT arm, worlds FROM this"))
    [('four_chairs', 20)]
    """

    findings: Table  # each arm and measure: how likely better or worse, and the range
    choosing: Table  # each outcome and arm: how often it is best, and what choosing it loses
    depends: Table  # the numbers that explain most of what differs between worlds
    knowing: Table  # the numbers that would be worth knowing before a choice
    rules: Table  # where an arm is better, worse, or to be chosen in place of the preferred one
    numbers: Table  # each world: the value of each uncertain number, by its path
    runs: Table  # each world, arm, replication and measure: the value
    refused: tuple[str, ...] = field(repr=False)  # why the scenario allows no such world, each


def planned_worlds(central: Plan, asked: object) -> WorldsPlan | None:
    """Return the worlds that a script asks for; None if it asks for none.

    Raises
    ------
    ArgumentError
        For a number or word that no sample has, and if there is nothing to draw or to compare.
    """
    size = _size(asked)
    if not size.worlds:
        return None
    found = wanted(central, size)
    if found is None:
        raise ArgumentError("worlds", *_why_none(central))
    plan = plan_worlds(central, found)
    if not plan.arm_at:
        problem = f"the scenario refuses every world: {next(iter(plan.refused.values()))}"
        raise ArgumentError("worlds", problem, "Give narrower ranges, or leave `worlds` out.")
    return plan


def tables_of(found: WorldsResult, folder: Path, keep: object) -> Worlds:
    """Write what worlds say as tables below a folder, and return them."""
    size = found.size
    place = make_room(make_room(folder / "worlds") / f"{size.worlds}-{size.each}")
    write_worlds(found, place)
    write_choosing(found, place / "choosing.csv")
    write_depends(found, place / "depends.csv")
    write_knowing(found, place / "knowing.csv")
    write_rules(found, place / "rules.csv")

    def table(name: str, types: dict[str, str]) -> Table:
        path = place / name
        return Table.of_file(parquet_of(path, path.with_suffix(".parquet"), types), keep)

    return Worlds(
        findings=table(FINDINGS, FINDING),
        choosing=table("choosing.csv", CHOOSING),
        depends=table("depends.csv", DEPENDS),
        knowing=table("knowing.csv", KNOWING),
        rules=table("rules.csv", RULES),
        numbers=table(NUMBERS, WORLD),
        runs=table(RUNS, WORLD),
        refused=found.refused,
    )


def _size(asked: object) -> Size:
    """Return the size of a sample that a number or a word stands for."""
    if asked is None:
        return NO_WORLDS
    if isinstance(asked, str):
        if asked not in SIZES:
            words = listed(f'"{each.value}"' for each in Sure)
            raise ArgumentError(
                "worlds", f"{named(asked)} is no size.", f"Give a number, or one of {words}."
            )
        return SIZES[Sure(asked)]
    many = whole("worlds", asked, 0, MOST_WORLDS)
    with in_words_of_python():
        return size_of(Sure.USUAL, many)


def _why_none(central: Plan) -> tuple[str, str]:
    """Return why a study can have no worlds, and what may be done."""
    if not central.settings.others:
        return "only one arm is run, so nothing is compared.", "Choose two arms or more."
    return (
        "no number of the scenario that can be varied has a range.",
        "Write `low` and `high` beside the numbers that nobody knows exactly.",
    )
