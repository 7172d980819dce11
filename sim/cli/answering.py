"""Turn errors on the command line into a message on the error stream and an exit code.

The exit codes are: 0 success; 1 a failure that the user did not cause, or outputs that differ; 2
an error that the user can correct; 130 stopped with Ctrl-C. A traceback is shown only if
`THROUGHLINE_TRACEBACK` is set.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version

import typer

from sim.characters import visible
from sim.errors import SimError

NOT_OURS, YOURS, STOPPED = 1, 2, 130
TRACEBACK = "THROUGHLINE_TRACEBACK"
OUT_OF_MEMORY = (
    "There is not enough memory to go on. Finished runs, if there were any, are kept.\n"
    "  Use fewer people, a shorter run or fewer --workers, close other programs, or raise the "
    "limit (see `ulimit -v`).\n  `sim check` says how much a run takes."
)


class StoppedError(Exception):
    """The user pressed Ctrl-C; the message says what is kept and how to continue."""


class FailedError(Exception):
    """Something failed that the user did not cause; the message says what."""

    def __init__(self, what: str, details: str) -> None:
        super().__init__(what)
        self.details = details


class RefusedError(SimError):
    """The user has to correct something; the message says what is wrong and how to correct it."""


def is_out_of_memory(error: BaseException) -> bool:
    """Return whether an error means that the operating system gave no memory.

    The error may be that a library could not be loaded.
    """
    if isinstance(error, ImportError):
        return "allocate memory" in str(error)
    return isinstance(error, MemoryError)


def failed(what: str, details: str, mendable: bool) -> Exception:
    """Return the error to show for a run that failed: one for the user or one of the program."""
    return RefusedError(what) if mendable else FailedError(what, details)


@contextmanager
def answering() -> Iterator[None]:
    """Turn any error in this block into a message and an exit code."""
    try:
        yield
    except (typer.Exit, typer.Abort):
        raise
    except SimError as fault:
        _end(str(fault), YOURS)
    except BrokenPipeError:
        # The program that reads our output has stopped, as in `sim explain FILE | head`.
        _write_no_more()
        raise typer.Exit(0) from None
    except OSError as error:
        from sim.studies.files.naming import about_a_file  # noqa: PLC0415 -- seldom needed

        _end(OUT_OF_MEMORY if error.errno == errno.ENOMEM else about_a_file(error), YOURS)
    except (MemoryError, ImportError) as error:
        if not is_out_of_memory(error):
            _end(_not_yours(f"{type(error).__name__}: {error}", traceback.format_exc()), NOT_OURS)
        _end(OUT_OF_MEMORY, YOURS)
    except (StoppedError, KeyboardInterrupt) as error:
        _end(str(error) or "Stopped.", STOPPED)
    except FailedError as error:
        _end(_not_yours(str(error), error.details), NOT_OURS)
    except Exception as error:
        what = f"{type(error).__name__}: {error}"
        _end(_not_yours(what, traceback.format_exc()), NOT_OURS)


def speak_utf8() -> None:
    """Write UTF-8 to files and pipes, even if the system's default is another encoding.

    A terminal gets only characters that it can show.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def be_stoppable() -> None:
    """Treat a request to end the process, or a closed terminal, like Ctrl-C."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # What is ignored stays so: `nohup` wants a command to go on.
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _stop)


def _stop(number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def have_streams() -> None:
    """If a standard stream is closed, open the null device in its place.

    Otherwise the next file that is opened could get the number of that stream.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest number that is free


def _end(message: str, code: int) -> None:
    with contextlib.suppress(OSError, ValueError):  # nobody listens
        typer.echo(visible(message), err=True)  # whatever a file said reaches no terminal as it is
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except (OSError, ValueError):
        _write_no_more()
    raise typer.Exit(code) from None


def _write_no_more() -> None:
    """Discard the output that is still to be written, so that no error about it appears."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _not_yours(what: str, details: str) -> str:
    """Return a message: what happened, that it is a fault of the program, and what to report."""
    lines = [
        f"This is a fault in the program, not in your file: {what}",
        f"  Throughline {version('throughline')}, Python {sys.version.split()[0]}, {sys.platform}.",
        "  Please report it where you got Throughline, with the command, the scenario file and",
        f"  what the same command says when {TRACEBACK}=1 is set before it.",
    ]
    if os.environ.get(TRACEBACK):
        lines.append(details.rstrip())
    return "\n".join(lines)
