"""Values as a calling program hands them over, checked one by one: each is fit to be written, or refused.

What is refused is refused as ``SieBuildError``, with the value, the reason and the remedy in both languages.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NoReturn, TypeAlias

from sie.errors import SieBuildError
from sie.ledger.model import Address, Company, FiscalYear
from sie.ledger.values import write_amount, write_quantity
from sie.spec.codes import COMPANY_TYPES
from sie.spec.kinds import KINDS, Kind

__all__ = [
    "Amount",
    "checked_amount",
    "checked_company",
    "checked_day",
    "checked_quantity",
    "coded",
    "needed_text",
    "one_of",
    "optional_text",
    "refuse",
    "refuse_twice",
    "require_digits",
    "require_inside",
]

Amount: TypeAlias = Decimal | int | str
"""Kronor, or a quantity: never a float, which cannot hold most amounts exactly."""

_CLEAN = {kind: re.compile(info.pattern).fullmatch for kind, info in KINDS.items()}


def refuse(en: str, sv: str) -> NoReturn:
    """Refuse books that could never be written, in English and Swedish."""
    raise SieBuildError(en, sv)


def refuse_twice(en: str, sv: str) -> NoReturn:
    """Refuse what is given already."""
    refuse(f"{en} is given already: give it once.", f"{sv} finns redan: ange bara en gång.")


def optional_text(value: object, en: str, sv: str) -> str | None:
    """A text that a field can hold; empty is none."""
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        refuse(
            f"The {en} {value!r} is {_type(value)}: give it as text.",
            f"{_upper(sv)} {value!r} är {_type(value)}: ange det som text.",
        )
    if not _CLEAN[Kind.TEXT](value):
        refuse(
            f"The {en} {value!r} holds a control character, which no field may: replace line breaks and tabs by "
            "spaces.",
            f"{_upper(sv)} {value!r} innehåller ett styrtecken, vilket inget fält får: ersätt radbrytningar och "
            "tabbar med blanksteg.",
        )
    return value


def needed_text(value: object, en: str, sv: str) -> str:
    """A text that must be there."""
    text = optional_text(value, en, sv)
    if text is None:
        refuse(f"The {en} is empty: a file must have it.", f"{_upper(sv)} är tomt: filen måste ha det.")
    return text


def require_digits(value: object, en: str, sv: str, example: str) -> None:
    """Refuse a number that is not digits as text."""
    if not isinstance(value, str) or not _CLEAN[Kind.ACCOUNT](value):
        refuse(
            f"{value!r} is no {en} number: give digits as text, such as {example}.",
            f"{value!r} är inget nummer på {sv}: ange siffror som text, till exempel {example}.",
        )


def coded(value: object, kind: Kind) -> str | None:
    """A text that is written as the kind of field demands; empty is none."""
    text = optional_text(value, kind.value, kind.value)
    if text is not None and not _CLEAN[kind](text):
        info = KINDS[kind]
        refuse(
            f"{text!r} is not written as the standard says: {info.en}.",
            f"{text!r} är inte skrivet som standarden säger: {info.sv}.",
        )
    return text


def one_of(value: object, en: str, sv: str, codes: Iterable[str]) -> str | None:
    """A code of a list; empty is none."""
    text = optional_text(value, en, sv)
    if text is not None and text not in codes:
        choices = ", ".join(codes)
        refuse(f"There is no {en} {text!r}: it is one of {choices}.", f"{text!r} är ingen {sv}: välj bland {choices}.")
    return text


def checked_company(company: Company) -> Company:
    """A company whose every text can be written."""
    one_of(company.type, "legal form", "företagsform", COMPANY_TYPES)
    needed_text(company.name, "company name", "företagsnamn")
    texts = {name: getattr(company, name) for name in Company.__struct_fields__ if name != "address"}
    address = company.address
    if address is not None:
        parts = {name: getattr(address, name) for name in Address.__struct_fields__}
        address = Address(**{name: optional_text(part, "address", "adress") for name, part in parts.items()})
    return Company(
        address=address, **{name: optional_text(text, name.replace("_", " "), name) for name, text in texts.items()}
    )


def checked_day(value: object) -> datetime.date:
    """A date that compares with other dates."""
    # A datetime is a date to isinstance, but does not compare with one.
    if not isinstance(value, datetime.date) or isinstance(value, datetime.datetime):
        refuse(
            f"{value!r} is {_type(value)}, not a date: give a datetime.date, such as datetime.date(2024, 1, 31).",
            f"{value!r} är {_type(value)}, inte ett datum: ange datetime.date, till exempel "
            "datetime.date(2024, 1, 31).",
        )
    return value


def require_inside(day: datetime.date | None, year: FiscalYear) -> None:
    """Refuse a day outside fiscal year 0."""
    if day is not None and day not in year:
        refuse(
            f"{day} is outside fiscal year 0 ({year.start} to {year.end}): correct the date, or export the year that "
            "it belongs to.",
            f"{day} ligger utanför räkenskapsår 0 ({year.start} till {year.end}): rätta datumet, eller exportera det "
            "år som det hör till.",
        )


def checked_amount(value: object) -> Decimal:
    """An amount in kronor, with two decimals."""
    text = write_amount(_decimal(value, Kind.AMOUNT))
    if text is None:
        refuse(
            f"The amount {value} has more than two decimals: round it to whole öre before it is booked.",
            f"Beloppet {value} har fler än två decimaler: avrunda det till hela ören innan det bokförs.",
        )
    return Decimal(text)


def checked_quantity(value: object) -> Decimal:
    """A quantity, exact."""
    return Decimal(write_quantity(_decimal(value, Kind.QUANTITY)) or "0")


def _decimal(value: object, kind: Kind) -> Decimal:
    if isinstance(value, float):
        refuse(
            f"{value!r} is a float, which cannot hold most amounts exactly: give Decimal, whole numbers or text, such "
            f'as "{value:.2f}".',
            f"{value!r} är en float, som inte kan hålla de flesta belopp exakt: ange Decimal, heltal eller text, till "
            f'exempel "{value:.2f}".',
        )
    found: Decimal | None = None
    if isinstance(value, str):
        found = Decimal(value) if _CLEAN[Kind.QUANTITY](value) else None
    elif isinstance(value, Decimal | int) and not isinstance(value, bool):
        found = Decimal(value)
    # The limits are those of reading, far beyond any books; they keep 1E+999999999 from filling the memory.
    if (
        found is None
        or not found.is_finite()
        or not -4000 < found.adjusted() < 4000
        or len(found.as_tuple().digits) > 8000
    ):
        info = KINDS[kind]
        refuse(f"{value!r} cannot be written: give {info.en}.", f"{value!r} kan inte skrivas: ange {info.sv}.")
    return found


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _type(value: object) -> str:
    return type(value).__name__
