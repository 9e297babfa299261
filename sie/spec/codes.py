"""The code lists of the specification, with their sentences in Swedish and English."""

from __future__ import annotations

import msgspec

__all__ = [
    "ACCOUNT_TYPES",
    "BALANCE_SHEET_TYPES",
    "BAS_TYPES",
    "CHART_TYPES",
    "COMPANY_TYPES",
    "DIMENSIONS",
    "Code",
    "account_type",
]


class Code(msgspec.Struct, frozen=True, gc=False):
    """What a code means."""

    sv: str
    en: str


ACCOUNT_TYPES: dict[str, Code] = {
    "T": Code("Tillgång", "Asset"),
    "S": Code("Skuld", "Liability"),
    "K": Code("Kostnad", "Cost"),
    "I": Code("Intäkt", "Income"),
}
"""``#KTYP``."""

BALANCE_SHEET_TYPES = frozenset("TS")

BAS_TYPES: dict[str, str] = {"1": "T", "2": "S", "3": "I", "4": "K", "5": "K", "6": "K", "7": "K"}
"""The type of an account without ``#KTYP``, by its first digit. Class 8 holds both; 0 and 9 are not BAS."""

COMPANY_TYPES: dict[str, Code] = {
    "AB": Code("Aktiebolag", "Limited company"),
    "E": Code("Enskild näringsidkare", "Sole trader"),
    "HB": Code("Handelsbolag", "General partnership"),
    "KB": Code("Kommanditbolag", "Limited partnership"),
    "EK": Code("Ekonomisk förening", "Cooperative association"),
    "KHF": Code("Kooperativ hyresrättsförening", "Cooperative rental housing association"),
    "BRF": Code("Bostadsrättsförening", "Tenant-ownership housing association"),
    "BF": Code("Bostadsförening", "Housing association"),
    "SF": Code("Sambruksförening", "Joint farming association"),
    "I": Code("Ideell förening som bedriver näring", "Non-profit association in business"),
    "S": Code("Stiftelse som bedriver näring", "Foundation in business"),
    "FL": Code("Filial till utländskt bolag", "Branch of a foreign company"),
    "BAB": Code("Bankaktiebolag", "Banking company"),
    "MB": Code("Medlemsbank", "Members' bank"),
    "SB": Code("Sparbank", "Savings bank"),
    "BFL": Code("Utländsk banks filial", "Branch of a foreign bank"),
    "FAB": Code("Försäkringsaktiebolag", "Insurance company"),
    "OFB": Code("Ömsesidigt försäkringsbolag", "Mutual insurance company"),
    "SE": Code("Europabolag", "European company"),
    "SCE": Code("Europakooperativ", "European cooperative"),
    "TSF": Code("Trossamfund", "Religious community"),
    "X": Code("Annan företagsform", "Other form"),
}
"""``#FTYP``."""

CHART_TYPES: dict[str, Code] = {
    "BAS95": Code("BAS 95", "BAS 95"),
    "BAS96": Code("BAS 96", "BAS 96"),
    "EUBAS97": Code("EU-BAS 97 och senare", "EU BAS 97 and later"),
    "NE2007": Code("BAS 2007 för enskilda näringsidkare (K1)", "BAS 2007 for sole traders (K1)"),
}
"""``#KPTYP``; a value that begins with ``BAS2`` means the same as ``EUBAS97``."""

DIMENSIONS: dict[str, Code] = {
    "1": Code("Kostnadsställe / resultatenhet", "Cost centre / profit unit"),
    "2": Code("Kostnadsbärare", "Cost object"),
    "6": Code("Projekt", "Project"),
    "7": Code("Anställd", "Employee"),
    "8": Code("Kund", "Customer"),
    "9": Code("Leverantör", "Supplier"),
    "10": Code("Faktura", "Invoice"),
}
"""The reserved dimensions that have a meaning (spec paragraph 8.17); 3-5 and 11-19 are kept for the future."""


def account_type(number: str, given: str | None = None) -> str | None:
    """The type of an account: the given one, else the one that BAS implies.

    Args:
        number: The account number as written.
        given: The value of ``#KTYP``, if there is one.

    Returns:
        ``T``, ``S``, ``K`` or ``I``; ``None`` where BAS does not say (class 8, 9 and 0, letters).

    Spec: paragraph 11, ``#KTYP``.

    Example:
        >>> account_type("1930"), account_type("8410"), account_type("8410", "K")
        ('T', None, 'K')
    """
    return given if given in ACCOUNT_TYPES else BAS_TYPES.get(number[:1])
