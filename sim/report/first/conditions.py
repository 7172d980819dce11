"""Put into words which number of a scenario is meant, and a rule about several of them."""

from __future__ import annotations

import math
import re

from sim.report.first.figures import of_100
from sim.report.paths import name_in_words, said_with_unit
from sim.report.wording import listed
from sim.scenario import Scenario
from sim.studies.statistics.worlds.boxes import Condition
from sim.studies.statistics.worlds.rules import Rule
from sim.studies.worlds_result import WorldsResult

HEAD = re.compile(r" (?:at|of|with|in|for|who|to|by|when|where|from|after|before|that)\b|[,:(]")
SINGULAR_S = ("ss", "us", "is")


def named(scenario: Scenario, result: WorldsResult, position: int) -> str:
    """Return the words for an uncertain number, by its position among the inputs."""
    uncertain = result.uncertain[position]
    if uncertain.choices:
        return f"the structure “{uncertain.name}”"
    return name_in_words(scenario, uncertain.name)


def is_many(words: str) -> bool:
    """Return whether words such as "posts at Ward" stand for many: then they "are", not "is"."""
    last = HEAD.split(words, maxsplit=1)[0].rsplit(" ", maxsplit=1)[-1]
    return last == "people" or (last.endswith("s") and not last.endswith(SINGULAR_S))


def rule_words(scenario: Scenario, result: WorldsResult, rule: Rule) -> str:
    """Return the conditions of a rule: "posts at Ward are at least 4 and …"."""
    return listed([_condition(scenario, result, each) for each in rule.conditions])


def rule_figures(rule: Rule) -> str:
    """Return how often a rule was right in worlds that it did not see."""
    said = f"{of_100(rule.density)} of 100 such worlds"
    if math.isnan(rule.elsewhere):
        return said
    return f"{said}; elsewhere {of_100(rule.elsewhere)}"


def _condition(scenario: Scenario, result: WorldsResult, condition: Condition) -> str:
    uncertain = result.uncertain[condition.position]
    words = named(scenario, result, condition.position)
    verb = "are" if is_many(words) else "is"

    def value(share: float) -> str:
        return said_with_unit(scenario, uncertain.name, uncertain.at(share))

    if condition.kept:
        options = [f"“{uncertain.choices[each].name}”" for each in sorted(condition.kept)]
        return f"{words} {verb} {' or '.join(options)}"
    if math.isinf(condition.low):
        return f"{words} {verb} at most {value(condition.high)}"
    if math.isinf(condition.high):
        return f"{words} {verb} at least {value(condition.low)}"
    return f"{words} {verb} {value(condition.low)} to {value(condition.high)}"
