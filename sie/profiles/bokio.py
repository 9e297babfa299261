"""Bokio."""

from __future__ import annotations

import datetime

from sie.diagnostics import Severity
from sie.profiles.model import Demand, Fact, Profile

_HELP = "https://www.bokio.se/hjalp/bokforing/import-och-export/"
_STRICT = "https://vendion.com/en/support/knowledge-base/accounting/accounting-bokio-import-sie"
_READ = datetime.date(2026, 11, 23)
_VOUCHER = "#VER V 1 20240131 Kaffe\n{\n#TRANS 1910 {} -25.00\n#TRANS 4010 {} 25.00\n}"

PROFILE = Profile(
    name="bokio",
    title="Bokio",
    en="Files from and for Bokio.",
    sv="Filer från och till Bokio.",
    writers=(r"Bokio",),
    together=True,
    order="oldest",
    facts=(
        Fact(
            en="Nothing is replaced: a file that is read twice is in the books twice, and a single year cannot be "
            "taken out again.",
            sv="Inget ersätts: en fil som läses in två gånger finns två gånger i bokföringen, och ett enskilt år går "
            "inte att ta bort igen.",
            source=_HELP + "hur-importerar-jag-min-tidigare-bokforing/",
            date=_READ,
            certainty="C",
        ),
        Fact(
            en="Every fiscal year is created first, one upon the other, with eighteen months at most.",
            sv="Alla räkenskapsår läggs upp först, i följd, med högst arton månader.",
            source=_HELP + "hur-importerar-jag-si-fil/",
            date=_READ,
            certainty="C",
        ),
        Fact(
            en="Vouchers that do not balance are refused; accounts that are missing can all be added at once.",
            sv="Verifikationer som inte balanserar avvisas; konton som saknas går att lägga till på en gång.",
            source=_STRICT,
            date=_READ,
            certainty="S",
        ),
        Fact(
            en="It writes every field of #VER in quotes, series V, and #KPTYP BAS2014; tags are not exported as "
            "dimensions.",
            sv="Det skriver alla fält i #VER inom citattecken, serie V och #KPTYP BAS2014; taggar exporteras inte som "
            "dimensioner.",
            source="https://github.com/erp-mafia/accounted/issues/275",
            date=_READ,
            certainty="S",
        ),
        Fact(
            en="After the move compare balances with VAT reports, tax account, bank and the filed annual report.",
            sv="Efter flytten: stäm av saldon mot momsrapporter, skattekonto, bank och inlämnad årsredovisning.",
            source="https://www.bokio.se/hjalp/bokslut/bokslut/kontroll-av-bokforing-vid-overgang-till-bokio/",
            date=_READ,
            certainty="C",
        ),
    ),
    # BOK001 says more about the last two.
    severities={"SIE603": Severity.ERROR, "SIE604": Severity.ERROR, "SIE226": None, "SIE614": None},
    demands=(
        Demand(
            code="BOK001",
            name="bokio-inside-year",
            check="inside-year",
            limit=0,
            severity=Severity.ERROR,
            en="Vouchers outside the fiscal year are refused.",
            sv="Verifikationer utanför räkenskapsåret avvisas.",
            source=_STRICT,
            date=_READ,
            certainty="S",
            bad="#RAR -1 20230101 20231231\n" + _VOUCHER.replace("20240131", "20230131"),
            good=_VOUCHER,
        ),
        Demand(
            code="BOK002",
            name="bokio-no-dimensions",
            check="dimensions",
            limit=(),
            severity=Severity.WARNING,
            en="Cost centres and projects of a file become nothing.",
            sv="Kostnadsställen och projekt i en fil blir inte till något.",
            source="https://github.com/erp-mafia/accounted/issues/275",
            date=_READ,
            certainty="I",
            bad="#OBJEKT 1 N Norr\n" + _VOUCHER.replace("4010 {}", "4010 {1 N}"),
            good=_VOUCHER,
        ),
    ),
)
