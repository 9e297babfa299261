"""#KSUMMA: the vectors of the reference, verified, computed and put in."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sie
from sie.text.checksum import included, verify, with_checksum

VENDOR = {
    "norstedts-bokslut_typ1.se": 3033066896,
    "norstedts-bokslut_typ4e.se": 854227682,
    "norstedts-bokslut_typ4i.si": 1573150874,
    "norstedts-revision_typ1.se": 3130188017,
    "visma-compact_typ1.se": 909685525,
    "visma-compact_typ2.se": 2512856369,
    "visma-compact_typ3.se": 3786156381,
    "visma-compact_typ4e.se": 2215893042,
}


@pytest.mark.parametrize(
    ("line", "value"),
    [
        (b"", 0),
        (b'#KONTO 1915 "Kassa \\"special\\""', 1921122205),
        (b"#KONTO 1510 Kundfordringar", 3502394777),
        (b'\t#KONTO  "1510"\t"Kundfordringar" \r\n', 3502394777),
        ("åäöÅÄÖ".encode("cp437"), 3386242143),
    ],
)
def test_small_vectors(line: bytes, value: int) -> None:
    assert zlib.crc32(included(line)) == value


@pytest.mark.parametrize(
    ("line", "counted"),
    [
        (b'#TRANS 1910 { "1"\t"A B"} -5.00 "" "t {x}"', b"#TRANS1910" + b"1A B" + b"-5.00t {x}"),
        (b"  { \r\n", b""),
        (b"}\n", b""),
        (b'#FNR "C:\\\\dir\\fil"', b"#FNRC:\\\\dir\\fil"),
    ],
)
def test_what_counts(line: bytes, counted: bytes) -> None:
    assert included(line) == counted


@given(st.text(' \t{}"\\aå#1', max_size=40))
def test_what_counts_is_what_the_reference_counts(text: str) -> None:
    line = text.encode("cp437")
    out, i, quoted = bytearray(), 0, False
    while i < len(line):  # the code of section 8.5 of the reference
        if line[i : i + 2] == b'\\"':
            out.append(0x22)
            i += 2
            continue
        if line[i] == 0x22:
            quoted = not quoted
        elif quoted or line[i] not in b" \t{}":
            out.append(line[i])
        i += 1
    assert included(line) == bytes(out)


def test_the_vector_of_a_whole_file(fixtures: Path) -> None:
    data = (fixtures / "books" / "ksumma.se").read_bytes()
    found = verify(sie.records(data))
    assert (found.computed, found.declared, found.ok, found.truncated) == (1713894723, "1713894723", True, False)
    assert (found.opened, found.closed) == (2, 16)
    assert sie.load(data).diagnostics == ()


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\r\n\r\n"])
@pytest.mark.parametrize("encoding", ["cp437", "utf-8", "utf-16", "cp1252"])
def test_line_ends_and_encoding_do_not_count(fixtures: Path, newline: str, encoding: str) -> None:
    text = (fixtures / "books" / "ksumma.se").read_bytes().decode("cp437").replace("\r\n", newline)
    assert verify(sie.records(text.encode(encoding))).ok is True


def test_the_flag_does_not_count(fixtures: Path) -> None:
    data = (fixtures / "books" / "ksumma.se").read_bytes()
    assert sie.load(data.replace(b"#FLAGGA 0", b"#FLAGGA 1")).diagnostics == ()


def test_a_change_is_found(fixtures: Path) -> None:
    ledger = sie.load(fixtures / "books" / "ksumma-wrong.se")
    assert [d.code for d in ledger.diagnostics] == ["SIE219"]
    with pytest.raises(sie.SieContentError):
        sie.load(fixtures / "books" / "ksumma-wrong.se", strict=True)


def test_a_truncated_file_is_reported_and_refused_in_strict_reading(fixtures: Path) -> None:
    path = fixtures / "books" / "ksumma-truncated.se"
    assert "SIE220" in [d.code for d in sie.load(path).diagnostics]
    with pytest.raises(sie.SieContentError) as caught:
        sie.load(path, strict=True)
    assert "SIE220" in caught.value.report.by_code()
    assert verify(sie.records(path)).ok is None


def test_a_file_without_checksum_has_nothing_to_verify(fixtures: Path) -> None:
    found = verify(sie.records(fixtures / "clean" / "typ4e.se"))
    assert (found.ok, found.truncated, found.opened) == (None, False, 0)


def test_a_signed_value_is_the_same_number(fixtures: Path) -> None:
    data = (fixtures / "clean" / "typ4e.se").read_bytes()
    document = with_checksum(sie.open_document(data))
    value = int(verify(document).declared)
    signed = document.to_bytes().replace(str(value).encode(), str(value - (1 << 32)).encode())
    assert verify(sie.records(signed)).ok is True


def test_a_letter_that_cp437_lacks_cannot_be_summed() -> None:
    data = '#FLAGGA 0\n#KSUMMA\n#FNAMN "Škoda på ön"\n#KSUMMA 1\n'.encode()
    assert verify(sie.records(data)).computed is None
    assert [d.code for d in sie.load(data).diagnostics] == ["SIE221"]


@pytest.mark.parametrize(
    "name",
    [
        "clean/typ4e.se",
        "clean/typ4i.si",
        "encoding/utf-16.se",
        "damaged/lone-cr.se",
        "books/ksumma-wrong.se",
        "books/ksumma.se",
        "damaged/no-last-newline.se",
    ],
)
def test_a_checksum_that_is_put_in_is_right_and_changes_no_book(fixtures: Path, name: str) -> None:
    before = sie.open_document(fixtures / name)
    after = with_checksum(before)
    found = verify(sie.records(after.to_bytes()))
    assert found.ok is True
    assert (found.opened, found.closed) == (2, len(after))
    assert sie.loads(after.to_bytes()) == sie.loads(before.to_bytes())
    kept = [r.text for r in after if r.label != "#KSUMMA"]
    assert kept == [r.text for r in before if r.label != "#KSUMMA"]


def test_the_vectors_of_vendors(samples: Path) -> None:
    present = {name: value for name, value in VENDOR.items() if (samples / name).exists()}
    assert present
    for name, value in present.items():
        found = verify(sie.records(samples / name))
        assert (found.computed, found.ok) == (value, True), name


def test_no_vendor_file_has_a_wrong_checksum(sample: Path) -> None:
    found = verify(sie.records(sample))
    assert found.ok is (True if sample.name in VENDOR else None)
    assert not {"SIE219", "SIE220", "SIE221"} & {d.code for d in sie.load(sample).diagnostics}


def test_a_checksum_that_is_only_closed_is_not_a_truncated_file() -> None:
    data = b"#FLAGGA 0\n#FNAMN Exempel\n#KSUMMA 12345\n"
    found = verify(sie.records(data))
    assert (found.opened, found.closed, found.truncated, found.ok) == (0, 3, False, None)
    assert [d.code for d in sie.load(data).diagnostics] == ["SIE221"]
