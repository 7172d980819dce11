"""Change the parts of a workbook as a hostile or damaged file would have them."""

import zipfile
from pathlib import Path


def patched(path: Path, part: str, old: bytes, new: bytes) -> Path:
    """Replace bytes in one part of a workbook, which must hold them."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path
