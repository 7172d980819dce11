"""Put clauses together into sentences: "People had fewer gaps, but waited longer to start."."""

from __future__ import annotations

from collections.abc import Sequence

from sim.measures.words.form import Clause
from sim.report.wording import in_sentence, listed

MOST_NAMED = 3


def together(clauses: Sequence[Clause]) -> list[str]:
    """Return one sentence, without its full stop, for each subject of the clauses.

    Clauses with one verb share it: "People had fewer gaps and fewer changes of worker, and waited
    longer to start".
    """
    return [f"{subject} {predicate}" for subject, predicate in _predicates(clauses).items()]


def told(clauses: Sequence[Clause], most: int = MOST_NAMED) -> str:
    """Return sentences that name the first clauses, and say how many more there are."""
    named, more = clauses[:most], len(clauses) - most
    said = [f"{each}." for each in together(named)]
    if more > 0:
        said.append(f"So it was on {more} more of the main measures.")
    return " ".join(said)


def contrasted(one: Sequence[Clause], other: Sequence[Clause], most: int = MOST_NAMED) -> str:
    """Return sentences on what went one way, and after "but" on what went the other."""
    first, second = _predicates(one[:most]), _predicates(other[:most])
    if len(first) == 1 and first.keys() == second.keys():
        ((subject, predicate),) = first.items()
        said = f"{subject} {predicate}, but {second[subject]}."
    else:
        pieces = together(other[:most])
        rest = [f"But {in_sentence(pieces[0])}.", *(f"{each}." for each in pieces[1:])]
        said = " ".join([*(f"{each}." for each in together(one[:most])), *rest])
    left = max(len(one) - most, 0) + max(len(other) - most, 0)
    return f"{said} The list below has {left} more." if left else said


def after(lead: str, sentence: str) -> str:
    """Put an adverbial before a sentence: "Probably, people had fewer times in crisis."."""
    return f"{lead}, {in_sentence(sentence)}"


def whether(clause: Clause) -> str:
    """Return a clause as it stands after "whether": without its capital letter."""
    return in_sentence(" ".join(clause))


def _predicates(clauses: Sequence[Clause]) -> dict[str, str]:
    """Return what is said of each subject, in the order of the clauses."""
    by_subject: dict[str, dict[str, list[str]]] = {}
    for each in dict.fromkeys(clauses):
        by_subject.setdefault(each.subject, {}).setdefault(each.verb, []).append(each.rest)
    return {
        subject: _joined([f"{verb} {listed(rests)}" for verb, rests in verbs.items()])
        for subject, verbs in by_subject.items()
    }


def _joined(phrases: Sequence[str]) -> str:
    """Join phrases; with a comma before "and" where one has an "and" of its own."""
    if len(phrases) < 2:
        return phrases[0]
    comma = "," if any(" and " in each for each in phrases) or len(phrases) > 2 else ""
    return f"{', '.join(phrases[:-1])}{comma} and {phrases[-1]}"
