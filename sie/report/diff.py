"""A comparison as text for a person and as values for a program, in Swedish or English."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

import msgspec
from rich.table import Table
from rich.text import Text

from sie.comparison import (
    FAMILIES,
    AccountTotals,
    Comparison,
    Difference,
    Figures,
    NumberMap,
    Root,
    SeriesFigures,
    SeriesTotals,
    Verdict,
)
from sie.diagnostics import Diagnostic, Severity
from sie.ledger.model import Ledger, exact_sum
from sie.report.harmless import safe
from sie.report.look import Look
from sie.report.money import spaced
from sie.report.text import printed

__all__ = [
    "AMOUNTS",
    "MOST",
    "Described",
    "DiffReport",
    "Entry",
    "Side",
    "cause_said",
    "described",
    "diff_text",
    "diff_values",
]

MOST = 20
"""How many rows a table has unless all are asked for."""

_LONGEST = 60
AMOUNTS = frozenset(
    {"opening", "closing", "result", "object_opening", "object_closing", "period", "budget"}
    | {"debit", "credit", "movement", "amount"}
)
"""The fields of a difference that are kronor."""

_Pair: TypeAlias = tuple[str, str]

_VERDICTS: Mapping[Verdict, tuple[str, str, str]] = {
    "green": ("green", "GREEN", "GRÖNT"),
    "amber": ("yellow", "AMBER", "GULT"),
    "red": ("red", "RED", "RÖTT"),
}

_FAMILIES: Mapping[str, _Pair] = {
    "company": ("Company and file", "Företag och fil"),
    "vouchers": ("Vouchers", "Verifikationer"),
    "accounts": ("Accounts", "Konton"),
    "series": ("Series", "Serier"),
    "objects": ("Dimensions and objects", "Dimensioner och objekt"),
    "chart": ("Chart of accounts", "Kontoplan"),
    "sie5": ("What only SIE 5 holds", "Det som bara SIE 5 innehåller"),
}

_WHERE: Mapping[str, _Pair] = {
    "file": ("the file", "filen"),
    "company": ("the company", "företaget"),
    "year": ("fiscal year", "räkenskapsår"),
    "extra": ("record", "posten"),
    "voucher": ("voucher", "verifikation"),
    "row": ("voucher", "verifikation"),
    "balance": ("account", "konto"),
    "movement": ("account", "konto"),
    "series": ("series", "serie"),
    "object_balance": ("account and object", "konto och objekt"),
    "object_movement": ("account and object", "konto och objekt"),
    "dimension": ("dimension", "dimension"),
    "object": ("object", "objekt"),
    "account": ("account", "konto"),
    "sie5": ("what only SIE 5 holds", "det som bara SIE 5 innehåller"),
    "item_group": ("sub-ledger of account", "reskontra för konto"),
    "item": ("sub-ledger item", "reskontrapost"),
    "customer": ("customer", "kund"),
    "supplier": ("supplier", "leverantör"),
    "document": ("document", "dokument"),
    "year_part": ("fiscal year", "räkenskapsår"),
    "journal": ("series", "serie"),
    "aggregation": ("account aggregation", "kontosammandrag"),
    "year_budget": ("yearly budget of account", "årsbudget för konto"),
}

_FIELDS: Mapping[str, _Pair] = {
    "only_in_source": ("only in the source", "finns bara i källan"),
    "only_in_target": ("only in the target", "finns bara i målet"),
    "unread": ("could not be read", "gick inte att läsa"),
    "kind": ("type", "typ"),
    "currency": ("currency", "valuta"),
    "chart_type": ("type of chart", "typ av kontoplan"),
    "tax_year": ("tax year", "taxeringsår"),
    "balances_through": ("balances through", "saldon t.o.m."),
    "name": ("name", "benämning"),
    "organisation_number": ("organisation no.", "org.nr"),
    "acquisition_number": ("acquisition no.", "förvärvsnr"),
    "activity_number": ("activity no.", "verksamhetsnr"),
    "type": ("type", "typ"),
    "industry_code": ("industry code", "branschkod"),
    "contact": ("contact", "kontaktperson"),
    "street": ("street", "utdelningsadress"),
    "city": ("town", "postadress"),
    "phone": ("telephone", "telefon"),
    "start": ("first day", "första dag"),
    "end": ("last day", "sista dag"),
    "extras": ("fields beyond the standard", "fält utöver standarden"),
    "series": ("series", "serie"),
    "number": ("number", "nummer"),
    "date": ("date", "datum"),
    "text": ("text", "text"),
    "registered": ("registered", "registreringsdatum"),
    "sign": ("signature", "signatur"),
    "account": ("account", "konto"),
    "objects": ("objects", "objekt"),
    "amount": ("amount", "belopp"),
    "quantity": ("quantity", "kvantitet"),
    "twin": ("added row", "tillagd rad"),
    "order": ("order of the rows", "radernas ordning"),
    "removed_row": ("removed row", "borttagen rad"),
    "opening": ("opening balance", "ingående balans"),
    "closing": ("closing balance", "utgående balans"),
    "result": ("result", "resultat"),
    "object_opening": ("opening balance", "ingående balans"),
    "object_closing": ("closing balance", "utgående balans"),
    "period": ("period balance", "periodsaldo"),
    "budget": ("budget", "budget"),
    "debit": ("debit", "debet"),
    "credit": ("credit", "kredit"),
    "movement": ("movement", "förändring"),
    "count": ("number of vouchers", "antal verifikationer"),
    "first": ("first number", "första nummer"),
    "last": ("last number", "sista nummer"),
    "unit": ("unit", "enhet"),
    "sru": ("SRU codes", "SRU-koder"),
    "parent": ("parent dimension", "överordnad dimension"),
    "foreign": ("amount in another currency", "belopp i annan valuta"),
    "item": ("sub-ledger item", "reskontrapost"),
    "group": ("sub-ledger", "reskontra"),
    "entered": ("day when the row was added", "dag då raden lades till"),
    "struck": ("day when the row was struck out", "dag då raden ströks"),
    "added": ("added earlier", "tillagd tidigare"),
    "locked": ("locked", "låst"),
    "reference": ("reference", "referens"),
    "original": ("originally entered", "ursprungligen registrerad"),
    "documents": ("documents", "dokument"),
    "corrections": ("corrections", "rättelser"),
    "closed": ("closed", "stängt"),
    "rows": ("holds vouchers", "har verifikationer"),
    "items": ("holds sub-ledgers", "har reskontror"),
    "covered": ("all vouchers up to", "alla verifikationer t.o.m."),
    "accounts": ("further accounts", "övriga konton"),
    "vat_number": ("VAT no.", "momsreg.nr"),
    "address1": ("address, line 1", "adress, rad 1"),
    "address2": ("address, line 2", "adress, rad 2"),
    "postcode": ("postcode", "postnummer"),
    "country": ("country", "land"),
    "bankgiro": ("bankgiro", "bankgiro"),
    "plusgiro": ("plusgiro", "plusgiro"),
    "bic": ("BIC", "BIC"),
    "iban": ("IBAN", "IBAN"),
    "taxonomy": ("taxonomy", "taxonomi"),
    "tags": ("lines", "rader"),
    "content": ("contents", "innehåll"),
    "uri": ("address", "adress"),
    "party": ("customer or supplier", "kund eller leverantör"),
    "invoice": ("invoice no.", "fakturanr"),
    "ocr": ("payment reference", "OCR-nr"),
    "due": ("due date", "förfallodag"),
    "asset": ("number of the asset", "tillgångsnr"),
    "balances": ("balances", "saldon"),
    "sie5_type": ("type", "typ"),
    "sie5_items": ("items of sub-ledgers, such as invoices", "reskontraposter, till exempel fakturor"),
    "sie5_assets": ("fixed assets", "anläggningstillgångar"),
    "sie5_parties": ("customers and suppliers", "kunder och leverantörer"),
    "sie5_documents": ("documents", "dokument"),
    "sie5_currencies": ("amounts in other currencies", "belopp i andra valutor"),
    "sie5_aggregations": ("account aggregations", "kontosammandrag"),
    "sie5_history": ("notes of who did what and when", "uppgifter om vem som gjorde vad och när"),
    "sie5_years": ("later years and what is said of years", "senare år och uppgifter om år"),
    "sie5_other": ("other things", "annat"),
}
"""What differs; a field of a balance may end in ``_quantity``, ``_extras`` or ``_foreign``."""

_CAUSES: Mapping[str, _Pair] = {
    "renumbered": ("the voucher has another number", "verifikationen har fått ett annat nummer"),
    "numbered": (
        "the voucher had no number; the target numbered it",
        "verifikationen saknade nummer; målet har numrerat den",
    ),
    "zero": ("a zero may be left out", "en nolla får utelämnas"),
    "computed": (
        "one file leaves out what the other figures give",
        "den ena filen utelämnar det som går att räkna ut",
    ),
    "elsewhere": ("stands in another file of the same side", "står i en annan fil på samma sida"),
    "mapped-account": ("the account was replaced by another", "kontot har ersatts av ett annat"),
    "folded-dimension": ("the object was replaced or left out", "objektet har ersatts eller utelämnats"),
    "mapped-series": ("the series was replaced by another", "serien har ersatts av en annan"),
    "cut-text": ("the text was shortened or replaced", "texten har kortats eller ersatts"),
    "opening-rolled": (
        "opened with the closing balance of the year before",
        "ingående balans hämtad från föregående års utgående",
    ),
    "closing-reckoned": (
        "the source states another balance than its own opening balance and vouchers give, which the target has",
        "källan anger ett annat saldo än det dess ingående balans och verifikationer ger, och som målet har",
    ),
    "renamed-account": ("the account got another name", "kontot har fått en annan benämning"),
    "retyped-account": ("the account got another type", "kontot har fått en annan typ"),
    "recoded-account": ("the account got other SRU codes", "kontot har fått andra SRU-koder"),
    "added-account": ("the account was added", "kontot har lagts till"),
    "dropped-account": ("the account was left out", "kontot har utelämnats"),
    "renamed-dimension": ("the dimension got another name", "dimensionen har fått en annan benämning"),
    "added-dimension": ("the dimension was added", "dimensionen har lagts till"),
    "dropped-dimension": ("the dimension was left out", "dimensionen har utelämnats"),
    "renamed-object": ("the object got another name", "objektet har fått en annan benämning"),
    "added-object": ("the object was added", "objektet har lagts till"),
    "dropped-object": ("the object was left out", "objektet har utelämnats"),
    "changed-company": ("the company's data were changed", "företagets uppgifter har ändrats"),
    "registered-anew": ("registered anew in the target", "registrerad på nytt i målet"),
    "left-out": ("left out on purpose", "utelämnat med avsikt"),
}

_PHRASES: Mapping[str, _Pair] = {
    "same": ("The books are the same: nothing differs.", "Bokföringen är densamma: ingenting skiljer."),
    "explained": (
        "The books are the same: every difference is explained.",
        "Bokföringen är densamma: varje skillnad har sin förklaring.",
    ),
    "amber": (
        "No amount, date, text, account or voucher differs, but {}.",
        "Inga belopp, datum, texter, konton eller verifikationer skiljer, men {}.",
    ),
    "doubtful": (
        "Every difference is explained, but of {} balances the source states another amount than its own vouchers "
        "give; a person should look.",
        "Varje skillnad har sin förklaring, men för {} saldon anger källan ett annat belopp än dess egna "
        "verifikationer ger; någon bör titta på dem.",
    ),
    "doubtful_title": (
        "Stated in the source, and what its own vouchers give",
        "Angivet i källan, och vad dess egna verifikationer ger",
    ),
    "red": ("The books differ: {}.", "Bokföringen skiljer sig: {}."),
    "one": ("1 difference has no explanation", "1 skillnad saknar förklaring"),
    "several": ("{} differences have no explanation", "{} skillnader saknar förklaring"),
    "consequences": ("{}, and {} follow from that", "{}, och {} följer av det"),
    "source": ("Source", "Källa"),
    "target": ("Target", "Mål"),
    "difference": ("Difference", "Skillnad"),
    "lines": ("Lines", "Rad i fil"),
    "from": ("Year from", "År fr.o.m."),
    "what": ("What", "Vad"),
    "field": ("Field", "Uppgift"),
    "why": ("Cause", "Orsak"),
    "count": ("Number", "Antal"),
    "sums": ("Sums", "Summor"),
    "explained_title": ("Explained differences", "Förklarade skillnader"),
    "more": ("… and {} more: --all lists them.", "… och {} till: --all visar alla."),
    "follows": ("follows from {}", "följer av {}"),
    "row": ("row {}", "rad {}"),
    "year": ("year {}", "år {}"),
    "vouchers": ("Vouchers", "Verifikationer"),
    "opening": ("Opening balances", "Ingående balanser"),
    "debit": ("Debit", "Debet"),
    "credit": ("Credit", "Kredit"),
    "closing": ("Closing balances", "Utgående balanser"),
    "result": ("Profit and loss accounts", "Resultatkonton"),
    "account": ("Account", "Konto"),
    "name": ("Name", "Benämning"),
    "trial_balance": ("Closing balances and results", "Utgående balanser och resultat"),
    "series": ("Series", "Serie"),
    "numbers": ("Numbers", "Nummer"),
    "no_series": ("(none)", "(ingen)"),
    "read": (
        "{}: warnings and errors when it was read: {}. sie show --findings lists them.",
        "{}: varningar och fel vid läsningen: {}. sie show --findings visar dem.",
    ),
    "is": (
        "{}: {} is “{}” in the source and “{}” in the target.",
        "{}: {} är ”{}” i källan och ”{}” i målet.",
    ),
    "only_before": ("{}: {} “{}” stands only in the source.", "{}: {} ”{}” finns bara i källan."),
    "only_after": ("{}: {} “{}” stands only in the target.", "{}: {} ”{}” finns bara i målet."),
    "held_before": ("{}: {} ({}), in the source only.", "{}: {} ({}), bara i källan."),
    "held_after": ("{}: {} ({}), in the target only.", "{}: {} ({}), bara i målet."),
    "whole": ("{} {} “{}”.", "{} {} ”{}”."),
}


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """Something to know, and where it stands: a difference without an explanation, or a finding of reading."""

    code: str
    file: str
    line: int
    message: str


class DiffReport(msgspec.Struct, frozen=True, kw_only=True):
    """What ``sie diff --format json`` prints.

    Attributes:
        verdict: ``green``, ``amber`` or ``red``.
        unexplained: How many differences have no known cause, consequences not counted.
        source: The files of the source.
        target: The files of the target.
        blocks: What makes it red.
        warnings: What makes it amber, and what had to be forgiven to read the files.
        changes: The differences that are explained.
        differences: Those that are not, causes before consequences.
        accounts: What each account has on both sides.
        series: What each series has on both sides.
        number_map: Which voucher became which, when any has another number.
    """

    verdict: Verdict
    unexplained: int
    source: tuple[str, ...]
    target: tuple[str, ...]
    blocks: tuple[Entry, ...]
    warnings: tuple[Entry, ...]
    changes: tuple[Difference, ...]
    differences: tuple[Difference, ...]
    accounts: tuple[AccountTotals, ...]
    series: tuple[SeriesTotals, ...]
    number_map: NumberMap | msgspec.UnsetType = msgspec.UNSET


class Side(msgspec.Struct, frozen=True):
    """The files of one side, as they were read."""

    paths: tuple[str, ...]
    ledgers: tuple[Ledger, ...]

    def file(self, year: datetime.date | None) -> str:
        """The file of a fiscal year."""
        for path, ledger in zip(self.paths, self.ledgers, strict=True):
            if 0 in ledger.years and ledger.years[0].start == year:
                return path
        return self.paths[0] if self.paths else ""

    def findings(self) -> Iterator[tuple[str, Diagnostic]]:
        """What had to be forgiven to read them, information left out."""
        for path, ledger in zip(self.paths, self.ledgers, strict=True):
            for diagnostic in ledger.diagnostics:
                if diagnostic.severity >= Severity.WARNING:
                    yield path, diagnostic


def _say(pair: _Pair, language: str, *parts: object) -> str:
    return pair[language == "sv"].format(*parts)


def _field(d: Difference, language: str) -> str:
    for suffix in ("_quantity", "_extras", "_foreign"):
        if d.field.endswith(suffix):
            base = _say(_FIELDS[d.field.removesuffix(suffix)], language)
            return f"{base}, {_say(_FIELDS[suffix.lstrip('_')], language)}"
    return _say(_FIELDS.get(d.field, (d.field, d.field)), language)


def _value(d: Difference, value: str | None, language: str) -> str:
    """A value as a person reads it, cut to a length that fits on a line."""
    if value is None:
        return ""
    if d.field in AMOUNTS:
        return spaced(Decimal(value), language)
    return value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"


def _thing(d: Difference, language: str) -> str:
    """What differs: voucher A 12, row 2."""
    name = f"{_say(_WHERE[d.where], language)} {d.key}".strip()
    if d.row:
        name += ", " + _say(_PHRASES["row"], language, d.row)
    if d.relative and d.where != "year":
        name += ", " + _say(_PHRASES["year"], language, d.relative)
    return name


def _root(root: Root, language: str) -> str:
    return f"{_say(_WHERE[root.where], language)} {root.key}".strip()


def _message(d: Difference, language: str) -> str:
    """A difference as a sentence."""
    thing, field = _thing(d, language), _field(d, language)
    thing = thing[:1].upper() + thing[1:]
    before, after = (safe(_value(d, value, language)) for value in (d.before, d.after))
    if d.field in ("only_in_source", "only_in_target", "unread"):
        return safe(_say(_PHRASES["whole"], language, thing, field, before or after))
    if d.where == "sie5":
        return safe(
            _say(_PHRASES["held_before" if d.after is None else "held_after"], language, thing, field, before or after)
        )
    if d.before is None or d.after is None:
        phrase = "only_after" if d.before is None else "only_before"
        return safe(_say(_PHRASES[phrase], language, thing, field, before or after))
    return safe(_say(_PHRASES["is"], language, thing, field, before, after))


class Described(msgspec.Struct, frozen=True, gc=False):
    """A difference in words: what differs, which field of it, and what it follows from."""

    thing: str
    field: str
    root: str | None


def described(d: Difference, language: str = "en") -> Described:
    """A difference in words.

    Args:
        d: The difference.
        language: ``"en"`` or ``"sv"``.

    Example:
        >>> found = Difference(where="row", key="A 12", field="amount", before="5.00", after="6.00", row=2)
        >>> described(found, "sv")
        Described(thing='Verifikation A 12, rad 2', field='belopp', root=None)
    """
    thing = _thing(d, language)
    root = _root(d.follows_from, language) if d.follows_from is not None else None
    return Described(thing[:1].upper() + thing[1:], _field(d, language), root)


def cause_said(cause: str, language: str = "en") -> str:
    """The cause of an explained difference in words.

    Args:
        cause: As ``Difference.cause`` has it.
        language: ``"en"`` or ``"sv"``.

    Example:
        >>> cause_said("zero")
        'a zero may be left out'
    """
    return _say(_CAUSES.get(cause, (cause, cause)), language)


def _entry(d: Difference, source: Side, target: Side, language: str) -> Entry:
    return Entry(
        code=f"diff-{d.where}-{d.field}".replace("_", "-"),
        file=(target if d.target_line or not d.source_line else source).file(d.year),
        line=d.target_line or d.source_line,
        message=_message(d, language),
    )


def _wanted(found: Iterable[Difference], only: Sequence[str]) -> tuple[Difference, ...]:
    return tuple(d for d in found if not only or d.family in only)


def diff_values(
    found: Comparison, source: Side, target: Side, language: str = "en", only: Sequence[str] = ()
) -> DiffReport:
    r"""A comparison as values for a program.

    Args:
        found: The comparison.
        source: The files of the source.
        target: The files of the target.
        language: Of the messages, ``"en"`` or ``"sv"``.
        only: The parts of the books to list differences of; all of them unless given. The verdict is always that of
            the whole.

    Example:
        >>> import sie
        >>> old, new = sie.loads("#KONTO 1910 Kassa\n#IB 0 1910 5\n"), sie.loads("#KONTO 1910 Kassa\n#IB 0 1910 6\n")
        >>> values = diff_values(sie.compare(old, new), Side(("a.se",), (old,)), Side(("b.se",), (new,)))
        >>> [(block.code, block.file, block.line, block.message) for block in values.blocks]
        [('diff-balance-opening', 'b.se', 2,
          'Account 1910: opening balance is “5.00” in the source and “6.00” in the target.')]
    """
    roots = [d for d in found.differences if d.is_root and not d.explained]
    read = [
        Entry(code=diagnostic.code, file=path, line=diagnostic.line, message=diagnostic.message(language))
        for side in (source, target)
        for path, diagnostic in side.findings()
    ]
    return DiffReport(
        verdict=found.verdict,
        unexplained=found.unexplained,
        source=source.paths,
        target=target.paths,
        blocks=tuple(_entry(d, source, target, language) for d in roots if d.colour == "red"),
        warnings=(*(_entry(d, source, target, language) for d in roots if d.colour == "amber"), *read),
        changes=_wanted((d for d in found.differences if d.explained), only),
        differences=_wanted((d for d in found.differences if not d.explained), only),
        accounts=found.accounts if not only or "accounts" in only else (),
        series=found.series if not only or "series" in only else (),
        number_map=found.numbers if found.numbers is not None else msgspec.UNSET,
    )


def diff_text(
    found: Comparison, source: Side, target: Side, look: Look, *, only: Sequence[str] = (), every: bool = False
) -> Iterator[str]:
    """A comparison as text: the verdict, the sums, and a table for each part of the books.

    Args:
        found: The comparison.
        source: The files of the source.
        target: The files of the target.
        look: How it looks.
        only: The parts of the books to show; all of them unless given. The verdict is always that of the whole.
        every: Show every row of every table, and each explained difference.
    """
    yield _head(found, source, target, look)
    most = None if every else MOST
    if not only:
        yield _section(look, "sums", _sums(found, look))
    if not only or "series" in only:
        yield from _limited(look, "series", _series(found.series, look), most)
    if "accounts" in only:
        yield from _limited(look, "trial_balance", _balances(found.accounts, look), most)
    unexplained = _wanted((d for d in found.differences if not d.explained), only)
    explained = _wanted((d for d in found.differences if d.explained), only)
    for family in FAMILIES:
        rows = [d for d in unexplained if d.family == family]
        if rows:
            yield from _limited(look, _say(_FAMILIES[family], look.language), _differences(rows, look), most)
    doubtful = _wanted(found.doubtful, only)
    if doubtful and not every:
        yield from _limited(look, "doubtful_title", _differences(doubtful, look), most)
    if explained and every:
        yield from _limited(look, "explained_title", _differences(explained, look), most)
    elif explained:
        yield from _limited(look, "explained_title", _causes(explained, look), most)


def _head(found: Comparison, source: Side, target: Side, look: Look) -> str:
    language, count = look.language, found.unexplained
    style, *names = _VERDICTS[found.verdict]
    title = Text().append(names[language == "sv"], f"bold {style}").append("  ")
    if found.verdict == "green":
        title.append(_say(_PHRASES["explained" if found.differences else "same"], language))
    elif not count and found.doubtful:
        title.append(_say(_PHRASES["doubtful"], language, len(found.doubtful)))
    else:
        counted = _say(_PHRASES["one" if count == 1 else "several"], language, count)
        follow = sum(1 for d in found.differences if not d.explained and not d.is_root)
        if follow:
            counted = _say(_PHRASES["consequences"], language, counted, follow)
        title.append(_say(_PHRASES[found.verdict], language, counted))
    lines = [title]
    for key, side in (("source", source), ("target", target)):
        name = _say(_PHRASES[key], language)
        lines += [Text(f"{name:<8}").append(safe(path)) for path in side.paths]
    for path, count in Counter(path for side in (source, target) for path, _ in side.findings()).items():
        lines.append(Text(safe(_say(_PHRASES["read"], language, path, count)), style="yellow"))
    return printed(look, *lines)


def _section(look: Look, title: str, table: Table) -> str:
    title = _say(_PHRASES[title], look.language) if title in _PHRASES else title
    amounts = any(column.no_wrap for column in table.columns)
    return printed(look, Text(), Text(title, "bold"), table, fixed=amounts)


class _Rows(msgspec.Struct):
    """The rows of a table; columns whose name begins with ``>`` are numbers."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def _limited(look: Look, title: str, rows: _Rows, most: int | None) -> Iterator[str]:
    """A table of not too many rows, and how many more there are."""
    if not rows.rows:
        return
    yield _section(look, title, _table(rows.columns, rows.rows[:most]))
    if most is not None and len(rows.rows) > most:
        yield _say(_PHRASES["more"], look.language, len(rows.rows) - most) + "\n"


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for column in columns:
        amount = column.startswith(">")
        table.add_column(
            column.removeprefix(">"), justify="right" if amount else "left", no_wrap=amount, overflow="fold"
        )
    for row in rows:
        table.add_row(*(Text(safe(cell)) for cell in row))
    return table


