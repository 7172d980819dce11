"""Record which process makes which run, so that several processes share a study.

A claim is a numbered file. A process that wants runs first reads every claim so far. It then
writes a claim for runs that no other process holds. It gives this file the next number by a hard
link, which succeeds for one process only, also on network file systems. Claims of a process that
has ended do not count. Two processes may still make the same run in rare cases; both then get the
same numbers.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from sim.studies.files.reading import read_json
from sim.studies.keys import KEY_BYTES
from sim.studies.store.sessions import Session
from sim.writing import write_first

NUMBER = re.compile(r"[0-9]{9,18}")


class Claims:
    """The claims on the runs of one store, as seen by one process."""

    def __init__(self, folder: Path, session: Session) -> None:
        self.folder = folder
        self.session = session
        self.last = 0  # number of the newest claim that has been read
        self.holder: dict[bytes, str] = {}  # names of processes, by run
        self.owner: dict[int, str] = {}  # names of processes, by claim
        self.keys: dict[int, tuple[bytes, ...]] = {}  # runs, by claim
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, wanted: Sequence[bytes]) -> set[bytes]:
        """Claim the wanted runs that no other process holds.

        Returns
        -------
        set of bytes
            The runs that this process has to make.
        """
        while True:
            others = self.session.others()
            self._read(others)
            free = [key for key in wanted if self._is_free(key, others)]
            if not free or self._write(free):
                return set(free)

    def held_by_others(self) -> set[bytes]:
        """Return the runs that other processes are making."""
        others = self.session.others()
        self._read(others)
        return {key for key, name in self.holder.items() if name in others}

    def tidy(self, is_finished: Callable[[bytes], bool]) -> None:
        """Remove claims that no longer count.

        The newest claim is kept, because the number of the next claim follows from it.
        """
        others = self.session.others()
        newest = max(self._numbers(), default=0)
        for number in [n for n in self.owner if n != newest]:
            keys = self.keys[number]
            if self.owner[number] not in others and (
                self.owner[number] != self.session.name or all(map(is_finished, keys))
            ):
                self._path(number).unlink(missing_ok=True)
                self._forget(number)

    def _is_free(self, key: bytes, others: Collection[str]) -> bool:
        return self.holder.get(key) not in others

    def _read(self, others: Collection[str]) -> None:
        """Read the claims made since the last call.

        If two claims include the same run, the first counts.
        """
        for number in sorted(n for n in self._numbers() if n > self.last):
            self.last = number
            with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
                name, keys = _read_claim(self._path(number))
                self.owner[number], self.keys[number] = name, keys
                for key in keys:
                    if self._is_free(key, others) or self.holder[key] == name:
                        self.holder[key] = name

    def _write(self, keys: Sequence[bytes]) -> bool:
        """Write the next claim; return False if another process was first."""
        number = self.last + 1
        text = json.dumps({"session": self.session.name, "runs": b"".join(keys).hex()})
        try:
            write_first(self._path(number), text.encode())
        except FileExistsError:
            return False
        self.last = number
        self.owner[number], self.keys[number] = self.session.name, tuple(keys)
        self.holder.update(dict.fromkeys(keys, self.session.name))
        return True

    def _forget(self, number: int) -> None:
        name = self.owner.pop(number)
        for key in self.keys.pop(number):
            if self.holder.get(key) == name:
                del self.holder[key]

    def _numbers(self) -> list[int]:
        names = (path.name for path in self.folder.iterdir())
        return [int(name) for name in names if NUMBER.fullmatch(name)]

    def _path(self, number: int) -> Path:
        return self.folder / f"{number:09d}"


def claimed_by(folder: Path, names: Collection[str]) -> set[bytes]:
    """Return the runs that the named processes have claimed, whether finished or not."""
    found: set[bytes] = set()
    for path in folder.glob("[0-9]*"):
        if not NUMBER.fullmatch(path.name):
            continue
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            name, keys = _read_claim(path)
            if name in names:
                found.update(keys)
    return found


def _read_claim(path: Path) -> tuple[str, tuple[bytes, ...]]:
    claim = read_json(path, follow=False)
    text = bytes.fromhex(claim["runs"])
    keys = tuple(text[at : at + KEY_BYTES] for at in range(0, len(text), KEY_BYTES))
    return str(claim["session"]), keys
