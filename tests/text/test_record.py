"""Records and documents: every byte kept, one field replaced and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sie
from sie.text.lexer import lex

ENCODINGS = ["cp437", "cp1252", "mac-roman", "utf-8", "utf-16-le", "utf-16-be"]


def test_a_document_gives_back_every_fixture(fixture_file: Path) -> None:
    data = fixture_file.read_bytes()
    document = sie.open_document(fixture_file)
    assert document.to_bytes() == data
    assert [record.line for record in document] == list(range(1, len(document) + 1))
    assert document.records == tuple(sie.records(data))


@given(st.binary(max_size=400))
def test_a_document_gives_back_any_bytes(data: bytes) -> None:
    assert sie.open_document(data).to_bytes() == data


@given(
    st.lists(
        st.sampled_from(
            [
                b"#KONTO 1 a",
                b"{",
                b"}",
                b"\r",
                b"\n",
                b"\r\n",
                b"\x00",
                b"\x1a",
                b'"',
                b"\xe5",
                b"\x86",
                b"\xc3\xa5",
                b"\xff\xfe",
                b"\xef\xbb\xbf",
                b" ",
                b"\\",
            ]
        ),
        max_size=30,
    ).map(b"".join),
    st.sampled_from([None, *ENCODINGS]),
)
def test_a_document_gives_back_pieces_of_files_in_any_encoding(data: bytes, encoding: str | None) -> None:
    document = sie.open_document(data, encoding=encoding)
    assert document.to_bytes() == data
    for record in document:
        assert isinstance(record.values, tuple)
        assert record.label == "" or record.label.startswith("#")


@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_lines_end_as_they_end(newline: str, encoding: str) -> None:
    text = newline.join(["#FLAGGA 0", "#FNAMN Åkeriet", "", "#KONTO 1910 Kassa", ""])
    data = text.encode(encoding)
    document = sie.open_document(data, encoding=encoding)
    assert document.to_bytes() == data
    assert document.newline == newline
    assert [record.label for record in document] == ["#FLAGGA", "#FNAMN", "", "#KONTO"]
    assert [record.text for record in document] == ["#FLAGGA 0", "#FNAMN Åkeriet", "", "#KONTO 1910 Kassa"]
    assert document.find("#FNAMN")[0]["company.name"] == "Åkeriet"


@pytest.mark.parametrize(
    "name",
    [
        "clean/typ4e.se",
        "encoding/utf-8-bom.se",
        "encoding/utf-16.se",
        "encoding/utf-16-be.se",
        "encoding/mac-roman.se",
        "books/ksumma.se",
        "damaged/runs-of-blanks.se",
        "damaged/quotes-anywhere.se",
        "damaged/object-lists.se",
        "damaged/lone-cr.se",
        "encoding/stray-latin-1.se",
    ],
)
def test_replacing_any_field_leaves_all_other_bytes(fixtures: Path, name: str) -> None:
    document = sie.open_document(fixtures / name)
    original = document.to_bytes()
    tried = 0
    for record in document:
        for index, field in enumerate(record.fields):
            new = ("1", "Ö 1") if isinstance(field.value, tuple) else "Ö 1"
            changed = record.replace(index, new)
            assert changed.values[index] == new
            others = [v for i, v in enumerate(record.values) if i != index]
            assert [v for i, v in enumerate(changed.values) if i != index] == others
            first = record.codec.offset(record.raw, field.start)
            last = record.codec.offset(record.raw, field.end)
            assert changed.raw[:first] == record.raw[:first]
            assert changed.raw.endswith(record.raw[last:])
            assert changed.label == record.label
            tried += 1
    assert tried > 10
    record = document.find("#FNAMN")[0]
    whole = document.replace(record.replace("company.name", "Nya Åkeriet")).to_bytes()
    at = original.index(record.raw)
    assert whole[:at] == original[:at]
    assert whole.endswith(original[at + len(record.raw) :])
    assert sie.loads(whole).company.name == "Nya Åkeriet"


def test_replacing_a_field_with_what_it_is_changes_nothing(fixtures: Path) -> None:
    for record in sie.open_document(fixtures / "clean" / "typ4e.se"):
        for index, value in enumerate(record.values):
            if isinstance(value, str):
                assert record.replace(index, value).raw == record.raw


def test_a_field_behind_the_last_one_is_put_in_with_what_is_missing_between() -> None:
    (record,) = sie.records(b"#TRANS 1910 {} 5.00  \r\n")
    assert record.replace("text", "Bröd").raw == '#TRANS 1910 {} 5.00 "" Bröd  \r\n'.encode("cp437")
    (record,) = sie.records(b"#TRANS 1910\n")
    assert record.replace("amount", "5.00").raw == b"#TRANS 1910 {} 5.00\n"


def test_fields_are_found_by_place_and_by_name() -> None:
    (record,) = sie.records(b'#TRANS 1910 {1 A} 5.00 "" text')
    assert (record["account"], record[0], record["objects"], record["text"]) == ("1910", "1910", ("1", "A"), "text")
    assert (record["quantity"], record[6], record[-1]) == (None, None, "text")
    with pytest.raises(sie.SieUsageError, match="no field named 'konto'"):
        record["konto"]


def test_what_cannot_be_written_is_refused_with_a_proposal() -> None:
    (record,) = sie.records(b"#KONTO 1910 Kassa\n")
    with pytest.raises(sie.SieWriteError) as caught:
        record.replace("name", "5 € i kassan")
    assert (caught.value.label, caught.value.field, caught.value.proposal) == ("#KONTO", "name", '"5 EUR i kassan"')
    with pytest.raises(sie.SieWriteError):
        record.replace("name", "två\nrader")
    with pytest.raises(sie.SieUsageError):
        next(sie.records(b"{\n")).replace(0, "x")
    with pytest.raises(sie.SieUsageError):
        next(sie.records(b"#TRANS 1910 {} 5\n")).replace("objects", "1")


def test_inserted_lines_are_written_as_the_document_is(fixtures: Path) -> None:
    for name in ("encoding/utf-16.se", "encoding/cp1252.se", "clean/typ4e-lf.se"):
        document = sie.open_document(fixtures / name)
        longer = document.insert(len(document) + 1, "#PROSA Åska")
        newline = document.newline
        assert longer.to_bytes() == document.to_bytes() + f"#PROSA Åska{newline}".encode(document.encoding)
        assert sie.loads(longer.to_bytes()).prose[-1] == "Åska"


def test_an_insert_behind_a_line_without_line_end_gives_it_one() -> None:
    document = sie.open_document(b"#FLAGGA 0\r\n#SIETYP 4")
    assert document.insert(3, "#PROSA x").to_bytes() == b"#FLAGGA 0\r\n#SIETYP 4\r\n#PROSA x\r\n"


def test_a_document_is_saved_as_it_is(fixtures: Path, tmp_path: Path) -> None:
    for name in ("encoding/utf-16.se", "damaged/lone-cr.se"):
        document = sie.open_document(fixtures / name)
        document.save(str(tmp_path / "ut.se"))
        assert (tmp_path / "ut.se").read_bytes() == (fixtures / name).read_bytes()
        assert [path.name for path in tmp_path.iterdir()] == ["ut.se"]


@given(
    st.sampled_from(["name", "number"]), st.text(st.characters(codec="cp437", exclude_categories=["Cc"]), max_size=20)
)
def test_a_replaced_field_is_read_back(field: str, value: str) -> None:
    (record,) = sie.records(b'#KONTO 1910 "Kassa"  \r\n', encoding="cp437")
    if value.endswith("\\"):
        return  # ambiguity A1: no correct form
    changed = record.replace(field, value)
    assert sie.open_document(changed.raw, encoding="cp437").records[0].text == changed.text
    if not any(c in value for c in "σΣ÷┼─╓Θ╔ⁿ"):  # read as stray letters (they stand for å and so on)
        assert changed[field] == value


@pytest.mark.parametrize(
    "data",
    [b"#FLAGGAX", b"#KONTO\x0b1910 a", b"\x0c#KONTO 1910 a", b"#KONTO\x1f1 a", b"{\x0c", b"#KONTO\r 1", b"{ x", b""],
)
def test_the_short_ways_agree_with_the_lexer(data: bytes) -> None:
    for record in sie.records(data):
        found = lex(record.text)
        assert (record.label, record.values) == (found.label, found.values)


def test_insert_refuses_what_cannot_be() -> None:
    document = sie.open_document(b"#FLAGGA 0\n")
    with pytest.raises(sie.SieWriteError):
        document.insert(1, "#FNAMN €")
    for before in (0, -1, 3):
        with pytest.raises(sie.SieUsageError):
            document.insert(before, "#X")
