from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

import sie
from sie.convert.format import EVERYTHING, EXTRAS, WHOLE, Format, all_but
from sie.convert.formats import FORMATS
from sie.convert.options import OPTION_NAMES, Options
from sie.convert.registry import (
    by_suffix,
    find,
    formats,
    function,
    installed,
    problems,
    read,
    refuse_options,
    sniff,
    write,
)
from sie.spec.labels import BY_NAME, LABELS

PLUGIN = """
from sie.convert.format import Format, WHOLE

def write(ledger, target, options):
    target.write_text("".join(f"{number}\\n" for number in ledger.accounts))

TEXT = Format(name="accounts", suffixes=(".konton",), en="Account numbers", sv="Kontonummer",
              keeps={"#KONTO": ("number",)}, writes="sie_accounts:write")
TAKEN = Format(name="json", suffixes=(".x",), en="", sv="", writes="sie_accounts:write")
BOTH = (TEXT, TAKEN)
NONE = 7
"""


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A distribution of somebody else's, installed."""

    def install(entry_points: str) -> None:
        info = tmp_path / "sie_accounts-1.0.dist-info"
        info.mkdir()
        (tmp_path / "sie_accounts.py").write_text(PLUGIN)
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: sie-accounts\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[sie.formats]\n{entry_points}\n")
        monkeypatch.syspath_prepend(str(tmp_path))

    return install


def test_a_format_of_somebody_else_is_a_format(plugin: Any, books: sie.Ledger, tmp_path: Path) -> None:
    assert "accounts" not in formats()
    plugin("accounts = sie_accounts:TEXT")
    assert [form.name for form in by_suffix("x.konton")] == ["accounts"]
    write(books, tmp_path / "x.konton", find("accounts"))
    assert (tmp_path / "x.konton").read_text().split() == list(books.accounts)
    assert problems() == ()


def test_formats_of_others_that_cannot_be_used(plugin: Any) -> None:
    plugin("several = sie_accounts:BOTH\nnothing = sie_accounts:NONE\ngone = sie_not_there:X\n")
    assert formats()["json"].suffixes == (".json",)
    assert {problem.name for problem in problems()} == {"json", "nothing", "gone"}
    for problem in problems():
        assert problem.en != problem.sv
    with pytest.raises(sie.SieUsageError, match=r"gone .* cannot be used"):
        find("gone")


def test_the_rows_hold_together() -> None:
    names = [form.name for form in FORMATS]
    assert len(names) == len(set(names))
    for form in FORMATS:
        assert form.reads or form.writes
        assert form.en and form.sv and form.en != form.sv
        assert all(re.fullmatch(r"(\.[a-z0-9]+)+", suffix) for suffix in form.suffixes), form.name
        assert set(form.read_options) | set(form.write_options) <= set(OPTION_NAMES), form.name
        assert set(form.keeps) <= set(EVERYTHING), form.name
        for label, fields in form.keeps.items():
            if fields != WHOLE:
                assert label != EXTRAS
                assert set(fields) <= {field.name for field in BY_NAME[label].fields} | {"twin"}
        if form.equal:
            assert all(form.lost(label) == () for label in EVERYTHING), form.name


def test_every_option_is_taken_by_some_format() -> None:
    taken = {name for form in FORMATS for name in (*form.read_options, *form.write_options)}
    assert taken == set(OPTION_NAMES)


def test_everything_is_every_label_about_the_books() -> None:
    assert {EXTRAS, *(label.name for label in LABELS if label.store != "file")} == set(EVERYTHING)
    with pytest.raises(ValueError, match="#NOTHING"):
        all_but({"#NOTHING": WHOLE})
    with pytest.raises(ValueError, match="colour"):
        all_but({"#VER": ("colour",)})
    assert "#VER" not in all_but({"#VER": WHOLE})


@pytest.mark.parametrize(
    "name, expected",
    [
        ("a.csv", "csv"),
        ("a.csv.zip", "csv-tables"),
        ("A.CSV.ZIP", "csv-tables"),
        ("2024.json", "json"),
        ("b.jsonl", "ndjson"),
        ("b.se", "sie"),
        ("b.xlsx", "xlsx"),
    ],
)
def test_the_longest_suffix_wins(name: str, expected: str) -> None:
    assert by_suffix(name)[0].name == expected


def test_two_formats_share_a_suffix() -> None:
    assert [form.name for form in by_suffix("x.sie")] == ["sie", "sie5"]
    assert by_suffix("x.zip") == () == by_suffix(".csv") == by_suffix("csv")


