"""The version that is installed, looked up when somebody asks."""

from __future__ import annotations

from importlib.metadata import version

__version__ = version("throughline")
