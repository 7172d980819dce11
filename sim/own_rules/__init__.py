"""Rules that a user writes: what each is told, what it may answer, and its function."""

from sim.own_rules.rules import NO_RULES, Hook, OwnRule, OwnRuleError, OwnRules, own_rules

__all__ = ["NO_RULES", "Hook", "OwnRule", "OwnRuleError", "OwnRules", "own_rules"]
