"""What writing for hledger and beancount may have to say: codes ``SIE84x``."""

from __future__ import annotations

from sie.diagnostics import EACH, Finding, Severity

__all__ = ["FINDINGS"]

FINDINGS: dict[str, Finding] = {
    finding.code: finding
    for finding in (
        Finding(
            code="SIE840",
            name="unbalanced-entry",
            severity=Severity.WARNING,
            en="{entry_en}: debit and credit differ. {amount} is booked on {account}, because {format} demands it.",
            sv="{entry}: debet och kredit skiljer sig. {amount} bokförs på {account}, eftersom {format} kräver det.",
            cure_en="Correct the voucher in the accounting program, and export again.",
            cure_sv="Rätta verifikationen i bokföringsprogrammet och exportera på nytt.",
            one=EACH,
        ),
        Finding(
            code="SIE841",
            name="closing-not-asserted",
            severity=Severity.INFO,
            en="Accounts that close otherwise than the file says: {count}, such as {account} at {computed}, not at "
            "{stated}. What the file says is a comment, not an assertion.",
            sv="Konton som får ett annat utgående saldo än filen säger: {count}, till exempel {account} {computed} i "
            "stället för {stated}. Det som filen säger blir en kommentar, inget påstående.",
            cure_en="'sie check' says more about sums that do not agree.",
            cure_sv="'sie check' säger mer om summor som inte stämmer.",
        ),
        Finding(
            code="SIE842",
            name="signs-replaced",
            severity=Severity.WARNING,
            en="Signs that mean something in {format} were replaced in texts: {count}, such as “{example}”.",
            sv="Tecken som betyder något i {format} ersattes i texter: {count}, till exempel “{example}”.",
            cure_en="Nothing needs to be done. The SIE file keeps the text as it was.",
            cure_sv="Inget behöver göras. SIE-filen har kvar texten som den var.",
        ),
        Finding(
            code="SIE843",
            name="account-type-guessed",
            severity=Severity.INFO,
            en="Neither #KTYP nor BAS says what account {account} is; it stands under {root}.",
            sv="Varken #KTYP eller BAS säger vad konto {account} är; det står under {root}.",
            cure_en="Name the account with --account-names.",
            cure_sv="Ge kontot ett namn med --account-names.",
            one=EACH,
        ),
        Finding(
            code="SIE844",
            name="movements-in-one-entry",
            severity=Severity.INFO,
            en="There are no vouchers: one entry on {day} takes each account from its opening to its closing balance.",
            sv="Det finns inga verifikationer: en post {day} för varje konto från ingående till utgående saldo.",
            cure_en="Convert a SIE file of type 4E to have every voucher.",
            cure_sv="Konvertera en SIE-fil av typ 4E för att få med varje verifikation.",
        ),
        Finding(
            code="SIE845",
            name="other-balances-not-kept",
            severity=Severity.WARNING,
            en="{format} does not keep balances of other years than the current one: {count}.",
            sv="{format} behåller inte saldon för andra år än det innevarande: {count}.",
            cure_en="Convert the SIE files of those years too.",
            cure_sv="Konvertera också de årens SIE-filer.",
        ),
        Finding(
            code="SIE846",
            name="currency-unknown",
            severity=Severity.WARNING,
            en="#VALUTA {value} is no currency code: amounts are in XXX, the code for no currency.",
            sv="#VALUTA {value} är ingen valutakod: beloppen står i XXX, koden för ingen valuta.",
            cure_en="Correct #VALUTA in the SIE file: SEK, EUR …",
            cure_sv="Rätta #VALUTA i SIE-filen: SEK, EUR …",
        ),
    )
}
"""What else these formats lose or change, by code."""
