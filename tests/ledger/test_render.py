"""Writing: the books come back, the form is the standard's, and what cannot be written is refused with a proposal."""

from __future__ import annotations

import io
import stat
from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sie
from sie.convert import json
from sie.spec.labels import BY_NAME, FILE_TYPES, GROUPS
from tests import strategies

JANUARY = date(2024, 1, 31)


def voucher(*rows: sie.Row, **more: object) -> sie.Voucher:
    return sie.Voucher("A", "1", JANUARY, "Kaffe", rows=rows, **more)  # type: ignore[arg-type]


def text_of(ledger: sie.Ledger, **how: object) -> str:
    return sie.dumps(ledger, newline="\n", **how).decode("cp437")  # type: ignore[arg-type]


BALANCED = (sie.Row("normal", "1910", (), Decimal(-25)), sie.Row("normal", "4010", (), Decimal("25.0")))


@pytest.mark.parametrize("kind", FILE_TYPES)
@given(data=st.data())
def test_books_of_every_type_come_back_from_sie_and_from_json(kind: str, data: st.DataObject) -> None:
    ledger = data.draw(strategies.ledgers(kind))
    written = sie.dumps(ledger, kind=kind)
    assert sie.load(written) == ledger
    assert sie.dumps(ledger) == written == sie.dumps(sie.load(written, kind=kind))
    assert json.loads(json.dumps(ledger)) == ledger
    assert tuple(sie.vouchers(written)) == ledger.vouchers
    for encoding in ("utf-8", "utf-16", "cp1252"):
        assert sie.load(sie.dumps(ledger, encoding=encoding, newline="\n"), encoding=encoding) == ledger


@pytest.mark.parametrize("kind", FILE_TYPES)
@given(data=st.data())
def test_what_is_written_keeps_the_standard(kind: str, data: st.DataObject) -> None:
    ledger = data.draw(strategies.ledgers(kind))
    document = sie.open_document(sie.dumps(ledger))
    groups = [BY_NAME[record.label].group for record in document if record.label]
    assert groups == sorted(groups, key=GROUPS.index)
    assert document.records[0].label == "#FLAGGA"
    for record in document:
        assert not record.diagnostics
        assert record.raw.endswith(b"\r\n")
        if record.label:
            label = BY_NAME[record.label]
            assert not label.presence[kind].forbidden
            assert len(record.values) <= len(label.fields)
            assert not [
                f
                for f, v in zip(label.fields, record.values, strict=False)
                if f.required and v == "" and f.kind != "text"
            ]


def test_amounts_have_two_decimals_and_only_what_needs_quotes_has_them() -> None:
    row = sie.Row("normal", "1910", (sie.ObjectRef("1", "Norra ön"),), Decimal(5), None, "Kaffe", Decimal("2.50"), "ÅB")
    assert (
        '#TRANS 1910 {1 "Norra ön"} 5.00 "" Kaffe 2.50 ÅB' in text_of(sie.Ledger(vouchers=(voucher(row),))).splitlines()
    )


def test_an_added_row_is_followed_by_its_twin() -> None:
    row = sie.Row("added", "1910", (), Decimal(5), JANUARY, "Ändrat", sign="ÅB")
    ledger = sie.Ledger(vouchers=(voucher(row),))
    lines = text_of(ledger).splitlines()
    at = lines.index('#RTRANS 1910 {} 5.00 20240131 Ändrat "" ÅB')
    assert lines[at + 1] == '#TRANS 1910 {} 5.00 20240131 Ändrat "" ÅB'
    assert sie.loads(text_of(ledger), kind="4E") == ledger