def _columns(look: Look, *keys: str) -> list[str]:
    return [(">" if key.startswith(">") else "") + _say(_PHRASES[key.removeprefix(">")], look.language) for key in keys]


def _differences(found: Iterable[Difference], look: Look) -> _Rows:
    language = look.language
    rows = []
    for d in found:
        why = _say(_CAUSES.get(d.cause, (d.cause, d.cause)), language) if d.cause else ""
        if not why and d.follows_from is not None:
            why = _say(_PHRASES["follows"], language, _root(d.follows_from, language))
        lines = f"{d.source_line or look.dash}/{d.target_line or look.dash}" if d.source_line or d.target_line else ""
        values = (_value(d, value, language) for value in (d.before, d.after))
        rows.append((_thing(d, language), _field(d, language), *values, lines, why))
    return _Rows(_columns(look, "what", "field", "source", "target", "lines", "why"), rows)


def _causes(found: Iterable[Difference], look: Look) -> _Rows:
    counts = Counter(d.cause or "" for d in found)
    rows = [
        (_say(_CAUSES.get(cause, (cause, cause)), look.language), str(count)) for cause, count in counts.most_common()
    ]
    return _Rows(_columns(look, "why", ">count"), rows)


def _end(figures: Figures | None) -> Decimal | None:
    """What an account ends with: as a record says, else as the vouchers give."""
    if figures is None:
        return None
    stated = figures.closing if figures.closing is not None else figures.result
    return exact_sum((figures.opening, figures.debit, -figures.credit)) if stated is None else stated


