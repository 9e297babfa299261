"""Input that is no SIE file, or one made to hurt: a clear message or a ledger, in time that grows with its size."""

from __future__ import annotations

import gc
import random
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

import sie


def codes(ledger: sie.Ledger) -> list[str]:
    return [d.code for d in ledger.diagnostics]


# ------------------------------------------------------------------ no SIE file


def test_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "tom.se"
    path.write_bytes(b"")
    ledger = sie.load(path)
    assert codes(ledger) == ["SIE001"]
    assert "empty" in ledger.diagnostics[0].message("en") and "tom" in ledger.diagnostics[0].message("sv")
    assert list(sie.records(path)) == [] == list(sie.vouchers(path))
    assert sie.open_document(path).to_bytes() == b""
    with pytest.raises(sie.SieContentError):
        sie.load(path, strict=True)


CALLS: list[Callable[[Path], object]] = [
    sie.load,
    sie.detect,
    sie.open_document,
    lambda path: list(sie.records(path)),
    lambda path: list(sie.vouchers(path)),
]


@pytest.mark.parametrize("call", CALLS)
def test_a_missing_file(tmp_path: Path, call: Callable[[Path], object]) -> None:
    with pytest.raises(sie.SieFileError, match=r"There is no file .*saknas\.se") as caught:
        call(tmp_path / "saknas.se")
    assert "finns inte" in caught.value.message("sv")


@pytest.mark.parametrize("call", CALLS)
def test_a_folder(tmp_path: Path, call: Callable[[Path], object]) -> None:
    with pytest.raises(sie.SieFileError, match="is a folder") as caught:
        call(tmp_path)
    assert "mapp" in caught.value.message("sv")


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("name", ["a\0b.se", "x" * 5000])
def test_a_name_that_no_file_can_have(call: Callable[[Path], object], name: str) -> None:
    with pytest.raises(sie.SieFileError):
        call(Path(name))


def workbook() -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("#KONTO 1910 Kassa", "#KONTO 1910 Kassa\n")
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"<!DOCTYPE html>\n<html><body>\n#FLAGGA 0\n404</body></html>\n", "a web page"),
        (b"\r\n  <HTML><HEAD><TITLE>Not found</TITLE></HEAD></HTML>", "a web page"),
        (b"\xef\xbb\xbf<!doctype html><html></html>", "a web page"),
        ("<!DOCTYPE html><html></html>".encode("utf-16"), "a web page"),
        (workbook(), "a zip archive or an Excel workbook"),
        (b"PK\x03\x04" + bytes(100), "a zip archive or an Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "an old Excel or Word file"),
        (b"%PDF-1.7\n#KONTO 1910 Kassa\n", "a PDF"),
        (b"\x1f\x8b\x08\x00" + bytes(20), "a gzip archive"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "a picture"),
        (b'<?xml version="1.0"?>\n<order/>', "an XML file"),
        (b'{"konto": "1910"}', "a JSON file"),
        (b"Datum;Konto;Belopp\n2024-01-01;1910;5,00\n", "something else"),
        (b"Hej!\n", "something else"),
        (b"{\n}\n{\n", "something else"),
    ],
)
def test_a_file_that_is_something_else(tmp_path: Path, data: bytes, what: str) -> None:
    path = tmp_path / "bok.SE"
    path.write_bytes(data)
    ledger = sie.load(path)
    (found,) = [d for d in ledger.diagnostics if d.severity is sie.Severity.ERROR]
    assert (found.code, found.params["what"]) == ("SIE002", what)
    assert what in found.message("en")
    assert found.params["what_sv"] in found.message("sv")
    assert (ledger.accounts, ledger.vouchers, ledger.balances) == ({}, (), ())
    assert sie.open_document(path).to_bytes() == data
    with pytest.raises(sie.SieContentError):
        sie.load(path, strict=True)


@pytest.mark.parametrize("seed", range(5))
def test_binary_rubbish(seed: int) -> None:
    data = random.Random(seed).randbytes(200_000)
    ledger = sie.load(data)
    assert not ledger.vouchers
    assert [d for d in ledger.diagnostics if d.severity is sie.Severity.ERROR]
    assert len(ledger.diagnostics) < 20_000
    assert sie.open_document(data).to_bytes() == data


