"""Vouchers from spreadsheets that people made."""

from __future__ import annotations

import datetime
import random
import tempfile
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sie
from sie.convert.options import Options
from sie.convert.registry import by_suffix, find, read, sniff, write
from sie.convert.sheet_findings import SHEET_FINDINGS, WHAT
from sie.convert.sheet_layout import LAYOUT, column_for

XLSX, CSV = find("xlsx"), find("csv")
COMPANY = Options(company_name="Åkeriet AB")
DAY = datetime.date(2024, 1, 15)


def from_csv(text: str, options: Options = COMPANY, encoding: str = "utf-8") -> sie.Ledger:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "x.csv")
        place.write_bytes(text.replace("\n", "\r\n").encode(encoding))
        return read(place, CSV, options)


def from_xlsx(sheets: dict[str, list[list[Any]]], options: Options = COMPANY) -> sie.Ledger:
    with tempfile.TemporaryDirectory() as folder:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        book.save(Path(folder, "x.xlsx"))
        return read(Path(folder, "x.xlsx"), XLSX, options)


def said(ledger: sie.Ledger) -> list[tuple[str, str]]:
    return [(d.params["cell"], d.code) for d in ledger.diagnostics]


SWEDISH = """\
Datum;Serie;Verifikationsnr;Verifikationstext;Konto;Kontonamn;Debet;Kredit;Kostnadsställe;Projekt;Transaktionstext;Kvantitet
2024-01-15;A;1;Försäljning;1930;Företagskonto;1 250,00;;;;Insättning;
2024-01-15;A;1;Försäljning;3001;Försäljning;;1000,00;N;P1;;2,5
2024-01-15;A;1;Försäljning;2611;Utgående moms;;250;;;;
"""


def test_the_columns_of_a_swede() -> None:
    ledger = from_csv(SWEDISH)
    assert ledger.diagnostics == ()
    assert ledger.kind == "4I"
    assert ledger.company == sie.Company(name="Åkeriet AB")
    assert ledger.accounts["3001"].name == "Försäljning"
    assert list(ledger.accounts) == ["1930", "2611", "3001"]
    row = sie.Row
    centre = (sie.ObjectRef("1", "N"), sie.ObjectRef("6", "P1"))
    assert ledger.vouchers == (
        sie.Voucher(
            "A",
            "1",
            DAY,
            "Försäljning",
            rows=(
                row("normal", "1930", (), Decimal("1250.00"), text="Insättning"),
                row("normal", "3001", centre, Decimal("-1000.00"), quantity=Decimal("2.5")),
                row("normal", "2611", (), Decimal("-250")),
            ),
        ),
    )
    assert sie.loads(sie.dumps(ledger, kind="4I")) == ledger


def test_the_columns_of_an_englishman() -> None:
    english = """\
Amount,Account,Text,Voucher no,Date,Cost centre
"1,250.00",1930 Bank,Sale,A12,2024-01-15,
"(1,250.00)",3001,Sale,A12,2024-01-15,N
"""
    ledger = from_csv(english)
    assert ledger.diagnostics == ()
    voucher = ledger.vouchers[0]
    assert (voucher.series, voucher.number, voucher.text) == ("A", "12", "Sale")
    assert [row.amount for row in voucher.rows] == [Decimal("1250.00"), Decimal("-1250.00")]
    assert [row.text for row in voucher.rows] == [None, None]
    assert ledger.accounts["1930"].name == "Bank"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "cp437", "cp850", "mac-roman"])
@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_letters_and_delimiters_are_found(encoding: str, delimiter: str) -> None:
    ledger = from_csv(SWEDISH.replace(";", delimiter), encoding=encoding)
    assert ledger.diagnostics == ()
    assert ledger.accounts["3001"].name == "Försäljning"


def test_quotation_marks_of_windows_are_not_letters_of_dos() -> None:
    text = "Datum;Vernr;Konto;Belopp;Text\n2024-01-15;1;1930;0;“tio” €\n"
    assert from_csv(text, encoding="cp1252").vouchers[0].text == "“tio” €"


def test_excel_is_told_the_delimiter() -> None:
    assert from_csv("sep=;\n" + SWEDISH) == from_csv(SWEDISH)


def test_every_heading_is_known_and_means_one_thing() -> None:
    for known in LAYOUT:
        for heading in (*known.sv, *known.en):
            assert column_for(heading) == known.name
            assert column_for(heading.upper() + ".") == known.name
    for heading, dimension in (("Kst", "1"), ("Projekt", "6"), ("Anställd", "7"), ("Dim 21", "21"), ("Customer", "8")):
        assert column_for(heading) == f"dimension:{dimension}"


