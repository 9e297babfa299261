"""Repairs: each does what it says, keeps the books, and is done once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sie
from sie.fixes.model import Repair
from tests.strategies import ledgers

HEAD = '#FLAGGA 0\r\n#PROGRAM "Exempel" 1.0\r\n#FORMAT PC8\r\n#GEN 20250115\r\n#SIETYP 4\r\n#FNAMN "Växjö åkeri AB"\r\n'


def cp437(text: str) -> bytes:
    return text.encode("cp437")


def fixed(text: str | bytes, unsafe: bool = False) -> tuple[bytes, list[str]]:
    done = sie.fix(cp437(text) if isinstance(text, str) else text, unsafe=unsafe)
    return done.document.to_bytes(), [repair.code for repair in done.repairs]


SAFE = [
    ("#ORGNR 5566778899\r\n", "#ORGNR 556677-8899\r\n", ["SIE602"]),
    ('#ORGNR "5566778899"\r\n', '#ORGNR "556677-8899"\r\n', ["SIE602"]),
    ("#ORGNR 165566778899\r\n", "#ORGNR 165566778899\r\n", []),
    ("#PROSA Kaffe och bullar\r\n", '#PROSA "Kaffe och bullar"\r\n', ["SIE108"]),
    ('#KONTO 5010 "L"nekostnad"\r\n', '#KONTO 5010 "L\\"nekostnad"\r\n', ["SIE106"]),
    ("#konto 5010 Hyra\r\n", "#KONTO 5010 Hyra\r\n", ["SIE102"]),
    ('#ADRESS A B "123 45 C"\r\n', '#ADRESS A B "123 45 C" ""\r\n', ["SIE201"]),
    (
        "#VER A 1 20240131 Kaffe {\r\n#TRANS 1910 {} 5\r\n#TRANS 4010 {} -5\r\n}\r\n",
        "#VER A 1 20240131 Kaffe\r\n{\r\n#TRANS 1910 {} 5\r\n#TRANS 4010 {} -5\r\n}\r\n",
        ["SIE113"],
    ),
    (
        "#VER A 1 20240131 Kaffe\r\n#TRANS 1910 {} 5\r\n#TRANS 4010 {} -5\r\n}\r\n",
        "#VER A 1 20240131 Kaffe\r\n{\r\n#TRANS 1910 {} 5\r\n#TRANS 4010 {} -5\r\n}\r\n",
        ["SIE110"],
    ),
    (
        "#VER A 1 20240131 Kaffe\r\n{\r\n#TRANS 1910 5\r\n#TRANS 4010 -5\r\n}\r\n",
        "#VER A 1 20240131 Kaffe\r\n{\r\n#TRANS 1910 {} 5\r\n#TRANS 4010 {} -5\r\n}\r\n",
        ["SIE201", "SIE201"],
    ),
    ('#PROSA Kaffe "och" bullar\r\n', '#PROSA "Kaffe \\"och\\" bullar"\r\n', ["SIE108"]),
    ("#PROSA Kaffe\toch bullar\r\n", "#PROSA Kaffe\toch bullar\r\n", []),  # a tab has no place inside quotes
    ("#PROSA Kaffe och C:\\\r\n", "#PROSA Kaffe och C:\\\r\n", []),  # nor a backslash at their end
    ("#KONTO 5010 Hyra\r\n\x00\x00\x00", "#KONTO 5010 Hyra\r\n", ["SIE013"]),
    ("#KONTO 5010 Hyra\r\n\x1a\r\nVIKTIGT\r\n", "#KONTO 5010 Hyra\r\n\x1a\r\nVIKTIGT\r\n", []),
    ("#KONTO 5010 Hyra", "#KONTO 5010 Hyra\r\n", ["SIE013"]),
    ("#KONTO 5010 Hyra\r\n\x1a", "#KONTO 5010 Hyra\r\n", ["SIE014"]),
    ("#KONTO 5010 Hyra\n#KONTO 5020 El\r\n", "#KONTO 5010 Hyra\r\n#KONTO 5020 El\r\n", ["SIE012"]),
]


@pytest.mark.parametrize(("before", "after", "codes"), SAFE, ids=[f"{n}" for n in range(len(SAFE))])
def test_a_safe_repair(before: str, after: str, codes: list[str]) -> None:
    assert fixed(HEAD + before) == (cp437(HEAD + after), codes)


UNSAFE = [
    ("#IB 0 1910 1,50\r\n", "#IB 0 1910 1.50\r\n", ["SIE203"]),
    ('#IB 0 1910 "+1 200,5"\r\n', '#IB 0 1910 "1200.50"\r\n', ["SIE203"]),
    ("#IB 0 1910 0.005\r\n", "#IB 0 1910 0.005\r\n", []),
    ("#RAR 0 2024-01-01 2024-12-31\r\n", "#RAR 0 20240101 20241231\r\n", ["SIE206", "SIE206"]),
    (
        "#VER A 1 20240131 Kaffe\r\n{\r\n#TRANS 1910 {} 5\r\n#TRANS 4010 {} -5\r\n",
        "#VER A 1 20240131 Kaffe\r\n{\r\n#TRANS 1910 {} 5\r\n#TRANS 4010 {} -5\r\n}\r\n",
        ["SIE111"],
    ),
    (
        '#KONTO 5010 "Hy\tra\x07"\r\n',
        '#KONTO 5010 "Hy ra "\r\n',
        ["SIE011"],
    ),
    (
        '#PROSA "Kaffe\r\noch bullar"\r\n',
        '#PROSA "Kaffe och bullar"\r\n',
        ["SIE116"],
    ),
    (
        "}\r\n#KONTO 5010 Hyra\r\n",
        "#KONTO 5010 Hyra\r\n",
        ["SIE112"],
    ),
    (
        "#VER A 1 20240131 Kaffe\r\n#TRANS 1910 {} 5\r\n#TRANS 4010 {} -5\r\n",
        "#VER A 1 20240131 Kaffe\r\n{\r\n#TRANS 1910 {} 5\r\n#TRANS 4010 {} -5\r\n}\r\n",
        ["SIE110", "SIE111"],
    ),
    ("#IB 0 1910 1,234\r\n", "#IB 0 1910 1,234\r\n", []),
    ("#IB 0 1910 1 200,50\r\n", "#IB 0 1910 1 200,50\r\n", []),
]


@pytest.mark.parametrize(("before", "after", "codes"), UNSAFE, ids=[f"{n}" for n in range(len(UNSAFE))])
def test_an_unsafe_repair_is_made_only_when_asked_for(before: str, after: str, codes: list[str]) -> None:
    assert fixed(HEAD + before) == (cp437(HEAD + before), [])
    assert [repair.code for repair in sie.fix(cp437(HEAD + before)).pending] == codes
    assert fixed(HEAD + before, unsafe=True) == (cp437(HEAD + after), codes)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac-roman"])
def test_another_encoding_becomes_cp437(encoding: str) -> None:
    text = HEAD + '#KONTO 5010 "Hyrestillägg för Åhus"\r\n'
    data, codes = fixed(text.encode(encoding))
    assert data == cp437(text)
    assert "SIE003" in codes


def test_a_letter_that_cp437_lacks_keeps_the_encoding_and_is_named() -> None:
    text = (HEAD + '#KONTO 5010 "Hyrestillägg – Åhus"\r\n').encode()
    done = sie.fix(text)
    assert done.document.to_bytes() == text
    assert [(left.code, left.line) for left in done.left] == [("SIE003", 7)]
    assert "–" in done.left[0].message("sv") and "U+2013" in done.left[0].message()


def test_format_is_put_in_where_it_belongs() -> None:
    data, codes = fixed(HEAD.replace("#FORMAT PC8\r\n", ""))
    assert data == cp437(HEAD)
    assert codes == ["SIE301"]
    data, codes = fixed(HEAD.replace("PC8", "UTF-8"))
    assert data == cp437(HEAD)
    assert codes == ["SIE003"]


def test_garbled_names_are_restored_and_garbled_bookings_only_when_asked_for() -> None:
    text = HEAD + '#KONTO 5010 "HyrestillÃ¤gg"\r\n#VER A 1 20240131 "KÃ¶pt"\r\n{\r\n#TRANS 1910 {} 5\r\n}\r\n'
    done = sie.fix(text.encode())
    assert [(r.code, r.after) for r in done.repairs] == [("SIE006", "Hyrestillägg")]
    assert [(r.code, r.after) for r in done.pending if r.code == "SIE006"] == [("SIE006", "Köpt")]
    assert sie.load(done.document.to_bytes()).vouchers[0].text == "KÃ¶pt"
    whole = sie.fix(text.encode(), unsafe=True).document
    assert sie.load(whole.to_bytes()).vouchers[0].text == "Köpt" and whole.encoding == "cp437"


def test_a_checksum_that_was_right_stays_right_and_one_that_was_wrong_stays_wrong(fixtures: Path) -> None:
    from sie.text.checksum import verify, with_checksum

    right = (fixtures / "books" / "ksumma.se").read_bytes()
    assert sie.fix(right).repairs == ()
    small = with_checksum(sie.open_document(right.replace(b"#FNAMN", b"#fnamn", 1))).to_bytes()
    done = sie.fix(small)
    assert [repair.code for repair in done.repairs] == ["SIE102", "SIE219"]
    assert verify(sie.open_document(small).records).ok and verify(done.document.records).ok
    wrong = (fixtures / "books" / "ksumma-wrong.se").read_bytes()
    assert sie.fix(wrong).document.to_bytes() == wrong
    assert verify(sie.fix(wrong, unsafe=True).document.records).ok
    cut = (fixtures / "books" / "ksumma-truncated.se").read_bytes()
    assert verify(sie.fix(cut, unsafe=True).document.records).truncated


def test_a_brace_does_not_run_into_a_last_line_without_an_end() -> None:
    text = HEAD + "#VER A 1 20240131 Kaffe\r\n{\r\n#TRANS 1910 {} 5\r\n#TRANS 4010  {"
    assert fixed(text, unsafe=True) == (cp437(text + "\r\n}\r\n"), ["SIE013", "SIE111"])


def test_one_letter_of_another_code_page_is_written_in_that_of_the_file() -> None:
    data = cp437(HEAD + "#KONTO 5010 Hyrest?gg\r\n").replace(b"?", b"\xe4")
    assert fixed(data) == (cp437(HEAD + "#KONTO 5010 Hyrestägg\r\n"), ["SIE005"])


def test_identifiers_are_never_restored() -> None:
    text = HEAD + '#FNR "KÃ¶k"\r\n#OBJEKT 1 "KÃ¶k" "KÃ¶k"\r\n'
    done = sie.fix(text.encode(), unsafe=True)
    assert [(r.code, r.label) for r in done.repairs] == [("SIE006", "#OBJEKT")]
    ledger = sie.load(done.document.to_bytes())
    assert (ledger.company.id, ledger.objects[0].number, ledger.objects[0].name) == ("KÃ¶k", "KÃ¶k", "Kök")


def test_an_uncertain_encoding_is_left_alone_unless_it_is_named() -> None:
    data = b"#FLAGGA 0\r\n#FNAMN Caf\x82\r\n"
    done = sie.fix(data)
    assert done.document.to_bytes() == data
    assert [(left.code, left.why) for left in done.left] == [("SIE004", "uncertain")]
    named = sie.fix(data.replace(b"\x82", b"\x8e"), encoding="mac-roman")
    assert named.document.to_bytes() == data.replace(b"0\r\n", b"0\r\n#FORMAT PC8\r\n")
    assert named.left == ()
    assert sie.fix(named.document.to_bytes()).repairs == ()


def test_a_repair_that_would_change_the_books_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    import sie.fixes.run as run
    from sie.fixes.sheet import Change, State

    def wrong(state: State) -> Iterator[Change]:
        for index, line in enumerate(state.sheet.lines):
            if line.text.startswith("#KONTO"):
                text = line.text.replace("Hyra", "Hyror")
                yield Change(index, 1, (text + " ",), (Repair("SIE102", "label", line.number, "", "", True),))

    monkeypatch.setattr(run, "_SAFE", (wrong,))
    lines = [f"#KONTO {number} {'Hyra' if number == 1003 else 'El'}\r\n" for number in range(1000, 1008)]
    done = sie.fix(cp437(HEAD + "".join(lines)))
    assert 1003 - 1000 + 7 not in [repair.line for repair in done.repairs]
    assert sie.load(done.document.to_bytes()) == sie.load(done.original.to_bytes())
    assert len({repair.line for repair in done.repairs}) == 7


def same_but_for(before: sie.Ledger, after: sie.Ledger, repairs: tuple[Repair, ...]) -> None:
    """Every difference of the books is one that a repair names."""
    named = {(repair.before, repair.after) for repair in repairs if repair.what in ("garbled", "hyphen")}
    left = {name: getattr(before, name) for name in sie.Ledger.__struct_fields__}
    right = {name: getattr(after, name) for name in sie.Ledger.__struct_fields__}
    assert set(differences(left, right)) <= named


def differences(one: Any, other: Any) -> Iterator[tuple[Any, Any]]:
    """The values in which two sets of books differ, however deep."""
    if isinstance(one, msgspec.Struct) and type(one) is type(other):
        one, other = msgspec.structs.asdict(one), msgspec.structs.asdict(other)
    if isinstance(one, Mapping) and isinstance(other, Mapping) and list(one) == list(other):
        for name in one:
            if name not in ("detection", "diagnostics", "origin", "place"):
                yield from differences(one[name], other[name])
    elif isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        for a, b in zip(one, other, strict=True):
            yield from differences(a, b)
    elif one != other:
        yield one, other


def check_file(data: bytes) -> None:
    before = sie.load(data)
    once = sie.fix(data)
    after = once.document.to_bytes()
    assert once.original.to_bytes() == data
    assert all(repair.safe for repair in once.repairs) and not any(repair.safe for repair in once.pending)
    assert len(once.origins) == len(once.document)
    same_but_for(before, sie.load(after), once.repairs)
    again = sie.fix(after)
    assert again.repairs == () and again.document.to_bytes() == after
    unsafe = sie.fix(data, unsafe=True)
    assert len(unsafe.origins) == len(unsafe.document)
    bold = unsafe.document.to_bytes()
    assert sie.fix(bold, unsafe=True).document.to_bytes() == bold


def test_every_fixture_keeps_its_books_and_is_mended_once(fixture_file: Path) -> None:
    check_file(fixture_file.read_bytes())


@pytest.mark.slow
def test_every_sample_keeps_its_books_and_is_mended_once(sample: Path) -> None:
    check_file(sample.read_bytes())


@settings(max_examples=60)
@given(st.sampled_from(["4E", "4I", "1"]).flatmap(ledgers), st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "cp437"]))
def test_books_in_any_encoding_keep_their_values(ledger: sie.Ledger, encoding: str) -> None:
    try:
        data = sie.dumps(ledger, encoding=encoding)
    except sie.SieWriteError:
        return
    done = sie.fix(data)
    same_but_for(sie.load(data, kind=ledger.kind), sie.load(done.document.to_bytes(), kind=ledger.kind), done.repairs)


@settings(max_examples=60)
@given(st.binary(max_size=200))
def test_any_bytes_can_be_given(data: bytes) -> None:
    done = sie.fix(data)
    assert done.original.to_bytes() == data
    assert sie.fix(done.document.to_bytes()).repairs == ()


def test_every_repair_speaks_both_languages() -> None:
    from sie.fixes.model import _DONE, _LEFT

    for en, sv in (*_DONE.values(), *_LEFT.values()):
        assert en != sv and en[-1] in ".}" and sv[-1] in ".}"


@pytest.mark.parametrize(
    "data",
    [
        cp437(HEAD + "#KONTO 5010 Hyra\r\x1a\r\n"),
        cp437(HEAD + "#KONTO 5010 Hyra\r\n\x00\x00\r\r\n"),
        (HEAD + "#KONTO 5010 Hyra\r\n").encode("utf-16")[:-2] + b"\x00\r\x00\n\x00",
        "\x1a\x00#\x00PR\n#VER A 1 20240101 x\n{\nO".encode("utf-16"),  # in CP437 it would look like UTF-16
        cp437(HEAD) + b'#KONTO 5010 "Hyrestill\xc3\xa4gg"\r\n#VER A 1 20240131 x\r\n{\r\n#TRANS" 1910 {} 5\r\n}\r\n',
    ],
)
def test_what_hunting_found(data: bytes) -> None:
    check_file(data)


PIECES = st.sampled_from(
    [
        b'"',
        b"{",
        b"}",
        b"\n",
        b"\r",
        b"\t",
        b" ",
        b'\\"',
        b"\x1a",
        b"\x00",
        b"\xe5",
        b"\x86",
        b"\xc3\xa5",
        b"#",
        b"-",
        b",",
    ]
)


@settings(max_examples=120)
@given(
    st.sampled_from(["clean/typ4e.se", "clean/typ4i.si", "books/ksumma.se", "encoding/utf-16.se", "encoding/utf-8.se"]),
    st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 20), PIECES), min_size=1, max_size=5),
)
def test_damage_anywhere_keeps_the_books(name: str, damage: list[tuple[int, int, bytes]]) -> None:
    data = (Path(__file__).parents[1] / "fixtures" / name).read_bytes()
    for at, length, piece in damage:
        at %= len(data)
        data = data[:at] + piece + data[at + length :]
    check_file(data)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("unsafe", [False, True])
def test_a_utf_16_file_cut_within_a_letter_is_no_crash(encoding: str, unsafe: bool) -> None:
    text = '\ufeff#FLAGGA 0\n#FORMAT PC8\n#FNAMN "Åke 😀"\n#VER A 1 20240131 Kaffé\n{\n#TRANS 1910 {} 1,5\n}\n'
    data = text.encode(encoding)
    for end in range(len(data) - 60, len(data)):
        fixed = sie.fix(data[:end], unsafe=unsafe)
        assert fixed.document.to_bytes()
