"""Pages about the findings of conversion and transformation, for ``sie explain``."""

from __future__ import annotations

from sie.checks.rule import Page
from sie.convert.losses import FINDINGS
from sie.convert.plaintext_findings import FINDINGS as ENTRY_FINDINGS
from sie.convert.sheet_findings import SHEET_FINDINGS
from sie.transform.findings import FINDINGS as SHAPE_FINDINGS

__all__ = ["page", "pages"]

_LOSS = {
    "en": "Most formats have no place for all that SIE holds. What a format leaves out is told before it is written, "
    "so that nobody believes that a converted file is the whole of the books; --strict writes nothing then.",
    "sv": "De flesta format har inte plats för allt som SIE innehåller. Vad ett format utelämnar sägs innan det "
    "skrivs, så att ingen tror att en konverterad fil är hela bokföringen; med --strict skrivs då inget.",
}
_SHEET = {
    "en": "A spreadsheet holds whatever somebody typed. Nothing in it is guessed: a cell that cannot be read is named, "
    "and its voucher is left out as a whole, since half a voucher is worse than none.",
    "sv": "Ett kalkylark innehåller vad som helst som någon har skrivit. Inget i det gissas: en cell som inte går att "
    "läsa anges, och dess verifikation utelämnas i sin helhet, eftersom en halv verifikation är sämre än ingen.",
}
_ENTRY = {
    "en": "hledger and beancount refuse an entry that does not balance, know five kinds of accounts, and give some "
    "signs a meaning. What is changed for their sake is told, and never an amount of an account of the books.",
    "sv": "hledger och beancount vägrar en post som inte balanserar, känner fem slags konton och ger vissa tecken en "
    "betydelse. Vad som ändras för deras skull sägs, och aldrig ett belopp på ett konto i bokföringen.",
}
_SHAPE = {
    "en": "Other books are written than were read: another file type, other numbers, other accounts, no names. What "
    "was done is told, so that nobody takes them for the same; where somebody has to decide, nothing is written.",
    "sv": "En annan bokföring skrivs än den som lästes: annan filtyp, andra nummer, andra konton, inga namn. Vad som "
    "gjordes sägs, så att ingen tror att den är densamma; där någon måste avgöra skrivs ingenting.",
}


def pages() -> dict[str, Page]:
    """The page of every finding of conversion and transformation, by its code.

    Example:
        >>> pages()["TRF020"].finding.name
        'applied'
    """
    return {
        finding.code: Page(
            finding=finding, spec="", summary={"en": finding.en, "sv": finding.sv}, why=why, bad=(), good=()
        )
        for findings, why in (
            (FINDINGS, _LOSS),
            (SHEET_FINDINGS, _SHEET),
            (ENTRY_FINDINGS, _ENTRY),
            (SHAPE_FINDINGS, _SHAPE),
        )
        for finding in findings.values()
    }


def page(code: str) -> Page | None:
    """The page of a finding of conversion, by its code or its name, however they are capitalised.

    Args:
        code: Such as ``SIE801``, ``records-not-kept`` or ``TRF020``.

    Returns:
        ``None`` when there is no such finding.

    Example:
        >>> page("sie853").finding.name, page("SIE501")
        ('unbalanced-rows', None)
    """
    found = pages()
    named = {page.finding.name: page for page in found.values()}
    return found.get(code.upper()) or named.get(code.lower())