ROWS = [
    ["Bokföringsorder", None, None, None],
    [],
    ["Datum", "Vernr", "Konto", "Debet", "Kredit", "Text", "Dim 20"],
    [datetime.datetime(2024, 1, 15), 1, 1930, 100.0, None, "Kaffe", None],
    [None, None, 6071, None, 100, "Kaffe", "X"],
    [],
    [datetime.date(2024, 2, 1), 2, 6071, 0.1 + 0.2, None, None, None],
    [None, None, 1930, None, 0.3, "'=inte en formel", None],
    ["Summa", None, None, 100.3, 100.3],
]


def test_a_workbook() -> None:
    sheets = {
        "Anteckningar": [["hej"]],
        "Företag": [
            ["Företagsnamn", "Åkeriet AB"],
            ["Orgnr", "555555-5555"],
            ["Räkenskapsår från", datetime.date(2024, 1, 1)],
        ],
        "Bokföring": ROWS,
        "Kontoplan": [["Konto", "Kontonamn"], [1930, "Företagskonto"], ["2640", "Ingående moms"]],
    }
    ledger = from_xlsx(sheets, Options())
    assert ledger.diagnostics == ()
    assert ledger.company.organisation_number == "555555-5555"
    assert ledger.years == {0: sie.FiscalYear(datetime.date(2024, 1, 1), datetime.date(2024, 12, 31))}
    assert ledger.accounts == {"1930": sie.Account("1930", "Företagskonto")}
    assert ledger.dimensions == {"20": sie.Dimension("20", "Dimension 20")}
    first, second = ledger.vouchers
    assert (first.number, first.date, first.text, first.origin) == ("1", DAY, "Kaffe", 4)
    assert first.rows[1].objects == (sie.ObjectRef("20", "X"),)
    assert [row.amount for row in second.rows] == [Decimal("0.3"), Decimal("-0.3")]
    assert second.rows[1].text == "=inte en formel"
    assert sie.loads(sie.dumps(ledger, kind="4I")) == ledger
    options = Options(company_name="Annan AB", organisation_number="1", year_start=datetime.date(2023, 7, 1))
    other = from_xlsx(sheets, options)
    assert (other.company.name, other.company.organisation_number) == ("Annan AB", "1")
    assert other.years[0].end == datetime.date(2024, 6, 30)


def test_which_sheet() -> None:
    two = {"Januari": ROWS, "Februari": ROWS}
    with pytest.raises(sie.SieUsageError, match=r"Januari, Februari.*--table"):
        from_xlsx(two)
    assert len(from_xlsx(two, Options(company_name="X", table="februari")).vouchers) == 2
    with pytest.raises(sie.SieUsageError, match="no sheet 'Mars'"):
        from_xlsx(two, Options(company_name="X", table="Mars"))
    with pytest.raises(sie.SieUsageError, match="Date, Account"):
        from_xlsx({"Blad1": [["Datum", "Belopp"], ["2024-01-01", 5]]})
    with pytest.raises(sie.SieUsageError, match="mean the same"):
        from_csv("Datum;Konto;Belopp;Kontonr\n")


def test_the_company_must_have_a_name() -> None:
    with pytest.raises(sie.SieUsageError, match="--company-name") as caught:
        from_csv(SWEDISH, Options())
    assert "Företagsnamn" in caught.value.message("sv")
    with pytest.raises(sie.SieUsageError, match="--year-start"):
        from_csv(SWEDISH, Options(company_name="X", year_end=DAY))
    with pytest.raises(sie.SieUsageError, match="would end"):
        from_csv(SWEDISH, Options(company_name="X", year_start=DAY, year_end=datetime.date(2023, 1, 1)))
    with pytest.raises(sie.SieUsageError, match="Fiscal year from"):
        from_xlsx({"Bokföring": ROWS, "Company": [["Company name", "X"], ["Fiscal year from", "i år"]]}, Options())
    leap = from_csv(SWEDISH, Options(company_name="X", year_start=datetime.date(2024, 2, 29)))
    assert leap.years[0].end == datetime.date(2025, 2, 28)


