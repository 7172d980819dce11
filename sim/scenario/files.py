"""From a path to one tree: reading a file, the files it extends, and the table it starts from."""

from __future__ import annotations

import os
from pathlib import Path

from sim.errors import Fault, Place, ScenarioFaults, did_you_mean
from sim.scenario.merging import merged
from sim.scenario.written import Block, Tree, WrittenText, vouch
from sim.scenario.yaml_nodes import read_tree

LARGEST_FILE = 5_000_000  # bytes
CHAIN = 10  # files that extend one another


def read_scenario_tree(path: Path) -> Block:
    """The tree of a scenario file, laid over what it extends.

    Raises
    ------
    ScenarioFaults
        When a file cannot be read, or is not YAML as `sim.scenario.yaml_nodes` reads it.
    """
    file = str(path)
    tree = _with_what_it_extends(file, _own_tree(file, Place(file, 1, 1)), (file,))
    return _with_its_table(tree)


def _own_tree(file: str, named_at: Place) -> Block:
    tree = read_tree(read_text(file, named_at), file)
    vouch(tree)
    return tree


def _with_what_it_extends(file: str, tree: Block, chain: tuple[str, ...]) -> Block:
    if tree.get("extends") is None:
        return tree.without("extends")
    name, at = tree["extends"], tree.values_at["extends"]
    if not isinstance(name, WrittenText):
        raise one_fault(
            at, "The file to extend is not named by a text.", "Write `extends: base.yaml`."
        )
    other = os.path.normpath(Path(file).parent / name)
    if any(os.path.normpath(each) == other for each in chain):
        way = " → ".join(Path(each).name for each in (*chain, other))
        raise one_fault(at, f"The files extend one another in a circle: {way}.", "Take one out.")
    if len(chain) >= CHAIN:
        raise one_fault(at, f"More than {CHAIN} files extend one another.", "Merge some of them.")
    base = _with_what_it_extends(other, _own_tree(other, at), (*chain, other))
    result = merged(base, tree.without("extends"))
    assert isinstance(result, Block)  # both are
    return result


def _with_its_table(tree: Block) -> Block:
    """The tree with the contents of the table it starts from, so that it is complete in itself."""
    people = tree.get("people")
    start = people.get("start") if isinstance(people, Block) else None
    name = start.get("from_table") if isinstance(start, Block) else None
    if not isinstance(name, WrittenText):
        return tree
    file = os.path.normpath(Path(name.place.file).parent / name)
    table = Block(name.place)
    table.put("file", name, name.place, name.place)
    contents = WrittenText(read_text(file, name.place))
    contents.place = name.place
    table.put("contents", contents, name.place, name.place)
    return _replaced(tree, ("people", "start", "from_table"), table)


def _replaced(tree: Block, path: tuple[str, ...], value: Tree) -> Block:
    """A copy of a tree with another value at a path that exists."""
    key, *rest = path
    result = tree.copied()
    result[key] = _replaced(tree[key], tuple(rest), value) if rest else value
    return result


def one_fault(place: Place, problem: str, remedy: str = "") -> ScenarioFaults:
    """A single fault after which reading cannot go on."""
    return ScenarioFaults([Fault(place, problem, remedy=remedy)])


def read_text(file: str, named_at: Place) -> str:
    """The text of a file that is named at a place; UTF-8, at most 5 MB.

    Raises
    ------
    ScenarioFaults
        When there is no such file or it is not a text of that size.
    """
    try:
        with Path(file).open("rb") as opened:
            raw = opened.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise one_fault(named_at, f"There is no file `{file}`.", _similar(file)) from None
    except IsADirectoryError:
        raise one_fault(named_at, f"`{file}` is a folder.", "Name a file in it.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise one_fault(named_at, f"`{file}` cannot be read: {reason}.") from None
    if len(raw) > LARGEST_FILE:
        raise one_fault(named_at, f"`{file}` is larger than 5 MB.", "Is it the right file?")
    return _decoded(raw, file)


def _similar(file: str) -> str:
    folder = Path(file).parent
    try:
        names = [each.name for each in folder.iterdir() if each.is_file()]
    except OSError:
        return f"There is no folder `{folder}` either."
    return did_you_mean(Path(file).name, names, "Check the name and the folder.")


def _decoded(raw: bytes, file: str) -> str:
    """Bytes as text, with a fault at the first that cannot be part of one."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise one_fault(Place(file, 1, 1), "The file is UTF-16.", "Save it as UTF-8.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise one_fault(
            _place_in(raw[: error.start].decode("utf-8", "replace"), file),
            "The file is not UTF-8 text from here on.",
            "Save it as UTF-8; spreadsheets call this “CSV UTF-8”, editors “encoding”.",
        ) from None
    for at, character in enumerate(text):
        if (character < " " and character not in "\t\n\r") or character in "\x7f\ufffe\uffff":
            raise one_fault(
                _place_in(text[:at], file),
                f"The file holds a character (code {ord(character)}) that no text has.",
                "Is it a scenario file, and not a picture, a spreadsheet or a program?",
            )
    return text


def _place_in(before: str, file: str) -> Place:
    return Place(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
