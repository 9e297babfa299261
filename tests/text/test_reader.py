"""Records from a source, whole or as the bytes come."""

from __future__ import annotations

import gc
from collections.abc import Iterable
from io import BytesIO, StringIO
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import sie

PIECES = st.sampled_from(
    [
        "#KONTO 1 Åå",
        "#VER A 1",
        "{",
        "}",
        "\r",
        "\n",
        "\r\n",
        "\x00",
        "\x1a",
        '"',
        "å",
        "ö",
        " ",
        "\t",
        "\\",
        "€",
        "abc",
    ]
)
FILES = st.one_of(
    st.binary(max_size=120),
    st.tuples(
        st.lists(PIECES, max_size=25).map("".join),
        st.sampled_from(["cp437", "cp1252", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "mac-roman"]),
    ).map(lambda pair: pair[0].encode(pair[1], "ignore")),
)


def fed(parts: Iterable[bytes], encoding: str | None = None) -> list[tuple[int, bytes, str]]:
    reader = sie.Reader(encoding=encoding)
    found = [record for part in parts for record in reader.feed(part)]
    found += reader.close()
    return [(record.line, record.raw, record.text) for record in found]


def read(data: bytes, encoding: str | None = None) -> list[tuple[int, bytes, str]]:
    return [(record.line, record.raw, record.text) for record in sie.records(data, encoding=encoding)]


@given(FILES)
@example(b"\xff\xfe#\x00a\x00\n\x00")
@example(b"abc\n\xe5")
@example(b"#A\r#B\r#C")
@example(b"\0\0\n\0\1\0\x80")
@example(b"\0\0\0\0\xc4")
def test_fed_whole_or_byte_by_byte_gives_what_records_gives(data: bytes) -> None:
    expected = read(data)
    assert fed([data]) == expected
    assert fed(data[i : i + 1] for i in range(len(data))) == expected


@given(FILES, st.lists(st.integers(0, 120), max_size=5), st.sampled_from([None, "cp437", "utf-8", "utf-16-le"]))
def test_fed_in_pieces_cut_anywhere_gives_what_records_gives(
    data: bytes, cuts: list[int], encoding: str | None
) -> None:
    places = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    parts = [data[a:b] for a, b in pairwise(places)]
    assert fed(parts, encoding) == read(data, encoding)


def test_every_fixture_fed_in_pieces(fixture_file: Path) -> None:
    data = fixture_file.read_bytes()
    expected = read(data)
    for size in (1, 2, 3, 7, 64):
        assert fed(data[i : i + size] for i in range(0, len(data), size)) == expected


@pytest.mark.parametrize(
    "name", ["clean/typ4e.se", "encoding/utf-8-bom.se", "encoding/utf-16.se", "encoding/cp1252.se"]
)
def test_the_reader_says_which_encoding_it_found(fixtures: Path, name: str) -> None:
    reader = sie.Reader()
    data = (fixtures / name).read_bytes()
    reader.feed(data)
    reader.close()
    assert reader.detection is not None
    assert reader.detection.encoding == sie.detect(data).encoding


def test_lines_of_plain_ascii_come_out_at_once() -> None:
    reader = sie.Reader()
    assert [r.label for r in reader.feed(b"#FLAGGA 0\n#FORMAT PC8\n#GE")] == ["#FLAGGA", "#FORMAT"]
    assert reader.feed(b"N 20250101") == []
    assert [r.text for r in reader.feed(b"\n")] == ["#GEN 20250101"]
    assert reader.close() == []


def test_a_closed_reader_takes_no_more() -> None:
    reader = sie.Reader()
    reader.close()
    with pytest.raises(sie.SieUsageError):
        reader.feed(b"#FLAGGA 0\n")


@pytest.mark.parametrize("newline", [b"\n", b"\r\n", b"\r"])
def test_lines_longer_and_more_than_a_block(newline: bytes) -> None:
    # More than two blocks, Swedish letters only at the end, a line end across the border of a block.
    lines = [b"#KONTO 1910 " + b"x" * 1000] * 3000 + [b"#PROSA " + b"y" * 2_500_000, b"#FNAMN \x8fkeri"]
    data = newline.join(lines) + newline
    found = list(sie.records(data))
    assert len(found) == len(lines)
    assert b"".join(record.raw for record in found) == data
    assert found[-1].values == ("Åkeri",)
    reader = sie.Reader()
    parts = [data[i : i + 300_001] for i in range(0, len(data), 300_001)]
    again = [record for part in parts for record in reader.feed(part)] + reader.close()
    assert [record.raw for record in again] == [record.raw for record in found]


@pytest.mark.parametrize("size", [1 << 20, (1 << 20) - 1, (1 << 20) + 1, (1 << 20) - 2])
@pytest.mark.parametrize("newline", ["\r\n", "\n"])
def test_utf_16_across_the_border_of_a_block(size: int, newline: str) -> None:
    body = "#PROSA " + "ö" * (size // 2 - 20) + newline
    data = b"\xff\xfe" + (body + "#FNAMN Åkeri" + newline).encode("utf-16-le")
    found = list(sie.records(data))
    assert [record.label for record in found] == ["#PROSA", "#FNAMN"]
    assert b"\xff\xfe" + b"".join(record.raw for record in found) == data


# ------------------------------------------------------------------ sources


def test_a_path_a_string_bytes_and_a_file_are_the_same_source(fixtures: Path) -> None:
    path = fixtures / "clean" / "typ4e.se"
    data = path.read_bytes()
    expected = read(data)
    with path.open("rb") as file:
        sources = [path, str(path), data, bytearray(data), memoryview(data), BytesIO(data), file]
        for source in sources:
            assert [(r.line, r.raw, r.text) for r in sie.records(source)] == expected


def test_a_file_that_cannot_be_sought_is_read(fixtures: Path) -> None:
    class Pipe(BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *args: int) -> int:
            raise OSError("not seekable")

        tell = None  # type: ignore[assignment]

    data = (fixtures / "clean" / "typ4e.se").read_bytes()
    assert [r.raw for r in sie.records(Pipe(data))] == [r.raw for r in sie.records(data)]
    assert sie.load(Pipe(data)) == sie.load(data)


def test_a_file_is_read_from_where_it_stands() -> None:
    file = BytesIO(b"skip me\n#FLAGGA 0\n")
    file.seek(8)
    assert [record.label for record in sie.records(file)] == ["#FLAGGA"]


def test_text_files_and_other_things_are_wrong_calls() -> None:
    for source in (StringIO("#FLAGGA 0"), 17, None, ["#FLAGGA 0"]):
        for call in (
            sie.load,
            sie.open_document,
            sie.detect,
            lambda s: list(sie.records(s)),
            lambda s: list(sie.vouchers(s)),
        ):
            with pytest.raises(sie.SieUsageError):
                call(source)  # type: ignore[operator]


def test_the_collector_runs_again_whatever_happens() -> None:
    assert gc.isenabled()
    sie.load(b"#FLAGGA 0\n")
    sie.open_document(b"#FLAGGA 0\n")
    assert gc.isenabled()
    with pytest.raises(sie.SieContentError):
        sie.load(b"#FLAGGA 0\nskr\xe4p\n", strict=True)
    assert gc.isenabled()
    gc.disable()
    try:
        sie.load(b"#FLAGGA 0\n")
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_closing_twice_gives_nothing_twice() -> None:
    reader = sie.Reader()
    reader.feed(b"#FLAGGA 0\n#A")
    assert [record.line for record in reader.close()] == [2]
    assert reader.close() == []
