"""Make ``python -m sim`` the same program as ``sim``."""

from __future__ import annotations

import sys

from sim.memory import TO_START, MemoryShortage, see_to_room


def main() -> None:
    """Run the program. If there is not enough memory to load it, say so."""
    try:
        see_to_room(TO_START)
    except MemoryShortage as shortage:
        print(shortage, file=sys.stderr)
        sys.exit(2)
    try:
        import sim.app.command  # noqa: F401, PLC0415 -- adds `sim app` to the commands
        from sim.cli import main as program  # noqa: PLC0415 -- ends the process without room

        program()
    except KeyboardInterrupt:  # before anything was begun, or after everything was done
        sys.exit(130)


if __name__ == "__main__":
    main()
