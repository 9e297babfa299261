"""Writes the reference pages that come from tables: ``python docs/generate.py``. A test keeps them current."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path

import msgspec

from sie.checks.registry import pages
from sie.checks.rule import Page
from sie.checks.run import check, check_company
from sie.convert import columns
from sie.convert.format import EVERYTHING, EXTRAS, WHOLE
from sie.convert.formats import FORMATS
from sie.convert.kept import kept_lines
from sie.convert.losses import FINDINGS as CONVERSIONS
from sie.convert.plaintext_findings import FINDINGS as ENTRY_FINDINGS
from sie.convert.sheet_findings import SHEET_FINDINGS
from sie.convert.sheet_layout import COMPANY, LAYOUT
from sie.convert.tables import TABLES
from sie.diagnostics import Finding
from sie.report.check import FileResult, checked_text
from sie.report.harmless import to_json
from sie.report.look import Look
from sie.report.move import MoveReport
from sie.spec.kinds import KINDS
from sie.spec.labels import FILE_TYPES, LABELS, Presence
from sie.transform.findings import FINDINGS as SHAPE_FINDINGS

HERE = Path(__file__).resolve().parent
FIXTURES = HERE.parent / "fixtures" / "rules"
TOLD = """## What may be said

<!-- From here on written by docs/generate.py from sie/transform/findings.py; change that and run it again. -->

`sie explain CODE` tells more.

