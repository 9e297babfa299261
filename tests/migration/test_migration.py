"""The move: planned, prepared, carried out by a stand-in for Visma Administration, and proved."""

from __future__ import annotations

import datetime
import hashlib
import json
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings

import sie
from sie.company.importing import NamedBytes
from sie.diagnostics import Severity
from sie.ledger.derive import balances_for
from sie.migration.fit import Choices, fit
from sie.migration.plan import Plan, plan
from sie.migration.prepare import is_prepared, prepare, prepared
from sie.migration.reconcile import reconcile
from sie.text import writer
from tests.checks.test_properties import sound_books
from tests.conftest import FIXTURES, sample_paths


def spiris(year: int, opening: dict[str, int]) -> tuple[bytes, dict[str, int]]:
    """A year of a small company as Spiris exports it, and what it closes with."""
    vouchers: list[tuple[str, str, list[tuple[str, int]]]] = []
    result = opening.get("2099", 0)
    if result:
        vouchers.append((f"{year}0102", "Förra årets resultat", [("2099", -result), ("2091", result)]))
    for month in range(1, 13):
        vouchers.append((f"{year}{month:02}01", "Hyra", [("1930", -4000), ("5010", 4000)]))
        vouchers.append((f"{year}{month:02}20", "Köksluckor", [("1930", 5000 + year), ("3041", -5000 - year)]))
    profit = 12 * (1000 + year)
    vouchers.append((f"{year}1231", "Årets resultat", [("8999", profit), ("2099", -profit)]))
    close = dict(opening)
    for _, _, rows in vouchers:
        for account, amount in rows:
            close[account] = close.get(account, 0) + amount
    kinds = {"1930": "T", "2081": "S", "2091": "S", "2099": "S", "3041": "I", "5010": "K", "8999": "K"}
    lines = [
        "#FLAGGA 0",
        '#PROGRAM "Spiris Bokföring & Fakturering" 7.5.0.0',
        "#FORMAT PC8",
        f'#GEN {year + 1}0110 "Åsa Björk"',
        "#SIETYP 4",
        "#ORGNR 559999-9983",
        '#FNAMN "Björks Snickeri AB"',
        f"#RAR 0 {year}0101 {year}1231",
        f"#RAR -1 {year - 1}0101 {year - 1}1231",
        "#KPTYP EUBAS97",
        *(f"#KONTO {account} Konto{account}" for account in kinds),
        *(f"#KTYP {account} {kind}" for account, kind in kinds.items()),
        *(f"#SRU {account} 7281" for account in kinds),
        *(f"#IB 0 {a} {v}.00" for a, v in opening.items() if v),
        *(f"#UB 0 {a} {v}.00" for a, v in close.items() if v and a[0] in "12"),
        *(f"#UB -1 {a} {v}.00" for a, v in opening.items() if v),
        *(f"#RES 0 {a} {v}.00" for a, v in close.items() if v and a[0] not in "12"),
    ]
    for number, (day, text, rows) in enumerate(vouchers, 1):
        lines += [f'#VER A {number} {day} "{text}" {day}', "{"]
        lines += [f"#TRANS {account} {{}} {amount}.00" for account, amount in rows]
        lines.append("}")
    data = "".join(f"{line}\r\n" for line in lines).encode("cp437")
    return data, {a: v for a, v in close.items() if a[0] in "12"}


def three_years() -> list[bytes]:
    """2022 to 2024."""
    found, balances = [], {"1930": 25000, "2081": -25000}
    for year in (2022, 2023, 2024):
        data, balances = spiris(year, balances)
        found.append(data)
    return found


YEARS = three_years()
NAMES = ("file 1", "file 2", "file 3")
TODAY = datetime.date(2026, 11, 25)


def administration(files: dict[str, bytes]) -> list[bytes]:
    """What Visma Administration exports after reading prepared files: its own stand-in, by its own rules.

    Opening balances come from the first file, later years open with what the year before closed with, vouchers are
    appended and numbered one after the other.
    """
    opening = next(data for name, data in files.items() if name.startswith("1 "))
    balances = [b for b in sie.load(opening).balances if b.kind == "opening" and b.year == 0]
    exported = []
    for name in sorted((n for n in files if n.endswith(".si")), key=lambda n: int(n.split(" ")[0])):
        ledger = sie.load(files[name])
        last: dict[str | None, int] = {}
        vouchers = []
        for voucher in ledger.vouchers:
            number = last.get(voucher.series, int(voucher.number or "1") - 1) + 1
            last[voucher.series] = number
            vouchers.append(msgspec.structs.replace(voucher, number=str(number)))
        every = balances_for("4E", balances, vouchers, ledger.accounts)
        exported.append(
            sie.dumps(msgspec.structs.replace(ledger, kind="4E", balances=every, vouchers=tuple(vouchers)), kind="4E")
        )
        balances = [
            sie.Balance("opening", 0, b.account, b.amount) for b in every if b.kind == "closing" and b.year == 0
        ]
    return exported


