"""Write the answer about one arm over worlds in a few sentences, for the page and the terminal."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.measures.words.form import Clause
from sim.report.clauses import after, contrasted, told, whether
from sim.report.first.claims import Claim, Kind, claim
from sim.report.first.figures import NO_CHANGE, most_worlds, on_average
from sim.report.first.voice import headline_voice
from sim.report.plain import Plain, plainly
from sim.report.view import View, cell
from sim.report.wording import in_sentence, sentence_case
from sim.studies.statistics.worlds.runs import FEWEST_RUNS, FEWEST_WORLDS
from sim.studies.worlds_result import WorldsResult

ROUGH = "These figures are rough: chance is large in few repeats."
MIXED = "Mixed: better on some of the main measures, worse on others."


def answer(view: View, result: WorldsResult, arm: str) -> str:
    """Return what worlds say of an arm, in a few sentences; the first headline measure first.

    Nothing that is more likely than not worse is left out.
    """
    claims = [claim(each) for each in result.findings.headlines if each.arm == arm]
    asked, rest = claims[0], claims[1:]
    better = _that_are(claims, "better", asked)
    worse = _that_are(claims, "worse", asked)
    if better and worse:
        first = [] if asked in (*better, *worse) else [about(view, asked)]
        parts = (worse, better) if worse[0] is asked else (better, worse)
        amounts = _amounts(view, result, [asked, *(each for each in worse if each is not asked)])
        return " ".join([MIXED, *first, _both(view, *parts), *amounts])
    beside = better or [each for each in claims if each.kind == "worse"]
    amounts = _amounts(view, result, [asked])
    return " ".join([about(view, asked), *amounts, *_beside(view, rest, beside)])


def about(view: View, asked: Claim) -> str:
    """Return one sentence on a claim."""
    words = plain(view, asked.measure)
    word = sentence_case(asked.word)
    match asked.kind:
        case "better" | "worse":
            return f"{word} {asked.kind}: {whether(asked.clause(words.ways))}."
        case "higher" | "lower":
            clause = " ".join(asked.clause(words.ways))
            return f"{after(word, clause)}. In itself that is neither good nor bad."
        case "same":
            return f"{word}, there is little or no change in {words.label}."
        case "not worse" | "not better":
            return (
                f"It is open whether {whether(asked.clause(words.ways))}. {word}, it is "
                f"{asked.kind}."
            )
        case "unknown":
            return f"On {words.label} it may be better or worse, or the same."
        case _:
            return why_silent(view, asked)


def why_silent(view: View, asked: Claim) -> str:
    """Return why no probability is given for a measure, and what would help."""
    label, judged = plain(view, asked.measure).label, asked.headline.judged
    if judged is None:
        return (
            f"On {label} nothing is told: only {asked.headline.worlds} worlds have a value in "
            f"every run, and {FEWEST_WORLDS} worlds of {FEWEST_RUNS} repeats are the least."
        )
    would = (
        "the worlds differ no more than chance alone makes them"
        if judged.replications is None
        else f"{judged.replications} repeats of each world would tell how often it is better"
    )
    return f"{sentence_case(label)}: {headline_voice(asked.headline)}; {would}."


def plain(view: View, measure: str) -> Plain:
    """Return the plain words of a measure."""
    words = view.described(measure)
    return plainly(measure, words.label, words.unit, view.service_labels)


def today_level(view: View, result: WorldsResult, measure: str) -> str:
    """Return the mean of the baseline over the worlds as text; "" if it is not known."""
    values = result.values.of(view.baseline, measure)
    known = values[np.isfinite(values)]
    return cell(float(known.mean()), plain(view, measure).unit) if known.size else ""


def _both(view: View, one: Sequence[Claim], other: Sequence[Claim]) -> str:
    """Return what went one way, and after "but" what went the other, each with its word."""
    words = {each.word for each in (*one, *other)}
    if len(words) == 1:
        first, second = ([_clause(view, each) for each in part] for part in (one, other))
        (word,) = words
        said = after(sentence_case(word), contrasted(first, second))
        return said.replace(". But ", f". But {word} ", 1)
    first_said, *first_more = _beside(view, one, one)
    second_said, *second_more = _beside(view, other, other)
    return " ".join([first_said, *first_more, f"But {in_sentence(second_said)}", *second_more])


def _beside(view: View, rest: Sequence[Claim], decided: Sequence[Claim]) -> list[str]:
    """Return sentences on the measures beside the first that went the same way, by their word."""
    said = []
    for rank in sorted({each.rank for each in decided if each in rest}):
        clauses = [_clause(view, each) for each in decided if each.rank == rank and each in rest]
        word = next(each.word for each in decided if each.rank == rank)
        said.append(after(sentence_case(word), told(clauses)))
    return said


def _amounts(view: View, result: WorldsResult, claims: Sequence[Claim]) -> list[str]:
    """Return a sentence with the size of each difference that can be told, and today's level."""
    said = []
    for each in claims:
        judged = each.headline.judged
        if judged is None or judged.strength == "silent":
            continue
        words = plain(view, each.measure)
        average = on_average(each.headline, judged, words.unit)
        today = today_level(view, result, each.measure)
        level = f" than {today}{words.after}" if today and average != NO_CHANGE else ""
        rough = f" {ROUGH}" * (judged.strength == "rough")
        said.append(
            f"{sentence_case(words.label)}: on average {average}{level}, and in 90 of 100 "
            f"worlds {most_worlds(each.headline, judged, words.unit)}.{rough}"
        )
    return said


def _that_are(claims: Sequence[Claim], kind: Kind, asked: Claim) -> list[Claim]:
    return [each for each in claims if each.kind == kind and (each.is_strong or each is asked)]


def _clause(view: View, each: Claim) -> Clause:
    return each.clause(plain(view, each.measure).ways)
