"""Find faults of what is uncertain together: rows of shares, numbers in groups, structures."""

from __future__ import annotations

from collections.abc import Iterator

from sim.errors import Fault, Location, did_you_mean, listed
from sim.scenario.checks.checked import Checked
from sim.scenario.checks.plan import taken_out
from sim.scenario.closing import DIRICHLET, UNCERTAIN, moves_together, row_of
from sim.scenario.dividing import common_names, spread
from sim.scenario.putting import BARE, WHERE
from sim.scenario.replacing import UnknownStep, steps_to
from sim.scenario.structures import is_path, options_of, paths_of
from sim.scenario.worlds import AS_WRITTEN
from sim.scenario.written import Block, Path, Row, Tree, at, written_steps

WHOLE_ROW = (
    f"Write `{UNCERTAIN}: {{{DIRICHLET}: {{weight: 40}}}}` at every share of the row, with one "
    "weight."
)


def worlds_faults(checked: Checked) -> Iterator[Fault]:
    """Find faults of rows that move together, of `together` and of `structures`."""
    yield from _rows(checked, checked.tree, ())
    yield from _together(checked)
    yield from _structures(checked)


def _rows(checked: Checked, tree: Tree, path: Path) -> Iterator[Fault]:
    """Find shares with `dirichlet` that are in no row, or in a row that lacks it elsewhere."""
    if isinstance(tree, Block):
        law = tree.get(UNCERTAIN)
        if "value" in tree and isinstance(law, Block) and DIRICHLET in law:
            yield from _row(checked, path, law)
            return
        for key, each in tree.items():
            yield from _rows(checked, each, (*path, key))
    elif isinstance(tree, Row):
        for number, each in enumerate(tree):
            yield from _rows(checked, each, (*path, number))


def _row(checked: Checked, path: Path, law: Block) -> Iterator[Fault]:
    if any(path[: len(other)] == other for other in checked.left_out):
        return  # for a row whose key is misspelt is none
    whole, where = checked.tree, law.keys_at[DIRICHLET]
    row = row_of(path)
    if row is None:
        problem = "This is not one share of a row, so no others can move with it."
        yield Fault(where, problem, remedy=f"Write another shape than `{DIRICHLET}`.")
        return
    container = at(whole, row.container)
    if moves_together(container) is not None or checked.doubtful(*row.container):
        return  # which is told where the row is read
    inside = container.values() if isinstance(container, Block) else container
    for each in inside:
        share = each
        for step in row.inner:
            share = share.get(str(step)) if isinstance(share, Block) else None
        other = share.get(UNCERTAIN) if isinstance(share, Block) else None
        if each is not None and (not isinstance(other, Block) or _weight(other) != _weight(law)):
            problem = "Another share of the row does not move with this one."
            yield Fault(where, problem, remedy=WHOLE_ROW)
            return


def _weight(law: Block) -> Tree:
    found = law.get(DIRICHLET)
    return found.get("weight") if isinstance(found, Block) else None


def _together(checked: Checked) -> Iterator[Fault]:
    tree, first = checked.tree, dict[str, int]()
    common = common_names(tree)
    for number, group in enumerate(checked.document.together):
        for position, path in enumerate(group.paths):
            where: Path = ("together", number, "paths", position)
            if path in first:
                problem = f"`{path}` is in two groups that move together."
                yield from checked.fault(where, problem, remedy="Take one of the two out.")
                continue
            first[path] = number
            if _of_an_arm_taken_out(tree, path) or checked.may_be_faulty(tuple(path.split("."))):
                continue
            try:
                steps = steps_to(checked.document, spread(common, path)[0])
            except UnknownStep as unknown:
                found = unknown.fault(Location("", 0, 0), path)
                allowed = (
                    f"{found.allowed} {found.remedy}".strip()
                )  # a step of the path, not all of it
                yield from checked.fault(where, found.problem, allowed)
                continue
            yield from _has_a_range(checked, where, path, steps)


def _of_an_arm_taken_out(tree: Block, path: str) -> bool:
    """Return whether a path leads into an arm or mechanism that a file takes out of another's."""
    section, _, rest = path.partition(".")
    name = rest.partition(".")[0]
    if section == "mechanisms":
        block = tree.get(section)
        return isinstance(block, Block) and name in block and block[name] is None
    return section == "arms" and taken_out(tree, name) is not None


def _has_a_range(checked: Checked, where: Path, path: str, steps: Path) -> Iterator[Fault]:
    written = written_steps(checked.tree, steps) == steps
    block = at(checked.tree, steps) if written else None
    row = row_of(steps)
    if row is not None and len(written_steps(checked.tree, row.container)) == len(row.container):
        law = block.get(UNCERTAIN) if isinstance(block, Block) else None
        own = isinstance(law, Block) and DIRICHLET in law
        if own or moves_together(at(checked.tree, row.container)) is not None:
            problem = f"`{path}` moves with the other shares of its row already."
            yield from checked.fault(where, problem, remedy="Take it out here.")
            return
    if isinstance(block, Block) and isinstance(block.get(BARE), Block):
        block = block[BARE]
    if isinstance(block, Block) and ({"low", "high"} <= block.keys() or UNCERTAIN in block):
        return
    if str(getattr(block, "source", "")).startswith(WHERE):
        return  # a study, a variant or a script has set it, which takes its range away
    yield from checked.fault(
        where,
        f"`{path}` has no range, so nothing moves it.",
        "Write `low` and `high` beside its value, or `uncertain`.",
    )


def _structures(checked: Checked) -> Iterator[Fault]:
    document = checked.document
    sets: dict[str, str] = {}
    for name, options in document.structures.items():
        variants = [AS_WRITTEN, *document.variants]
        path = is_path(document, name)
        for option in options:
            where: Path = ("structures", name, option)
            if not path and option not in variants:
                yield from checked.fault(
                    where,
                    f"`{option}` is no variant of this file.",
                    f"Known: {listed(f'`{each}`' for each in variants)}; or in place of `{name}` "
                    "the path of a setting, and its values as options.",
                    did_you_mean(option, variants),
                    key=True,
                )
                continue
            for each in paths_of(document, name, option):
                if each.partition(".")[0] == "run":
                    problem = f"`{option}` sets `{each}`, and all worlds have one `run`."
                    yield from checked.fault(where, problem, remedy="Take it out.", key=True)
                elif sets.setdefault(each, name) != name:
                    problem = f"`{sets[each]}` and `{name}` both set `{each}`."
                    remedy = "Make one structure of the two, with an option for each combination."
                    yield from checked.fault(where, problem, remedy=remedy, key=True)
        if path:
            yield from _of_a_switch(checked, name)


def _of_a_switch(checked: Checked, name: str) -> Iterator[Fault]:
    if not options_of(checked.document, name):
        yield from checked.fault(
            ("structures", name),
            f"`{name}` is no word and no yes or no, so it has no options.",
            remedy=f"Beside a number write `{UNCERTAIN}`; of other parts name variants as options.",
            key=True,
        )