def test_three_years_of_spiris_move_and_come_back_the_same() -> None:
    found = plan(YEARS)
    assert (found.verdict, found.blocks, found.warnings) == ("green", (), ())
    assert found.sources == ("Spiris (Visma eEkonomi) (Spiris Bokföring & Fakturering)",)
    assert [file.place for file in found.files] == [1, 2, 3]
    assert [file.keep_until for file in found.files] == [datetime.date(y, 12, 31) for y in (2029, 2030, 2031)]
    files = prepared(found, TODAY)
    result = reconcile(YEARS, administration(files))
    assert result.comparison.verdict == "green", [d for d in result.comparison.differences if not d.explained]
    assert result.comparison.unexplained == 0


def test_the_order_of_the_files_makes_no_difference() -> None:
    one, other = prepared(plan(YEARS), TODAY), prepared(plan(YEARS[::-1]), TODAY)
    books = [name for name in one if name.endswith((".se", ".si", ".csv", ".json"))]
    assert len(books) == 6 and all(one[name] == other[name] for name in books)


def test_what_is_prepared_is_clean_and_the_originals_are_untouched() -> None:
    files = prepared(plan(YEARS), TODAY)
    assert sum(name.endswith((".se", ".si")) and "/" not in name for name in files) == 4
    for name, data in files.items():
        if name.endswith((".se", ".si")) and "/" not in name:
            report = sie.check(data, kind="4I" if name.endswith(".si") else "1", profile="sie-4c")
            assert [d.message() for d in report.at_least(Severity.ERROR)] == [], name
            assert sie.load(data).encoding in ("cp437",) and b"#FORMAT PC8\r\n" in data
    for name, data in zip(NAMES, YEARS, strict=True):
        assert files[f"original/{name}"] == data
        assert f"{hashlib.sha256(data).hexdigest()}  {name}".encode() in files["original/SHA256SUMS"]
    readme = files["LÄS MIG FÖRST.txt"].decode("utf-8-sig")
    assert "Arkiv – Import – Verifikationer" in readme and "serie A: 25 st, startnummer 1" in readme


def odd() -> bytes:
    """Books with all that does not fit: a long series, none, gaps, a third dimension."""
    text = (FIXTURES / "clean" / "typ4e.se").read_bytes().decode("cp437")
    text = (
        text.replace("#VER KASSA 1 ", '#VER "" 9 ').replace("#VER B 2 ", "#VER B 7 ").replace("#VER L 1", "#VER LEV1 1")
    )
    return text.encode("cp437")


def test_what_does_not_fit_blocks_until_somebody_decides() -> None:
    data = odd()
    found = plan([data])
    assert found.verdict == "red"
    assert {e.diagnostic.code for e in found.blocks} == {"VAD006"}
    assert found.fitted.proposed == ("LEV1", "")
    assert [fold.dimension for fold in found.fitted.folded] == ["21"]
    with pytest.raises(sie.SieUsageError, match="VAD006"):
        prepared(found)
    choices = Choices(series={"LEV1": "L", "": "K"}, dimensions={"21": ""})
    decided = plan([data], choices=choices)
    assert decided.verdict == "amber" and not decided.blocks
    assert "VAD015" not in {e.diagnostic.code for e in decided.warnings}
    pairs = decided.fitted.numbers.years[datetime.date(2024, 1, 1)]
    assert [(str(p.source), str(p.target)) for p in pairs] == [
        ("A 1", "A 1"),
        ("B 1", "B 1"),
        ("LEV1 1", "L 1"),
        ("A 2", "A 2"),
        ("B 7", "B 2"),
        ('"" 9', "K 9"),
    ]
    result = reconcile([data], administration(prepared(decided, TODAY)), choices=choices)
    assert decided.fitted.left_out == {"object_opening": 1, "object_closing": 1}
    assert result.comparison.verdict == "green", [d for d in result.comparison.differences if not d.explained]


