"""Files that hold their own digest, which shows a reader that they are unchanged."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

SEAL = "digest_of_the_rest"


def sealed(content: Mapping[str, Any]) -> dict[str, Any]:
    """The same, with the digest of everything else in it."""
    rest = json.loads(json.dumps(_without_seal(content)))
    return {**rest, SEAL: _digest(rest)}


def is_sealed(content: Any) -> bool:
    """Whether this holds its own digest, and it fits."""
    if not isinstance(content, dict):
        return False
    try:
        return bool(content.get(SEAL) == _digest(_without_seal(content)))
    except RecursionError:
        return False


def sealed_bytes(content: Mapping[str, Any]) -> bytes:
    """What a sealed file holds: JSON in UTF-8, keys as they come."""
    return f"{json.dumps(sealed(content), indent=2, ensure_ascii=False)}\n".encode()


def _without_seal(content: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in content.items() if key != SEAL}


def _digest(rest: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()
