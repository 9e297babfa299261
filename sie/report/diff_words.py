"""Differences in words, Swedish and English."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TypeAlias

import msgspec

from sie.comparison import (
    Difference,
    Root,
)
from sie.report.harmless import safe
from sie.report.money import spaced

__all__ = [
    "AMOUNTS",
    "CAUSES",
    "FIELDS",
    "PHRASES",
    "WHERE",
    "Described",
    "Pair",
    "cause_said",
    "described",
    "field_said",
    "message",
    "root_said",
    "said",
    "thing_said",
    "value_said",
]

_LONGEST = 60
AMOUNTS = frozenset(
    {"opening", "closing", "result", "object_opening", "object_closing", "period", "budget"}
    | {"debit", "credit", "movement", "amount"}
)
"""The fields of a difference that are kronor."""

Pair: TypeAlias = tuple[str, str]
"""The same in English and in Swedish."""

WHERE: Mapping[str, Pair] = {
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

FIELDS: Mapping[str, Pair] = {
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

CAUSES: Mapping[str, Pair] = {
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
    "replaced-letters": (
        "letters that CP437 lacks were replaced by the nearest",
        "bokstäver och tecken som CP437 saknar har ersatts av de närmaste",
    ),
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
    "remeasured-account": ("the account got another unit", "kontot har fått en annan enhet"),
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

PHRASES: Mapping[str, Pair] = {
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


def said(pair: Pair, language: str, *parts: object) -> str:
    """The words of a language, filled in."""
    return pair[language == "sv"].format(*parts)


def field_said(d: Difference, language: str) -> str:
    """Which field differs."""
    for suffix in ("_quantity", "_extras", "_foreign"):
        if d.field.endswith(suffix):
            base = said(FIELDS[d.field.removesuffix(suffix)], language)
            return f"{base}, {said(FIELDS[suffix.lstrip('_')], language)}"
    return said(FIELDS.get(d.field, (d.field, d.field)), language)


def value_said(d: Difference, value: str | None, language: str) -> str:
    """A value as a person reads it, cut to a length that fits on a line."""
    if value is None:
        return ""
    if d.field in AMOUNTS:
        return spaced(Decimal(value), language)
    return value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"


def thing_said(d: Difference, language: str) -> str:
    """What differs: voucher A 12, row 2."""
    name = f"{said(WHERE[d.where], language)} {d.key}".strip()
    if d.row:
        name += ", " + said(PHRASES["row"], language, d.row)
    if d.relative and d.where != "year":
        name += ", " + said(PHRASES["year"], language, d.relative)
    return name


def root_said(root: Root, language: str) -> str:
    """What a difference follows from."""
    return f"{said(WHERE[root.where], language)} {root.key}".strip()


def message(d: Difference, language: str) -> str:
    """A difference as a sentence."""
    thing, field = thing_said(d, language), field_said(d, language)
    thing = thing[:1].upper() + thing[1:]
    before, after = (safe(value_said(d, value, language)) for value in (d.before, d.after))
    if d.field in ("only_in_source", "only_in_target", "unread"):
        return safe(said(PHRASES["whole"], language, thing, field, before or after))
    if d.where == "sie5":
        held = PHRASES["held_before" if d.after is None else "held_after"]
        return safe(said(held, language, thing, field, before or after))
    if d.before is None or d.after is None:
        phrase = "only_after" if d.before is None else "only_before"
        return safe(said(PHRASES[phrase], language, thing, field, before or after))
    return safe(said(PHRASES["is"], language, thing, field, before, after))


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
    thing = thing_said(d, language)
    root = root_said(d.follows_from, language) if d.follows_from is not None else None
    return Described(thing[:1].upper() + thing[1:], field_said(d, language), root)


def cause_said(cause: str, language: str = "en") -> str:
    """The cause of an explained difference in words.

    Args:
        cause: As ``Difference.cause`` has it.
        language: ``"en"`` or ``"sv"``.

    Example:
        >>> cause_said("zero")
        'a zero may be left out'
    """
    return said(CAUSES.get(cause, (cause, cause)), language)