| code | severity | name | what | vad |
|---|---|---|---|---|
"""
NOTE = "<!-- Written by docs/generate.py from {source}; change that and run it again. -->\n"


def sign(presence: Presence) -> str:
    """One cell of the presence matrix."""
    if presence.forbidden:
        return "–"
    if not presence.mandatory:
        return "o"
    return "M†" if presence.years else "M❖" if presence.unless_reserved else "M"


def labels() -> str:
    """The page of labels."""
    out = [
        "# Labels (etiketter)",
        "",
        NOTE.format(source="sie/spec/labels.py and kinds.py"),
        "`M` mandatory, `o` optional, `–` must not occur. `†` for the current and the previous fiscal year. "
        "`❖` need not be declared when it is a reserved dimension. Fields in *italics* may be left out. "
        "`sie labels '#VER'` prints one of them.",
        "",
        "| label | " + " | ".join(FILE_TYPES) + " | fields | meaning | betydelse | spec |",
        "|---|" + "---|" * len(FILE_TYPES) + "---|---|---|---|",
    ]
    for label in LABELS:
        fields = " ".join(field.sv if field.required else f"*{field.sv}*" for field in label.fields)
        signs = " | ".join(sign(label.presence[kind]) for kind in FILE_TYPES)
        spec = label.paragraph
        out.append(f"| `{label.name}` | {signs} | {fields} | {label.en} | {label.sv} | {spec} |")
    out += ["", "## Fields by name in the model", "", "| label | fields |", "|---|---|"]
    for label in LABELS:
        names = ", ".join(f"`{field.name}` ({field.kind})" for field in label.fields)
        out.append(f"| `{label.name}` | {names} |")
    out += ["", "## Kinds of field", "", "| kind | pattern | meaning | betydelse |", "|---|---|---|---|"]
    for kind, info in KINDS.items():
        pattern = info.pattern.replace("|", "\\|")
        out.append(f"| {kind} | `{pattern}` | {info.en} | {info.sv} |")
    return "\n".join(out) + "\n"


ESCAPES = (
    r"`\xNN` is the byte NN (hexadecimal), `\-` at the end of a line takes its line end away. "
    r"(`\xNN` är byten NN (hexadecimalt), `\-` sist på en rad tar bort radslutet.)"
)
SEVERAL = "A line `--- NAME` begins a file. (En rad `--- NAMN` inleder en fil.)"
SEVERITIES = {"error": "error (fel)", "warning": "warning (varning)", "info": "info (upplysning)"}


def rule_page(page: Page) -> str:
    """The page of one finding."""
    finding = page.finding
    source = "its docstring in sie/checks/" if page.profile is None else f"the profile {page.profile}"
    out = [f"# {finding.code} {finding.name}", "", NOTE.format(source=source)]
    out += [f"Severity: {SEVERITIES[finding.severity.value]}."]
    if page.profile is not None:
        out.append(f"Demanded by the profile `{page.profile}`.")
    if page.spec.strip("–"):
        out.append(f"Source: {page.spec}.")
    out += ["", "## English", ""]
    out += [page.summary["en"], "", f"> {finding.en} {finding.cure_en}", "", page.why["en"], ""]
    own = [page.summary["sv"], ""] if page.profile is not None else []  # a rule's Swedish summary is its message
    out += ["## Svenska", "", *own, f"> {finding.sv} {finding.cure_sv}", "", page.why["sv"], ""]
    for title, pieces in (("Bad (fel)", page.bad), ("Good (rätt)", page.good)):
        for piece in pieces:
            out += [f"## {title}", "", "```", piece, "```", ""]
    shown = (*page.bad, *page.good)
    if any(re.search(r"\\x[0-9A-Fa-f]{2}|\\-$", piece, re.MULTILINE) for piece in shown):
        out += [ESCAPES, ""]
    if any(piece.startswith("--- ") for piece in shown):
        out += [SEVERAL, ""]
    return "\n".join(out)


def rule_index() -> str:
    """All findings in one table."""
    out = [
        "# Findings (anmärkningar)",
        "",
        NOTE.format(source="sie/checks/ and sie/profiles/"),
        "Everything that `sie check`, an import or a move may say. "
        "Codes are permanent: `SIE0` the file and its letters, `SIE1` lines, "
        "`SIE2` records, `SIE3` structure, `SIE4` references, `SIE5` sums, `SIE6` plausibility, `SIE62` several files "
        "of one company, `SIE7` [SIE 5](../sie5.md), `SIE8` what a conversion loses; `COM` what an import or a move "
        "finds besides; other letters are demands of "
        "[profiles](../profiles.md). `sie explain CODE` prints a page.",
        "",
        "A source that is a number is a paragraph of the SIE specification, edition 4C; A and a number is a point that "
        "the specification leaves open, where this is the library's choice. The pieces under Bad and Good are judged "
        "inside a small file of sound books, unless they are whole files; [what each message looks like](../errors.md) "
        "names the whole file of each bad one.",
        "",
        "| code | severity | name | what | vad |",
        "|---|---|---|---|---|",
    ]
    for code, page in pages().items():
        finding = page.finding
        sv = page.summary["sv"] if page.profile else finding.sv
        cells = (f"[{code}]({code}.md)", finding.severity.value, finding.name, page.summary["en"], sv)
        out.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(out) + "\n"


def errors() -> str:
    """The gallery: each broken fixture, and what is said of it."""
    without = ", ".join(
        f"[{code}](rules/{code}.md)" for code, page in pages().items() if not page.bad and not code.startswith("COM")
    )
    out = [
        "# What each message looks like",
        "",
        NOTE.format(source="sie/checks/ and the files in fixtures/rules/"),
        "A broken file for each finding; run the command to see it. Only the finding that the file is for is shown. "
        f"There is none for {without}. Those of `COM` are found by an import or a move only.",
        "",
    ]
    for code, page in pages().items():
        if not page.bad:
            continue
        place = next(path for path in sorted(FIXTURES.iterdir()) if path.name.startswith(f"{code}-"))
        files = sorted(place.iterdir()) if place.is_dir() else [place]
        names = [path.relative_to(HERE.parent).as_posix() for path in files]
        words = ["sie", "check", *names]
        if len(names) > 1:
            words.append("--together")
        if page.profile is not None:
            words += ["--profile", page.profile]
        if len(files) > 1:
            reports = check_company(files, profile=page.profile, select=[code])
        else:
            reports = (check(files[0], profile=page.profile, select=[code]),)
        out += [f"## [{code}](rules/{code}.md) {page.finding.name}", "", "```", f"$ {' '.join(words)}"]
        for name, report in zip(names, reports, strict=True):
            for language in ("en", "sv"):
                result = FileResult(path=name, report=report)
                out += [line.rstrip("\n") for line in checked_text(result, Look(language=language))]
        out += ["```", ""]
    return "\n".join(out)


SIE5_HEAD = """# SIE 5

