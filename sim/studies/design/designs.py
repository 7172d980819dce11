"""Choose the settings of the levers: a grid, a space-filling sample, trajectories or a table.

Latin hypercubes and Sobol points come from SciPy, and Morris trajectories from SALib.
"""

from __future__ import annotations

import itertools
import math
import numbers
from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sim.errors import Location, did_you_mean, listed
from sim.laws import Floats
from sim.studies.design.levers import Lever
from sim.studies.design.tables import DesignError, is_frame, rows_of_file, rows_of_frame

GRID, LATIN, SOBOL, MORRIS, TABLE = "grid", "latin hypercube", "sobol", "morris", "table"
KINDS = (GRID, LATIN, SOBOL, MORRIS, TABLE)
USUAL = {LATIN: 100, SOBOL: 128, MORRIS: 10}
MORRIS_LEVELS = 4
MOST_SETTINGS = 1_000_000


class Design(NamedTuple):
    """The choice of settings: which design, of which size."""

    kind: str  # one of `KINDS`
    size: int = 0  # settings of a hypercube or of Sobol points; trajectories of Morris
    rows: Sequence[Mapping[str, Any]] = ()  # of a table
    name: str = ""  # of the table's file

    def __str__(self) -> str:
        """Return the design in words."""
        words = {
            GRID: "every combination",
            LATIN: f"a latin hypercube of {self.size} settings",
            SOBOL: f"{self.size} Sobol points",
            MORRIS: f"{self.size} Morris trajectories",
            TABLE: f"a table of {len(self.rows)} settings",
        }
        return words[self.kind]


def design(what: Any, size: int | None = None, folder: Path | None = None) -> Design:
    """Return a design from its name, or from a table.

    Parameters
    ----------
    what
        One of "grid", "latin hypercube", "sobol", "morris"; or the path of a CSV file whose columns
        are levers; or a table with ``to_dict``, such as a pandas data frame.
    size
        The number of settings, or for "morris" the number of trajectories. When None, it is 100
        for "latin hypercube", 128 for "sobol" and 10 for "morris". For the other designs it must
        be None.
    folder
        The folder to which a relative path refers.

    Raises
    ------
    DesignError
        If there is no such design, or if the size or the table is not possible.
    ScenarioFaults
        If the file of a table cannot be read.
    """
    if isinstance(what, Mapping) and len(what) == 1 and size is None:
        ((what, size),) = what.items()
        if what == TABLE:
            what, size = size, None
    if is_frame(what):
        _see_no_size(size, "a table")
        return Design(TABLE, rows=rows_of_frame(what))
    text = str(what) if isinstance(what, (str, PathLike)) else ""
    if text in USUAL:
        return Design(text, _size(text, USUAL[text] if size is None else size))
    if text == GRID:
        _see_no_size(size, "a grid")
        return Design(GRID)
    if text and Path(text).suffix.lower() == ".csv":
        _see_no_size(size, "a table")
        file = str(Path(folder or ".", text))
        return table_design(file, Location(file, 1, 1), text)
    shown = f'"{text}"' if text else f"A value of the type {type(what).__name__}"
    raise DesignError(
        f"{shown} is not a design.",
        f"Designs: {listed(KINDS[:-1])}, or the path of a CSV table. "
        f"{did_you_mean(text, KINDS)}".strip(),
    )


def table_design(file: str, named_at: Location, name: str = "") -> Design:
    """Return the design in a CSV file; `named_at` is where a study file names the CSV file.

    Raises
    ------
    DesignError
        If the table is not a design.
    ScenarioFaults
        If the file cannot be read.
    """
    return Design(TABLE, rows=rows_of_file(file, named_at), name=name or file)


def _see_no_size(size: object, what: str) -> None:
    if size is not None:
        raise DesignError(
            f"{what} has as many settings as it has combinations or rows, and takes no size.",
            "Leave the size out.",
        )


def settings_of(chosen: Design, levers: Sequence[Lever], seed: int = 1) -> list[tuple[Any, ...]]:
    """Return the settings of a design: for each, the value of every lever. The order is fixed.

    Raises
    ------
    DesignError
        If a library is missing, a table lacks a lever, or there are far too many settings.
    """
    if not levers:
        raise DesignError("nothing is varied.", "Name at least one number to vary.")
    if chosen.kind == GRID:
        many = math.prod(len(lever.levels) for lever in levers)
        if many > MOST_SETTINGS:
            raise DesignError(
                f"a grid over {len(levers)} levers has {many:,} settings.",
                "Try fewer values, or a latin hypercube.",
            )
        return list(itertools.product(*(lever.levels for lever in levers)))
    if chosen.kind == TABLE:
        return [tuple(row[lever.name] for lever in levers) for row in chosen.rows]
    shares = _POINTS[chosen.kind](chosen.size, len(levers), seed)
    return [
        tuple(lever.at(share) for lever, share in zip(levers, row, strict=True))
        for row in shares.tolist()
    ]


def latin(size: int, levers: int, seed: int) -> Floats:
    """Return the points of a Latin hypercube, shares from 0 to 1, shape (size, levers)."""
    from scipy.stats import qmc  # noqa: PLC0415 -- takes long to import

    return np.asarray(qmc.LatinHypercube(d=levers, rng=seed).random(size))


def sobol(size: int, levers: int, seed: int) -> Floats:
    """Return the first points of a scrambled Sobol sequence; `size` is a power of 2."""
    from scipy.stats import qmc  # noqa: PLC0415 -- takes long to import

    return np.asarray(qmc.Sobol(d=levers, scramble=True, rng=seed).random(size))


def _morris(size: int, levers: int, seed: int) -> Floats:
    try:
        from SALib.sample.morris import sample  # noqa: PLC0415 -- an extra
    except ImportError:
        raise _missing("SALib") from None
    problem = {
        "num_vars": levers,
        "names": [str(n) for n in range(levers)],
        "bounds": [[0.0, 1.0]] * levers,
    }
    return np.asarray(sample(problem, size, num_levels=MORRIS_LEVELS, seed=seed))


_POINTS = {LATIN: latin, SOBOL: sobol, MORRIS: _morris}


def _shown(size: object) -> str:
    return f'"{size}"' if isinstance(size, (str, float)) else f"A {type(size).__name__}"


def _missing(library: str) -> DesignError:
    return DesignError(
        f"{library} is not installed, which makes this design.",
        "Install it with `pip install 'throughline[research]'`, or use a grid or a table.",
    )


def _size(kind: str, size: Any) -> int:
    what = "trajectories" if kind == MORRIS else "settings"
    if isinstance(size, numbers.Real) and not isinstance(size, bool) and float(size).is_integer():
        size = int(float(size))
    if isinstance(size, bool) or not isinstance(size, int):
        raise DesignError(f"{_shown(size)} is not a whole number.", "Write one, as 128.")
    if not 1 <= size <= MOST_SETTINGS:
        raise DesignError(f"{size} {what} cannot be made.", f"Choose from 1 to {MOST_SETTINGS:,}.")
    if kind == SOBOL and size & (size - 1):
        better = 2 ** round(math.log2(size))
        raise DesignError(
            f"{size} Sobol points are not balanced; a power of two is.",
            f"Did you mean {better}?",
        )
    if kind == MORRIS and size < 2:
        raise DesignError("one trajectory of Morris tells nothing.", "Choose 2 or more.")
    return size
