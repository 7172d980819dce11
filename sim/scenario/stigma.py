"""Whether a stigmatising contact covers needs, which depends on the format of the file.

In format 1 it covers needs like any other contact. From format 2 on it covers none. The setting
`measures.stigma_covers` takes precedence in every format.
"""

from __future__ import annotations

from typing import Any

from sim.scenario.formats import FIRST

AT = ("measures", "stigma_covers")
"""The path of the setting."""


def covers_unless_written(form: int) -> bool:
    """Return whether a stigmatising contact covers needs in a format without the setting."""
    return form == FIRST


def has_stigma(tree: Any, key: str = "") -> bool:
    """Return whether contacts can be stigmatising anywhere in a file, its arms and patches.

    `tree` is the value of `key`: plain data, or a tree as read. A probability of 0 counts if
    it has a range.
    """
    if isinstance(tree, (list, tuple)):
        return any(has_stigma(each) for each in tree)
    if not isinstance(tree, dict):
        return False
    if key == "contacts" and "stigma" in tree:
        stigma = tree["stigma"]
        if isinstance(stigma, dict):
            if stigma.get("value", 0) != 0 or stigma.get("high", 0) != 0:
                return True
        elif stigma is not None and stigma != 0:
            return True
    return any(has_stigma(each, str(name)) for name, each in tree.items())
