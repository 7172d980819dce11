"""Find needs whose chains, effects or entry services cannot be simulated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import ceil

from sim.errors import Fault, listed
from sim.scenario.checks.checked import Checked
from sim.scenario.needs import Need
from sim.units import plain_number


def need_faults(checked: Checked) -> Iterator[Fault]:
    """Find all faults of needs, and of seeking help again."""
    for name, need in checked.document.needs.items():
        if not need.states:
            yield from checked.fault(
                ("needs", name, "states"), "The need has no state.", "It has one or more."
            )
        yield from _transitions(checked, name, need)
        yield from _long_run(checked, name, need)
        yield from _ratios(checked, name, need)
        yield from _seeking(checked, name, need)
    yield from _seeking_again(checked)


def _transitions(checked: Checked, name: str, need: Need) -> Iterator[Fault]:
    met: set[tuple[str, str]] = set()
    for at, move in enumerate(need.transitions):
        path = ("needs", name, "transitions", at)
        if move.begins == move.to:
            yield from checked.fault(
                path, f"This move leads from `{move.to}` to itself.", "It would change nothing."
            )
        elif (move.begins, move.to) in met:
            yield from checked.fault(
                path,
                f"A move from `{move.begins}` to `{move.to}` is already there.",
                "Add their rates up in one.",
            )
        met.add((move.begins, move.to))


def _long_run(checked: Checked, name: str, need: Need) -> Iterator[Fault]:
    """Find chains of states whose long-run shares depend on the state in which a person starts."""
    leads = {state: {state} for state in need.states}
    moves = [(m.begins, m.to) for m in need.transitions if m.rate.value.amount > 0]
    if checked.doubtful("needs", name) or not need.start.stationary:
        return
    if not all(a in leads and b in leads for a, b in moves):
        return
    for _ in need.states:
        for begins, to in moves:
            leads[begins] |= leads[to]
    final = {frozenset(leads[s]) for s in need.states if all(s in leads[t] for t in leads[s])}
    if len(final) > 1:
        states = (listed(f"`{s}`" for s in need.states if s in each) for each in final)
        yield from checked.fault(
            ("needs", name, "start"),
            f"`{name}` has no single long run: once in {', or in '.join(sorted(states))}, "
            "nobody leaves.",
            "Starting `stationary` needs one long run.",
            "Add transitions between them, or write the shares to start with.",
        )


def _ratios(checked: Checked, name: str, need: Need) -> Iterator[Fault]:
    """Find effects whose product can exceed the `largest_ratio` of the need."""
    effects = checked.document.effects_of(name)
    sides = {
        "worsening": {
            "support": effects.support.worsening_ratio.value,
            "loss": effects.loss.worsening_ratio.value,
            "waiting": effects.waiting.worsening_ratio.value,
            "over_contact": effects.over_contact.worsening_ratio.value,
        },
        "recovery": {
            "support": effects.support.recovery_ratio.value,
            "advice": effects.advice.recovery_ratio.value,
        },
    }
    for side, ratios in sides.items():
        product = _product(ratios)
        if product > need.largest_ratio.value * (1 + 1e-12):
            parts = " times ".join(f"{k} {plain_number(v)}" for k, v in ratios.items() if v > 1)
            yield from checked.fault(
                ("needs", name, "largest_ratio"),
                f"Effects can multiply the {side} of `{name}` by {product:.6g} ({parts}), "
                f"more than its `largest_ratio` of {need.largest_ratio.written}.",
                "The largest ratio bounds all effects together, in every arm.",
                f"Write `largest_ratio: {ceil(product)}`, or lower an effect.",
            )


def _product(ratios: Mapping[str, float]) -> float:
    product = 1.0
    for ratio in ratios.values():
        product *= max(1.0, ratio)
    return product


def _seeking(checked: Checked, name: str, need: Need) -> Iterator[Fault]:
    """Find levels of need at which people seek help but no entry service is written."""
    delays = checked.document.seeking.delay
    for level in sorted(set(need.states.values())):
        delay = delays.get(level)
        if level < need.seek_level or delay is None or delay.is_never:
            continue
        if checked.document.entry(name, level) is None and not checked.doubtful("seeking", "entry"):
            yield from checked.fault(
                ("seeking", "delay", str(level)),
                f"People seek help for `{name}` at level {level}, but nothing says where.",
                f"Add a row `{level}: {{service: 1}}` under `seeking.entry`.",
            )


def _seeking_again(checked: Checked) -> Iterator[Fault]:
    seeking = checked.document.seeking
    if seeking.reseek_delay.is_zero:
        yield from checked.fault(
            ("seeking", "reseek_delay"),
            "Who was sent nowhere would turn up again in the same minute, for ever.",
            "Write a delay of more than 0.",
        )
    seeks = any(not delay.is_never for delay in seeking.delay.values())
    if seeks and not checked.has(("seeking", "reseek_delay")):
        yield from checked.fault(
            ("seeking", "reseek_delay"),
            "`reseek_delay` is missing: when do people who were sent nowhere seek help again?",
            "Add it, for example `reseek_delay: {exponential: {mean: 8 weeks}}`, or `never`.",
        )
