"""What `python -m tests.regenerate` writes is what the program prints."""

import subprocess
import sys

from tests.regenerate import SCHEMA


def test_the_schema_that_is_printed_is_the_published_one_to_the_byte() -> None:
    command = [sys.executable, "-m", "sim", "schema"]
    printed = subprocess.run(command, capture_output=True, check=True).stdout

    assert printed.replace(b"\r\n", b"\n") == SCHEMA.read_bytes().replace(b"\r\n", b"\n")
