"""The words of a report on the terminal: each once, under its heading, no line too wide."""

from sim.cli.paragraphs import WIDTH
from sim.cli.sections import section_lines
from sim.report.blocks import Bullets, Commands, Heading, Paragraphs, Section, Table

LONG = "A sentence that goes on for longer than a terminal is wide. " * 3


def test_words_stand_under_their_headings_and_no_line_is_too_wide() -> None:
    first = Section("answer", "The answer", [Paragraphs(["Is it?"]), Bullets([LONG, "No."])])
    second = Section("why", "Why", [Heading("Waits"), Paragraphs(["Because."]), Bullets(["So."])])

    lines = list(section_lines([first, second], "Is it?"))

    assert lines[0] == ""
    assert all(len(line) <= WIDTH for line in lines)
    assert lines[1].startswith("- A sentence")
    assert lines[2].startswith("  ")
    assert lines[-6:] == ["", "Why", "", "  Waits", "    Because.", "    - So."]
    assert " ".join(" ".join(lines[:-6]).split()) == f"- {LONG.strip()} - No."


def test_a_heading_with_nothing_but_a_table_is_left_out_and_a_caution_is_said_once() -> None:
    table = Table("Numbers", ["a"], [["1"]])
    caution = Paragraphs(["Take care."], "quiet")
    sections = [
        Section("a", "A", [caution]),
        Section("b", "B", [Heading("Empty"), table, Commands(["sim run"]), caution]),
        Section("c", "C", [Paragraphs(["Last."]), caution]),
    ]

    assert list(section_lines(sections)) == ["", "Take care.", "", "C", "  Last."]