def test_a_dimension_can_be_folded_into_projects() -> None:
    choices = Choices(series={"LEV1": "L", "": "K"}, dimensions={"21": "6"})
    fitted = fit([sie.load(odd())], choices)
    refs = {ref for v in fitted.years[0].ledger.vouchers for row in v.rows for ref in row.objects}
    assert sie.ObjectRef("6", "BAG1") in refs and not any(ref.dimension == "21" for ref in refs)
    fold = fitted.folded[0]
    assert (fold.rows, fold.debit, fold.credit, fold.into) == (1, Decimal("840.50"), 0, "6")


@pytest.mark.parametrize(
    "choices",
    [
        Choices(series={"A": "AA"}),
        Choices(series={"A": "1"}),
        Choices(dimensions={"7": "8"}),
        Choices(starts={"A": 0}),
    ],
)
def test_a_choice_that_the_target_does_not_have_is_refused(choices: Choices) -> None:
    with pytest.raises(sie.SieUsageError):
        plan(YEARS, choices=choices)


def test_a_block_is_accepted_with_a_reason_only() -> None:
    flagged = YEARS[0].replace(b"#FLAGGA 0", b"#FLAGGA 1")
    assert [e.diagnostic.code for e in plan([flagged]).blocks] == ["VAD007"]
    found = plan([flagged], choices=Choices(accept={"VAD007": "Lästes in i ett företag som raderats"}))
    assert found.verdict == "amber" and found.accepted[0].reason == "Lästes in i ett företag som raderats"
    assert "VAD007" in prepared(found, TODAY)["LÄS MIG FÖRST.txt"].decode("utf-8-sig")


def test_another_company_and_a_missing_year_block() -> None:
    other = YEARS[1].replace(b"559999-9983", b"556677-8899")
    assert "SIE621" in {e.diagnostic.code for e in plan([YEARS[0], other]).blocks}
    assert "SIE623" in {e.diagnostic.code for e in plan([YEARS[0], YEARS[2]]).blocks}


def test_reconciling_finds_what_was_not_planned() -> None:
    exported = administration(prepared(plan(YEARS), TODAY))
    wrong = exported[1].replace(b"4000.00", b"4001.00", 1)
    assert wrong != exported[1]
    result = reconcile(YEARS, [exported[0], wrong, exported[2]])
    assert result.comparison.verdict == "red"
    missing = reconcile(YEARS, exported[:2])
    assert missing.comparison.unexplained > 0
    swapped = exported[0].replace(b"#VER A 1 ", b"#VER A 99 ", 1)
    assert reconcile(YEARS, [swapped, *exported[1:]]).comparison.verdict == "red"


def test_one_registration_date_for_all_is_the_import_and_explained() -> None:
    exported = [
        sie.dumps(
            msgspec.structs.replace(
                ledger, vouchers=tuple(msgspec.structs.replace(v, registered=TODAY) for v in ledger.vouchers)
            )
        )
        for ledger in map(sie.load, administration(prepared(plan(YEARS), TODAY)))
    ]
    assert reconcile(YEARS, exported).comparison.verdict == "green"


def test_a_folder_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = plan(YEARS)
    place = prepare(found, tmp_path / "flytt", TODAY)
    assert {p.relative_to(place).as_posix() for p in place.rglob("*") if p.is_file()} == set(prepared(found, TODAY))
    with pytest.raises(sie.SieUsageError, match="holds something"):
        prepare(found, place)
    (tmp_path / "tom").mkdir()
    prepare(found, tmp_path / "tom", TODAY)
    written = writer.write_atomically

    def full(target: Path, data: bytes) -> None:
        if "nummerkarta" in target.name:
            raise OSError(28, "No space left on device")
        written(target, data)

    monkeypatch.setattr(writer, "write_atomically", full)
    with pytest.raises(sie.SieFileError, match="No space left"):
        prepare(found, tmp_path / "full")
    (tmp_path / "halv").mkdir()
    with pytest.raises(sie.SieFileError, match="No space left"):
        prepare(found, tmp_path / "halv")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["flytt", "halv", "tom"]
    assert not any((tmp_path / "halv").iterdir())


def test_the_folder_that_somebody_stands_in_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = plan(YEARS)
    monkeypatch.chdir(tmp_path)
    prepare(found, ".", TODAY)
    assert {p.relative_to(".").as_posix() for p in Path().rglob("*") if p.is_file()} == set(prepared(found, TODAY))


