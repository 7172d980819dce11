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
    said = [f"{_in_one(named)}."]
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
        said = f"{_in_one(one[:most])}. But {in_sentence(_in_one(other[:most]))}."
    left = max(len(one) - most, 0) + max(len(other) - most, 0)
    return f"{said} The list below has {left} more." if left else said


def _in_one(clauses: Sequence[Clause]) -> str:
    """Return clauses with several subjects as one sentence, without its full stop."""
    first, *rest = together(clauses)
    return ", and ".join([first, *map(in_sentence, rest)])


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