BAD = [
    ["Datum", "Vernr", "Konto", "Debet", "Kredit", "Belopp", "Moms", "Objekt", "Slag", "Kontonamn"],
    ["31/1 2024", 1, 1930, 100, None, None, None, None, None, None],  # 2: no date
    [None, None, 3001, None, 100, None, None, None, None, None],
    [DAY, 2, "kassan", 100, None, None, None, None, None, None],  # 4: no account
    [DAY, 2, None, None, 100, None, None, None, None, None],  # 5: no account
    [DAY, 3, 1930, "hundra", None, None, None, None, None, None],  # 6: no number
    [DAY, 3, 1930, None, None, None, None, None, None, None],  # 7: no amount
    [DAY, 4, 1930, 100, 100, None, None, None, None, None],  # 8: both sides
    [DAY, 4, 1930, 100, None, 99, None, None, None, None],  # 9: disagree
    [DAY, 5, 1930, 1.005, None, None, None, None, None, None],  # 10: decimals
    [DAY, 6, 1930, 100, None, None, None, "N", None, None],  # 11: no objects
    [DAY, 6, 3001, None, 100, None, None, None, "okänd", None],  # 12: no kind
    [DAY, 7, 1930, 100, None, None, None, None, None, "Bank"],  # 13: unbalanced
    [DAY, 7, 3001, None, 90, None, None, None, None, "Försäljning"],
    [DAY, 8, 1930, 100, None, None, None, None, None, "Banken"],  # 15: other name
    [datetime.date(2024, 1, 16), 8, 3001, None, 100, None, None, None, None, None],  # 16: other date
    [datetime.date(2025, 1, 1), 9, 1930, 0, None, None, None, None, None, None],  # 17: outside the year
    [None, "X-1-2", 1930, 0, None, None, None, None, None, None],  # 18: no date, no number
    [DAY, 10, 1930, 100, 0, 100, None, None, "normal", None],  # 19: in order
    [DAY, 10, 3001, None, 100, -100, None, "1=N; 20=X", "normal", None],
    [DAY, 10, 3001, None, None, 7, None, None, "removed", None],
]


def test_every_bad_cell_is_named_and_its_voucher_left_out() -> None:
    ledger = from_xlsx({"Bokföring": BAD}, Options(company_name="X", year_start=datetime.date(2024, 1, 1)))
    assert [voucher.number for voucher in ledger.vouchers] == ["10"]
    assert [row.kind for row in ledger.vouchers[0].rows] == ["normal", "normal", "removed"]
    found = said(ledger)
    left_out = {cell for cell, code in found if code == "SIE859"}
    assert left_out == {f"Bokföring!B{row}" for row in (2, 4, 6, 8, 10, 11, 15, 17, 18)}
    assert [pair for pair in found if pair[1] != "SIE859"] == [
        ("Bokföring!G1", "SIE854"),
        ("Bokföring!A2", "SIE850"),
        ("Bokföring!C4", "SIE850"),
        ("Bokföring!C5", "SIE852"),
        ("Bokföring!D6", "SIE850"),
        ("Bokföring!F7", "SIE852"),
        ("Bokföring!D8", "SIE855"),
        ("Bokföring!D9", "SIE855"),
        ("Bokföring!D10", "SIE860"),
        ("Bokföring!H11", "SIE850"),
        ("Bokföring!I12", "SIE850"),
        ("Bokföring!B13", "SIE853"),
        ("Bokföring!J15", "SIE861"),
        ("Bokföring!A16", "SIE857"),
        ("Bokföring!A17", "SIE856"),
        ("Bokföring!B18", "SIE850"),
    ]
    for diagnostic in ledger.diagnostics:
        for language in ("en", "sv"):
            assert "{" not in diagnostic.message(language)
            assert "?" not in diagnostic.message(language)
            assert diagnostic.remedy(language)
    unbalanced = next(d for d in ledger.diagnostics if d.code == "SIE853")
    assert "sum to 10, not to zero" in unbalanced.message("en")
    assert "lägg till en på -10" in unbalanced.message("sv")


def test_every_finding_can_be_found() -> None:
    tested = Path(__file__).read_text("utf-8") + Path(__file__).with_name("test_csv.py").read_text("utf-8")
    assert [code for code in SHEET_FINDINGS if f'"{code}"' not in tested] == []
    assert all(len(sentence) <= 80 for sentences in WHAT.values() for sentence in sentences)  # longer ones are cut
    for finding in SHEET_FINDINGS.values():
        assert finding.en != finding.sv


