"""Writes the reference pages that come from tables: ``python docs/generate.py``. A test keeps them current."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import msgspec

from sie.checks.registry import pages
from sie.checks.rule import Page
from sie.checks.run import check, check_company
from sie.report.check import FileResult, checked_text
from sie.report.harmless import to_json
from sie.report.look import Look
from sie.report.move import MoveReport
from sie.spec.kinds import KINDS
from sie.spec.labels import FILE_TYPES, LABELS, Presence

HERE = Path(__file__).resolve().parent
FIXTURES = HERE.parent / "fixtures" / "rules"
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

`sie show`, `sie check` and `sie explain` take SIE 5 as they take SIE 4; `sie signature verify|sign` and
`sie documents list|extract` are for SIE 5 alone.

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


def everything() -> dict[str, str]:
    """Every generated page, by its path in this folder."""
    rules = {f"rules/{code}.md": rule_page(page) for code, page in pages().items()}
    return {
        "labels.md": labels(),
        "sie5.md": sie5(),
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