{note}
SIE 5 is XML, in two documents: `Sie`, the complete export, and `SieEntry`, vouchers for import. Both become the same
ledger as SIE 4: `Sie` books of kind 4E, `SieEntry` books of kind 4I. `pip install 'sie[sie5]'`.

```python
import sie, sie.sie5

ledger = sie.load("books.sie")  # or sie.sie5.load; sie.sie5.vouchers one at a time
sie.sie5.verify("books.sie").ok  # True: the file is as it was signed
data = sie.sie5.dumps(ledger)  # document="full" or "entry"; not signed yet
signed = sie.sie5.sign(data, key="me.p12", password="…")
sie.sie5.lost_in_sie5(ledger)  # what SIE 5 has no place for
sie.sie5.lost_in_sie4(ledger)  # what SIE 4 has no place for
sie.dump(sie.sie5.for_sie4(ledger), "books.se")
sie.sie5.extract(sie.sie5.documents("books.sie"), "receipts")
```

`sie convert books.se books.sie --key me.p12` (or `--key me.pem --certificate me.crt`, `--self-signed`) writes a signed
file in one step; a password stands in a file (`--password-file`).

`sie show`, `sie check` and `sie explain` take SIE 5 as they take SIE 4; `sie diff` compares what only SIE 5 holds, and
counts it when the other side is SIE 4; `sie company import` tells and logs what the company has no place for;
`sie signature verify|sign` and `sie documents list|extract` are for SIE 5 alone.

What SIE 5 alone says hangs on the ledger in fields named `sie5` (`sie/ledger/parts.py`), and `foreign` on a balance:
subdivided accounts (invoices, fixed assets and others), customers and suppliers, aggregations, documents, notes of who
entered, locked and struck out what and when, corrections, amounts in other currencies, names of series, what is said
of fiscal years, budgets of a whole year, equity and statistics. Written again it is the same; as JSON, too.

## Where SIE 5 has what SIE 4 says

From the label table; – means that SIE 5 has no place for it.

| label | betydelse | field | SIE 5 |
|---|---|---|---|
"""
SIE5_REST = """
`#SRU` becomes an `AccountAggregation` of the taxonomy SRU. Closing balances are `#UB` or `#RES` by the type of the
account. A balance of several objects is a `…Multidim` element.

## What is written out or changed

SIE 5 demands more than SIE 4: types of accounts (by BAS where there is none), names of everything that is used, the
currency (SEK), the day of entry (that of the voucher), the days when rows were added or removed. `lost_in_sie5` tells
each ([SIE822](rules/SIE822.md)). Fiscal years become whole months that follow one another, numbers of vouchers digits
([SIE823](rules/SIE823.md)). Who did something is written `?` where nobody knows, as in the official sample.
Accounts with letters and books without a current year cannot be a complete file; that is refused.

## Where the schema and the document disagree

Read is what either allows, written what satisfies both.

| matter | read | written |
|---|---|---|
| type `statistics` in `Sie` | yes, with an error: the schema refuses it | not in `Sie` |
| `Journal/@fiscalYear`, `FixedAsset/@assetId`, `@subdividedAccountId` (document only) | yes, with SIE712 | no |
| `invoiceNumber`, `Journal/@name` (mandatory in the schema only) | may be missing, with SIE712 | always |
| several signatures | yes; the first is verified | one |
| groups of subdivided accounts in any order, aggregations at the root | yes, with an error | in the schema's order |
| voucher number 0, time zones on days, three decimals, long texts | yes, with a finding | two decimals at most |

The schema is not part of this package. The same rules are in `sie/spec/sie5.py`, and the tests hold the two against
each other, fault by fault. In one thing the rules are stricter: the schema lets a second `ForeignCurrencyAmount`,
`EntryInfo` and the like stand in a row, which has no meaning.

## Safety

