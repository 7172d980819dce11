"""Look up the installed version when it is first needed."""

from __future__ import annotations

from importlib.metadata import version

__version__ = version("throughline")
