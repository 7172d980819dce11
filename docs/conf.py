"""How the pages become a site: `sphinx-build -W docs build/site`."""

from __future__ import annotations

import re
from importlib.metadata import version as installed
from pathlib import Path

from sphinx.application import Sphinx

project = "Throughline"
author = "The Throughline contributors"
release = version = installed("throughline")

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.napoleon",
    "sphinx.ext.viewcode",
]
exclude_patterns = ["_build"]

myst_enable_extensions = ["colon_fence", "dollarmath", "amsmath", "deflist"]
myst_heading_anchors = 4

autosummary_generate = True
autodoc_typehints = "description"
autodoc_member_order = "bysource"
napoleon_google_docstring = False

html_theme = "furo"
html_title = f"Throughline {version}"
html_copy_source = False

HOUSE = Path(__file__).resolve().parent.parent
BROUGHT_IN = {"CONTRIBUTING.md": "contributing", "scenarios/README.md": "scenarios"}
"""Pages that stand outside this folder, where people look for them, and their names on the site."""


def link_brought_in_pages(app: Sphinx, name: str, source: list[str]) -> None:
    """Let links to pages outside this folder lead to their copies on the site."""
    up = "../" * name.count("/")
    for path, page in BROUGHT_IN.items():
        source[0] = re.sub(rf"\]\((?:\.\./)+{re.escape(path)}", f"]({up}{page}.md", source[0])


def setup(app: Sphinx) -> None:
    """Called by Sphinx."""
    app.connect("source-read", link_brought_in_pages)
