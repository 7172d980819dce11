"""Write and check files that contain a digest of the rest of their content.

The digest shows that a file is unchanged.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

SEAL = "digest_of_the_rest"


def sealed(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the content with one more value: a digest of everything else in it."""
    rest = json.loads(json.dumps(_without_seal(content)))
    return {**rest, SEAL: _digest(rest)}


def is_sealed(content: Any) -> bool:
    """Return whether the content contains a digest of the rest of it, and the digest is right."""
    if not isinstance(content, dict):
        return False
    try:
        return bool(content.get(SEAL) == _digest(_without_seal(content)))
    except RecursionError:
        return False


def sealed_bytes(content: Mapping[str, Any]) -> bytes:
    """Return the bytes of a sealed file: JSON in UTF-8, with keys in their given order."""
    return f"{json.dumps(sealed(content), indent=2, ensure_ascii=False)}\n".encode()


def _without_seal(content: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in content.items() if key != SEAL}


def _digest(rest: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()
