"""Write everything that is known before a run as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sim.errors import listed
from sim.network.area_words import total_words
from sim.network.assumptions import Known, what_is_known
from sim.network.calendar_words import listed_text, varying_text
from sim.network.deliverable import deliverable_text, long_contact_text
from sim.network.findings import FindingKind, findings
from sim.network.graph import service_graph
from sim.network.kept_by_groups import kept_by_groups
from sim.network.load import loads, reaching_help_level
from sim.network.load_words import HEADING, HOW_HOURS_COUNT, load_words
from sim.network.normals import normals_text
from sim.network.parts_of_posts import part_text
from sim.network.phase_in import phase_in_words
from sim.network.pools import pool_text
from sim.network.prices import price_words
from sim.network.room import room_text
from sim.network.staff_words import staff_words
from sim.network.workforce import WorkforceCheck, check_workforce
from sim.resolved import Resolved
from sim.scenario import Scenario
from sim.scenario.areas import own_services

HEADINGS = {
    FindingKind.THRESHOLD: "Nowhere to go (no service accepts this level of need)",
    FindingKind.SIGNPOSTS: "Only signposts (no contact counts as help with this need)",
    FindingKind.CLIFF_EDGE: "Cliff edges (a limit after which people in need go nowhere)",
    FindingKind.DEAD_END: "Dead ends (people turned away, giving up or in crisis go nowhere)",
    FindingKind.LOOP: "Revolving doors (the chance of the whole way, for just these reasons)",
    FindingKind.UNREACHABLE: "Never reached",
    FindingKind.EXIT_DELAY: "Exit delays that do not always hold",
    FindingKind.CHOICE: "Choices of another worker that are none",
    FindingKind.GROWTH: "More and more people",
    FindingKind.SETTLED: "Leaving as settled (an expectation, not a result)",
    FindingKind.PRESENTING: "Levels at which hardly anybody would present themselves",
}
LOOPS_SHOWN = 10


def check_text(scenario: Scenario, arms: Mapping[str, Resolved]) -> str:
    """Return what the network, the staff and the sources of a scenario show before a run.

    Parameters
    ----------
    scenario
        The scenario.
    arms
        The resolved arms, in the order in which they are shown; at least one.
    """
    workforce = check_workforce(
        arms, scenario.workforce.tolerance, scenario.workforce.unequal or ""
    )
    parts = [
        _findings(arms),
        _kept_by_groups(scenario, arms),
        _seeking(next(iter(arms.values()))),
        _loads(arms),
        _fit_into_hours(arms),
        listed_text(scenario),
        varying_text(scenario, arms),
        normals_text(arms.values()),
        workforce_text(workforce),
        room_text(arms),
        _in_areas(scenario, arms),
        phase_in_words(arms),
        _pools(arms),
        _prices(arms),
        known_text(what_is_known(scenario)),
    ]
    return "\n\n".join(["\n".join(part) for part in map(list, parts) if part]) + "\n"


def _findings(arms: Mapping[str, Resolved]) -> Iterator[str]:
    """Iterate over lines on findings by kind. Each finding is given once, with its arms."""
    found = [
        (arm, finding)
        for arm, resolved in arms.items()
        for finding in findings(resolved, service_graph(resolved))
    ]
    blank = ""
    for kind, heading in HEADINGS.items():
        mine = [(arm, finding) for arm, finding in found if finding.kind is kind]
        if kind is FindingKind.LOOP:
            mine.sort(key=lambda each: (-each[1].probability, each[1].services))
        most = LOOPS_SHOWN if kind is FindingKind.LOOP else len(mine)
        lines = list(once(((arm, finding.words) for arm, finding in mine), len(arms)))
        if lines:
            yield f"{blank}{heading}"
            yield from lines[:most]
            blank = "\n"
        if len(lines) > most:
            yield f"  … and {len(lines) - most} more"


def once(said: Iterable[tuple[str, str]], arms: int) -> Iterator[str]:
    """Merge the lines of all arms. If a line does not hold in all, its arms are added to it."""
    held: dict[str, list[str]] = {}
    for arm, words in said:
        held.setdefault(words, []).append(arm)
    for words, where in held.items():
        yield f"  - {words}{'' if len(where) == arms else f' [{listed(where)}]'}"


def _kept_by_groups(scenario: Scenario, arms: Mapping[str, Resolved]) -> Iterator[str]:
    """Iterate over lines on numbers of arms that do not reach everybody."""
    said = [each for each in kept_by_groups(scenario) if each[0] in arms]
    if said:
        yield "Numbers of an arm that do not reach every group"
        yield from once(said, len(arms))


def _seeking(resolved: Resolved) -> Iterator[str]:
    times = reaching_help_level(resolved)
    if times > 0:
        yield (
            f"Without any care, needs of the {resolved.numbers.cohort} people at the start would "
            f"rise to the level at which people turn for help about {times:,.0f} times a year."
        )


def _loads(arms: Mapping[str, Resolved]) -> Iterator[str]:
    """Iterate over lines on loads by service. Each load is given once, with its arms."""
    of_arm = {
        arm: {load.service: load_words(load) for load in loads(resolved, service_graph(resolved))}
        for arm, resolved in arms.items()
    }
    teams = any(len(resolved.numbers.workforce.service) for resolved in arms.values())
    yield f"{HEADING} ({HOW_HOURS_COUNT})" if teams else HEADING
    for service in dict.fromkeys(name for words in of_arm.values() for name in words):
        having = [(arm, words[service]) for arm, words in of_arm.items() if service in words]
        yield from once(having, len(arms))


def _fit_into_hours(arms: Mapping[str, Resolved]) -> Iterator[str]:
    """Iterate over lines on contacts and parts of posts, and on deliverable hours that differ."""
    long = [
        (arm, words)
        for arm, resolved in arms.items()
        for words in (*long_contact_text(resolved), *part_text(resolved))
    ]
    if long:
        yield "Contacts and working hours"
        yield from once(long, len(arms))
    deliverable = list(deliverable_text(arms))
    if deliverable:
        yield from [""] if long else []
        yield "Hours that can be delivered"
        yield from (f"  {words}" for words in deliverable)


def _in_areas(scenario: Scenario, arms: Mapping[str, Resolved]) -> Iterator[str]:
    """Iterate over lines on what a service has in all areas together."""
    own = own_services(scenario.services_of_all_arms)
    said = [(arm, words) for arm, resolved in arms.items() for words in total_words(own, resolved)]
    if said:
        yield "In all areas together (what is written holds whole in each area)"
        yield from once(said, len(arms))


def _pools(arms: Mapping[str, Resolved]) -> Iterator[str]:
    """Iterate over lines on who holds the contacts of services without caseloads."""
    said = [(arm, words) for arm, resolved in arms.items() for words in pool_text(resolved)]
    if said:
        yield "Contacts without a caseload"
        yield from once(said, len(arms))


def _prices(arms: Mapping[str, Resolved]) -> Iterator[str]:
    """Iterate over lines on services without a price, and on what is counted twice."""
    said = [(arm, words) for arm, resolved in arms.items() for words in price_words(resolved, str)]
    if said:
        yield "Prices"
        yield from once(said, len(arms))


def workforce_text(check: WorkforceCheck) -> Iterator[str]:
    """Iterate over the lines of the table of staff hours and places, with verdicts on equality."""
    some = [each for each in check.resources if max(each.amounts.values()) > 0]
    if some:
        yield "Staff and places"
        arms = list(some[0].amounts)
        width = max(len(f"{each.name} ({each.unit})") for each in some)
        columns = [max(len(arm), 8) for arm in arms]
        yield _row("", width, arms, columns)
        for each in some:
            amounts = [f"{each.amounts[arm]:.6g}" for arm in arms]
            yield _row(f"{each.name} ({each.unit})", width, amounts, columns)
    for position, said in enumerate(staff_words(check)):
        yield f"{'  ' if some or position else ''}{said.words}"
        yield from (f"  - {figures}" for figures in said.figures)
    if check.problems:
        allowed = f"Compared all the same, because: {check.reason}"
        refused = (
            "They will not be compared. Give them the same, or say why not under "
            "`workforce: {unequal: reason}`."
        )
        yield f"  {allowed if check.reason else refused}"


def _row(name: str, width: int, cells: Iterable[str], columns: Iterable[int]) -> str:
    shown = "  ".join(cell.rjust(size) for cell, size in zip(cells, columns, strict=True))
    return f"  {name.ljust(width)}  {shown}".rstrip()


def known_text(known: Known) -> Iterator[str]:
    """Iterate over lines on how many numbers are assumed, and which have the widest ranges."""
    if not known.total:
        return
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(known.by_kind.items()))
    yield f"Where the {known.total} numbers come from: {kinds}"
    share = 100 * known.assumed / known.total
    yield (
        f"  {known.assumed} of {known.total} ({share:.0f} %) are assumptions, "
        f"{known.with_range} of them with a range."
    )
    if known.widest:
        yield "  The widest ranges for their size:"
        yield from (
            f"  - {each.path}: {each.value} ({each.low} to {each.high})" for each in known.widest
        )
