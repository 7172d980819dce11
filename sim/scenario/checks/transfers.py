"""Find transfers of posts that cannot be made."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sim.errors import Fault
from sim.scenario.arms import Transfer
from sim.scenario.checks.checked import Checked
from sim.scenario.dividing import common_names
from sim.scenario.transferring import Move, moves, posts_over_time
from sim.scenario.written import Block
from sim.units import plain_number


def transfer_faults(base: Checked, arm: str, own: Checked, before: Block) -> Iterator[Fault]:
    """Find the reasons why an arm's transfer of posts cannot be made.

    Parameters
    ----------
    base, own
        The scenario, and the arm.
    before
        The tree of the arm before its posts have moved.
    """
    transfer = base.document.arms[arm].transfer
    if transfer is None:
        return
    told = list(_of_services(base, arm, own, before, transfer))
    yield from told
    if told:
        return
    written: dict[str, object] = {
        "from": transfer.origin,
        "to": transfer.target,
        "posts": transfer.posts.value,
    }
    for move in moves(before, _as_block(before, written)):
        found = list(_of_numbers(base, arm, before, move))
        yield from found
        if found:
            return  # the same in every area as a rule


def _of_services(
    base: Checked, arm: str, own: Checked, before: Block, transfer: Transfer
) -> Iterator[Fault]:
    here = ("arms", arm, "transfer")
    services, common = own.document.services, common_names(before)
    for key, name in (("from", transfer.origin), ("to", transfer.target)):
        there = [*common.get(name, {}).values()] or [name]
        if not all(each in services for each in there):
            known = [*services, *(each for each in common if each not in services)]
            yield from base.unknown((*here, key), name, "a service", known)
        elif any(
            services[each].workers is None and not own.doubtful("services", each) for each in there
        ):
            yield from base.fault(
                (*here, key), f"`{name}` has no workers, so no posts.", "Name a team."
            )
    if transfer.origin == transfer.target:
        yield from base.fault(here, "The posts would stay where they are.", "Name two services.")
    elif (transfer.origin in common) != (transfer.target in common):
        one, other = transfer.origin, transfer.target
        if one not in common:
            one, other = other, one
        yield from base.fault(
            here,
            f"`{one}` stands once in each area and `{other}` does not, so posts cannot move within "
            "each area.",
            f"Give both `per_area`, or name the service of one area, as "
            f"`{next(iter(common[one].values()))}`.",
        )


def _of_numbers(base: Checked, arm: str, before: Block, move: Move) -> Iterator[Fault]:
    here = ("arms", arm, "transfer", "posts")
    least = min(posts_over_time(before, move.origin), default=Fraction(0))
    if move.leave > least:
        yield from base.fault(
            here,
            f"`{move.origin}` has {_posts(least)}, so {_said(move.leave)} cannot leave.",
            "Move fewer.",
        )


def _posts(number: Fraction) -> str:
    return f"{_said(number)} post{'' if number == 1 else 's'}"


def _said(posts: Fraction) -> str:
    return plain_number(round(float(posts), 4))


def _as_block(before: Block, values: dict[str, object]) -> Block:
    block = Block(before.location)
    for key, value in values.items():
        block.put(key, value, before.location, before.location)
    return block
