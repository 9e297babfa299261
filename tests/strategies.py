"""Hypothesis strategies for ledgers, made from the label table: what a file type may hold, it sometimes holds."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

import sie
from sie.spec.codes import ACCOUNT_TYPES, CHART_TYPES, COMPANY_TYPES
from sie.spec.kinds import Kind
from sie.spec.labels import BY_NAME, LABELS, Label

# Letters that say by themselves which code page they are in; a file whose only letter is α or ÷ cannot.
LETTERS = "abcdefghijklmnoprstuvxyzåäöABCDEFGHIJKLMNOPRSTUVXYZÅÄÖ0123456789"
SIGNS = " \"{}#\\.,;:-+*/()&%!='"


def _writable(text: str) -> bool:
    """No backslash last in a text that needs quotes: there is no form for that."""
    return not (text.endswith("\\") and any(c in ' "{}' for c in text))


TEXT = st.text(LETTERS + SIGNS, min_size=1, max_size=12).filter(_writable)
CODE = st.text("ABCÅ0123456789", min_size=1, max_size=6)
DATE = st.dates(datetime.date(1950, 1, 1), datetime.date(2099, 12, 31))
AMOUNT = st.decimals(Decimal("-1e12"), Decimal("1e12"), places=2)
KINDS: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.TEXT: TEXT,
    Kind.AMOUNT: AMOUNT,
    Kind.QUANTITY: st.decimals(-1000, 1000, places=3),
    Kind.DATE: DATE,
    Kind.PERIOD: st.builds(lambda y, m: f"{y}{m:02}", st.integers(2000, 2030), st.integers(1, 12)),
    Kind.TAX_YEAR: st.integers(2000, 2030).map(str),
    Kind.YEAR: st.integers(-4, 0),
    Kind.ACCOUNT: st.integers(1000, 9999).map(str),
    Kind.DIMENSION: st.integers(1, 40).map(str),
    Kind.OBJECT: CODE,
    Kind.OBJECTS: st.lists(st.builds(sie.ObjectRef, st.integers(1, 40).map(str), CODE), max_size=3).map(tuple),
    Kind.FLAG: st.integers(0, 1),
    Kind.COMPANY_TYPE: st.sampled_from(sorted(COMPANY_TYPES)),
    Kind.CHART_TYPE: st.sampled_from([*sorted(CHART_TYPES), "BAS2025"]),
    Kind.ACCOUNT_TYPE: st.sampled_from(sorted(ACCOUNT_TYPES)),
    Kind.CURRENCY: st.sampled_from(["SEK", "EUR", "NOK"]),
}


def fields(label: Label, *leave_out: str) -> Mapping[str, st.SearchStrategy[Any]]:
    """A strategy for each field of a label: a value, or ``None`` where the field may be left out."""
    return {
        field.name: KINDS[field.kind] if field.required else st.none() | KINDS[field.kind]
        for field in label.fields
        if field.name not in leave_out
    }


def _single(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    """The records of which there is one: each there or not."""
    single: dict[str, Any] = {}
    for label in LABELS:
        if label.store == "ledger" and not label.presence[kind].forbidden and draw(st.booleans()):
            for name, strategy in fields(label).items():
                single[name] = draw(strategy)
    return single


def _under(single: dict[str, Any], prefix: str) -> dict[str, Any]:
    start = f"{prefix}."
    return {name[len(start) :]: value for name, value in single.items() if name.startswith(start)}


@st.composite
def rows(draw: st.DrawFn) -> sie.Row:
    """A row of any kind."""
    label = draw(st.sampled_from([label for label in LABELS if label.store == "rows"]))
    return sie.Row(kind=label.item, **{name: draw(strategy) for name, strategy in fields(label).items()})


@st.composite
def vouchers(draw: st.DrawFn) -> sie.Voucher:
    """A voucher, balanced or not: that is no matter of reading and writing."""
    values = {name: draw(strategy) for name, strategy in fields(BY_NAME["#VER"]).items()}
    return sie.Voucher(**values, rows=tuple(draw(st.lists(rows(), min_size=1, max_size=4))))


@st.composite
def ledgers(draw: st.DrawFn, kind: str) -> sie.Ledger:
    """Books of one file type."""
    allowed = {label.name: not label.presence[kind].forbidden for label in LABELS}
    single = _single(draw, kind)
    company = _under(single, "company")
    address = _under(company, "address")
    company = {name: value for name, value in company.items() if "." not in name}
    numbers = draw(st.lists(KINDS[Kind.ACCOUNT], max_size=4, unique=True))
    accounts = {
        number: sie.Account(
            number,
            draw(TEXT),
            draw(st.none() | KINDS[Kind.ACCOUNT_TYPE]),
            draw(st.none() | TEXT),
            tuple(draw(st.lists(CODE, max_size=2, unique=True))),
        )
        for number in numbers
    }
    dimensions: dict[str, sie.Dimension] = {}
    objects: list[sie.Object] = []
    if allowed["#DIM"]:
        for number in draw(st.lists(KINDS[Kind.DIMENSION], max_size=3, unique=True)):
            parent = draw(st.none() | KINDS[Kind.DIMENSION])
            dimensions[number] = sie.Dimension(number, draw(TEXT), parent)
        refs = draw(st.lists(st.tuples(KINDS[Kind.DIMENSION], CODE), max_size=3, unique=True))
        objects = [sie.Object(*ref, draw(TEXT)) for ref in refs]
    balances = []
    for label in LABELS:
        if label.store == "balances" and allowed[label.name]:
            for _ in range(draw(st.integers(0, 2))):
                values = {name: draw(strategy) for name, strategy in fields(label).items()}
                if kind == "2" and "object" in values:
                    values["object"] = ()
                balances.append(sie.Balance(kind=label.item, **values))
    years = {
        number: sie.FiscalYear(draw(DATE), draw(DATE))
        for number in draw(st.lists(KINDS[Kind.YEAR], max_size=2, unique=True))
    }
    return sie.Ledger(
        kind=kind,
        flag=single.get("flag", 0),
        program=sie.Program(**_under(single, "program")),
        generated=sie.Generated(**_under(single, "generated")),
        prose=tuple(draw(st.lists(TEXT, max_size=2))),
        company=sie.Company(**company, address=sie.Address(**address) if address else None),
        years=years,
        accounts=accounts,
        dimensions=dimensions,
        objects=tuple(objects),
        balances=tuple(balances),
        vouchers=tuple(draw(st.lists(vouchers(), max_size=3))) if allowed["#VER"] else (),
        **{name: single[name] for name in ("tax_year", "balances_through", "chart_type", "currency") if name in single},
    )
