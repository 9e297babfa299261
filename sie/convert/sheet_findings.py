"""Everything that reading tables and spreadsheets may have to say: codes ``SIE85x`` and ``SIE86x``."""

from __future__ import annotations

from sie.diagnostics import EACH, Diagnostic, Finding, FindingRow, Severity, Span, finding_table

__all__ = ["SHEET_FINDINGS", "WHAT", "bad_cell", "said"]

_E, _W = Severity.ERROR, Severity.WARNING

# fmt: off
_TABLE: tuple[FindingRow, ...] = (
    (
        "SIE850", "bad-cell", _E,
        "“{value}” in the column {column_en} is no {what_en}.", "“{value}” i kolumnen {column} är {what}.",
        "{cure_en}", "{cure}",
    ),
    (
        "SIE851", "unclear-number", _E,
        "“{value}” may be a number with decimals or one with thousands.",
        "“{value}” kan vara ett tal med decimaler eller ett med tusental.",
        "Write it with two decimals, or say which sign is before decimals: --decimal , or --decimal .",
        "Skriv det med två decimaler, eller ange vilket tecken som står före decimaler: --decimal , eller --decimal .",
    ),
    (
        "SIE852", "empty-cell", _E,
        "The column {column_en} is empty.", "Kolumnen {column} är tom.",
        "Fill it in, or take the row away.", "Fyll i den, eller ta bort raden.",
    ),
    (
        "SIE853", "unbalanced-rows", _E,
        "Voucher {voucher} does not balance: its rows sum to {difference}, not to zero.",
        "Verifikation {voucher} balanserar inte: raderna summerar till {difference}, inte till noll.",
        "Correct the rows, or add one of {missing}; see also whether a row has the number of another voucher.",
        "Rätta raderna, eller lägg till en på {missing}; se också om en rad har numret från en annan verifikation.",
    ),
    (
        "SIE854", "unknown-column", _W,
        "The column “{column}” is not known; it was not read.", "Kolumnen “{column}” är okänd; den lästes inte.",
        "Give it one of the known headings if it should be ('sie formats csv' and docs/convert.md list them).",
        "Ge den en känd rubrik om den ska läsas ('sie formats csv' och docs/convert.md räknar upp dem).",
    ),
    (
        "SIE855", "debit-and-credit", _E,
        "The row has more than one amount: {value}.", "Raden har mer än ett belopp: {value}.",
        "Keep one of debit, credit and amount; write two rows if both are meant.",
        "Behåll ett av debet, kredit och belopp; skriv två rader om båda avses.",
    ),
    (
        "SIE856", "outside-the-year", _E,
        "The date {value} is outside the fiscal year {start} to {end}.",
        "Datumet {value} ligger utanför räkenskapsåret {start} till {end}.",
        "Correct the date, or make a file for each year.", "Rätta datumet, eller gör en fil för varje år.",
    ),
    (
        "SIE857", "rows-disagree", _E,
        "The row says {column_en} “{value}”, but voucher {voucher} begins with “{before}”.",
        "Raden anger {column} “{value}”, men verifikation {voucher} börjar med “{before}”.",
        "Make them the same, or give the row a voucher number of its own.",
        "Gör dem lika, eller ge raden ett eget verifikationsnummer.",
    ),
    (
        "SIE858", "voucher-not-there", _E,
        "The row belongs to voucher {voucher}, which is not there.",
        "Raden hör till verifikation {voucher}, som inte finns.",
        "Add it to the table of vouchers, or correct the row.",
        "Lägg till den i tabellen över verifikationer, eller rätta raden.",
    ),
    (
        "SIE859", "voucher-left-out", _E,
        "Voucher {voucher} is left out, because of what is wrong with its rows.",
        "Verifikation {voucher} utelämnas, på grund av felen i dess rader.",
        "Correct them.", "Rätta dem.",
    ),
    (
        "SIE860", "decimals", _E,
        "The amount {value} has more than two decimals.", "Beloppet {value} har fler än två decimaler.",
        "Round it in the spreadsheet; it is not rounded here, because the voucher would no longer balance.",
        "Avrunda det i kalkylarket; här avrundas inget, för då skulle verifikationen inte längre balansera.",
    ),
    (
        "SIE861", "names-disagree", _W,
        "{what_en} {number} is called “{value}” here and “{before}” before.",
        "{what} {number} heter “{value}” här och “{before}” tidigare.",
        "The first name was used.", "Det första namnet användes.",
    ),
    (
        "SIE862", "unbalanced-without-number", _E,
        "The voucher that begins with the date {voucher} does not balance: its rows sum to {difference}, not to zero.",
        "Verifikationen som börjar med datumet {voucher} balanserar inte: raderna summerar till {difference}, inte "
        "till noll.",
        "Without a column of voucher numbers a row with a date begins a new voucher: leave the date empty in the rows "
        "that follow, or number the vouchers; else correct the rows.",
        "Utan en kolumn med verifikationsnummer inleder en rad med datum en ny verifikation: lämna datumet tomt på "
        "raderna som följer, eller numrera verifikationerna; annars rätta raderna.",
    ),
)
# fmt: on