def test_many_lines_of_garbage_do_not_make_as_many_messages() -> None:
    ledger = sie.load(b"Datum;Konto\n" * 100_000)
    assert codes(ledger) == ["SIE002"]


# ------------------------------------------------------------------ cut anywhere


@pytest.mark.parametrize("name", ["books/ksumma.se", "books/removed-only.se", "encoding/stray-latin-1.se"])
def test_a_file_cut_at_every_byte(fixtures: Path, name: str) -> None:
    data = (fixtures / name).read_bytes()
    whole = sie.load(data)
    for end in range(len(data)):
        part = data[:end]
        ledger = sie.load(part)
        assert len(ledger.vouchers) <= len(whole.vouchers)
        for voucher, complete in zip(ledger.vouchers[:-1], whole.vouchers, strict=False):
            assert voucher == complete
        assert sie.open_document(part).to_bytes() == part
        if not part.endswith((b"\r", b"\n")):  # a cut between two lines need not be seen
            assert ledger.diagnostics, end
        if name == "books/ksumma.se" and b"#KSUMMA\r\n" in part and end < len(data) - 2:
            assert {"SIE220", "SIE219"} & set(codes(ledger)), end


def test_utf_16_cut_at_every_byte(fixtures: Path) -> None:
    data = (fixtures / "books" / "ksumma.se").read_bytes().decode("cp437").encode("utf-16")
    for end in range(len(data)):
        ledger = sie.load(data[:end])
        assert isinstance(ledger, sie.Ledger)
        assert sie.open_document(data[:end]).to_bytes() == data[:end]
        assert len(list(sie.records(data[:end]))) <= 16


# ------------------------------------------------------------------ size

