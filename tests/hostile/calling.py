"""The program called as a person calls it, in a copy of this process that can be stopped."""

from __future__ import annotations

import contextlib
import io
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import sim.cli

PROCESSOR_SECONDS = 20
"""Far more than any mutant needs on an idle machine."""
CLOCK_SECONDS = 240.0
"""Ends what waits for ever; generous, as other work may be going on."""
ADDRESS_SPACE = 6_000_000_000
CRASHED = 70


class Answer(NamedTuple):
    """What a command answered, and what it took."""

    words: tuple[str, ...]
    code: int  # negative: ended by this signal
    out: str
    err: str
    seconds: float  # of processor time
    memory: int  # bytes at its largest


def call(
    folder: Path,
    words: tuple[str, ...],
    before: Callable[[], object],
    most: int = PROCESSOR_SECONDS,
) -> Answer:
    """Run a command in a folder, in a copy of this process.

    Parameters
    ----------
    before
        Done in the copy first.
    most
        Seconds of processor time after which it is ended.
    """
    out, err = folder.with_suffix(".out"), folder.with_suffix(".err")
    child = os.fork()
    if child == 0:
        _be_the_command(folder, words, before, (out, err), most)
    status, usage = _ended(child)
    said, complained = (p.read_bytes().decode("utf-8", "backslashreplace") for p in (out, err))
    for path in (out, err):
        path.unlink()
    return Answer(
        words,
        os.waitstatus_to_exitcode(status),
        said,
        complained,
        usage.ru_utime + usage.ru_stime,
        usage.ru_maxrss * 1024,
    )


def _be_the_command(
    folder: Path,
    words: tuple[str, ...],
    before: Callable[[], object],
    said: tuple[Path, Path],
    most: int,
) -> None:
    """Become the command; does not return."""
    code = CRASHED
    try:
        os.chdir(folder)
        for number, path in enumerate(said, 1):
            os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        sys.stdout = io.TextIOWrapper(os.fdopen(1, "wb"), "utf-8")
        sys.stderr = io.TextIOWrapper(os.fdopen(2, "wb"), "utf-8", line_buffering=True)
        resource.setrlimit(resource.RLIMIT_CPU, (most, most + 5))
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        before()
        sys.argv = ["sim", *words]
        sim.cli.main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(bool(end.code))
    except BaseException as error:  # whatever it is, it was not answered
        with contextlib.suppress(Exception):
            print(f"Traceback: {type(error).__name__}: {error}", file=sys.stderr)
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _ended(child: int) -> tuple[int, resource.struct_rusage]:
    """How a process ended; it is killed when it takes too long."""
    deadline = time.monotonic() + CLOCK_SECONDS
    for pause in _pauses():
        pid, status, usage = os.wait4(child, os.WNOHANG)
        if pid:
            return status, usage
        if time.monotonic() > deadline:
            os.kill(child, signal.SIGKILL)
            break
        time.sleep(pause)
    _, status, usage = os.wait4(child, 0)
    return status, usage


def _pauses() -> Iterator[float]:
    pause = 0.002
    while True:
        yield pause
        pause = min(pause * 1.2, 0.1)
