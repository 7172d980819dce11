"""Pages in folders that anybody may have named: ours are written anew, others stay."""

import os
from pathlib import Path

import pytest

from sim.report.writing import PageError, write_page


def test_a_page_is_written_again_over_itself(tmp_path: Path) -> None:
    write_page(tmp_path, "<html>one</html>\n")
    assert write_page(tmp_path, "<html>two</html>\n").read_text().startswith("<html>two</html>\n")
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


@pytest.mark.parametrize("theirs", ["", "<html>mine</html>\n", "changed", "link", "pipe", "folder"])
def test_a_page_of_somebody_else_is_left_as_it_is(tmp_path: Path, theirs: str) -> None:
    page = tmp_path / "report.html"
    write_page(tmp_path, "<html>one</html>\n")
    ours = page.read_text()
    page.unlink()
    if theirs == "link":
        (tmp_path / "other.html").write_text(ours)
        page.symlink_to(tmp_path / "other.html")
    elif theirs == "pipe":
        os.mkfifo(page)
    elif theirs == "folder":
        page.mkdir()
    else:
        page.write_text(ours.replace("one", "mine") if theirs == "changed" else theirs)
    before = page.lstat()

    with pytest.raises(PageError, match="is not a page of this program as it was"):
        write_page(tmp_path, "<html>two</html>\n")

    assert page.lstat().st_ino == before.st_ino
