"""What a conversion loses: the records and fields of a ledger that a format says it does not keep.

Codes ``SIE80x``; a format that loses something that is no label and no field tells of it itself (``Format.also``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sie.convert.format import EXTRAS, WHOLE, Format
from sie.convert.options import Options
from sie.diagnostics import EACH, Diagnostic, Finding, Severity, Span
from sie.errors import SieWriteError
from sie.ledger.allowed import at_path
from sie.ledger.model import Extra, Ledger
from sie.ledger.written import Written
from sie.spec.labels import BY_NAME, LABELS, Label
from sie.text.writer import Substitutions

__all__ = ["FINDINGS", "losses", "lost"]

_KEEP_EN = "Keep the SIE file too, or choose a format that keeps everything ('sie formats')."
_KEEP_SV = "Spara SIE-filen också, eller välj ett format som behåller allt ('sie formats')."


def _finding(code: str, name: str, en: str, sv: str) -> Finding:
    return Finding(
        code=code,
        name=name,
        severity=Severity.WARNING,
        en=en,
        sv=sv,
        cure_en=_KEEP_EN,
        cure_sv=_KEEP_SV,
        one=EACH,
    )


FINDINGS: dict[str, Finding] = {
    finding.code: finding
    for finding in (
        _finding(
            "SIE801",
            "records-not-kept",
            "{format} does not keep {label} ({what_en}): {count}, such as “{example}”.",
            "{format} behåller inte {label} ({what}): {count}, till exempel “{example}”.",
        ),
        _finding(
            "SIE802",
            "field-not-kept",
            "{format} does not keep the field {field_en} of {label}; values: {count}, such as in “{example}”.",
            "{format} behåller inte fältet {field} i {label}; värden: {count}, till exempel i “{example}”.",
        ),
        _finding(
            "SIE803",
            "extras-not-kept",
            "{format} does not keep what the standard does not have: {count}, such as “{example}”.",
            "{format} behåller inte det som standarden saknar: {count}, till exempel “{example}”.",
        ),
        Finding(
            code="SIE804",
            name="number-as-text",
            severity=Severity.INFO,
            en="Numbers with more than {digits} digits, which become text: {count}, such as {example}. Nothing is "
            "lost, but the workbook does not add them up.",
            sv="Tal med fler än {digits} siffror, som blir text: {count}, till exempel {example}. Inget går förlorat, "
            "men arbetsboken summerar dem inte.",
            cure_en="Nothing to do.",
            cure_sv="Inget att göra.",
        ),
        _finding(
            "SIE805",
            "accounts-without-rows",
            "{format} does not keep accounts without rows: {count}, such as {example}.",
            "{format} behåller inte konton utan rader: {count}, till exempel {example}.",
        ),
    )
}
"""The findings of conversion, by code."""


def lost(diagnostic: Diagnostic) -> bool:
    """Whether a finding of a conversion tells of a loss, rather than of something worth knowing."""
    return diagnostic.severity > Severity.INFO


def losses(ledger: Ledger, form: Format, options: Options = Options()) -> tuple[Diagnostic, ...]:
    """What these books lose when they become a format.

    Args:
        ledger: The books.
        form: The format.
        options: As they are given for writing.

    Returns:
        A finding for each label, and for each field of a label, of which something is not kept: how many, and the
        first as an example with its line in the source.

    Example:
        >>> import sie
        >>> form = Format(name="list", suffixes=(), en="", sv="", keeps={"#KONTO": WHOLE})
        >>> books = sie.Ledger(company=sie.Company(name="Exempel AB"))
        >>> print(losses(books, form)[0].cause())
        list does not keep #FNAMN (Name of the company): 1, such as “#FNAMN "Exempel AB"”.
    """
    tally = _Tally(form)
    for label, values, line in _held(ledger, tally.asked):
        tally.record(label, values, line)
    if form.lost(EXTRAS):
        for text, line in _extras(ledger):
            tally.count((EXTRAS, ""), text, line)
    from sie.convert.registry import also_lost

    parts: tuple[Diagnostic, ...] = ()
    if not form.sie5:
        from sie.sie5.losses import lost_in_sie4

        parts = lost_in_sie4(ledger)
    return (*tally.diagnostics(), *parts, *also_lost(ledger, form, options))


class _Tally:
    """Counts what is lost, and keeps the first of each."""

    def __init__(self, form: Format) -> None:
        self.form = form
        self.asked = {label.name: form.lost(label.name) for label in LABELS if form.lost(label.name)}
        self.counts: dict[tuple[str, str], int] = {}
        self.first: dict[tuple[str, str], tuple[str, int]] = {}

    def count(self, key: tuple[str, str], example: str, line: int) -> None:
        if key not in self.counts:
            self.first[key] = example, line
        self.counts[key] = self.counts.get(key, 0) + 1

    def record(self, label: Label, values: dict[str, Any], line: int) -> None:
        lost = self.asked[label.name]
        if lost == WHOLE:
            key = (label.name, "")
            self.count(key, "" if key in self.counts else _shown(label, values), line)
            return
        for name in lost:
            value = values.get(name)
            if value is not None and value not in ("", ()):
                key = (label.name, name)
                self.count(key, "" if key in self.counts else _shown(label, values), line)

    def diagnostics(self) -> Iterator[Diagnostic]:
        order = {name: number for number, name in enumerate([*BY_NAME, EXTRAS])}
        for key in sorted(self.counts, key=lambda key: order[key[0]]):
            name, field = key
            example, line = self.first[key]
            params = {"format": self.form.name, "count": str(self.counts[key]), "example": example, "label": name}
            code = "SIE803"
            if name != EXTRAS:
                label = BY_NAME[name]
                code = "SIE802" if field else "SIE801"
                params |= {"what": label.sv, "what_en": label.en}
                if field:
                    named = {f.name: f.sv for f in label.fields}
                    params |= {"field": named.get(field, "tvilling"), "field_en": field.rpartition(".")[2]}
            yield Diagnostic(FINDINGS[code], params, Span(line), count=self.counts[key])


def _held(ledger: Ledger, asked: dict[str, tuple[str, ...]]) -> Iterator[tuple[Label, dict[str, Any], int]]:
    """The records that the books make, of the labels that are asked for: fields by name, and the line."""
    for label in LABELS:
        if label.name in asked and label.store in _STORES:
            for values, line in _STORES[label.store](ledger, label):
                yield label, values, line
    rows = {label.item: label for label in LABELS if label.store == "rows" and label.name in asked}
    if rows:
        for voucher in ledger.vouchers:
            for row in voucher.rows:
                if row.kind in rows:
                    yield rows[row.kind], _attributes(row, rows[row.kind]) | {"twin": row.twin}, row.origin


def _attributes(item: Any, label: Label) -> dict[str, Any]:
    return {field.name: getattr(item, field.name) for field in label.fields}


_Found = Iterator[tuple[dict[str, Any], int]]


def _of_ledger(ledger: Ledger, label: Label) -> _Found:
    values = {field.name: at_path(ledger, field.name) for field in label.fields}
    if any(value is not None for value in values.values()) and values != {"flag": 0}:
        yield values, 0


def _of_prose(ledger: Ledger, label: Label) -> _Found:
    for text in ledger.prose:
        yield {label.fields[0].name: text}, 0


def _of_years(ledger: Ledger, label: Label) -> _Found:
    for number, year in ledger.years.items():
        yield {"number": number, "start": year.start, "end": year.end}, year.origin


def _of_accounts(ledger: Ledger, label: Label) -> _Found:
    name = label.fields[1].name
    for account in ledger.accounts.values():
        value = getattr(account, name)
        for one in value if isinstance(value, tuple) else () if value is None else (value,):
            yield {"number": account.number, name: one}, account.origin


def _of_dimensions(ledger: Ledger, label: Label) -> _Found:
    for dimension in ledger.dimensions.values():
        if (dimension.parent is not None) is (len(label.fields) == 3):
            yield _attributes(dimension, label), dimension.origin


def _of_objects(ledger: Ledger, label: Label) -> _Found:
    for item in ledger.objects:
        yield _attributes(item, label), item.origin


def _of_balances(ledger: Ledger, label: Label) -> _Found:
    for balance in ledger.balances:
        if balance.kind == label.item:
            yield _attributes(balance, label), balance.origin


def _of_vouchers(ledger: Ledger, label: Label) -> _Found:
    for voucher in ledger.vouchers:
        yield _attributes(voucher, label), voucher.origin


_STORES = {
    "ledger": _of_ledger,
    "prose": _of_prose,
    "years": _of_years,
    "accounts": _of_accounts,
    "dimensions": _of_dimensions,
    "objects": _of_objects,
    "balances": _of_balances,
    "vouchers": _of_vouchers,
}


def _shown(label: Label, values: dict[str, Any]) -> str:
    """A record as it looks in a SIE file."""
    writer = Written("", Substitutions())
    found = [values[field.name] for field in label.fields]
    try:
        writer.record(label, found)
    except SieWriteError:
        return f"{label.name} {' '.join('' if value is None else str(value) for value in found)}".rstrip()
    return writer.out[0]


def _extras(ledger: Ledger) -> Iterator[tuple[str, int]]:
    for extra in ledger.extras:
        yield _line(extra), extra.origin
    for voucher in ledger.vouchers:
        for extra in voucher.extras:
            yield _line(extra), extra.origin
        for row in voucher.rows:
            if row.extras:
                yield f"{row.account} … {' '.join(row.extras)}", row.origin
    for balance in ledger.balances:
        if balance.extras:
            yield f"{balance.account} … {' '.join(balance.extras)}", balance.origin


def _line(extra: Extra) -> str:
    fields = [field if isinstance(field, str) else "{" + " ".join(field) + "}" for field in extra.fields]
    return " ".join([extra.label, *(extra.key or ()), *fields])
