"""Encodings: found from the bytes, said with evidence, text read without losing a letter."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sie
from sie.text.encoding import Codec, Note, canonical_name
from sie.text.mojibake import mojibake
from sie.text.reader import detect

VARIANTS = [
    ("clean/typ4e.se", "cp437", "letters", b"", True),
    ("encoding/utf-8.se", "utf-8", "utf-8", b"", False),
    ("encoding/utf-8-bom.se", "utf-8", "bom", b"\xef\xbb\xbf", False),
    ("encoding/utf-16.se", "utf-16-le", "bom", b"\xff\xfe", False),
    ("encoding/utf-16-be.se", "utf-16-be", "bom", b"\xfe\xff", False),
    ("encoding/cp1252.se", "cp1252", "letters", b"", False),
    ("encoding/mac-roman.se", "mac-roman", "letters", b"", False),
]
MOJIBAKE = [
    ("encoding/mojibake-cp437-as-cp1252.se", "cp437", "cp1252"),
    ("encoding/mojibake-utf-8-as-cp1252.se", "utf-8", "cp1252"),
    ("encoding/mojibake-cp1252-as-cp437.se", "cp1252", "cp437"),
]
RIGHT = [
    "Sagolik Bokföring",
    "Kåsebergs Rökeri AB",
    "Försäljning rökt ål",
    "Inköp av råvaror",
    "Årets första ål",
    "Såld över disk",
]


@pytest.mark.parametrize(("name", "encoding", "reason", "bom", "agrees"), VARIANTS)
def test_the_encoding_is_found_from_the_bytes(
    fixtures: Path, name: str, encoding: str, reason: str, bom: bytes, agrees: bool
) -> None:
    data = (fixtures / name).read_bytes()
    found = detect(data)
    assert (found.encoding, found.reason, found.bom, found.declared) == (encoding, reason, bom, "PC8")
    assert found.agrees is agrees
    assert found.confidence > 0.9
    assert sie.detect(fixtures / name) == found == sie.detect(data)


@pytest.mark.parametrize(("name", "encoding", "reason", "bom", "agrees"), VARIANTS)
def test_every_encoding_of_the_same_books_gives_the_same_ledger(
    fixtures: Path, name: str, encoding: str, reason: str, bom: bytes, agrees: bool
) -> None:
    ledger = sie.load(fixtures / name)
    assert ledger == sie.load(fixtures / "clean" / "typ4e.se")
    assert ledger.encoding == encoding
    codes = [d.code for d in ledger.diagnostics]
    assert codes == ([] if agrees else ["SIE009", "SIE003"] if bom else ["SIE003"])


@pytest.mark.parametrize(("name", "encoding"), [(v[0], v[1]) for v in VARIANTS])
def test_evidence_is_told_in_both_languages(fixtures: Path, name: str, encoding: str) -> None:
    found = sie.detect(fixtures / name)
    assert found.evidence("en") and found.evidence("sv")
    assert found.evidence("en") != found.evidence("sv")


def test_evidence_counts_the_letters() -> None:
    found = detect("#FNAMN Åkeriet på ön\n".encode("cp437"))
    assert (found.count, found.against) == (3, 0)
    for language in ("en", "sv"):
        assert "3" in found.evidence(language) and "0" in found.evidence(language)


@pytest.mark.parametrize("data", [b"", b"#FLAGGA 0\n", b"#FORMAT PC8\n#FNAMN Bageri\n"])
def test_pure_ascii_is_cp437_and_agrees_with_pc8(data: bytes) -> None:
    found = detect(data)
    assert (found.encoding, found.reason) == ("cp437", "ascii")
    assert found.agrees is (True if b"PC8" in data else None)


def test_utf_16_without_a_byte_order_mark_is_known_by_its_zeros(fixtures: Path) -> None:
    for name, encoding in (("utf-16.se", "utf-16-le"), ("utf-16-be.se", "utf-16-be")):
        data = (fixtures / "encoding" / name).read_bytes()[2:]
        found = detect(data)
        assert (found.encoding, found.bom) == (encoding, b"")
        assert sie.load(data) == sie.load(fixtures / "clean" / "typ4e.se")


@pytest.mark.parametrize(("name", "encoding"), [(v[0], v[1]) for v in VARIANTS])
def test_the_caller_can_name_the_encoding(fixtures: Path, name: str, encoding: str) -> None:
    ledger = sie.load(fixtures / name, encoding=encoding)
    assert ledger == sie.load(fixtures / "clean" / "typ4e.se")
    assert ledger.detection is not None and ledger.detection.reason == "caller"


def test_the_caller_is_believed_even_when_wrong(fixtures: Path) -> None:
    ledger = sie.load(fixtures / "encoding" / "utf-8.se", encoding="cp437")
    assert ledger.encoding == "cp437"
    assert ledger.company.name == "Ekängens Bageri & Café AB".encode().decode("cp437")


@pytest.mark.parametrize(
    ("name", "canonical"),
    [("IBM437", "cp437"), ("437", "cp437"), ("latin-1", "cp1252"), ("UTF8", "utf-8"), ("macintosh", "mac-roman")],
)
def test_other_names_of_an_encoding_are_understood(name: str, canonical: str) -> None:
    assert canonical_name(name) == canonical
    assert sie.loads(b"#FNAMN Bageri\n", encoding=name).encoding == canonical


@pytest.mark.parametrize("name", ["klingon", "", "base64", "rot13", "cp037", "utf-7\0"])
def test_an_encoding_that_cannot_carry_sie_is_a_wrong_call(name: str) -> None:
    for call in (sie.load, sie.loads, sie.open_document, lambda d, encoding: list(sie.records(d, encoding=encoding))):
        with pytest.raises(sie.SieUsageError):
            call(b"#FLAGGA 0\n", encoding=name)
    with pytest.raises(sie.SieUsageError):
        sie.Reader(encoding=name)


# ------------------------------------------------------------------ stray letters


def test_single_latin_1_letters_among_cp437_are_read_right_and_reported(fixtures: Path) -> None:
    path = fixtures / "encoding" / "stray-latin-1.se"
    ledger = sie.load(path)
    assert ledger.encoding == "cp437"
    assert ledger.vouchers[0].text == "Årets första ål"
    assert ledger.vouchers[0].rows[1].text == "Såld över disk"
    assert ledger.accounts["3001"].name == "Försäljning rökt ål"
    found = [(d.code, d.line, d.params["letter"], d.params["byte"], d.params["text"]) for d in ledger.diagnostics]
    assert found == [("SIE005", 11, "Å", "C5h", "Årets"), ("SIE005", 14, "ö", "F6h", "över")]
    lines = path.read_bytes().decode("cp437").split("\r\n")
    for d in ledger.diagnostics:
        assert lines[d.line - 1][d.column - 1] in "┼÷"
    assert sie.open_document(path).to_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    ("bytes_", "text"),
    [
        (b"F\xf6rs\x84ljning p\x86 \x94n", "Försäljning på ön"),
        (b"\xc5kerier f\x94r \x84lg", "Åkerier för älg"),
        (b"\xe5r och \x94re f\x94r \x84lg", "år och öre för älg"),
        (b"\xd6vriga k\x94p", "Övriga köp"),
        (b"\xc4\xc4\xc4 f\x94r \x84lg", "─── för älg"),
        ("alla ├──┼──┤ på rad".encode("cp437"), "alla ├──┼──┤ på rad"),
    ],
)
def test_stray_letters_are_told_from_drawn_lines(bytes_: bytes, text: str) -> None:
    # Enough CP437 around it that the encoding is no question.
    data = "#FNAMN åäöåäöåäö\n".encode("cp437") + b'#PROSA "' + bytes_ + b'"\n'
    ledger = sie.loads(data)
    assert ledger.encoding == "cp437"
    assert ledger.prose == (text,)


def test_a_cp437_letter_among_cp1252_ones_is_reported_and_left_alone() -> None:
    # Its bytes are quotation marks and the Slavic Ž in CP1252: both may be meant.
    codec = Codec(detect("åäöåäöåäö".encode("cp1252")))
    notes: list[Note] = []
    assert codec.decode("Žižek „citat” Försäljning".encode("cp1252"), notes) == "Žižek „citat” Försäljning"
    assert notes == []
    ledger = sie.loads("#FNAMN åäöåäö\n#PROSA ".encode("cp1252") + b"Ink\x94p\n")
    assert ledger.prose == ("Ink”p",)
    assert [(d.code, d.params["proposal"]) for d in ledger.diagnostics] == [("SIE006", "Inköp")]


@pytest.mark.parametrize(
    "text",
    [
        "tum”rör", "Café”x”", "a“b”c", "Inköp ”special”", "L’Oréal", "hur?var", "Lunch?kund", "fil.aspx?id",
        "www.exempel.se?a=b?c=d", "Žižek", "Windows™Pro", "20°C", "5 µm", "Crème brûlée",
    ],
)  # fmt: skip
def test_a_text_that_may_be_meant_is_no_mojibake(text: str) -> None:
    assert mojibake(text) is None


@pytest.mark.parametrize(
    "word", ["Crème AB", "Übersee", "20°C", "5 µm", "Åbo Crème brûlée, crème", "Über Über å", "ñandú"]
)
def test_other_letters_of_cp437_do_not_make_it_another_encoding(word: str) -> None:
    ledger = sie.loads(f'#FLAGGA 0\n#FORMAT PC8\n#FNAMN "{word}"\n'.encode("cp437"))
    assert (ledger.encoding, ledger.company.name) == ("cp437", word)


@pytest.mark.parametrize("word", ["a÷b", "Kvot a÷b å", "Σtot å", "2023─2024", "nⁿ", "xⁿ år", "───", "20°C", "½ år"])
def test_what_a_reader_would_take_for_another_letter_is_not_written(word: str) -> None:
    books = sie.Ledger(company=sie.Company(name=word))
    try:
        written = sie.dumps(books)
    except sie.SieWriteError as error:
        assert error.proposal is not None
        policy = sie.Substitutions()
        again = sie.load(sie.dumps(books, substitute=policy))
        assert [s.after for s in policy.made] == [error.proposal] == [again.company.name]
    else:
        assert sie.load(written) == books


def test_a_stray_byte_in_utf_8_is_read_as_the_letter_it_is_elsewhere() -> None:
    data = "#FNAMN Åkeri på ön AB\n#PROSA ".encode() + b"F\x94rs\xe4ljning\n"
    ledger = sie.loads(data)
    assert (ledger.encoding, ledger.prose) == ("utf-8", ("Försäljning",))
    assert [d.params["letter"] for d in ledger.diagnostics if d.code == "SIE005"] == ["ö", "ä"]


# ------------------------------------------------------------------ mojibake


@pytest.mark.parametrize(("name", "was", "wrong"), MOJIBAKE)
def test_mojibake_is_recognised_with_a_proposal_and_left_as_it_is(
    fixtures: Path, name: str, was: str, wrong: str
) -> None:
    ledger = sie.load(fixtures / name)
    assert ledger.encoding == "utf-8"
    found = [d for d in ledger.diagnostics if d.code == "SIE006"]
    assert [d.params["proposal"] for d in found] == RIGHT
    assert {(d.params["was"], d.params["wrong"]) for d in found} == {(was, wrong)}
    assert ledger.company.name == found[1].params["text"] != RIGHT[1]


@pytest.mark.parametrize("name", ["encoding/lost-letters.se", "encoding/lost-letters-ascii.se"])
def test_letters_that_are_gone_are_reported_without_a_proposal(fixtures: Path, name: str) -> None:
    ledger = sie.load(fixtures / name)
    found = [d for d in ledger.diagnostics if d.code == "SIE007"]
    assert "F?rs?ljning r?kt ?l" in [d.params["text"].replace("\ufffd", "?") for d in found]
    assert not any(d.code == "SIE006" for d in ledger.diagnostics)


@pytest.mark.parametrize(
    "text",
    [
        "Försäljning på ön",
        "”Inköp” av öl",
        "Är det klart? Ja",
        "https://exempel.se/?a=1",
        "10 ÷ 2",
        "",
        "Temperatur † 1931",
        "www.exempel.se/sok?ol",
        "Summan Σ av allt",
    ],
)
def test_a_right_text_is_not_taken_for_mojibake(text: str) -> None:
    assert mojibake(text) is None


SWEDISH = st.lists(
    st.tuples(
        st.text("abdefgklmnrst", max_size=4),
        st.sampled_from("åäöÅÄÖ"),
        st.text("abdefgklmnrst", min_size=1, max_size=4),
    ).map("".join),
    min_size=1,
    max_size=8,
).map(" ".join)


@given(SWEDISH, st.sampled_from(["cp437", "cp1252", "mac-roman", "utf-8", "utf-16-le"]))
def test_swedish_words_come_back_whatever_they_were_written_in(words: str, encoding: str) -> None:
    if encoding == "mac-roman":
        words += " åäö"  # its capitals alone are letters and signs of CP437 too, which is far more likely
    # One letter can mean different things in different code pages; these three together cannot.
    words = f"åäö {words}"
    data = f'#FLAGGA 0\n#PROSA "{words}"\n'.encode(encoding)
    ledger = sie.loads(data)
    assert (ledger.encoding, ledger.prose) == (encoding, (words,))


@given(SWEDISH, st.sampled_from([("utf-8", "cp1252"), ("utf-8", "cp437"), ("cp1252", "cp437")]))
def test_mojibake_is_undone(words: str, how: tuple[str, str]) -> None:
    was, wrong = how
    if was == "cp1252":  # one sign for one letter is proof only inside a word
        words = "".join(f"x{c}x" if c in "åäö" else c for c in words if c not in "ÅÄÖ")
        if words.isascii():
            return
    seen = ""
    for byte in words.encode(was):
        try:
            seen += bytes([byte]).decode(wrong)
        except UnicodeDecodeError:
            seen += chr(byte)
    found = mojibake(seen)
    assert found is not None
    assert (found.was, found.wrong, found.proposal) == (was, wrong, words)


@given(st.binary(max_size=300), st.sampled_from([None, "cp437", "cp1252", "utf-8", "mac-roman", "utf-16-le"]))
def test_any_bytes_can_be_decoded(data: bytes, encoding: str | None) -> None:
    found = sie.detect(data, encoding)
    text = Codec(found).decode(data[len(found.bom) :])
    assert isinstance(text, str)
    assert 0 <= found.confidence <= 1
