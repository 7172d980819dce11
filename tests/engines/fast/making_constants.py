"""Make `sim/engines/fast/constants.py` again: the constants that compiled code asks for.

`python -m tests.regenerate` does it too. A constant is asked for by writing `const.ENDING_EXITED`.
"""

from __future__ import annotations

import enum
import re
from itertools import groupby
from pathlib import Path

from sim.draws import Purpose
from sim.engines import fast
from sim.engines.fast.codes import Held, Noted, Region, SpellTimer, Stage, Status, WorkerTimer
from sim.engines.fast.registry import At
from sim.engines.order import StepKind, WorkKind
from sim.events import (
    Cancelled,
    ContactFlag,
    Ending,
    EventKind,
    Exit,
    Leaving,
    Reason,
    Refusal,
)
from sim.resolved import Capacity, Handoff, Pause, QueueRule

ROOM = Path(fast.__file__).parent
FILE = ROOM / "constants.py"
OTHERS = {"LEVEL_CRISIS": "LEVELS - 1"}
"""Constants that are no member of an enumeration, which come first."""

ENUMERATIONS: dict[str, type[enum.Enum]] = {
    "AT": At,
    "CANCELLED": Cancelled,
    "CAPACITY": Capacity,
    "CONTACT_FLAG": ContactFlag,
    "ENDING": Ending,
    "EVENT": EventKind,
    "EXIT": Exit,
    "HANDOFF": Handoff,
    "HELD": Held,
    "LEAVING": Leaving,
    "NOTED": Noted,
    "PAUSE": Pause,
    "PURPOSE": Purpose,
    "QUEUE_RULE": QueueRule,
    "REASON": Reason,
    "REFUSAL": Refusal,
    "REGION": Region,
    "ROWS": At,
    "SPELL_TIMER": SpellTimer,
    "STAGE": Stage,
    "STATUS": Status,
    "STEP": StepKind,
    "WORKER_TIMER": WorkerTimer,
    "WORK_KIND": WorkKind,
}


def asked_for() -> list[str]:
    """Names of the constants that a file of the engine reads, in order."""
    found: set[str] = set()
    for file in ROOM.glob("*.py"):
        found.update(re.findall(r"\bconst\.([A-Z_\d]+)", file.read_text(encoding="utf-8")))
    return sorted(found)


def value_of(name: str) -> tuple[str, str]:
    """The prefix of a constant, and the expression of its value."""
    for prefix in sorted(ENUMERATIONS, key=len, reverse=True):
        member = name.removeprefix(prefix + "_")
        kind = ENUMERATIONS[prefix]
        if member != name and member in kind.__members__:
            whole = f"{kind.__name__}.{member}"
            return prefix, f"{whole}.rows" if prefix == "ROWS" else f"int({whole})"
    raise KeyError(f"{name}: no enumeration in {Path(__file__).name} has this member")


def text() -> str:
    """The file as it should be: its head as it is, then the constants, a block for each prefix."""
    head = FILE.read_text(encoding="utf-8").partition("\nLEVEL_CRISIS")[0]
    names = [name for name in asked_for() if name not in OTHERS]
    blocks = ["".join(f"{name} = {value}\n" for name, value in OTHERS.items())]
    for _, block in groupby(names, key=lambda name: value_of(name)[0]):
        blocks.append("".join(f"{name} = {value_of(name)[1]}\n" for name in block))
    return "\n".join([head, *blocks])


def main() -> None:
    """Write the file."""
    FILE.write_text(text(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
