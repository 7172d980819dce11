"""Say on a page that runs were made with rules of a user's own."""

from __future__ import annotations

from sim.errors import listed
from sim.own_rules import OwnRules


def own_rule_words(rules: OwnRules) -> list[str]:
    """Return sentences on the rules that are no part of the model; none without such rules."""
    given = [rule.words for rule in rules.given]
    if not given:
        return []
    return [
        f"Take care: these results were made with own rules: {listed(given)}.",
        "These rules are no part of the model; who made this study wrote them.",
    ]


def again_words(rules: OwnRules) -> str:
    """Return what is needed to get the same result again, where there are own rules."""
    digests = listed(f"{rule.words}, {rule.digest[:12]}" for rule in rules.given)
    return (
        "No scenario file holds own rules, so no command makes these results again. Give the same "
        "rules to `sim.run` or `sim.compare`, with this scenario and seed. Each is the same if the "
        f"beginning of its digest is: {digests}."
    )