No document type, no entities, no network; texts of more than 10 MB are refused. Addresses of documents are never
opened, embedded files are written only by `extract`, under names made harmless, over nothing. A right signature says
that the file is as it was signed, not who signed it: look at the certificate.
"""


def sie5() -> str:
    """The page of SIE 5."""
    out = [SIE5_HEAD.format(note=NOTE.format(source="sie/spec/labels.py")).rstrip("\n")]
    for label in LABELS:
        if not label.sie5:
            out.append(f"| `{label.name}` | {label.sv} | | – |")
        for field, place in zip(label.fields, label.sie5, strict=False):
            out.append(f"| `{label.name}` | {label.sv} | {field.sv} | {f'`{place}`' if place else '–'} |")
    return "\n".join(out) + "\n" + SIE5_REST


def move_schema() -> str:
    """The JSON Schema of the report of a move."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The report of a move",
        **msgspec.json.schema(MoveReport),
    }
    return to_json(schema).decode("utf-8")


CONVERT = """\
`sie convert SOURCE TARGET` turns books from one format into another. The suffix of TARGET says what it becomes, or
`--to`; SOURCE is known by its suffix, by how it begins, or by `--from`. `-` is standard input or output.

```
sie convert books.se books.xlsx             a workbook to read, to work in, and to read back
sie convert books.xlsx books.se             and back
sie convert books.se books.csv              the journal (grundbok): one line for each row of a voucher
sie convert books.se books.csv.zip          all of it, in tables
sie convert books.se tables/ --to csv-tables    the same in a folder
sie convert books.se books.ndjson           a line of JSON for each voucher
sie convert vouchers.xlsx vouchers.si       vouchers from a spreadsheet, for an accounting program
sie convert books.se books.sie --key me.p12     SIE 5, signed
sie convert vouchers.csv vouchers.si --company-name "Exempel AB" --year-start 2024-01-01
sie formats                                 this page, in the terminal; sie formats csv says more about one
```

**Nothing is lost in silence.** What a format does not keep is told on standard error before it is written: which
records, how many, and one of them. With `--strict` nothing is written then, and the exit code is 1. A source with
errors is not converted unless you `--force` it. A file is written whole or not at all; a folder is made beside its
place and moved there, and one that is not empty is refused.
"""