def test_what_is_prepared_is_recognised_whatever_the_day(tmp_path: Path) -> None:
    found = plan(YEARS)
    assert not is_prepared(found, tmp_path / "flytt") and not is_prepared(found, tmp_path)
    place = prepare(found, tmp_path / "flytt", TODAY)
    assert is_prepared(found, place)
    for name in prepared(found, TODAY):
        was = (place / name).read_bytes()
        (place / name).write_bytes(was[:-1] + b"!")
        assert not is_prepared(found, place), name
        (place / name).unlink()
        assert not is_prepared(found, place), name
        (place / name).write_bytes(was)
    (place / "brev.txt").write_text("Hej")
    assert not is_prepared(found, place)


def test_a_voucher_without_rows_keeps_its_number() -> None:
    data = YEARS[0].replace(b"#VER", b'#VER A 1 20220101 "Makulerad"\r\n{\r\n}\r\n#VER', 1)
    assert data != YEARS[0]
    files = prepared(plan([data]), TODAY)
    vouchers = sie.load(next(data for name, data in files.items() if name.endswith(".si"))).vouchers
    assert (vouchers[0].rows, vouchers[0].text) == ((), "Makulerad")
    assert [v.text for v in vouchers] == [v.text for v in sie.load(data).vouchers]
    assert "utan rader 2022: A 1. Om programmet" in files["LÄS MIG FÖRST.txt"].decode("utf-8-sig")


def test_originals_keep_their_names_and_none_takes_the_place_of_another() -> None:
    names = ["2024.se", "b/2024.SE", "C:\\SIE\\2 2024.SE", "SHA256SUMS", "<stdin>", "nul"]
    year = "#FLAGGA 0\n#FORMAT PC8\n#SIETYP 4\n#FNAMN X\n#RAR 0 {}0101 {}1231\n#KONTO 1910 Kassa\n"
    year += "#VER A 1 {}0131 Kaffe\n{{\n#TRANS 1910 {{}} 1\n#TRANS 1910 {{}} -1\n}}\n"

    def planned(*accept: str) -> Plan:
        files = [NamedBytes(name, year.format(*[2000 + n] * 3).encode()) for n, name in enumerate(names)]
        return plan(files, choices=Choices(accept=dict.fromkeys(accept, "Prov")))

    found = prepared(planned(*(e.diagnostic.code for e in planned().blocks)), TODAY)
    originals = [name.partition("/")[2] for name in found if name.startswith("original/")]
    assert originals == ["2024.se", "2 2024.SE", "2 2 2024.SE", "2 SHA256SUMS", "_stdin_", "_nul", "SHA256SUMS"]
    for line in found["original/SHA256SUMS"].decode().splitlines():
        digest, _, name = line.partition("  ")
        assert hashlib.sha256(found[f"original/{name}"]).hexdigest() == digest
        assert f"  {name}: 20" in found["LÄS MIG FÖRST.txt"].decode("utf-8-sig")


def test_a_letter_that_cp437_lacks_is_named_before_anything_is_written(tmp_path: Path) -> None:
    text = YEARS[0].decode("cp437").replace("Hyra", "Hyra – lokal")
    found = plan([text.encode("utf-8")])
    assert not found.blocks
    with pytest.raises(sie.SieWriteError, match="–"):
        prepare(found, tmp_path / "flytt")
    assert list(tmp_path.iterdir()) == []


@settings(max_examples=60)
@given(sound_books())
def test_books_in_order_are_moved_without_a_difference(ledger: sie.Ledger) -> None:
    if ledger.kind != "4E" or not ledger.vouchers:
        return
    data = sie.dumps(ledger)
    codes = {e.diagnostic.code for e in plan([data]).blocks}
    found = plan([data], choices=Choices(accept=dict.fromkeys(codes, "test")))
    try:
        files = prepared(found, TODAY)
    except sie.SieWriteError:
        return
    result = reconcile([data], administration(files))
    reds = [d for d in result.comparison.differences if not d.explained and d.colour == "red" and d.is_root]
    assert reds == []


def test_every_vendor_sample_can_be_planned() -> None:
    paths = sample_paths()
    if not paths:
        pytest.skip("the folder of vendor files is not here")
    for path in paths:
        found = plan([path])
        assert found.verdict in ("red", "amber", "green")
        json.dumps(msgspec.to_builtins(found.fitted.numbers), default=str)


def test_one_file_by_itself_is_one_file_and_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "2022.se").write_bytes(YEARS[0])
    for source in (YEARS[0], tmp_path / "2022.se", str(tmp_path / "2022.se"), NamedBytes("2022.se", YEARS[0])):
        found = plan(source)  # type: ignore[arg-type]
        assert [file.data for file in found.files] == [YEARS[0]] and found.verdict == "green"
    with pytest.raises(sie.SieUsageError, match="No file is named"):
        plan([])
