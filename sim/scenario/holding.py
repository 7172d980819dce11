"""State which numbers of a scenario apply from minute 0, and which from the change of rules on."""

from __future__ import annotations

from sim.errors import listed
from sim.scenario.document import Document
from sim.scenario.written import Path


def what_holds_when(document: Document) -> dict[Path, str]:
    """Return notes, by path, on when the patches of arms and mechanisms begin to apply.

    Everything else applies from minute 0. The result is empty without `run.change`, because all of
    an arm then applies from minute 0.
    """
    change, history = document.run.change, document.history
    if change is None:
        return {}
    notes: dict[Path, str] = {}
    for name in document.arms:
        if name == history:
            notes["arms", name] = "from minute 0: every arm lives by it until the change"
        else:
            notes["arms", name] = f"from the change on ({change})"
    for name in document.mechanisms:
        for key, on in (("on", True), ("off", False)):
            having = [each for each, arm in document.arms.items() if (name in arm.mechanisms) == on]
            later = [each for each in having if each != history]
            told = [f"from minute 0 in the history (`{history}`)"] if history in having else []
            if later:
                told.append(f"from the change on ({change}) in {listed(f'`{e}`' for e in later)}")
            notes["mechanisms", name, key] = "; ".join(told) or "in no arm"
    return notes
