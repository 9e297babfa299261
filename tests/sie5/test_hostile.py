"""A SIE 5 file from a stranger: no network, no files, no flood, no traceback."""

from __future__ import annotations

import io
import random
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sie
import sie.sie5
from sie.ledger.parts import Attachment
from sie.sie5.findings import FINDINGS
from sie.spec.sie5 import NAMESPACE
from tests.sie5.books import SAMPLES, bakery, needs_samples

GOOD = sie.sie5.dumps(bakery())


def unharmed(data: bytes) -> sie.Ledger:
    """Whatever the bytes are, everything gives an answer."""
    books = sie.sie5.load(data)
    for diagnostic in (*books.diagnostics, *sie.check(data)):
        assert diagnostic.message("sv") and diagnostic.message("en")
    list(sie.sie5.vouchers(data))
    list(sie.sie5.documents(data))
    sie.sie5.verify(data)
    sie.sie5.lost_in_sie4(books)
    try:
        sie.sie5.dumps(books)
    except sie.SieWriteError as error:
        assert error.message("sv")
    return books


@given(st.integers(0, 2**32))
def test_random_damage_gives_findings_and_nothing_else(seed: int) -> None:
    dice = random.Random(seed)
    data = bytearray(GOOD)
    for _ in range(dice.randint(1, 4)):
        place = dice.randrange(len(data))
        match dice.randrange(4):
            case 0:
                data[place] = dice.randrange(256)
            case 1:
                del data[place : place + dice.randint(1, 60)]
            case 2:
                data[place:place] = bytes(dice.choices(b"<>&\"'= /aA1\xc3\xa5\x00", k=dice.randint(1, 8)))
            case 3:
                other = dice.randrange(len(data))
                data[place:place] = data[other : other + dice.randint(1, 200)]
    unharmed(bytes(data))


@given(st.integers(0, len(GOOD)))
def test_a_file_that_is_cut_off_says_so_and_keeps_what_came(length: int) -> None:
    books = unharmed(GOOD[:length])
    if length < len(GOOD) - 1:
        # Cut in the name of the root it is no SIE 5 file at all.
        assert {"SIE701", "SIE703"} & {d.code for d in books.diagnostics}
    if length > GOOD.index(b"</Accounts>"):
        assert len(books.accounts) == 12


@needs_samples
def test_the_official_sample_cut_in_half_gives_its_first_half() -> None:
    data = (SAMPLES / "Sample.sie").read_bytes()
    books = sie.load(data[: data.index(b'<Journal id="2"')])
    assert len(books.accounts) == 316 and len(books.vouchers) > 20
    assert not sie.check(data[: data.index(b'<Journal id="2"')]).ok


SECRET = "hemligheten"


@pytest.mark.parametrize(
    "prolog",
    [
        '<!DOCTYPE Sie [<!ENTITY a SYSTEM "{path}">]>',
        '<!DOCTYPE Sie SYSTEM "http://127.0.0.1:9/x.dtd">',
        '<!DOCTYPE Sie [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE Sie [<!ENTITY % p SYSTEM "{path}"> %p;]>',
        "<!-- lång kommentar -->" * 5000 + '<!DOCTYPE Sie [<!ENTITY a "x">]>',
        '<?pi x?> <!-- -- > --><!DOCTYPE Sie [<!ENTITY a "x">]>',
    ],
)
def test_a_document_type_is_refused_and_nothing_is_fetched(prolog: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(SECRET)
    text = prolog.replace("{path}", secret.as_uri())
    data = f'{text}<Sie xmlns="{NAMESPACE}"><Accounts><Account id="1910" name="&a;"/></Accounts></Sie>'.encode()
    books = sie.sie5.load(data)
    assert not books.accounts and SECRET not in repr(books.diagnostics)
    assert {d.code for d in books.diagnostics} & {"SIE702", "SIE701"}
    assert sie.sie5.verify(data).ok is not True
    assert sie.check(data).at_least(sie.Severity.ERROR)


def test_an_entity_without_a_document_type_is_broken_xml() -> None:
    books = sie.sie5.load(f'<Sie xmlns="{NAMESPACE}"><Accounts><Account id="1" name="&a;"/></Accounts></Sie>'.encode())
    assert {d.code for d in books.diagnostics} >= {"SIE701"}


def test_an_include_of_another_file_is_a_stranger() -> None:
    inside = '<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/>'
    books = sie.sie5.load(f'<SieEntry xmlns="{NAMESPACE}">{inside}</SieEntry>'.encode())
    assert "SIE711" in {d.code for d in books.diagnostics} and "root:" not in repr(books.diagnostics)


def test_a_deep_file_does_not_end_the_program() -> None:
    unharmed(f'<Sie xmlns="{NAMESPACE}">'.encode() + b"<Accounts>" * 50_000)
    unharmed(f'<Sie xmlns="{NAMESPACE}">'.encode() + b"<x>" * 200 + b"</x>" * 200 + b"</Sie>")


def test_a_flood_of_faults_does_not_fill_the_memory() -> None:
    data = (
        f'<SieEntry xmlns="{NAMESPACE}"><Customers>'.encode() + b'<Kund id="1"/>' * 30_000 + b"</Customers></SieEntry>"
    )
    books = sie.sie5.load(data)
    assert len(books.diagnostics) < 10_010


def test_vouchers_are_read_in_constant_memory() -> None:
    entry = (
        b'<JournalEntry id="%d" journalDate="2024-01-31"><OriginalEntryInfo date="2024-01-31" by="A"/>'
        b'<LedgerEntry accountId="1910" amount="-25"/><LedgerEntry accountId="4010" amount="25"/></JournalEntry>\n'
    )
    peaks = []
    for count in (500, 5_000):
        data = f'<SieEntry xmlns="{NAMESPACE}"><Journal id="A">'.encode() + b"".join(entry % n for n in range(count))
        tracemalloc.start()
        assert sum(1 for _ in sie.sie5.vouchers(data + b"</Journal></SieEntry>")) == count
        peaks.append(tracemalloc.get_traced_memory()[1] - 2 * len(data))
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 500_000


def test_documents_stay_in_their_folder(tmp_path: Path) -> None:
    names = [
        "../../ut.txt",
        "/etc/passwd",
        "C:\\Windows\\x.dll",
        "..",
        "",
        "con",
        "a/../b",
        "å.pdf",
        "-rf",
        "x\x00y",
        "\u202egnp.exe",
    ]
    found = [Attachment(id=str(n), name=name, content=b"x") for n, name in enumerate(names, 1)]
    found.append(Attachment(id="../9", name="../9", content=b"y"))
    found.append(Attachment(id="50", uri="file:///etc/passwd"))
    place = tmp_path / "in" / "here"
    written = sie.sie5.extract(found, place)
    assert len(written) == len(names) + 1
    assert {path.parent for path in written} == {place}
    assert sorted(path.name for path in place.iterdir()) == sorted(path.name for path in written)
    assert all(path.name[0].isalnum() and path.name.isprintable() for path in written)
    assert list(tmp_path.iterdir()) == [tmp_path / "in"]
    (place / written[0].name).write_bytes(b"mine")
    with pytest.raises(sie.SieFileError):
        sie.sie5.extract(found, place)
    assert (place / written[0].name).read_bytes() == b"mine"
    with pytest.raises(sie.SieFileError):
        sie.sie5.extract(found, place / written[0].name)


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "target"
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "1-a.txt").symlink_to(target)
    with pytest.raises(sie.SieFileError):
        sie.sie5.extract([Attachment(id="1", name="a.txt", content=b"x")], tmp_path / "out")
    assert not target.exists()