def test_how_a_file_begins(books: sie.Ledger, tmp_path: Path) -> None:
    for name in ("json", "ndjson", "csv-tables", "xlsx"):
        place = tmp_path / f"standard-input-{name}"
        write(books, place, find(name))
        assert sniff(place) is find(name), name
    folder = tmp_path / "folder"
    write(books, f"{folder}/", find("csv-tables"))
    assert sniff(folder) is find("csv-tables")
    for data, expected in (
        (b"\xef\xbb\xbf<?xml version='1.0'?><Sie/>", "sie5"),
        (b"#FLAGGA 0\r\n", "sie"),
        (b" \n{}", "json"),
        (b"PK\x03\x04 rubbish", None),
        (b"", None),
        (b"a;b;c", None),
    ):
        (tmp_path / "x").write_bytes(data)
        found = sniff(tmp_path / "x")
        assert (found and found.name) == expected
    with zipfile.ZipFile(tmp_path / "x", "w") as archive:
        archive.writestr("readme.txt", "")
    assert sniff(tmp_path / "x") is None
    assert sniff(tmp_path / "not there") is None


def test_what_is_not_installed_is_named() -> None:
    form = Format(name="odd", suffixes=(), en="", sv="", reads="sie_not_there:x", extra="odd")
    assert not installed(form)
    with pytest.raises(sie.SieUsageError, match=r"needs sie_not_there.*pip install 'sie\[odd\]'"):
        function(form, "reads")
    with pytest.raises(sie.SieUsageError, match="cannot be written"):
        function(form, "writes")


def test_an_import_that_fails_late_is_named_too(tmp_path: Path) -> None:
    def late(source: Path, options: Options) -> sie.Ledger:
        import sie_not_there  # type: ignore[import-not-found]  # noqa: F401

        raise AssertionError

    globals()["late"] = late
    form = Format(name="odd", suffixes=(), en="", sv="", reads=f"{__name__}:late", extra="odd")
    with pytest.raises(sie.SieUsageError, match=r"pip install 'sie\[odd\]'"):
        read(tmp_path, form)


def test_options_for_other_formats_are_refused() -> None:
    refuse_options(Options(delimiter=","), [find("sie"), find("csv")], find("json"))
    refuse_options(Options(language="sv"), [find("json")], find("json"))
    with pytest.raises(sie.SieUsageError, match=r"--csv-encoding has no meaning.*for writing") as caught:
        refuse_options(Options(csv_encoding="cp1252"), [find("json")], find("sie"))
    assert "har ingen betydelse" in caught.value.message("sv")


def test_writing_leaves_all_or_nothing(books: sie.Ledger, tmp_path: Path) -> None:
    place = tmp_path / "x.csv.zip"
    place.write_bytes(b"before")
    with pytest.raises(sie.SieWriteError):
        write(books, place, find("csv-tables"), Options(csv_encoding="ascii"))
    assert place.read_bytes() == b"before"
    with pytest.raises(sie.SieWriteError):
        write(books, f"{tmp_path}/new/", find("csv-tables"), Options(csv_encoding="ascii"))
    assert [path.name for path in tmp_path.iterdir()] == ["x.csv.zip"]


def test_folders(books: sie.Ledger, tmp_path: Path) -> None:
    place = tmp_path / "tables"
    place.mkdir()
    write(books, place, find("csv-tables"))
    assert len(list(place.glob("*.csv"))) == 10
    assert read(place, find("csv-tables")) == books
    before = {path.name: path.read_bytes() for path in place.iterdir()}
    with pytest.raises(sie.SieUsageError, match="holds something"):
        write(books, place, find("csv-tables"))
    assert {path.name: path.read_bytes() for path in place.iterdir()} == before
    with pytest.raises(sie.SieUsageError, match="is a file"):
        write(books, f"{tmp_path}/json/", find("json"))
    with pytest.raises(sie.SieFileError):
        write(books, tmp_path / "no" / "such" / "x.json", find("json"))
    with pytest.raises(sie.SieFileError):
        read(tmp_path / "no.json", find("json"))
    assert [path.name for path in tmp_path.iterdir()] == ["tables"]


def test_an_open_file(books: sie.Ledger) -> None:
    file = io.BytesIO()
    write(books, file, find("json"))
    assert file.getvalue().startswith(b"{")