def test_a_number_that_may_be_two_is_refused_until_somebody_says_which() -> None:
    text = "Datum;Vernr;Konto;Belopp\n2024-01-15;1;1930;1,255\n2024-01-15;1;3001;-1,255\n"
    ledger = from_csv(text)
    assert said(ledger) == [("D2", "SIE851"), ("B2", "SIE859"), ("D3", "SIE851")]
    assert ledger.vouchers == ()
    english = from_csv(text, Options(company_name="X", decimal="."))
    assert english.vouchers[0].rows[0].amount == Decimal(1255)
    swedish = from_csv(text, Options(company_name="X", decimal=","))
    assert {code for _, code in said(swedish)} == {"SIE860", "SIE859"}
    # Another row leaves no doubt.
    sure = from_csv(text + "2024-01-16;2;1930;0.50\n2024-01-16;2;3001;-0.50\n")
    assert sure.diagnostics == ()
    assert sure.vouchers[0].rows[0].amount == Decimal(1255)


def test_vouchers_without_numbers() -> None:
    head = "Datum;Text;Konto;Belopp\n"
    ledger = from_csv(head + "2024-01-15;Kaffe;6071;50\n;;1930;-50\n2024-01-15;Kaffe;6071;40\n;Bank;1930;-40\n")
    assert ledger.diagnostics == ()
    assert [(v.series, v.number, v.text, len(v.rows)) for v in ledger.vouchers] == [(None, None, "Kaffe", 2)] * 2
    assert ledger.vouchers[1].rows[1].text == "Bank"
    assert [
        v.series for v in from_csv(head + "2024-01-15;a;1;0\n", Options(company_name="X", voucher_series="K")).vouchers
    ] == ["K"]
    every = from_csv(head + "2024-01-15;Kaffe;6071;50\n2024-01-15;Kaffe;1930;-50\n")
    assert [code for _, code in said(every)] == ["SIE862", "SIE862"]
    assert "lämna datumet tomt" in every.diagnostics[0].message("sv")
    in_series = from_csv("Datum;Serie;Konto;Belopp\n2024-01-15;A;6071;50\n2024-01-16;A;1930;-50\n")
    assert "börjar med datumet 2024-01-16" in in_series.diagnostics[1].message("sv")


def test_a_series_and_a_number_under_their_plain_names() -> None:
    ledger = from_csv("Datum;Serie;Nummer;Konto;Belopp\n2024-01-15;A;7;6071;50\n2024-01-15;A;7;1930;-50\n")
    assert ledger.diagnostics == ()
    assert [(v.series, v.number, len(v.rows)) for v in ledger.vouchers] == [("A", "7", 2)]


def test_rows_of_a_voucher_need_not_stand_together() -> None:
    text = "Datum;Serie;Vernr;Konto;Belopp\n2024-01-15;A;1;1930;5\n2024-01-15;B;1;1930;7\n2024-01-15;A;1;3001;-5\n"
    ledger = from_csv(text + "2024-01-15;B;1;3001;-7\n")
    assert [(v.series, v.number, [r.amount for r in v.rows]) for v in ledger.vouchers] == [
        ("A", "1", [Decimal(5), Decimal(-5)]),
        ("B", "1", [Decimal(7), Decimal(-7)]),
    ]


def test_texts_are_texts() -> None:
    ledger = from_csv('Datum;Konto;Belopp;Text\n2024-01-15;1930;0;\'=1+1\n;0099;0;"a\nb"\n')
    assert [row.text for row in ledger.vouchers[0].rows] == [None, "a\r\nb"]
    assert ledger.vouchers[0].text == "=1+1"
    assert ledger.vouchers[0].rows[1].account == "0099"


AMOUNT = st.decimals(Decimal("-1e9"), Decimal("1e9"), places=2)
CELL = st.text("abcåäöÅÄÖ 0123456789.,;\"'=-", min_size=1, max_size=8).map(str.strip).filter(bool)


@st.composite
def bookings(draw: st.DrawFn) -> tuple[sie.Voucher, ...]:
    out = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        amounts = draw(st.lists(AMOUNT, min_size=1, max_size=3))
        rows = tuple(
            sie.Row(
                "normal",
                str(draw(st.integers(1000, 9999))),
                (sie.ObjectRef("1", "N"),) if draw(st.booleans()) else (),
                amount,
                None,
                draw(st.none() | CELL),
                draw(st.none() | st.decimals(0, 1000, places=1)),
            )
            for amount in [*amounts, -sum(amounts)]
        )
        day = draw(st.dates(datetime.date(2024, 1, 1), datetime.date(2024, 12, 31)))
        out.append(sie.Voucher("A", str(number), day, draw(st.none() | CELL), rows=rows))
    return tuple(out)