def _sums(found: Comparison, look: Look) -> Table:
    """What the current years of both sides sum to."""
    rows: list[tuple[str, ...]] = []
    counts = [sum(figures.count for figures in _side(found.series, side)) for side in ("source", "target")]
    rows.append((_say(_PHRASES["vouchers"], look.language), *map(str, counts), str(counts[1] - counts[0] or "")))
    current = [total for total in found.accounts if total.relative == 0]
    for key in ("opening", "debit", "credit", "closing", "result"):
        sums = [
            exact_sum(getattr(figures, key) for total in current if (figures := getattr(total, side)) is not None)
            for side in ("source", "target")
        ]
        apart = exact_sum((sums[1], -sums[0]))
        rows.append((_say(_PHRASES[key], look.language), *map(look.money, sums), look.money(apart) if apart else ""))
    columns = _columns(look, ">source", ">target", ">difference")
    return _table(["", *columns], rows)


def _side(series: Iterable[SeriesTotals], side: str) -> Iterator[SeriesFigures]:
    return (figures for total in series if (figures := getattr(total, side)) is not None)


def _series(series: Iterable[SeriesTotals], look: Look) -> _Rows:
    rows = []
    for total in series:
        name = total.series or _say(_PHRASES["no_series"], look.language)
        cells = [name, str(total.year or "")]
        for figures in (total.source, total.target):
            span = f"{figures.first or ''}{look.dash}{figures.last or ''}" if figures and figures.first else ""
            cells += (
                [str(figures.count), span, look.money(figures.debit), look.money(figures.credit)]
                if figures
                else [""] * 4
            )
        rows.append(cells)
    source, target = (_say(_PHRASES[key], look.language) for key in ("source", "target"))
    counted, *others = (_say(_PHRASES[key], look.language).lower() for key in ("count", "numbers", "debit", "credit"))
    head = _columns(look, "series", "from")
    for side in (source, target):
        head += [f">{side}: {counted}", *(f">{other}" for other in others)]
    return _Rows(head, rows)


def _balances(accounts: Iterable[AccountTotals], look: Look) -> _Rows:
    """The trial balances side by side: what each account ends with."""
    rows = []
    for total in accounts:
        before, after = _end(total.source), _end(total.target)
        apart = exact_sum((after, -before if before is not None else None))
        year = f"{total.year or ''}{f' ({total.relative})' if total.relative else ''}"
        rows.append(
            (
                year,
                total.account,
                total.name or "",
                look.money(before),
                look.money(after),
                look.money(apart) if apart else "",
            )
        )
    return _Rows(_columns(look, "from", "account", "name", ">source", ">target", ">difference"), rows)
