"""Facts on what a scenario holds: people, needs, services, arms' changes, numbers, sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.events import Reason
from sim.network import service_graph, what_is_known
from sim.report.describing.markdown import code, fenced, plain, table
from sim.report.describing.subject import Subject
from sim.report.grounds import KINDS, by_part, joined, range_of
from sim.scenario.document import Document
from sim.scenario.explaining import to_yaml
from sim.scenario.parts import Plain
from sim.scenario.quantities import BUILT_IN
from sim.scenario.services import Service

OF_PEOPLE = (
    *("people", "leaving", "trust", "relationship", "attendance", "seeking", "effects", "needs"),
    "measures",
)
ACTIVITIES = ("contacts", "follow_up", "plan", "advice", "seen_by")
RESOURCES = ("capacity", "workers", "kind", "costs")
QUEUES = ("queue", "patience", "opt_out_if_settled")
OMITTED = ("contents",)  # of a table, which may hold thousands of rows


def _beyond(form: Plain, usual: Plain) -> Plain:
    """Return what of a block differs from the usual one; no empty parts, no contents of tables."""
    if not isinstance(form, dict):
        return form
    known = usual if isinstance(usual, dict) else {}
    return {
        key: _beyond(value, known.get(key))
        for key, value in form.items()
        if key not in OMITTED and value != known.get(key) and value not in (None, [], {})
    }


def _usual(block: str) -> Plain:
    field = Document.model_fields[block]
    value = field.get_default(call_default_factory=True, validated_data={})
    return value.plain() if hasattr(value, "plain") else {}


def services(subject: Subject) -> Iterator[str]:
    """Show every service of the baseline arm, in the words of the file."""
    yield _shown(subject, tuple(Service.known_keys()), "The services of the baseline arm")


def logic(subject: Subject) -> Iterator[str]:
    """Show how people are accepted, stay and go on, which no other item of a checklist asks."""
    others = {*ACTIVITIES, *RESOURCES, *QUEUES}
    keys = tuple(each for each in Service.known_keys() if each not in others)
    yield _shown(subject, keys, "How the services of the baseline arm work")


def activities(subject: Subject) -> Iterator[str]:
    """Show what is done with people."""
    yield _shown(subject, ACTIVITIES, "Contacts and other work")


def resources(subject: Subject) -> Iterator[str]:
    """Show places and workers."""
    yield _shown(subject, RESOURCES, "Places and workers")


def queues(subject: Subject) -> Iterator[str]:
    """Say in which order people wait, and how long they have patience."""
    yield (
        "At each service people wait in the order of their class by the queue rule (first come "
        "unless written), then of the time when they joined, then of a random draw."
    )
    yield _shown(subject, QUEUES, "Queue rules and patience that are written")


def entry_and_exit(subject: Subject) -> Iterator[str]:
    """Show how people come into the population and leave it."""
    whole = subject.base.plain()
    arrivals = _beyond(whole["people"].get("arrivals", {}), {})
    form = {"arrivals": arrivals, "leaving": _beyond(whole["leaving"], _usual("leaving"))}
    yield f"People at minute 0: {plain(subject.scenario.people.cohort.written)}."
    if written := {key: each for key, each in form.items() if each}:
        yield fenced(to_yaml(written), "yaml")


def _shown(subject: Subject, keys: tuple[str, ...], words: str) -> str:
    """Return some keys of every service as a block, where they differ from the default."""
    usual = Service().plain()
    form = {
        name: {key: each for key, each in _beyond(service.plain(), usual).items() if key in keys}
        for name, service in subject.base.services.items()
    }
    if not any(form.values()):
        return f"{words}: all have the defaults of the program."
    inside = {name: each for name, each in form.items() if each}
    return f"{words}, where they are not the default:\n\n{fenced(to_yaml(inside), 'yaml')}"


def people(subject: Subject) -> Iterator[str]:
    """Show people and needs of the baseline arm, in the words of the file."""
    whole = subject.base.plain()
    form = {block: _beyond(whole[block], _usual(block)) for block in OF_PEOPLE if block in whole}
    yield "People and their needs, as resolved; what is not shown has its default."
    yield fenced(to_yaml({key: each for key, each in form.items() if each}), "yaml")
    if not subject.scenario.needs:
        yield "There are no needs: people are referred, wait, are served, and leave."


def diagram(subject: Subject) -> Iterator[str]:
    """Draw how people move between services in the baseline arm."""
    graph = service_graph(subject.arms[subject.scenario.baseline])
    node = {name: f"n{number}" for number, name in enumerate(graph)}
    lines = ["flowchart LR"]
    for name, label in graph.nodes(data="label"):
        shown = str(label or name).replace('"', "#quot;").replace("\n", " ")
        lines.append(f'    {node[name]}["{shown}"]')
    for here, there, data in graph.edges(data=True):
        words = sorted(_because(reason) for reason in data["reasons"])
        lines.append(f"    {node[here]} -->|{', '.join(words)}| {node[there]}")
    yield (
        f"Ways between services in the baseline arm ({code(subject.scenario.baseline)}), as a "
        "Mermaid diagram. People live in the community, and turn for help from there."
    )
    yield fenced("\n".join(lines), "mermaid")


def _because(reason: Reason) -> str:
    return reason.name.lower().replace("_", " ")


def differences(subject: Subject) -> Iterator[str]:
    """Show in what every other arm differs from the baseline: switches, patches and numbers."""
    scenario = subject.scenario
    base, forms = scenario.arms[scenario.baseline], scenario.to_dict()["arms"]
    if len(scenario.arms) == 1:
        yield "There is one arm, and nothing is compared."
        return
    for name, arm in scenario.arms.items():
        if name == scenario.baseline:
            continue
        on = [each for each in arm.mechanisms if each not in base.mechanisms]
        off = [each for each in base.mechanisms if each not in arm.mechanisms]
        yield f"**{plain(arm.label or name)}** ({code(name)}), compared with the baseline:"
        for words, switches in (("Switched on", on), ("Switched off", off)):
            if switches:
                yield f"{words}: {', '.join(map(code, switches))}."
        form = {key: value for key, value in forms[name].items() if key not in OF_ARM and value}
        if form:
            yield fenced(to_yaml(form), "yaml")
    yield from mechanisms(subject)


def mechanisms(subject: Subject) -> Iterator[str]:
    """List the switches of the file, with what they stand for."""
    rows = [
        [code(name), plain(each.label), plain(each.description), code(each.source)]
        for name, each in subject.scenario.mechanisms.items()
    ]
    yield table(("Switch", "Label", "What it stands for", "Source"), rows)


OF_ARM = ("label", "description", "mechanisms")  # told in other words


def numbers(subject: Subject) -> Iterator[str]:
    """List every number that has a source, part by part."""
    sources = subject.scenario.sources
    columns = ("Number", "Only in", "Value", "Range", "Kind", "Source", "Note")
    for part, rows in by_part(subject.numbers()).items():
        yield f"Numbers: {plain(part)}"
        yield table(
            columns,
            [
                [
                    code(path),
                    code(arm) if arm else "",
                    plain(each.written),
                    plain(range_of(each)),
                    plain(KINDS[sources[each.source].kind]),
                    code(each.source),
                    plain(joined(each.note, each.agreed_by and f"agreed by {each.agreed_by}")),
                ]
                for arm, path, each in rows
            ],
        )


def sources(subject: Subject) -> Iterator[str]:
    """List the sources of numbers."""
    rows = [
        [code(name), *map(plain, (KINDS[each.kind], each.reference, each.note or ""))]
        for name, each in subject.scenario.sources.items()
    ]
    columns = ("Source", "Kind", "Reference", "Note")
    yield table(columns, rows) or "The file names no sources."


def derived(subject: Subject) -> Iterator[str]:
    """List the sources whose numbers were worked out from published ones."""
    found = {
        name: each for name, each in subject.scenario.sources.items() if each.kind == "derived"
    }
    rows = [[code(name), plain(joined(each.reference, each.note))] for name, each in found.items()]
    yield table(("Source", "How its numbers were worked out"), rows) or (
        "No source of the file is marked as derived from other figures."
    )


def assumptions(subject: Subject) -> Iterator[str]:
    """Say how many numbers are assumptions, and list the numbers that nobody wrote."""
    known = what_is_known(subject.scenario)
    if known.total:
        yield (
            f"{known.assumed} of {known.total} numbers of the file are assumptions, "
            f"{known.with_range} of them with a range."
        )
    rows = [
        [code(path), plain(each.written)]
        for path, each in subject.scenario.quantities(built_in=True)
        if each.source == BUILT_IN
    ]
    if rows:
        yield "Numbers that the file does not write, which have the default of the program:"
        yield table(("Number", "Default"), rows)


def tables(subject: Subject) -> Iterator[str]:
    """List the tables that the file reads."""
    found = sorted(set(_tables(subject.scenario.plain())))
    if found:
        yield f"The file reads these tables: {', '.join(map(code, found))}."
    else:
        yield "The file reads no table. All input stands in it."


def _tables(form: Plain) -> Iterator[str]:
    if isinstance(form, Mapping):
        if "contents" in form and isinstance(form.get("file"), str):
            yield form["file"]
        for each in form.values():
            yield from _tables(each)


ENTITIES = (
    (
        "People",
        "group, area, trust, relationships with workers, state of each need, refusals so far",
    ),
    ("Services", "places taken, waiting list, people without a worker, open spells"),
    ("Workers", "caseload, contact minutes used in the week"),
)


def entities(subject: Subject) -> Iterator[str]:
    """Count the kinds of things that a run holds."""
    scenario = subject.scenario
    yield table(("Entity", "State variables"), ENTITIES)
    groups = ", ".join(map(code, scenario.people.groups))
    areas = ", ".join(map(code, scenario.people.areas)) or "none; space is not represented"
    yield f"Groups of people: {groups}. Areas: {areas}."
    yield f"Needs: {', '.join(map(code, scenario.needs)) or 'none'}."
    yield f"Services: {', '.join(map(code, scenario.services_of_all_arms))}."