@pytest.mark.parametrize(
    ("ledger", "label", "field", "proposal"),
    [
        (sie.Ledger(company=sie.Company(name="5 € AB")), "#FNAMN", "company.name", "5 EUR AB"),
        (sie.Ledger(company=sie.Company(name="Rad\nrad")), "#FNAMN", "company.name", "Rad rad"),
        (sie.Ledger(company=sie.Company(id="C:\\min mapp\\")), "#FNR", "company.id", "C:\\min mapp"),
        (sie.Ledger(prose=("Škoda – ny",)), "#PROSA", "prose", "Skoda - ny"),
        (
            sie.Ledger(vouchers=(voucher(sie.Row("normal", "1910", (), Decimal("0.005"), origin=7)),)),
            "#TRANS",
            "amount",
            "0.00",
        ),
        (sie.Ledger(vouchers=(voucher(sie.Row("normal", "1910", origin=7)),)), "#TRANS", "amount", None),
        (sie.Ledger(vouchers=(voucher(sie.Row("normal", None, (), Decimal(1))),)), "#TRANS", "account", None),
        (sie.Ledger(vouchers=(sie.Voucher("A", "1", None, rows=BALANCED),)), "#VER", "date", None),
        (sie.Ledger(balances=(sie.Balance("opening", 0, "1910", None),)), "#IB", "amount", None),
        (sie.Ledger(balances=(sie.Balance("opening", 0, "1910", Decimal("NaN")),)), "#IB", "amount", None),
        (sie.Ledger(generated=sie.Generated(sign="ÅB")), "#GEN", "generated.date", None),
    ],
)
def test_what_cannot_be_written_is_refused(ledger: sie.Ledger, label: str, field: str, proposal: str | None) -> None:
    with pytest.raises(sie.SieWriteError) as caught:
        sie.dumps(ledger)
    error = caught.value
    assert (error.label, error.field, error.proposal) == (label, field, proposal)
    assert label in error.message("sv") and label in error.message("en")
    assert error.message("sv") != error.message("en")
    if error.line:
        assert "rad 7" in error.message("sv")


@pytest.mark.parametrize(
    ("label", "kinds"),
    [
        ("#VER", "123"),
        ("#IB", ("4I",)),
        ("#PSALDO", ("1", "4I")),
        ("#OIB", ("1", "2", "4I")),
        ("#DIM", "12"),
        ("#OMFATTN", ("1", "4I")),
    ],
)
def test_a_type_refuses_what_it_must_not_hold(label: str, kinds: str) -> None:
    everything = sie.Ledger(
        balances_through=JANUARY,
        dimensions={"20": sie.Dimension("20", "Avdelning")},
        balances=(
            sie.Balance("opening", 0, "1910", Decimal(1)),
            sie.Balance("period", 0, "1910", Decimal(1), period="202401"),
            sie.Balance("object_opening", 0, "1910", Decimal(1), object=(sie.ObjectRef("1", "N"),)),
        ),
        vouchers=(voucher(*BALANCED),),
    )
    only = {
        "#VER": {"balances": (), "dimensions": {}, "balances_through": None},
        "#IB": {"balances": everything.balances[:1], "vouchers": (), "dimensions": {}, "balances_through": None},
        "#PSALDO": {"balances": everything.balances[1:2], "vouchers": (), "dimensions": {}, "balances_through": None},
        "#OIB": {"balances": everything.balances[2:], "vouchers": (), "dimensions": {}, "balances_through": None},
        "#DIM": {"balances": (), "vouchers": (), "balances_through": None},
        "#OMFATTN": {"balances": (), "vouchers": (), "dimensions": {}},
    }[label]
    ledger = msgspec.structs.replace(everything, **only)
    for kind in FILE_TYPES:
        if kind in kinds:
            with pytest.raises(sie.SieWriteError) as caught:
                sie.dumps(ledger, kind=kind)
            assert caught.value.label == label
        else:
            assert label in text_of(ledger, kind=kind)


def test_what_a_file_held_against_its_type_goes_back_unless_the_type_is_asked_for() -> None:
    ledger = sie.loads("#FLAGGA 0\n#SIETYP 4\n#IB 0 1910 5\n#VER A 1 20240131\n{\n}\n", kind="4I")
    assert sie.loads(text_of(ledger), kind="4I") == ledger
    with pytest.raises(sie.SieWriteError):
        sie.dumps(ledger, kind="4I")


def test_letters_are_replaced_only_with_leave_and_every_one_is_reported() -> None:
    ledger = sie.Ledger(company=sie.Company(name="Ø – Åre"), prose=("Ren text", "5 €"))
    policy = sie.Substitutions({"Ø": "Oe"})
    written = text_of(ledger, substitute=policy)
    assert '#FNAMN "Oe - Åre"' in written and '#PROSA "5 EUR"' in written
    assert [(s.label, s.field, s.before, s.after) for s in policy.made] == [
        ("#PROSA", "prose", "5 €", "5 EUR"),
        ("#FNAMN", "company.name", "Ø – Åre", "Oe - Åre"),
    ]
    clean = sie.Substitutions()
    text_of(sie.Ledger(company=sie.Company(name="Åre")), substitute=clean)
    assert clean.made == []


