"""The checks of the report of a move: of the move as a whole, of each fiscal year, of its series and objects."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Literal, TypeAlias

from sie.company.rules import digits_of
from sie.comparison import AccountTotals, Difference, SeriesFigures, voucher_refs
from sie.ledger.model import Account, Ledger, ObjectRef, exact_sum
from sie.migration.figures import (
    Troubled,
    composition,
    months,
    object_sums,
    series_lines,
    trial_lines,
    worst,
    year_figures,
)
from sie.migration.fit import FittedYear
from sie.migration.plan import Plan
from sie.migration.reconcile import Reconciliation
from sie.report.diff_words import cause_said
from sie.report.money import ZERO, typeset
from sie.report.move import (
    MoveCheck,
    MoveSeries,
    MoveYear,
    Status,
    TrialLine,
    YearFigures,
)
from sie.report.sentence import Sentence

__all__ = ["checks_of_move", "continuity", "year_with_checks"]

_Part: TypeAlias = Literal["move", "year", "series", "objects"]


def _check(
    id: str,  # noqa: A002 - the name of the attribute
    part: _Part,
    year: datetime.date | None,
    name: Sentence,
    expected: int | Decimal,
    actual: int | Decimal,
    otherwise: Status = "failed",
    note: Sentence | None = None,
) -> MoveCheck:
    """A check that passes when both are the same, and is ``otherwise`` when they are not."""
    status: Status = "passed" if expected == actual else otherwise
    difference: int | Decimal
    if isinstance(expected, int) and isinstance(actual, int):
        difference = actual - expected
    else:
        difference = exact_sum((Decimal(actual), Decimal(expected).copy_negate()))
    return MoveCheck(
        id=id,
        part=part,
        year=year,
        name=name,
        status=status,
        passed=status in ("passed", "explained"),
        expected=expected,
        actual=actual,
        difference=difference,
        note=None if status == "passed" else note,
    )


def checks_of_move(planned: Plan, found: Reconciliation, targets: Sequence[tuple[str, bytes]]) -> Iterator[MoveCheck]:
    """The checks of the move as a whole: whose books, which files, what nobody has explained or accepted."""
    yield _check(
        "unexplained",
        "move",
        None,
        Sentence("Differences without an explanation", "Skillnader utan förklaring"),
        0,
        found.comparison.unexplained,
        "failed" if found.comparison.verdict == "red" else "attention",
        Sentence("Each is listed under Differences.", "Var och en står under Avvikelser."),
    )
    yield _number_check(planned, found)
    yield _check(
        "files-moved",
        "move",
        None,
        Sentence("Source files with a fiscal year that was moved", "Källfiler med ett räkenskapsår som flyttats"),
        len(planned.files),
        sum(1 for file in planned.files if file.place),
        note=Sentence(
            "A file without #RAR 0 is not part of the comparison.", "En fil utan #RAR 0 ingår inte i jämförelsen."
        ),
    )
    yield _check(
        "source-hashes",
        "move",
        None,
        Sentence(
            "Source files whose bytes are those that were planned (SHA-256)",
            "Källfiler som byte för byte är de som planerades (SHA-256)",
        ),
        len(planned.files),
        sum(1 for file in planned.files if hashlib.sha256(file.data).hexdigest() == file.sha256),
    )
    own = {file.sha256 for file in planned.files}
    yield _check(
        "own-export",
        "move",
        None,
        Sentence("Target files that are no copy of a source file", "Målfiler som inte är en kopia av en källfil"),
        len(targets),
        sum(1 for _, data in targets if hashlib.sha256(data).hexdigest() not in own),
        "attention",
        Sentence(
            "A copy proves nothing: export from the target program.",
            "En kopia bevisar ingenting: exportera ur målprogrammet.",
        ),
    )
    doubtful = found.comparison.doubtful
    named = {language: "; ".join(_stated(d, language) for d in doubtful[:8]) for language in ("en", "sv")}
    more = " …" if len(doubtful) > 8 else ""
    yield _check(
        "stated-balances",
        "move",
        None,
        Sentence(
            "Balances that the source states otherwise than its own opening balances and vouchers give",
            "Saldon som källan anger på annat sätt än dess egna ingående balanser och verifikationer ger",
        ),
        0,
        len(doubtful),
        "attention",
        Sentence(f"{named['en']}{more}", f"{named['sv']}{more}"),
    )
    yield _check(
        "blocks",
        "move",
        None,
        Sentence("Blocks in the plan that nobody accepted", "Hinder i planen som ingen har godtagit"),
        0,
        len(planned.blocks),
        "attention",
        Sentence("Accept each with a reason, or cure it.", "Godta vart och ett med ett skäl, eller åtgärda det."),
    )


def _stated(d: Difference, language: str) -> str:
    """What the source states of an account, and what its own vouchers give."""
    stated, given = (typeset(Decimal(value or 0), language) for value in (d.before, d.after))
    phrase = "{} {}: angivet {}, verifikationerna ger {}" if language == "sv" else "{} {}: stated {}, vouchers give {}"
    return phrase.format(d.year or "", d.key, stated, given).strip()


def _number_check(planned: Plan, found: Reconciliation) -> MoveCheck:
    """Whether both sides are the books of one company: by its number, however it is written."""
    before, after = (
        next((ledger.company.organisation_number for ledger in ledgers if ledger.company.organisation_number), None)
        for ledgers in ([file.ledger for file in planned.files], found.targets)
    )
    other = any(
        d.field == "organisation_number" and d.colour == "red" and not d.explained for d in found.comparison.differences
    )
    status: Status = "passed" if digits_of(before) == digits_of(after) and not other else "failed"
    note = None
    if not (before and after):
        status = "attention"
        note = Sentence(
            "It is missing, so nothing proves whose books these are.",
            "Det saknas, så inget visar vems bokföring det är.",
        )
    return MoveCheck(
        id="organisation-number",
        part="move",
        year=None,
        name=Sentence("Organisation number", "Organisationsnummer"),
        status=status,
        passed=status == "passed",
        expected=None,
        actual=None,
        difference=None,
        expected_text=before,
        actual_text=after,
        note=note,
    )


def year_with_checks(
    year: FittedYear,
    target: Ledger | None,
    totals: Sequence[AccountTotals],
    troubled: Troubled,
    differences: Sequence[Difference],
) -> tuple[MoveYear, list[MoveCheck]]:
    """A fiscal year as the report shows it, and its checks."""
    accounts: dict[str, Account] = {**(target.accounts if target else {}), **year.source.accounts}
    trial = tuple(trial_lines(totals, accounts, troubled))
    before = year_figures(year.source, trial, "before")
    after = year_figures(target, trial, "after") if target else None
    series = tuple(series_lines(year, target, troubled))
    checks: list[MoveCheck] = []
    if target is None or after is None:
        checks.append(
            _check(
                "year-there",
                "year",
                year.start,
                Sentence("The target has the fiscal year", "Målet har räkenskapsåret"),
                1,
                0,
                note=Sentence("No file of the target is of this year.", "Ingen av målets filer gäller det här året."),
            )
        )
    else:
        why = _why(d for d in differences if d.year == year.start and d.family == "accounts")
        checks += _year_checks(year, target, trial, (before, after), troubled, why)
        for line in series:
            checks += _series_checks(year.start, line)
        checks += _object_checks(year, target, troubled)
    statements = {line.account: line.statement for line in trial}
    made = MoveYear(
        start=year.start,
        end=year.end,
        status=worst(check.status for check in checks),
        checks=len(checks),
        agreeing=sum(check.passed for check in checks),
        before=before,
        after=after,
        trial=trial,
        months=tuple(months(year, target, statements)),
        composition=tuple(composition(trial)),
        series=series,
    )
    return made, checks


def _why(differences: Iterable[Difference]) -> Sentence | None:
    """The causes of explained differences as one sentence."""
    causes = list(dict.fromkeys(d.cause for d in differences if d.explained and d.cause))
    if not causes:
        return None
    said = ["; ".join(cause_said(cause, language) for cause in causes) for language in ("en", "sv")]
    return Sentence(*(f"{text[:1].upper()}{text[1:]}." for text in said))


def _year_checks(
    year: FittedYear,
    target: Ledger,
    trial: Sequence[TrialLine],
    short: tuple[YearFigures, YearFigures],
    troubled: Troubled,
    why: Sentence | None,
) -> Iterator[MoveCheck]:
    start, (before, after) = year.start, short

    def check(
        key: str,
        en: str,
        sv: str,
        expected: int | Decimal,
        actual: int | Decimal,
        otherwise: Status = "failed",
        note: Sentence | None = None,
    ) -> MoveCheck:
        return _check(key, "year", start, Sentence(en, sv), expected, actual, otherwise, note)

    yield check("vouchers", "Vouchers", "Verifikationer", before.vouchers, after.vouchers)
    yield check("rows", "Rows that count", "Rader som räknas", before.rows, after.rows)
    yield check(
        "vouchers-alike",
        "Vouchers that are the same, row by row",
        "Verifikationer som är desamma, rad för rad",
        before.vouchers,
        sum(1 for ref in voucher_refs(year.source.vouchers) if str(ref) not in troubled.vouchers),
        note=Sentence(
            "Date, text, accounts, amounts and objects are compared.",
            "Datum, text, konton, belopp och objekt jämförs.",
        ),
    )
    unbalanced = [sum(1 for v in ledger.vouchers if v.total) for ledger in (year.source, target)]
    yield check(
        "balanced",
        "Vouchers of the target that do not balance",
        "Verifikationer i målet som inte balanserar",
        0,
        unbalanced[1],
        "attention" if unbalanced[0] == unbalanced[1] else "failed",
        Sentence("The same number as in the source.", "Lika många som i källan.")
        if unbalanced[0] == unbalanced[1]
        else None,
    )
    otherwise = worst(("explained", *(line.status for line in trial)))
    moments: tuple[tuple[Literal["opening", "closing"], str, str], ...] = (
        ("opening", "Opening balances", "Ingående balanser"),
        ("closing", "Closing balances", "Utgående balanser"),
    )
    for moment, en, sv in moments:
        groups = composition(trial, moment)
        for side, en_side, sv_side in (
            ("assets", "assets", "tillgångar"),
            ("equity", "equity and liabilities", "eget kapital och skulder"),
        ):
            left, right = (
                exact_sum(getattr(g, when) for g in groups if g.side == side) for when in ("before", "after")
            )
            yield check(f"{moment}-{side}", f"{en}, {en_side}", f"{sv}, {sv_side}", left, right, otherwise, why)
        if moment == "opening":
            yield check("debit", "Turnover, debit", "Omslutning, debet", before.debit, after.debit, otherwise, why)
            yield check("credit", "Turnover, credit", "Omslutning, kredit", before.credit, after.credit, otherwise, why)
    yield check("result", "Result of the year", "Årets resultat", before.result, after.result, otherwise, why)
    agree = sum(1 for line in trial if line.status in ("passed", "explained"))
    yield check(
        "accounts",
        "Accounts whose opening, debit, credit and closing figures agree or are explained",
        "Konton vars ingående balans, debet, kredit och utgående balans stämmer eller är förklarade",
        len(trial),
        agree,
        otherwise,
        why,
    )


def _series_checks(start: datetime.date, line: MoveSeries) -> Iterator[MoveCheck]:
    en, sv = (f"{word} {line.series or '–'}" for word in ("Series", "Serie"))
    empty = SeriesFigures(count=0, first=None, last=None, debit=ZERO, credit=ZERO)
    planned, actual = line.planned or empty, line.actual or empty
    for key, en_what, sv_what in (
        ("count", "vouchers", "verifikationer"),
        ("debit", "debit", "debet"),
        ("credit", "credit", "kredit"),
    ):
        name = Sentence(f"{en}, {en_what}", f"{sv}, {sv_what}")
        yield _check(f"series-{key}", "series", start, name, getattr(planned, key), getattr(actual, key), line.status)


def _object_checks(year: FittedYear, target: Ledger, troubled: Troubled) -> Iterator[MoveCheck]:
    planned, actual = object_sums(year.ledger), object_sums(target)
    names = {ObjectRef(o.dimension, o.number): o.name for o in (*target.objects, *year.ledger.objects)}
    for ref in sorted({*planned, *actual}):
        name = f"{ref.dimension}:{ref.number}" + (f" {names[ref]}" if names.get(ref) else "")
        known: Status = "failed" if f"{ref.dimension}:{ref.number}" in troubled.objects else "explained"
        left, right = planned.get(ref, (ZERO, ZERO)), actual.get(ref, (ZERO, ZERO))
        for side, (key, en, sv) in enumerate((("debit", "debit", "debet"), ("credit", "credit", "kredit"))):
            said = Sentence(f"Object {name}, {en}", f"Objekt {name}, {sv}")
            yield _check(f"object-{key}", "objects", year.start, said, left[side], right[side], known)


def continuity(years: Sequence[MoveYear]) -> Iterator[MoveCheck]:
    """Every year of the target opens with what the year before closed with."""
    for before, year in pairwise(years):
        if before.after is None or year.after is None or before.end + datetime.timedelta(days=1) != year.start:
            continue
        closed = {t.account: t.after.closing for t in before.trial if t.after and t.statement == "balance"}
        opened = {t.account: t.after.opening or ZERO for t in year.trial if t.after and t.statement == "balance"}
        apart = [
            account for account in sorted({*closed, *opened}) if closed.get(account, ZERO) != opened.get(account, ZERO)
        ]
        named = ", ".join(apart[:8]) + (" …" if len(apart) > 8 else "")
        yield _check(
            "continuity",
            "move",
            year.start,
            Sentence(
                f"Accounts that open {year.start} otherwise than the year before closed (target)",
                f"Konton vars ingående balans {year.start} avviker från föregående års utgående balans (målet)",
            ),
            0,
            len(apart),
            "attention",
            Sentence(f"Accounts {named}.", f"Konto {named}."),
        )