TEXTS = """\
## CSV

Defaults open right in a Swedish spreadsheet: semicolons, decimal commas, UTF-8 with byte order mark. `--delimiter`,
`--decimal` and `--csv-encoding` choose others. When CSV is read, encoding (UTF-8, UTF-16 with a
mark, CP1252, and the code pages of DOS and old Macs where Swedish letters prove them) and delimiter are found.

A text that a spreadsheet would take for a formula (one that begins with `=`, `+`, `-` and no number, `@`, a tab or a
line break) is written behind an apostrophe, `'=1+1`, and so are the empty text and texts that begin with an apostrophe.
Reading takes the apostrophe away, so that every text comes back as it was.

## Excel

The first sheets are for people: trial balance (saldobalans) and general ledger (huvudbok) of the current fiscal year.
The others are the tables below; they go back into books, equal to what they came from. Dates and numbers are real ones.
A number of more than fifteen digits, which a workbook cannot hold exactly, is written as text, and that is said. Texts
are never formulas. Headings follow the language of the run, and both languages are read.

`pip install 'sie[xlsx]'`

## Tables

| file | sheet | blad | columns |
|---|---|---|---|
{tables}

Columns in *italics* are there for people and are not read back. Lists are JSON, objects `1=N; 6=P1`.

## Vouchers from a spreadsheet

A workbook (or CSV) that was not written here is read as vouchers and becomes SIE of type 4I, the type that accounting
programs import. One row of the sheet holds headings, somewhere among the first forty; below it each row is a row of a
voucher. Headings are Swedish or English, columns stand in any order, columns that are not known are left out and told.

```
Datum;Ver;Text;Konto;Debet;Kredit;Kst
2024-01-15;1;Försäljning;1930 Företagskonto;1 250,00;;
;;;3001 Försäljning;;1 000,00;N
;;;2611 Utgående moms;;250,00;
2024-02-01;2;Hyra;5010 Lokalhyra;3 000,00;;
;;;1930;;3 000,00;
```

| column | heading | rubrik | holds |
|---|---|---|---|
{layout}

A column for each dimension holds its object: Cost centre (Kostnadsställe, Kst), Project (Projekt), Employee (Anställd),
Customer (Kund), Supplier (Leverantör), or the number of any dimension, such as Dim 20.

Date, account, and debit and credit or amount there must be.

- **Which rows are one voucher?** Those with the same series and number, wherever they stand. A row without date, series
  and number belongs to the voucher above it. Without a column of numbers, a row with a date begins a new voucher.
- **Amounts** are read exactly, in Swedish and in English notation: `1 234,50`, `1.234,50`, `1,234.50`, `(5)`, `5-`.
  `1,234` alone may be two numbers: it is refused unless other cells of the sheet, or `--decimal`, leave no doubt.
- **Dates** are real dates, `2024-01-31` or `20240131`. `1/2/2024` is refused: it is two dates.
- **The company**: a sheet called Company (Företag) with these words in its first column, or options: {company}.
  A sheet called Accounts or Kontoplan may give the names of accounts.
- A line of totals (Summa, Total) without an account is passed over.

Nothing is guessed. Each cell that cannot be read is named (`Bokföring!D17`) with cause and remedy, and its voucher is
left out as a whole; so is a voucher that does not balance, with the difference. Nothing is written then, unless you
`--force` it. A formula that no spreadsheet has calculated counts as empty.

## In Python

```python
from pathlib import Path
from sie import convert

books = convert.read(Path("books.xlsx"), convert.find("xlsx"))
convert.write(books, "books.parquet.zip", convert.find("parquet"))
```

## Formats of your own

A package of yours adds a format by an entry point that gives a `sie.convert.format.Format`, or several:

```
[project.entry-points."sie.formats"]
toml = "mypackage.toml:TOML"
```

```
TOML = Format(name="toml", suffixes=(".toml",), en="TOML", sv="TOML", keeps={{"#KONTO": WHOLE}},
              writes="mypackage.toml:write")

def write(ledger, target, options):
    target.write_text(...)
```

`keeps` says what it keeps, by label and field of the label table; the losses follow from it.

## What may be said

`sie explain CODE` tells more.

| code | severity | name | what | vad |
|---|---|---|---|---|
{findings}
"""


def cell(text: str) -> str:
    """A text as it may stand in a table."""
    return text.replace("|", "\\|")


def finding_rows(findings: Iterable[Finding]) -> list[str]:
    """The rows of a table of findings that have no pages of their own."""
    return [
        f"| {f.code} | {f.severity.value} | {f.name} | "
        f"{cell(f'{f.en} {f.cure_en}'.rstrip())} | {cell(f'{f.sv} {f.cure_sv}'.rstrip())} |"
        for f in findings
    ]


def transform() -> str:
    """The page of transformations: what is written by hand, and below it what may be said."""
    by_hand = (HERE / "transform.md").read_text("utf-8").partition(TOLD)[0]
    rows = finding_rows(sorted(SHAPE_FINDINGS.values(), key=lambda f: f.code))
    return by_hand + TOLD + "\n".join(rows) + "\n"


