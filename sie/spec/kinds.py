"""What a field can hold, and how each kind is written by the specification.

``pattern`` is the form that a writer may use. What a reader forgives is in ``sie.ledger.values``.
"""

from __future__ import annotations

import enum

import msgspec

from sie.spec.codes import ACCOUNT_TYPES, CHART_TYPES

__all__ = ["KINDS", "Kind", "KindInfo"]


class Kind(enum.StrEnum):
    """The kinds of field."""

    TEXT = "text"
    AMOUNT = "amount"
    QUANTITY = "quantity"
    DATE = "date"
    PERIOD = "period"
    TAX_YEAR = "tax-year"
    YEAR = "year"
    ACCOUNT = "account"
    DIMENSION = "dimension"
    OBJECT = "object"
    OBJECTS = "objects"
    FLAG = "flag"
    FORMAT = "format"
    FILE_TYPE = "file-type"
    COMPANY_TYPE = "company-type"
    CHART_TYPE = "chart-type"
    ACCOUNT_TYPE = "account-type"
    CURRENCY = "currency"
    CHECKSUM = "checksum"


class KindInfo(msgspec.Struct, frozen=True, kw_only=True):
    """How values of a kind are written: pattern, paragraph and a sentence in each language."""

    pattern: str
    paragraph: str
    en: str
    sv: str


KINDS: dict[Kind, KindInfo] = {
    Kind.TEXT: KindInfo(
        pattern=r"[^\x00-\x1f\x7f]*",
        paragraph="5.7",
        en="text without control characters",
        sv="text utan styrtecken",
    ),
    Kind.AMOUNT: KindInfo(
        pattern=r"-?[0-9]+(?:\.[0-9]{1,2})?",
        paragraph="5.9",
        en="amount in kronor: digits, optional leading minus, a point and at most two decimals; debit is positive",
        sv="belopp i kronor: siffror, ev. inledande minus, punkt och högst två decimaler; debet är positivt",
    ),
    Kind.QUANTITY: KindInfo(
        pattern=r"-?[0-9]+(?:\.[0-9]+)?",
        paragraph="11",
        en="decimal number with a point",
        sv="decimaltal med punkt",
    ),
    Kind.DATE: KindInfo(pattern=r"[0-9]{8}", paragraph="5.10", en="date as YYYYMMDD", sv="datum som ÅÅÅÅMMDD"),
    Kind.PERIOD: KindInfo(
        pattern=r"[0-9]{6}", paragraph="11", en="calendar month as YYYYMM", sv="kalendermånad som ÅÅÅÅMM"
    ),
    Kind.TAX_YEAR: KindInfo(pattern=r"[0-9]{4}", paragraph="11", en="year as YYYY", sv="år som ÅÅÅÅ"),
    Kind.YEAR: KindInfo(
        pattern=r"0|-[1-9][0-9]*",
        paragraph="11",
        en="fiscal year: 0 the current one, -1 the one before, and so on",
        sv="räkenskapsår: 0 innevarande, -1 föregående och så vidare",
    ),
    Kind.ACCOUNT: KindInfo(pattern=r"[0-9]+", paragraph="11", en="account number", sv="kontonummer"),
    Kind.DIMENSION: KindInfo(pattern=r"[0-9]+", paragraph="8.17", en="dimension number", sv="dimensionsnummer"),
    Kind.OBJECT: KindInfo(pattern=r"[^\x00-\x1f\x7f]+", paragraph="8.13", en="object number", sv="objektnummer"),
    Kind.OBJECTS: KindInfo(
        pattern=r"\{.*\}",
        paragraph="8.21",
        en="braces around pairs of dimension and object",
        sv="klamrar kring par av dimension och objekt",
    ),
    Kind.FLAG: KindInfo(pattern=r"[01]", paragraph="11", en="0 written, 1 imported", sv="0 skriven, 1 inläst"),
    Kind.FORMAT: KindInfo(
        pattern=r"PC8", paragraph="11", en="PC8, meaning code page 437", sv="PC8, det vill säga teckentabell 437"
    ),
    Kind.FILE_TYPE: KindInfo(
        pattern=r"[1-4]", paragraph="11", en="file type 1, 2, 3 or 4", sv="filtyp 1, 2, 3 eller 4"
    ),
    Kind.COMPANY_TYPE: KindInfo(
        pattern=r"[A-Z]{1,3}", paragraph="11", en="code for the legal form", sv="kod för företagsform"
    ),
    Kind.CHART_TYPE: KindInfo(
        pattern="|".join([*CHART_TYPES, "BAS2.*"]),
        paragraph="11",
        en="type of chart of accounts",
        sv="typ av kontoplan",
    ),
    Kind.ACCOUNT_TYPE: KindInfo(
        pattern=f"[{''.join(ACCOUNT_TYPES)}]",
        paragraph="11",
        en="T asset, S liability, K cost, I income",
        sv="T tillgång, S skuld, K kostnad, I intäkt",
    ),
    Kind.CURRENCY: KindInfo(
        pattern=r"[A-Z]{3}", paragraph="11", en="currency by ISO 4217", sv="valuta enligt ISO 4217"
    ),
    Kind.CHECKSUM: KindInfo(
        pattern=r"[0-9]+",
        paragraph="10",
        en="CRC-32 as an unsigned decimal number",
        sv="CRC-32 som decimaltal utan tecken",
    ),
}
