"""Read a mapping file. Every fault has its line and column, and all are reported at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping as AnyMapping
from pathlib import Path
from typing import Any, get_args

from sim.errors import Fault, Location, ScenarioFaults, listed
from sim.records.known.codes import NAMED, NUMBERS, Codes
from sim.records.known.columns import TABLES, TIME_OF
from sim.records.known.shapes import CODES, Shape, tables_of
from sim.records.mapping.document import FORMAT, MappingDocument, ServicePart
from sim.records.mapping.mapping import (
    Cohort,
    Condition,
    Kind,
    Mapping,
    Period,
    Service,
    Table,
    plain_code,
)
from sim.scenario.file_kinds import What
from sim.scenario.parts import Part
from sim.scenario.shaping import read_as
from sim.scenario.texts import read_text
from sim.scenario.written import Block, location_of
from sim.scenario.yaml_nodes import read_tree

BEGINS = "A mapping starts with `throughline_mapping: 1`, a `shape` and the `extract`."
STAND_INS: dict[str, Any] = {
    "throughline_mapping": FORMAT,
    "extract": {"from": "2024-04-01", "to": "2025-03-31"},
    "services": {},
}
_TEXT = "Write it into a text file that ends in .yaml, and name that file."
MAPPING = What("a mapping", f"A mapping is a text file. {_TEXT}", _TEXT)


def read_mapping(path: Path) -> Mapping:
    """Read a mapping file.

    Parameters
    ----------
    path
        A text file in YAML, as the page of the mapping file describes it.

    Raises
    ------
    ScenarioFaults
        With every fault of the file, in the order of its lines.
    """
    file = str(path)
    tree = read_tree(read_text(file, Location(file, 1, 1), MAPPING), file, BEGINS)
    document, reading = read_as(MappingDocument, tree, STAND_INS)
    faults = [*reading.faults]
    if document is not None and not faults:
        faults += _faults_together(tree, document)
    if faults or document is None:
        raise ScenarioFaults(faults)
    return _mapping(file, tree, document)


def _faults_together(tree: Block, document: MappingDocument) -> Iterator[Fault]:
    yield from _of_period(tree, document)
    yield from _of_services(tree, document)
    yield from _of_columns(tree, document)
    yield from _of_codes(tree, document)
    yield from _of_cohort(tree, document)


def _fault(
    tree: Block, path: tuple[str | int, ...], problem: str, allowed: str = "", remedy: str = ""
) -> Fault:
    place = location_of(tree, path)._replace(path=".".join(map(str, path)))
    return Fault(place, problem, allowed, remedy)


def _of_period(tree: Block, document: MappingDocument) -> Iterator[Fault]:
    days = document.extract
    if days.ends < days.begins:
        problem = f"{days.ends} is before {days.begins}, the first day."
        yield _fault(tree, ("extract", "to"), problem)
    elif days.taken is not None and days.taken < days.ends:
        problem = f"{days.taken} is before {days.ends}, the last day that is measured."
        remedy = "Nothing is known after the day `taken`: let the window end there."
        yield _fault(tree, ("extract", "taken"), problem, remedy)


def _of_services(tree: Block, document: MappingDocument) -> Iterator[Fault]:
    services = document.services
    if not services:
        remedy = "Write its key and its teams, such as `community_team: {types: [A06]}`."
        yield _fault(tree, ("services",), "No service is named.", remedy)
    met: dict[tuple[str, str], str] = {}
    for key, service in services.items():
        if not (service.teams or service.types) and len(services) > 1:
            yield _fault(
                tree,
                ("services", key),
                f"`{key}` has no team, and it is not the only service.",
                "Write `teams` or `types`.",
            )
        for name, code in _teams(service):
            other = met.setdefault((name, plain_code(code)), key)
            if other != key:
                problem = f"`{key}` and `{other}` both claim the same {name}."
                yield _fault(tree, ("services", key, name), problem, "A team is of one service.")


def _teams(service: ServicePart) -> Iterator[tuple[str, str]]:
    for name in ("teams", "types"):
        for code in getattr(service, name):
            yield name, code


def _of_columns(tree: Block, document: MappingDocument) -> Iterator[Fault]:
    shape = tables_of(Shape(document.shape))
    for name, written in _entries(document.tables):
        known = set(shape[name][1]) | {key for key, _ in _entries(written.columns)}
        columns = TABLES[name].by_name
        lacking = [key for key, each in columns.items() if each.needed and key not in known]
        if lacking:
            problem = f"The shape `{document.shape}` has no heading for {_ticked(lacking)}."
            remedy = "Write under `columns` what they are called in the extract."
            yield _fault(tree, ("tables", name), problem, remedy)
        for key in sorted(known):
            if key.endswith(TIME_OF) and key.removesuffix(TIME_OF) not in known:
                problem = f"`{key}` is the time of day of a date that has no heading."
                yield _fault(tree, ("tables", name, "columns", key), problem)


def _of_codes(tree: Block, document: MappingDocument) -> Iterator[Fault]:
    for column, words in _entries(document.codes):
        met: dict[str, str] = {}
        for word, codes in _entries(words):
            for code in codes:
                other = met.setdefault(plain_code(code), word)
                if other != word:
                    problem = f"The code `{plain_code(code)}` stands for `{other}` already."
                    yield _fault(tree, ("codes", column, word), problem, "Take one of the two out.")
    people = tree.get("tables", {}).get("people", {})
    for column in NAMED:
        written = column in people.get("columns", {})
        if written and getattr(document.codes, column) is None:
            remedy = f"Write `codes: {{{column}: {{name: [code, …]}}}}`."
            problem = f"It is not said what the codes of `{column}` mean."
            yield _fault(tree, ("tables", "people", "columns", column), problem, remedy)


def _of_cohort(tree: Block, document: MappingDocument) -> Iterator[Fault]:
    cohort = document.cohort
    if cohort is None:
        return
    if (cohort.any is None) == (cohort.all is None):
        problem = "A cohort has either `any` or `all` conditions."
        remedy = "Write `any: [{reason: ['14']}, {diagnosis: ['F60*']}]`."
        yield _fault(tree, ("cohort",), problem, remedy)
        return
    how = "any" if cohort.any is not None else "all"
    for at, part in enumerate(getattr(cohort, how)):
        if len(_entries(part)) != 1:
            problem = "A condition has one key."
            allowed = "Keys: `reason`, `diagnosis` and `team_type`."
            yield _fault(tree, ("cohort", how, at), problem, allowed)
    if not getattr(cohort, how):
        yield _fault(tree, ("cohort", how), "No condition is in the list.")


def _entries(part: Any) -> list[tuple[str, Any]]:
    """Return what is written in a part or block, in order."""
    if part is None:
        return []
    keys = part.known_keys() if isinstance(part, Part) else list(part)
    pairs = ((key, getattr(part, key) if isinstance(part, Part) else part[key]) for key in keys)
    return [(key, value) for key, value in pairs if value is not None]


def _ticked(names: Any) -> str:
    return listed(f"`{each}`" for each in names)


def _mapping(file: str, tree: Block, document: MappingDocument) -> Mapping:
    days, shape = document.extract, Shape(document.shape)
    return Mapping(
        shape=shape,
        period=Period(days.begins, days.ends, days.taken or days.ends, days.timed),
        services=tuple(_service(tree, key, each) for key, each in document.services.items()),
        tables={name: _table(tree, name, document) for name in TABLES},
        codes=_codes(CODES[shape], document),
        cohort=_cohort(document),
        join_days=document.join_days,
        link_days=document.link_days,
        file=file,
    )


def _service(tree: Block, key: str, part: ServicePart) -> Service:
    return Service(
        key=key,
        label=part.label or key.replace("_", " ").capitalize(),
        teams=tuple(map(plain_code, part.teams)),
        types=tuple(map(plain_code, part.types)),
        continuous=part.continuous,
        at=location_of(tree, ("services", key)),
    )


def _table(tree: Block, name: str, document: MappingDocument) -> Table:
    file, headings = tables_of(Shape(document.shape))[name]
    written = getattr(document.tables, name)
    own = dict(_entries(written.columns)) if written is not None else {}
    path = ("tables", name)
    return Table(
        file=(written.file if written is not None else None) or file,
        columns={**headings, **own},
        at=location_of(tree, path),
        columns_at={key: location_of(tree, (*path, "columns", key)) for key in own},
        named=written is not None,
    )


def _codes(shape: Codes, document: MappingDocument) -> AnyMapping[str, AnyMapping[str, str]]:
    own = {
        column: {plain_code(code): word for word, codes in _entries(words) for code in codes}
        for column, words in _entries(document.codes)
    }
    return {
        column: {**shape.get(column, {}), **own.get(column, {})} for column in (*NUMBERS, *NAMED)
    }


def _cohort(document: MappingDocument) -> Cohort | None:
    cohort = document.cohort
    if cohort is None:
        return None
    found = tuple(
        Condition(kind, tuple(map(plain_code, codes)))
        for part in cohort.any or cohort.all or ()
        for kind in get_args(Kind)
        if (codes := getattr(part, kind)) is not None
    )
    return Cohort("any" if cohort.any is not None else "all", found)
