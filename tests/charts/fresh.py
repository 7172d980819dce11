"""Draw pictures in a fresh process whose memory has been stirred, and print their digests.

    python tests/charts/fresh.py SEED

The solver of the layout goes through its variables by their addresses. In a small new process they
come in order; among freed blocks of all sizes, as in a long run, they do not.
"""

from __future__ import annotations

import ctypes
import hashlib
import random
import sys

from sim.charts import differences, equity, panels, timelines
from sim.charts.style import arm_look, png, svg
from sim.charts.timelines import Lane, Stretch, Way

TIMES = 2  # each picture is drawn, after another stir
ARMS = ("Handed on", "One lasting worker", "Advise, do not transfer")
SERVICES = (
    "Talking therapies",
    "Peer support and voluntary sector",
    "General practice",
    "Single point of access",
    "Community mental health team",
)
SHAPES = ((4, 5, 5), (5, 4, 5), (3, 0, 4), (1, 2))
"""Services met in each arm; the first is a shape in which the last digits were seen to differ."""


def stir(seed: int) -> None:
    """Leave holes of many sizes, in an order without pattern, in this process's memory."""
    library = ctypes.CDLL(None)
    library.malloc.restype = ctypes.c_void_p
    library.malloc.argtypes = [ctypes.c_size_t]
    library.free.argtypes = [ctypes.c_void_p]
    chance = random.Random(seed)
    blocks = [library.malloc(chance.randrange(24, 400)) for _ in range(60_000)]
    chance.shuffle(blocks)
    for block in blocks[:40_000]:
        library.free(block)


def way(arm: str, services: int) -> Way:
    """One person's way past so many services."""
    lanes = [
        Lane(name, [Stretch(10, 30)], [Stretch(30, 300)], [30, 60], [90])
        for name in SERVICES[:services]
    ]
    return Way(arm, [0, 40, 90], [1, 2, 3], [Stretch(50, 90)], lanes, 730.5)


def pictures() -> dict[str, bytes]:
    """Pictures whose places the layout decides, by name."""
    panel = panels.Panel("Crises", "a year", [1.5, 2.5, 1], [1, 2, 0.5], [2, 3, 1.5])
    line = differences.Difference("Days without help", -20, -30, -10, "better", True)
    figures = {
        f"way {shape}": timelines.draw([way(*each) for each in zip(ARMS, shape, strict=False)])
        for shape in SHAPES
    }
    figures["panels"] = panels.draw([panel] * 3, ARMS)
    figures["differences"] = differences.draw([line] * 5, "Handed on", arm_look(1))
    figures["groups"] = equity.draw(["One", "Two"], ARMS, [[1, 2], [3, 4], [5, 6]], "days")
    return {name: svg(each) + png(each) for name, each in figures.items()}


if __name__ == "__main__":
    for time in range(TIMES):
        stir(TIMES * int(sys.argv[1]) + time)
        for name, data in pictures().items():
            print(name, hashlib.sha256(data).hexdigest())