MB = 1 << 20
LINES: dict[str, Callable[[int], bytes]] = {
    "one long word": lambda n: b"#PROSA " + b"x" * n,
    "one long text": lambda n: b'#PROSA "' + b"x " * (n // 2) + b'"',
    "unclosed quote": lambda n: b'#PROSA "' + b"x " * (n // 2),
    "many quotes": lambda n: b"#PROSA " + b'"' * n,
    "quotes and blanks": lambda n: b"#PROSA " + b'" ' * (n // 2),
    "quotes and letters": lambda n: b"#PROSA " + b'"a' * (n // 2),
    "words in quotes": lambda n: b"#KONTO 1910 " + b'"a b" ' * (n // 6),
    "backslashes": lambda n: b'#PROSA "' + b"\\" * n,
    "escaped quotes": lambda n: b'#PROSA "' + b'\\"' * (n // 2),
    "escaped quotes, no opening": lambda n: b"#PROSA " + b'\\"' * (n // 2),
    "opening braces": lambda n: b"{" * n,
    "opening braces behind a label": lambda n: b"#TRANS 1910 " + b"{" * n,
    "braces with blanks": lambda n: b"#VER A 1 " + b"{ " * (n // 2),
    "closed braces": lambda n: b"#TRANS 1910 " + b"{} " * (n // 3),
    "nested braces": lambda n: b"#TRANS 1910 " + b"{" * (n // 2) + b"}" * (n // 2),
    "braces of an unknown label": lambda n: b"#X " + b"{ x " * (n // 4),
    "a long list": lambda n: b"#TRANS 1910 {" + b"1 a " * (n // 4) + b"} 5.00",
    "blanks": lambda n: b"#PROSA" + b" " * n + b"x",
    "blanks only": lambda n: b" " * n,
    "tabs": lambda n: b"#TRANS" + b"\t" * n,
    "carriage returns": lambda n: b"#PROSA x" + b"\r" * n,
    "carriage returns and blanks": lambda n: b"#PROSA x" + b"\r " * (n // 2),
    "carriage returns in a text": lambda n: b'#PROSA "' + b"a\r" * (n // 2) + b'"',
    "records ended by CR": lambda n: b"#X\r" * (n // 3),
    "zeros": lambda n: b"#PROSA x" + b"\x00" * n,
    "end-of-file marks": lambda n: b"#PROSA x" + b"\x1a" * n,
    "end-of-file marks and letters": lambda n: b"#PROSA " + b"\x1ax" * (n // 2),
    "digits": lambda n: b"#IB 0 1910 " + b"9" * n,
    "decimals": lambda n: b"#IB 0 1910 0." + b"9" * n,
    "thousands": lambda n: b'#IB 0 1910 "1' + b" 000" * (n // 4) + b'x"',
    "a long year": lambda n: b"#RAR -" + b"0" * n + b"1 20250101 20251231",
    "lines of unclosed quotes": lambda n: b'#X "\n' * (n // 5),
    "lines inside a quote": lambda n: b'#PROSA "\n' + b"x\n" * (n // 2),
    "many open vouchers": lambda n: b"#VER A 1 20250101\n{\n" * (n // 20),
    "many unknown blocks": lambda n: b"#X\n{\n" * (n // 5),
    "many duplicates": lambda n: b"#KONTO 1910 Kassa\n" * (n // 18),
    "many fields too many": lambda n: b"#TAXAR 2025 x\n" * (n // 14),
    "many stray letters": lambda n: "åäö".encode("cp437") * n + b"\n" + b"#PROSA \xe5a\n" * (n // 10),
    "mojibake": lambda n: b"#PROSA " + "Ã¶a".encode() * (n // 4),
    "question marks": lambda n: b"#PROSA " + b"a?a" * (n // 3),
    "Swedish letters": lambda n: b"#PROSA " + "ö".encode() * (n // 2),
    "high bytes": lambda n: b"#PROSA " + b"\xff\xfe" * (n // 2),
    "broken UTF-8": lambda n: b"#PROSA " + b"\xc3\xb6\xc3" * (n // 3),
}  # fmt: skip


def seconds(call: Callable[[], object]) -> float:
    """Of this process alone, and without collecting what other tests have left."""
    gc.disable()
    try:
        start = time.process_time()
        call()
        return time.process_time() - start
    finally:
        gc.enable()


@pytest.mark.parametrize("shape", LINES)
@pytest.mark.parametrize(
    "read",
    [sie.load, lambda data: [r.values for r in sie.records(data)], lambda data: fed(data)],
    ids=["load", "records", "fed"],
)
def test_time_grows_with_size(shape: str, read: Callable[[bytes], object]) -> None:
    # Quadratic reading of four times as much takes sixteen times as long. Several tries, because machines stutter.
    small, large = LINES[shape](MB // 32), LINES[shape](MB // 8)
    read(small)
    once = four = float("inf")
    for _ in range(6):
        once, four = min(once, seconds(lambda: read(small))), min(four, seconds(lambda: read(large)))
        if four < 9 * once + 0.02:
            return
    pytest.fail(f"{once:.3f} s, four times as much {four:.3f} s")


def fed(data: bytes) -> None:
    reader = sie.Reader()
    for at in range(0, len(data), 1 << 12):
        reader.feed(data[at : at + (1 << 12)])
    reader.close()


@pytest.mark.parametrize(
    "shape",
    [
        "one long word",
        "unclosed quote",
        "many quotes",
        "escaped quotes",
        "opening braces behind a label",
        "carriage returns",
        "a long list",
    ],
)
@pytest.mark.slow
def test_a_line_of_20_megabytes(shape: str) -> None:
    data = b"#FLAGGA 0\n" + LINES[shape](20 * MB) + b"\n#FNAMN Slut\n"
    assert seconds(lambda: sie.load(data)) < 60
    assert sie.load(data).company.name == "Slut"


def test_a_long_line_leaves_the_next_one_readable() -> None:
    for shape, make in LINES.items():
        if shape in ("end-of-file marks", "lines inside a quote", "many open vouchers", "many unknown blocks"):
            continue  # what comes behind these is not read, or belongs to them
        data = b"#FLAGGA 1\n" + make(20_000) + b"\n#FNAMN Slut\n"
        ledger = sie.load(data, encoding="cp437")
        assert (ledger.flag, ledger.company.name) == (1, "Slut"), shape
        assert sie.open_document(data).to_bytes() == data, shape


@pytest.mark.parametrize("newline", [b"\n", b"\r\n", b"\r"])
def test_a_million_empty_lines(newline: bytes) -> None:
    data = b"#FLAGGA 0" + newline * 1_000_000 + b"#FNAMN Slut" + newline
    ledger = sie.load(data)
    assert (ledger.company.name, codes(ledger)[1:]) == ("Slut", []) or newline == b"\r"
    assert ledger.company.name == "Slut"
    assert len(sie.open_document(data)) == 1_000_001


@pytest.mark.parametrize("depth", [10, 1000, 100_000])
@pytest.mark.parametrize("piece", [b"{\n", b"}\n", b"{ ", b"#VER A 1 20250101 {\n", b"#X {\n", b"#TRANS 1910 {{{ 5\n"])
def test_deeply_repeated_braces(piece: bytes, depth: int) -> None:
    data = b"#FLAGGA 0\n" + piece * depth
    ledger = sie.load(data)
    assert ledger.flag == 0
    assert ledger.diagnostics
    assert sie.open_document(data).to_bytes() == data


@pytest.mark.parametrize(
    ("line", "encoding"), [("#PROSA xxx", "ascii"), ("#PROSA xxx", "utf-16"), ("#PROSA ööö", "cp437")]
)
def test_a_long_line_that_arrives_in_pieces_is_not_joined_again_and_again(line: str, encoding: str) -> None:
    small, large = ((line + "x" * size).encode(encoding) for size in (MB, 4 * MB))
    for attempt in range(3):
        once, four = seconds(lambda: fed(small)), seconds(lambda: fed(large))
        if four < 9 * once + 0.02:
            break
        assert attempt < 2, f"{once:.3f} s, four times as much {four:.3f} s"


def test_ten_thousand_findings_of_a_kind_are_enough() -> None:
    ledger = sie.load(b"#FLAGGA 0\n#SIETYP 4\n" + b"{\n" * 25_000)
    codes = Counter(d.code for d in ledger.diagnostics)
    assert codes["SIE112"] == 10_000
    (more,) = (d for d in ledger.diagnostics if d.code == "SIE015")
    assert more.params["count"] == "15000"
    assert "SIE112" in more.message("sv")


def test_a_line_of_very_many_fields_is_kept_whole() -> None:
    data = b"#FLAGGA 0\n#PROSA " + b"x " * 50_000 + b"y\n#EGEN " + b"x " * 50_000 + b"z\n"
    ledger = sie.load(data)
    assert ledger.prose[0] == "x " * 50_000 + "y"
    (extra,) = ledger.extras
    assert " ".join(str(field) for field in extra.fields) == "x " * 50_000 + "z"


@pytest.mark.parametrize("data", [b"", b"\n\n\n", b"\x1a", b" \r\n\x1a\x00\x00", b"\xef\xbb\xbf"])
def test_a_file_with_nothing_in_it_is_empty(data: bytes) -> None:
    errors = [d.code for d in sie.load(data).diagnostics if d.severity is sie.Severity.ERROR]
    assert errors == ["SIE001"]
    with pytest.raises(sie.SieContentError) as caught:
        sie.load(data, strict=True)
    assert "0" not in str(caught.value)


@pytest.mark.parametrize(
    "make",
    [
        lambda n: b"#FLAGGA 0\n#FNAMN a" + b"\x1a" * n + b"x\n",
        lambda n: b"#FLAGGA 0\n#FNAMN a" + b"\x1a " * n + b"x\n",
        lambda n: b"".join(b'#KONTO %d "a" b\n' % (i % (n // 8)) for i in range(n // 4)),
    ],
    ids=["end-of-file marks", "end-of-file marks and blanks", "duplicates with fields too many"],
)
def test_these_too_take_time_in_proportion(make: Callable[[int], bytes]) -> None:
    small, large = make(20_000), make(80_000)
    for attempt in range(3):
        once, four = seconds(lambda: sie.load(small)), seconds(lambda: sie.load(large))
        if four < 9 * once + 0.05:
            break
        assert attempt < 2, f"{once:.3f} s, four times as much {four:.3f} s"