def test_without_the_library_the_error_names_the_extra(tmp_path: Path) -> None:
    path = str(tmp_path / "a.sie")
    Path(path).write_bytes(GOOD)
    code = (
        "import sys; sys.modules['lxml'] = None; sys.modules['signxml'] = None\n"
        "import sie, sie.sie5\n"
        "print(sie.load(b'#FLAGGA 0\\n#FNAMN A\\n').company.name)\n"
        f"for call in (lambda: sie.load({path!r}), lambda: sie.sie5.dumps(sie.Ledger(kind='4I')),\n"
        f"             lambda: sie.sie5.verify({path!r}), lambda: sie.check({path!r})):\n"
        "    try:\n        call()\n    except sie.SieUsageError as error:\n        print('sie[sie5]' in str(error))\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["A", "True", "True", "True", "True"]


def test_reading_sie4_needs_no_xml() -> None:
    code = "import sys, sie; sie.loads('#FLAGGA 0'); sie.check(b'#FLAGGA 0'); print('lxml' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


def test_letters_of_windows_and_latin_1() -> None:
    inside = '<FileInfo><Company organizationId="556677-8899" name="Bj\xf6rn \x96 \xc5ke \x80"/></FileInfo>'
    text = f'<?xml version="1.0" encoding="ISO-8859-1"?><SieEntry xmlns="{NAMESPACE}">{inside}</SieEntry>'
    books = sie.load(text.encode("latin-1"))
    assert books.company.name == "Björn – Åke €"
    assert books.encoding == "iso-8859-1"
    assert "SIE729" in {d.code for d in books.diagnostics}


def test_every_finding_speaks_both_languages() -> None:
    import string

    pairs = {"what_en": "what", "reason_en": "reason", "action_en": "action", "field_en": "field"}
    for code, finding in FINDINGS.items():
        assert code == finding.code
        slots = [
            {pairs.get(slot, slot) for _, slot, _, _ in string.Formatter().parse(text) if slot}
            for text in (finding.en + finding.cure_en, finding.sv + finding.cure_sv)
        ]
        assert slots[0] == slots[1], code


class Broken(io.BytesIO):
    """A disk that fails on the way."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell() > 40_000:
            raise OSError(5, "Input/output error")
        return super().read(size)


def test_a_disk_that_fails_is_told() -> None:
    for call in (sie.load, sie.check, sie.sie5.load, lambda file: list(sie.vouchers(file))):
        with pytest.raises(sie.SieFileError):
            call(Broken(GOOD.replace(b"</FileInfo>", b"</FileInfo>" + b" " * 200_000)))


def test_a_text_of_more_than_ten_megabytes_is_refused_in_words() -> None:
    inside = f'<Documents><EmbeddedFile id="1" fileName="a">{"QUJD" * 2_700_000}</EmbeddedFile></Documents>'
    books = sie.sie5.load(f'<SieEntry xmlns="{NAMESPACE}">{inside}</SieEntry>'.encode())
    assert "SIE701" in {d.code for d in books.diagnostics}


def test_half_a_character_in_a_text_is_told_and_never_becomes_a_question_mark() -> None:
    text = sie.sie5.dumps(bakery()).decode().replace("</Sie>", "\ud800</Sie>")
    ledger = sie.loads(text)
    assert "SIE701" in [d.code for d in ledger.diagnostics]