@settings(max_examples=60)
@given(bookings(), st.booleans(), st.booleans(), st.integers())
def test_any_vouchers_in_any_order_of_columns(
    vouchers: tuple[sie.Voucher, ...], swedish: bool, sides: bool, seed: int
) -> None:
    def shown(amount: Decimal | None) -> str:
        text = f"{amount or 0:,.2f}" if amount is not None else ""
        return text.translate(str.maketrans(",.", "\xa0,")) if swedish else text

    table = []
    for voucher in vouchers:
        for row in voucher.rows:
            amount = row.amount or Decimal(0)
            quantity = "" if row.quantity is None else f"{row.quantity:f}"
            line = {
                "Datum" if swedish else "Date": str(voucher.date),
                "Serie" if swedish else "Series": "A",
                "Vernr" if swedish else "Voucher no": voucher.number,
                "Vertext" if swedish else "Voucher text": f"'{voucher.text}" if voucher.text else "",
                "Konto" if swedish else "Account": row.account,
                "Kst" if swedish else "Cost centre": "N" if row.objects else "",
                "Radtext" if swedish else "Row text": f"'{row.text}" if row.text else "",
                "Antal" if swedish else "Quantity": quantity.replace(".", ",") if swedish else quantity,
            }
            if sides:
                line["Debet" if swedish else "Debit"] = shown(amount) if amount >= 0 else ""
                line["Kredit" if swedish else "Credit"] = shown(-amount) if amount < 0 else ""
            else:
                line["Belopp" if swedish else "Amount"] = shown(amount)
            table.append(line)
    heads = list(table[0])
    random.Random(seed).shuffle(heads)
    text = "\n".join(
        ";".join('"' + str(cell).replace('"', '""') + '"' for cell in line)
        for line in [heads, *([line[head] for head in heads] for line in table)]
    )
    ledger = from_csv(text)
    assert ledger.diagnostics == ()
    assert ledger.vouchers == vouchers


ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 office:version="1.2"><office:body><office:spreadsheet><table:table table:name="Bokföring">{rows}</table:table>
</office:spreadsheet></office:body></office:document-content>"""


def test_a_workbook_of_libreoffice(tmp_path: Path) -> None:
    def cell(value: str) -> str:
        kind = (
            "float" if value.replace(".", "").isdigit() else "date" if value[:2] == "20" and "-" in value else "string"
        )
        name = {"float": "value", "date": "date-value"}.get(kind)
        told = f' office:{name}="{value}"' if name else ""
        return f'<table:table-cell office:value-type="{kind}"{told}><text:p>{value}</text:p></table:table-cell>'

    lines = ["Datum;Vernr;Konto;Debet;Kredit", "2024-01-15;1;1930;100.50;0", "2024-01-15;1;3001;0;100.50"]
    rows = "".join(f"<table:table-row>{''.join(map(cell, line.split(';')))}</table:table-row>" for line in lines)
    place = tmp_path / "x.ods"
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", ODS.format(rows=rows))
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    assert sniff(place) is by_suffix(place)[0] is find("spreadsheet")
    ledger = read(place, find("spreadsheet"), COMPANY)
    assert ledger.diagnostics == ()
    assert [row.amount for row in ledger.vouchers[0].rows] == [Decimal("100.5"), Decimal("-100.5")]
    assert ledger.vouchers[0].date == DAY
    with pytest.raises(sie.SieUsageError, match="cannot be written"):
        write(ledger, place, find("spreadsheet"))


def test_the_example_of_the_documentation() -> None:
    page = (Path(__file__).parents[2] / "docs" / "convert.md").read_text("utf-8")
    example = page.partition("```\nDatum;")[2].partition("```")[0]
    ledger = from_csv("Datum;" + example)
    assert ledger.diagnostics == ()
    assert [(v.number, v.text, len(v.rows)) for v in ledger.vouchers] == [("1", "Försäljning", 3), ("2", "Hyra", 2)]
    for known in LAYOUT:
        assert f"| `{known.name}` |" in page


def test_a_difference_is_written_as_the_language_writes_it(tmp_path: Path) -> None:
    place = tmp_path / "v.csv"
    place.write_text("Datum;Ver;Konto;Belopp\n2024-02-01;1;1930;12345,50\n;;3001;-1\n", encoding="utf-8")
    found = next(d for d in read(place, find("csv"), Options(company_name="X")).diagnostics if d.code == "SIE853")
    assert "12\xa0344,50" in found.message("sv").replace(" ", "\xa0") and "12344.50" in found.message("en")
