"""Make the golden logs again, on purpose: `python -m tests.golden.regenerate`.

Say why under *Results change* in the changelog.
"""

from __future__ import annotations

from tests.golden.golden import SCENARIOS, as_text, fresh_log, path_of


def main() -> None:
    """Write every golden log that is not what the engine writes now, and say which."""
    for name in SCENARIOS:
        text = as_text(fresh_log(name))
        same = path_of(name).exists() and path_of(name).read_text() == text
        if not same:
            path_of(name).write_text(text)
        print(f"{name}: {'unchanged' if same else 'written anew'}")


if __name__ == "__main__":
    main()