def convert() -> str:
    """The page of formats, from their registry."""
    out = ["# Formats of sie convert", "", NOTE.format(source="sie/convert/formats.py, tables.py and sheet_layout.py")]
    out += [
        CONVERT,
        "## Formats",
        "",
        "| name | suffixes | reads | writes | what it is | install |",
        "|---|---|---|---|---|---|",
    ]
    for form in FORMATS:
        signs = ["yes" if form.reads else "–", "yes" if form.writes else "–"]
        suffixes = " ".join(f"`{suffix}`" for suffix in form.suffixes)
        extra = f"`sie[{form.extra}]`" if form.extra else ""
        out.append(f"| `{form.name}` | {suffixes} | {signs[0]} | {signs[1]} | {cell(form.en)} | {extra} |")
    out += ["", "Options that a format takes:", "", "| format | reading | writing |", "|---|---|---|"]
    for form in FORMATS:
        cells = [
            " ".join(f"`--{name.replace('_', '-')}`" for name in names) or "–"
            for names in (form.read_options, form.write_options)
        ]
        if cells != ["–", "–"]:
            out.append(f"| `{form.name}` | {cells[0]} | {cells[1]} |")
    out += ["", "## What each keeps", ""]
    whole = [form for form in FORMATS if all(form.lost(label) == () for label in EVERYTHING)]
    equal = ", ".join(f"`{form.name}`" for form in whole if form.equal)
    rest = ", ".join(f"`{form.name}`" for form in whole if not form.equal)
    out += [f"Everything, and what is read back is equal: {equal}.", *([f"Everything: {rest}."] if rest else []), ""]
    others = [form for form in FORMATS if form not in whole]
    out += ["| label | " + " | ".join(f"`{form.name}`" for form in others) + " |", "|---|" + "---|" * len(others)]
    said = {form.name: dict(zip(EVERYTHING, kept_lines(form), strict=True)) for form in others}
    for label in EVERYTHING:
        cells = []
        for form in others:
            lost = form.lost(label)
            partly = said[form.name][label].partition("kept but for ")[2]
            cells.append("yes" if not lost else "–" if lost == WHOLE else f"without {partly}")
        name = "what the standard does not have" if label == EXTRAS else f"`{label}`"
        out.append(f"| {name} | " + " | ".join(cells) + " |")
    tables = [
        f"| `{table.name}.csv` | {table.en} | {table.sv} | "
        + " ".join(f"*{column.name}*" if column.shown else f"`{column.name}`" for column in table.columns)
        + " |"
        for table in TABLES
    ]
    layout = [
        f"| `{known.name}` | {', '.join(known.en)} | {', '.join(known.sv)} | {known.holds_en} |" for known in LAYOUT
    ]
    company = "; ".join(f"{words[1][0]} ({words[0][0]})" for words in COMPANY.values())
    findings = finding_rows(
        (
            *CONVERSIONS.values(),
            *sorted(SHEET_FINDINGS.values(), key=lambda f: f.code),
            *ENTRY_FINDINGS.values(),
        )
    )
    values = {
        name: "\n".join(lines) for name, lines in (("tables", tables), ("layout", layout), ("findings", findings))
    }
    return "\n".join(out) + "\n\n" + TEXTS.format(company=company, **values)


def frames() -> str:
    """The page of data frames, with every column of every table."""
    out = []
    for name, held in columns.TABLES.items():
        out += ["", f"### `{name}`", "", "| column | type | meaning | betydelse |", "|---|---|---|---|"]
        out += [f"| `{c.name}` | {c.kind.value} | {cell(c.en)} | {cell(c.sv)} |" for c in held]
    template = (HERE / "frames.template.md").read_text("utf-8")
    return template.replace("{note}", NOTE.format(source="sie/convert/columns.py and docs/frames.template.md")).replace(
        "{tables}", "\n".join(out).strip()
    )


def everything() -> dict[str, str]:
    """Every generated page, by its path in this folder."""
    rules = {f"rules/{code}.md": rule_page(page) for code, page in pages().items()}
    return {
        "convert.md": convert(),
        "frames.md": frames(),
        "labels.md": labels(),
        "sie5.md": sie5(),
        "transform.md": transform(),
        "errors.md": errors(),
        "move-report.schema.json": move_schema(),
        "rules/README.md": rule_index(),
        **rules,
    }


def stale() -> list[Path]:
    """Pages of findings that are no more."""
    known = everything()
    return [path for path in (HERE / "rules").glob("*.md") if path.relative_to(HERE).as_posix() not in known]


def main() -> None:
    (HERE / "rules").mkdir(exist_ok=True)
    for name, page in everything().items():
        (HERE / name).write_bytes(page.encode("utf-8"))
    for path in stale():
        path.unlink()
    print(f"{len(everything())} pages in docs/", file=sys.stderr)


if __name__ == "__main__":
    main()
