"""Say in words whether arms have the same staff and places."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from sim.errors import listed
from sim.network.workforce import Resource, ResourceKind, WorkforceCheck


class Said(NamedTuple):
    """A sentence, and further sentences with figures of the arms."""

    words: str
    figures: tuple[str, ...] = ()


def staff_words(
    check: WorkforceCheck,
    label: Callable[[str], str] = str,
    ways: tuple[str, str] = ("arm", "arms"),
) -> list[Said]:
    """Return sentences on whether arms have the same staff and places; none for a single arm.

    "The same staff" is said only if every service has the same hours in every arm.

    Parameters
    ----------
    label
        A function from an arm's name to its label.
    ways
        The word for one arm and the word for several.
    """
    one, several = ways
    if check.problems:
        words = f"The {several} do not have the same staff or places:"
        return [Said(words, check.problems_in(label))]
    if not check.resources or len(check.resources[0].amounts) < 2:
        return []
    said = [*_staff(check, label, one), *_places(check, one)]
    if check.tolerated:
        figures = tuple(each.said(label) for each in check.tolerated)
        words = f"The {several} differ by no more than `workforce.tolerance` allows:"
        said.append(Said(words, figures))
    return said


def _staff(check: WorkforceCheck, label: Callable[[str], str], one: str) -> Iterator[Said]:
    total = next((each for each in check.of(ResourceKind.STAFF) if each.same), None)
    if total is None:
        return
    hours = f"{shared(total)} contact hours a week"
    if check.moved:
        yield Said(
            f"Every {one} has the same staff hours in all, {hours}, divided differently between "
            "services:",
            tuple(each.said(label) for each in check.moved),
        )
    else:
        yield Said(f"Every {one} has the same staff in every service, {hours} in all.")


def _places(check: WorkforceCheck, one: str) -> Iterator[Said]:
    equal = [each for each in check.of(ResourceKind.PLACES) if each.same]
    if equal:
        rooms = listed([f"{each.key} {shared(each)}" for each in equal])
        yield Said(f"Every {one} has the same places: {rooms}.")


def shared(resource: Resource) -> str:
    """Return the amount that every arm has as text, rounded to a whole number if it is large."""
    amount = max(resource.amounts.values())
    return f"{amount:,.0f}" if amount >= 100 else f"{amount:,.3g}"


def compared(check: WorkforceCheck, resource: Resource) -> str:
    """Return one word on how the arms compare in a line of the table.

    The words are "the same", "moved" and "differs". For a single arm the text is empty.
    """
    if len(resource.amounts) < 2:
        return ""
    if resource.same:
        return "the same"
    return "moved" if resource in check.moved else "differs"
