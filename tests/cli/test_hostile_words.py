"""Text that cannot be printed, wherever it enters: refused with its place, and never shown."""

import json
import re
import subprocess
import sys
from pathlib import Path
from xml.dom import minidom

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from sim.characters import first_refused
from sim.cli.words import refusal
from tests.cli.conftest import Sim

FILE = """\
throughline: 2
title: {title}
question: {question}
about: {about}
source: x
sources: {{x: {{kind: assumption, reference: {reference}, note: {note}}}}}
run: {{length: 60 days, replications: 1}}
people:
  groups: {{g: {{share: 1, label: {group}}}}}
  arrivals: {{n: {{rate: {{value: 1 per day, note: {said}, agreed_by: {who}}}, to: a}}}}
currency: {currency}
services: {{a: {{label: {label}, capacity: {{places: 2}}, ends: {{stay: 12 hours}}}}}}
mechanisms: {{m: {{label: {switch}, description: {does}, source: x, on: {{}}}}}}
workforce: {{unequal: {unequal}}}
arms: {{one: {{label: {arm}, description: {arm_is}}}, two: {{mechanisms: [m]}}}}
"""
WHERE = [part.partition("}")[0] for part in FILE.replace("{{", "").split("{")[1:]]
PLAIN = dict.fromkeys(WHERE, "plain")
UNPRINTABLE = [
    *("\x00", "\x07", "\x0b", "\r", "\x1b[31m", "\x7f", "\x85", "\x9b", "\u2028", "\u2029"),
    *("\u202e", "\u2066", "\ufeff", "\ud800", "\udfff\ud800", "\ufffe", "\U0010ffff"),
]


def written(path: Path, **texts: str) -> Path:
    """A file with texts in it as JSON writes them, which YAML reads too."""
    said = {key: json.dumps(value) for key, value in (PLAIN | texts).items()}
    path.write_text(FILE.format(**said), encoding="utf-8")
    return path


@pytest.mark.parametrize("where", WHERE)
def test_a_text_that_cannot_be_printed_is_refused_everywhere_in_a_scenario(
    tmp_path: Path, sim: Sim, where: str
) -> None:
    for character in UNPRINTABLE:
        path = written(tmp_path / "x.yaml", **{where: f"Ward {character}A"})
        line = next(n for n, text in enumerate(FILE.splitlines(), 1) if f"{{{where}}}" in text)

        said = sim("check", path)

        assert said.code == 2
        assert said.out == ""
        assert said.err.startswith(f"{path}:{line}:"), said.err
        assert "1 fault found." in said.err
        assert first_refused(said.err) is None


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.dictionaries(st.sampled_from(WHERE), st.text(max_size=12), min_size=1))
def test_any_texts_anywhere_are_taken_or_refused_with_their_place(
    tmp_path: Path, sim: Sim, texts: dict[str, str]
) -> None:
    path = written(tmp_path / "x.yaml", **texts)
    for command in ("check", "explain"):
        said = sim(command, path)

        assert said.code in (0, 2)
        assert first_refused(said.out + said.err) is None
        assert "fault in the program" not in said.err
        if said.code == 2:
            assert said.err.startswith(f"{path}:")
        elif command == "explain":
            again = path.with_name("again.yaml")
            again.write_text(said.out, encoding="utf-8", newline="\n")
            assert sim("explain", again).code == 0


@pytest.mark.parametrize("name", ["x\x1b[2J.yaml", "x\ny.yaml", "x\u202ey.yaml", "x\udcff.yaml"])
@pytest.mark.parametrize("command", ["run", "check", "explain", "sweep", "reproduce", "status"])
def test_a_name_that_cannot_be_printed_is_refused_by_every_command(
    sim: Sim, command: str, name: str
) -> None:
    said = sim(command, name)

    assert said.code == 2
    assert said.out == ""
    assert len(said.err.splitlines()) == 2
    assert first_refused(said.err) is None


def test_a_name_of_an_arm_that_cannot_be_printed_is_refused(tmp_path: Path, sim: Sim) -> None:
    said = sim("run", written(tmp_path / "x.yaml"), "--arms", "one\x1b[31m")

    assert said.code == 2
    assert "`one<U+001B>[31m` holds U+001B" in said.err


@given(st.text())
def test_a_word_is_plain_or_told_why_not(word: str) -> None:
    said = refusal(word)
    plain = first_refused(word) is None and not set("\n\t") & set(word)
    assert (said is None) == plain
    if said is not None:
        assert first_refused(said) is None
        assert len(said.splitlines()) == 2


EVERY_SCRIPT = "Ward 😀 👩‍🔬 مرحبا שלום नमस्ते 你好 Ελλάδα \U0001d518 \uf0b7 ﷽"


NAMES = {"services: {a:": "services: {con:", "to: a}": "to: con}", "one:": "aux:", "two:": "nul:"}
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""What Windows takes for a device, whatever follows the first point."""


def test_texts_of_every_script_make_sound_files_with_names_for_every_system_and_no_noise(
    tmp_path: Path,
) -> None:
    path = written(tmp_path / "x.yaml", **dict.fromkeys(WHERE, EVERY_SCRIPT))
    text = path.read_text(encoding="utf-8")
    for name, device in NAMES.items():
        text = text.replace(name, device)
    path.write_text(text, encoding="utf-8")
    out = tmp_path / "out"
    command = [sys.executable, "-m", "sim", "run", str(path), "--out", str(out), "--quiet"]
    command += ["--log", "xes", "--workers", "1", "--engine", "reference"]

    ended = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")

    assert ended.stdout == f"{out / 'report.html'}\n"
    assert ended.stderr == ""
    for made in [*out.rglob("*.svg"), *out.rglob("*.xes")]:
        minidom.parse(str(made))
    names = [name.relative_to(out).as_posix() for name in out.rglob("*")]
    assert len({name.lower() for name in names}) == len(names)
    assert not [name for name in names if DEVICES.fullmatch(name.rpartition("/")[2])]
    pathway = (out / "pictures" / "pathway-aux.svg").read_text(encoding="utf-8")
    assert "😀" in pathway
    for file in out.rglob("*.*"):
        if file.suffix in (".svg", ".html", ".csv", ".yaml", ".json", ".xes"):
            assert first_refused(file.read_text(encoding="utf-8"), in_file=True) is None, file
