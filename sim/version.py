"""The installed version, looked up when it is first needed."""

from __future__ import annotations

from importlib.metadata import version

__version__ = version("throughline")
