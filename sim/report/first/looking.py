"""Say on the first page whether the model looks like today: targets, drift, load in hours."""

from __future__ import annotations

from sim.report.blocks import Bullets, Paragraphs, Section
from sim.report.staffing import late_most, staff_short
from sim.report.today import what
from sim.report.view import View, quoted
from sim.report.wording import counted, listed
from sim.studies.targets import Agreement

TITLE = "Does the way of care of today look like today?"
LIGHTS = (("✗", "Too low", Agreement.BELOW), ("✗", "Too high", Agreement.ABOVE))
MOST_NAMED = 4


def looking_section(view: View) -> Section:
    """Return the section; it says so where the scenario has no figures to compare with."""
    blocks: list[Paragraphs | Bullets] = [Paragraphs([targets_words(view)])]
    lights = [_light(view, *light) for light in LIGHTS]
    if any(lights):
        blocks.append(Bullets([each for each in lights if each]))
    drift = [] if view.study.drift and view.study.drift.moves else view.drift_words
    said = [alike_words(view), *drift, *staff_short(view), late_most(view)]
    blocks.append(Paragraphs([each for each in said if each]))
    return Section("today-short", TITLE, [each for each in blocks if each.texts])


def alike_words(view: View) -> str:
    """Return in how many worlds the start looks like today; "" where this is not known."""
    result = view.study.worlds
    if result is None or result.alike is None:
        return ""
    alike, worlds = int(result.alike.sum()), result.worlds
    if any(each.alike_told for each in result.findings.headlines):
        return (
            f"In {alike} of {worlds} worlds the way of care of today meets all of these figures. "
            "The list above has the results of these worlds too."
        )
    if not alike:
        return f"None of the {worlds} worlds meets all of these figures."
    return (
        f"Only {alike} of {worlds} worlds meet all of these figures, too few to tell what follows "
        "in them alone."
    )


def targets_words(view: View) -> str:
    """Return how many of the figures of today the model meets, and what they prove."""
    scenario = view.study.scenario
    if not scenario.targets:
        return (
            "The file has no figures of services today, so it cannot be checked whether the model "
            "looks like them."
        )
    arm = quoted(view.label(scenario.history))
    if not view.targets:
        return f"{arm} was not run, so it cannot be compared with figures of today."
    checks = [each for each in view.targets if each.role == "check"]
    fits = len(view.targets) - len(checks)
    chosen = ""
    if fits:
        them = "one other figure was" if fits == 1 else f"{fits} other figures were"
        met = sum(e.role == "fit" and e.agreement is Agreement.INSIDE for e in view.targets)
        chosen = (
            f" {them.capitalize()} used to choose numbers, so that to meet them proves little; "
            f"{met} of {fits} are met."
        )
    if not checks:
        return f"No figure was kept to check {arm} by.{chosen}"
    return f"{met_words(view)}{chosen}"


def met_words(view: View) -> str:
    """Return how many of the figures that were kept for checking are met; "" without any."""
    checks = [each for each in view.targets if each.role == "check"]
    if not checks:
        return ""
    met = sum(each.agreement is Agreement.INSIDE for each in checks)
    missed = sum(each.agreement in (Agreement.BELOW, Agreement.ABOVE) for each in checks)
    kept = counted(len(checks), "figure")
    arm = quoted(view.label(view.study.scenario.history))
    unsure = len(checks) - met - missed
    open_ = f"; {unsure} {'is' if unsure == 1 else 'are'} open, by chance" if unsure else ""
    return f"{arm} meets {met} of {kept} that were kept for checking and misses {missed}{open_}."


def _light(view: View, sign: str, words: str, missed: Agreement) -> str:
    """Return which figures are missed in one way; those that were kept for checking first."""
    found = [each for each in view.targets if each.agreement is missed]
    labels = [what(view, each) for each in sorted(found, key=lambda each: each.role != "check")]
    if not labels:
        return ""
    more = len(labels) - MOST_NAMED
    shown = [*labels[:MOST_NAMED], *([f"{more} more"] if more > 0 else [])]
    return f"{sign} {words}: {listed(shown)}."