def test_a_checksum_is_written_on_request_and_right() -> None:
    ledger = sie.Ledger(kind="4I", company=sie.Company(name="Målerifirman Å & Ö AB"), vouchers=(voucher(*BALANCED),))
    written = sie.dumps(ledger, checksum=True)
    lines = written.split(b"\r\n")
    assert lines[1] == b"#KSUMMA" and lines[-2].startswith(b"#KSUMMA ")
    assert sie.load(written, strict=True) == ledger
    assert "SIE219" in {d.code for d in sie.load(written.replace(b"25.00", b"26.00", 1)).diagnostics}


def test_unknown_records_and_fields_too_many_go_back_where_they_stood() -> None:
    text = (
        '#FLAGGA 0\n#FORMAT PC8\n#SIETYP 4\n#TAXAR 2012 ÅRL\n#MOMSKOD 5 "25 %"\n'
        '#KONTO 1910 "Kassa" mer\n#EGEN 1 {a b}\n{\n'
        '#INRE x\n}\n#VER A 1 20240131 Kaffe 20240201 "ÅB" extra\n{\n#TRANS 1910 {} -25.00\n#NOT hej\n'
        '#TRANS 4010 {} 25.00 "" "" "" "" över\n}\n'
    )
    assert text_of(sie.loads(text)) == text


def test_a_path_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "bokslut.se"
    target.write_bytes(b"gammalt")
    target.chmod(0o640)
    with pytest.raises(sie.SieWriteError):
        sie.dump(sie.Ledger(company=sie.Company(name="€")), target)
    assert target.read_bytes() == b"gammalt"
    sie.dump(sie.Ledger(kind="1"), target)
    assert target.read_bytes() == b"#FLAGGA 0\r\n#FORMAT PC8\r\n#SIETYP 1\r\n"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["bokslut.se"]


def test_targets(tmp_path: Path) -> None:
    ledger = sie.Ledger(kind="1")
    memory = io.BytesIO()
    sie.dump(ledger, memory)
    assert memory.getvalue() == sie.dumps(ledger)
    with pytest.raises(sie.SieUsageError):
        sie.dump(ledger, io.StringIO())  # type: ignore[arg-type]
    with pytest.raises(sie.SieUsageError):
        sie.dump(ledger, 7)  # type: ignore[arg-type]
    with pytest.raises(sie.SieFileError):
        sie.dump(ledger, tmp_path / "finns" / "inte.se")
    with pytest.raises(sie.SieFileError):
        sie.dump(ledger, tmp_path)
    for wrong in ({"kind": "5"}, {"encoding": "ebcdic"}, {"encoding": "utf-7"}, {"newline": "\r"}):
        with pytest.raises(sie.SieUsageError):
            sie.dumps(ledger, **wrong)  # type: ignore[arg-type]


def test_a_missing_value_in_a_file_stops_the_writing_with_its_line() -> None:
    ledger = sie.loads("#FLAGGA 0\n#SIETYP 4\n#IB 0 1910 tolv\n")
    assert ledger.balances[0].amount is None
    with pytest.raises(sie.SieWriteError) as caught:
        sie.dumps(ledger)
    assert caught.value.line == 3


def test_a_policy_remembers_the_files_before() -> None:
    policy = sie.Substitutions()
    for name in ("a €", "b €"):
        sie.dumps(sie.Ledger(company=sie.Company(name=name)), substitute=policy)
    assert [made.before for made in policy.made] == ["a €", "b €"]


def test_a_checksum_over_letters_that_cp437_lacks_is_refused() -> None:
    with pytest.raises(sie.SieWriteError, match="#KSUMMA"):
        sie.dumps(sie.Ledger(company=sie.Company(name="5 €")), encoding="utf-8", checksum=True)


def test_an_amount_of_absurd_length_is_no_amount() -> None:
    ledger = sie.load(b"#SIETYP 4\n#VER A 1 20240101\n{\n#TRANS 1910 {} " + b"1" * 10_001 + b"\n#TRANS 1920 {} 1\n}\n")
    assert [d.code for d in ledger.diagnostics] == ["SIE202"]
    assert ledger.vouchers[0].total == 1
