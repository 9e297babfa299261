"""What was wrong once, each with the smallest file that shows it."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import sie
from sie.convert import json
from sie.spec.kinds import Kind
from sie.spec.labels import LABELS
from sie.text.checksum import verify, with_checksum

SIGNED = sie.dumps(sie.Ledger(kind="1", company=sie.Company(name="Exempel AB")), checksum=True)


def codes(data: bytes) -> list[str]:
    return [d.code for d in sie.load(data).diagnostics]


def test_a_checksum_is_written_before_the_end_of_file_mark() -> None:
    data = b"#FLAGGA 0\r\n#SIETYP 4\r\n#FNAMN Exempel\r\n\x1a"
    written = with_checksum(sie.open_document(data))
    assert written.to_bytes().endswith(b"\r\n\x1a")
    assert verify(written.records).ok is True
    assert not [d for d in sie.load(written.to_bytes()).diagnostics if d.severity is sie.Severity.ERROR]


def test_what_stands_after_the_checksum_is_told() -> None:
    assert codes(SIGNED) == []
    assert codes(SIGNED + b"#KONTO 1910 Kassa\r\n") == ["SIE225"]


def test_a_checksum_far_from_the_top_is_verified_too() -> None:
    prose = b"#PROSA " + b"x" * 50 + b"\n"
    assert codes(b"#FLAGGA 0\n" + prose * 3000 + b"#KSUMMA\n#FNAMN A\n#KSUMMA 1\n") == ["SIE219"]


def test_a_voucher_outside_every_year_is_told() -> None:
    text = (
        "#FLAGGA 0\n#SIETYP 4\n#RAR 0 20240101 20241231\n#VER A 1 {}\n{{\n#TRANS 1910 {{}} 1\n#TRANS 1920 {{}} -1\n}}\n"
    )
    assert codes(text.format("20230131").encode()) == ["SIE226"]
    assert codes(text.format("20240131").encode()) == []


@pytest.mark.parametrize(
    ("line", "name"), [('#FNAMN Bengts "Bil" AB', 'Bengts "Bil" AB'), ("#FNAMN Bengts Bil AB", "Bengts Bil AB")]
)
def test_a_text_without_quotes_is_never_split(line: str, name: str) -> None:
    ledger = sie.loads(f"#FLAGGA 0\n{line}\n")
    assert (ledger.company.name, ledger.extras) == (name, ())
    assert "SIE108" in [d.code for d in ledger.diagnostics]


def test_fields_too_many_of_the_file_type_are_kept() -> None:
    ledger = sie.loads("#FLAGGA 0\n#SIETYP 4 mer\n#FNAMN A\n")
    assert [(e.label, e.fields) for e in ledger.extras] == [("#SIETYP", ("mer",))]
    assert sie.loads(sie.dumps(ledger)) == ledger


def test_the_place_of_a_stray_letter_holds_for_every_line_end() -> None:
    lines = ["#FLAGGA 0", "#FNAMN åäöåäö", '#KONTO 1930 "F÷retag"']
    for newline in ("\n", "\r\n", "\r\r\n", "\r"):
        data = "".join(line + newline for line in lines).encode("cp437")
        (stray,) = [d for d in sie.load(data).diagnostics if d.code == "SIE005"]
        assert (stray.line, stray.column, stray.params["text"]) == (3, 15, "Företag"), newline


def test_a_replaced_field_never_swallows_the_next() -> None:
    record = next(sie.records(b'#KONTO 1910 "x" y\n'))
    with pytest.raises(sie.SieWriteError):
        record.replace("name", "a b\\")
    listless = next(sie.records(b"#TRANS 1910 5\n"))
    assert (listless["account"], listless["objects"], listless["amount"]) == ("1910", None, "5")
    with pytest.raises(sie.SieUsageError):
        listless.replace("amount", "9")


def books(**parts: object) -> sie.Ledger:
    return sie.Ledger(**parts)  # type: ignore[arg-type]


ROW = sie.Row("normal", "1910", (), Decimal(0))


@pytest.mark.parametrize(
    "ledger",
    [
        books(kind=""),
        books(kind="X"),
        books(flag=7),
        books(years={1: sie.FiscalYear(date(2024, 1, 1), date(2024, 12, 31))}),
        books(dimensions={"1": sie.Dimension("2", "x")}),
        books(accounts={"": sie.Account("", "x")}),
        books(accounts={"1910": sie.Account("1910", "x", sru=("",))}),
        books(balances=(sie.Balance("bogus", 0, "1910", Decimal(1)),)),
        books(balances=(sie.Balance("opening", 5, "1910", Decimal(1)),)),
        books(balances=(sie.Balance("opening", 0, "", Decimal(1)),)),
        books(balances=(sie.Balance("opening", 0, "1910", Decimal(1), object=(sie.ObjectRef("1", "a"),)),)),
        books(balances=(sie.Balance("opening", 0, "1910", Decimal(1), period="202401"),)),
        books(balances=(sie.Balance("period", 0, "1910", Decimal(1), period="2024-01"),)),
        books(vouchers=(sie.Voucher("A", "1", date(2024, 1, 1), rows=(sie.Row("bogus", "1910", (), Decimal(0)),)),)),
        books(
            vouchers=(
                sie.Voucher("A", "1", date(2024, 1, 1), rows=(sie.Row("normal", "1", (), Decimal(0), twin=ROW),)),
            )
        ),
    ],
)
def test_what_has_no_place_in_a_file_is_refused(ledger: sie.Ledger) -> None:
    with pytest.raises(sie.SieWriteError) as caught:
        sie.dumps(ledger)
    assert caught.value.message("sv") != caught.value.message("en")


@pytest.mark.parametrize(
    "text",
    [
        '{"ledger": {"Vouchers": []}}',
        '{"ledger": {"kind": ""}}',
        '{"ledger": {"balances": [{"kind": "bogus", "year": 0, "account": "1", "amount": "1"}]}}',
        '{"ledger": {"vouchers": [{"series": "A", "number": "1", "date": null, '
        '"rows": [{"kind": "added ", "account": "1"}]}]}}',
    ],
)
def test_json_that_is_not_of_the_form_is_refused(text: str) -> None:
    with pytest.raises(sie.SieUsageError):
        json.loads(text)


def test_a_circle_of_links_is_told(tmp_path: Path) -> None:
    loop = tmp_path / "loop.se"
    loop.symlink_to(loop)
    with pytest.raises(sie.SieFileError):
        sie.dump(sie.Ledger(), loop)


class Broken(io.RawIOBase):
    """A disk that fails."""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return 0

    def seek(self, offset: int, whence: int = 0) -> int:
        return 0

    def read(self, size: int = -1) -> bytes:
        if size:
            raise OSError(5, "Input/output error")
        return b""

    def write(self, data: object) -> int:
        raise OSError(28, "No space left on device")


def test_a_disk_that_fails_is_told() -> None:
    with pytest.raises(sie.SieFileError):
        sie.load(Broken())  # type: ignore[arg-type]
    with pytest.raises(sie.SieFileError):
        sie.dump(sie.Ledger(), Broken())  # type: ignore[arg-type]


def test_a_file_that_takes_little_at_a_time_gets_everything() -> None:
    taken = bytearray()

    class Small(io.RawIOBase):
        def write(self, data: bytes) -> int:  # type: ignore[override]
            taken.extend(bytes(data[:3]))
            return min(3, len(data))

    sie.dump(sie.Ledger(kind="1"), Small())  # type: ignore[arg-type]
    assert bytes(taken) == sie.dumps(sie.Ledger(kind="1"))


@pytest.mark.parametrize("name", ["α", "K∩┐╜sebergs"])
def test_a_file_that_would_be_read_in_another_encoding_is_not_written(name: str) -> None:
    with pytest.raises(sie.SieWriteError, match="would be read as other letters"):
        sie.dumps(sie.Ledger(company=sie.Company(name=name)))


def test_every_kind_can_be_read_and_every_field_has_its_attribute() -> None:
    from sie.ledger.fields import _READ

    assert set(_READ) == set(Kind) - {Kind.OBJECTS}
    homes = {
        "years": sie.FiscalYear, "accounts": sie.Account, "dimensions": sie.Dimension, "objects": sie.Object,
        "balances": sie.Balance, "vouchers": sie.Voucher, "rows": sie.Row,
    }  # fmt: skip
    for label in LABELS:
        for field in label.fields:
            if label.store in homes and (label.store, field.name) != ("years", "number"):
                assert field.name in homes[label.store].__struct_fields__
            elif label.store == "ledger":
                value: object = sie.Ledger(company=sie.Company(address=sie.Address()))
                for name in field.name.split("."):
                    value = getattr(value, name)
