"""Pages about the findings of conversion, for ``sie explain``."""

from __future__ import annotations

from sie.checks.rule import Page
from sie.convert.losses import FINDINGS
from sie.convert.plaintext_findings import FINDINGS as ENTRY_FINDINGS
from sie.convert.sheet_findings import SHEET_FINDINGS

__all__ = ["page"]

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


def page(code: str) -> Page | None:
    """The page of a finding of conversion, by its code or its name, however they are capitalised.

    Args:
        code: Such as ``SIE801`` or ``records-not-kept``.

    Returns:
        ``None`` when there is no such finding.

    Example:
        >>> page("sie853").finding.name, page("SIE501")
        ('unbalanced-rows', None)
    """
    for findings, why in ((FINDINGS, _LOSS), (SHEET_FINDINGS, _SHEET), (ENTRY_FINDINGS, _ENTRY)):
        for finding in findings.values():
            if code.lower() in (finding.code.lower(), finding.name):
                summary = {"en": finding.en, "sv": finding.sv}
                return Page(finding=finding, spec="", summary=summary, why=why, bad=(), good=())
    return None