SHEET_FINDINGS: dict[str, Finding] = finding_table(_TABLE, dict.fromkeys((row[0] for row in _TABLE), EACH))
"""The findings, by code."""

WHAT: dict[str, tuple[str, str, str, str]] = {
    "number": (
        "number",
        "inget tal",
        "Write it with digits, such as 1234,50 or 1234.50, without a currency.",
        "Skriv det med siffror, till exempel 1234,50, utan valuta.",
    ),
    "date": (
        "date",
        "inget datum",
        "Write it as 2024-01-31, or format the cell as a date.",
        "Skriv det som 2024-01-31, eller formatera cellen som datum.",
    ),
    "int": ("whole number", "inget heltal", "Write it with digits.", "Skriv det med siffror."),
    "json": (
        "list",
        "ingen lista",
        "Write it as it was written here.",
        "Skriv det så som det stod när filen skrevs.",
    ),
    "objects": (
        "list of objects",
        "ingen lista med objekt",
        "Write dimension=object, such as 1=N; 6=P1.",
        "Skriv dimension=objekt, till exempel 1=N; 6=P1.",
    ),
    "kind": ("known kind", "inget känt slag", "Write it as it was written here.", "Skriv det så som det stod förut."),
    "account": (
        "account number",
        "inget kontonummer",
        "Write the number of the account, such as 1930.",
        "Skriv kontots nummer, till exempel 1930.",
    ),
    "voucher_number": (
        "voucher number",
        "inget verifikationsnummer",
        "Write digits.",
        "Skriv siffror.",
    ),
}
"""What a cell should have held, and what to do, in English and Swedish."""


def said(code: str, cell: str, row: int, **params: str) -> Diagnostic:
    """A finding about a cell.

    Args:
        code: Such as ``SIE850``.
        cell: Such as ``Bokföring!D17``.
        row: The number of its row.
        **params: For the sentences.
    """
    return Diagnostic(SHEET_FINDINGS[code], {"cell": cell, **params}, Span(row))


def bad_cell(cell: str, row: int, what: str, value: str, column: tuple[str, str]) -> Diagnostic:
    """The finding that a cell does not hold what it should.

    Args:
        cell: Such as ``Bokföring!D17``.
        row: The number of its row.
        what: A key of ``WHAT``.
        value: What it holds.
        column: The heading in Swedish and English.
    """
    en, sv, cure_en, cure = WHAT[what]
    return said(
        "SIE850",
        cell,
        row,
        value=value,
        what_en=en,
        what=sv,
        cure_en=cure_en,
        cure=cure,
        column=column[0],
        column_en=column[1],
    )
