"""What the report of a move holds, as values: the same for the page and for programs.

Other programs rely on the names: they are the keys of the JSON. Amounts are kronor, debit positive, as decimal
strings in JSON; a difference is what the target has minus what the source had. Sentences are in both languages, so
that the report is the same whoever reads it.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Literal, TypeAlias

import msgspec

from sie.comparison import Colour, NumberMap, SeriesFigures, Verdict
from sie.report.sentence import Sentence

__all__ = [
    "VERSION",
    "AcceptedBlock",
    "Cause",
    "Composition",
    "Conversion",
    "FileFacts",
    "KeyFigure",
    "MonthResult",
    "MoveCheck",
    "MoveDifference",
    "MoveFinding",
    "MoveReport",
    "MoveSeries",
    "MoveVerdict",
    "MoveYear",
    "NumberRun",
    "Retention",
    "Status",
    "TrialFigures",
    "TrialLine",
    "YearFigures",
    "numbered",
]

VERSION = 1
"""Of the JSON; it grows when a name changes its meaning or goes."""

Status: TypeAlias = Literal["passed", "explained", "attention", "failed"]
"""What came of a check: it agrees; it differs for a known reason; somebody has to look; it does not agree."""


def numbered(series: str | None, number: str | None) -> str:
    """A voucher as people write it; a series that is more than a letter stands apart from the number.

    Args:
        series: The series, if it has one.
        number: The number, if it has one.

    Example:
        >>> numbered("A", "12"), numbered("LEV1", "2"), numbered(None, "7")
        ('A12', 'LEV1 2', '7')
    """
    series, number = series or "", number or ""
    return f"{series}{number}" if len(series) < 2 and not series.isdigit() else f"{series} {number}".rstrip()


class MoveVerdict(msgspec.Struct, frozen=True, kw_only=True):
    """What came out of the move.

    Attributes:
        colour: ``green``: the same books. ``amber``: the same, but somebody has to look at something. ``red``: not.
        title: In a few words.
        why: In a sentence.
    """

    colour: Verdict
    title: Sentence
    why: Sentence


class FileFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A file on one of the two sides, and how much it holds.

    Attributes:
        path: As it was given.
        sha256: Of its bytes.
        size: Its bytes.
        encoding: The encoding that its letters are in.
        program: The program that wrote it, with its version.
        generated: When it says that it was written.
        kind: ``4E`` or ``4I``, or another type.
        start: The first day of its fiscal year.
        end: The last one.
        place: Its place in the order of import, from 1; 0 when it has no fiscal year.
        vouchers: How many.
        rows: Rows that count.
        accounts: Accounts that it declares.
        objects: Objects that it declares.
    """

    path: str
    sha256: str
    size: int
    encoding: str | None
    program: str | None
    generated: datetime.date | None
    kind: str
    start: datetime.date | None
    end: datetime.date | None
    place: int
    vouchers: int
    rows: int
    accounts: int
    objects: int


class MoveCheck(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was checked.

    Attributes:
        id: What kind of check it is; stable.
        part: ``move``, ``year``, ``series`` or ``objects``.
        year: The first day of the fiscal year; ``None`` for the move as a whole.
        name: What is checked.
        status: What came of it.
        passed: Whether it agrees, or differs for a known reason.
        expected: What it should be: a count, or kronor as ``Decimal``; ``None`` when it is text.
        actual: What it is.
        difference: Actual minus expected, zero when they agree.
        expected_text: What it should be, when it is text.
        actual_text: What it is, when it is text.
        note: Why, where there is something to say.
    """

    id: str
    part: Literal["move", "year", "series", "objects"]
    year: datetime.date | None
    name: Sentence
    status: Status
    passed: bool
    expected: int | Decimal | None
    actual: int | Decimal | None
    difference: int | Decimal | None
    expected_text: str | None = None
    actual_text: str | None = None
    note: Sentence | None = None


class MoveDifference(msgspec.Struct, frozen=True, kw_only=True):
    """A value that differs without an explanation.

    Attributes:
        year: The first day of the fiscal year.
        where: As ``Difference.where`` has it.
        key: The account, the voucher as ``A 12``.
        row: Which row, 0 for none.
        field: As ``Difference.field`` has it.
        thing: What differs, in words.
        what: Which value of it, in words.
        before: In the source.
        after: In the target.
        difference: After minus before, for amounts.
        colour: How much it matters.
        source_line: In the file of the source, 0 for none.
        target_line: In the file of the target.
        root: What it follows from, in words; ``None`` for a cause of its own.
    """

    year: datetime.date | None
    where: str
    key: str
    row: int
    field: str
    thing: Sentence
    what: Sentence
    before: str | None
    after: str | None
    difference: Decimal | None
    colour: Colour
    source_line: int
    target_line: int
    root: Sentence | None


class Cause(msgspec.Struct, frozen=True, kw_only=True):
    """A cause of explained differences, and how many have it."""

    cause: str
    said: Sentence
    count: int


class TrialFigures(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An account on one side; ``closing`` is the closing balance, or the result of an account of profit and loss.

    ``None`` where the file does not say and nothing gives it.
    """

    opening: Decimal | None
    debit: Decimal
    credit: Decimal
    closing: Decimal


class TrialLine(msgspec.Struct, frozen=True, kw_only=True):
    """An account of the trial balances side by side.

    Attributes:
        account: Its number.
        name: Its name, of the source where it has one.
        statement: ``balance``, ``result``, or ``other`` for accounts that belong to neither (class 9).
        before: In the source; ``None`` when it has nothing.
        after: In the target.
        difference: Closing after minus closing before.
        status: Of all four figures.
    """

    account: str
    name: str | None
    statement: Literal["balance", "result", "other"]
    before: TrialFigures | None
    after: TrialFigures | None
    difference: Decimal
    status: Status


class MonthResult(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The result of a month in kronor, a profit positive, before the year's result is moved to equity (899x)."""

    month: str
    before: Decimal
    after: Decimal


class Composition(msgspec.Struct, frozen=True, kw_only=True):
    """A group of the balance sheet at the end of the year, in kronor, positive on its own side."""

    id: str
    side: Literal["assets", "equity"]
    name: Sentence
    before: Decimal
    after: Decimal


class MoveSeries(msgspec.Struct, frozen=True, kw_only=True):
    """A series of the target, and what became of it.

    Attributes:
        series: Its letter in the target.
        sources: The series of the source that went into it.
        planned: What it should hold.
        actual: What it holds; ``None`` when the target does not have it.
        status: Whether they agree.
    """

    series: str
    sources: tuple[str, ...]
    planned: SeriesFigures | None
    actual: SeriesFigures | None
    status: Status


class YearFigures(msgspec.Struct, frozen=True, kw_only=True):
    """A fiscal year on one side, in short."""

    vouchers: int
    rows: int
    debit: Decimal
    credit: Decimal
    assets: Decimal
    result: Decimal


class MoveYear(msgspec.Struct, frozen=True, kw_only=True):
    """A fiscal year before and after.

    Attributes:
        start: Its first day.
        end: Its last day.
        status: The worst of its checks.
        checks: How many checks it has.
        agreeing: How many of them passed.
        before: The source in short.
        after: The target in short; ``None`` when it does not have the year.
        trial: The trial balances side by side.
        months: The result of each month.
        composition: The balance sheet at the end.
        series: Every series.
    """

    start: datetime.date
    end: datetime.date
    status: Status
    checks: int
    agreeing: int
    before: YearFigures
    after: YearFigures | None
    trial: tuple[TrialLine, ...]
    months: tuple[MonthResult, ...]
    composition: tuple[Composition, ...]
    series: tuple[MoveSeries, ...]


class KeyFigure(msgspec.Struct, frozen=True, kw_only=True):
    """A figure of the whole move: before and after."""

    id: str
    name: Sentence
    before: int | Decimal
    after: int | Decimal


class NumberRun(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Vouchers that follow upon one another in the source and in the target.

    Attributes:
        year: The first day of the fiscal year.
        source_series: Empty for vouchers without one.
        source_first: The first number in the source.
        source_last: The last one.
        target_series: In the target.
        target_first: The first number in the target.
        target_last: The last one.
        count: How many vouchers.
        changed: Whether they are called otherwise in the target.
    """

    year: datetime.date
    source_series: str
    source_first: str
    source_last: str
    target_series: str
    target_first: str
    target_last: str
    count: int
    changed: bool


class Conversion(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was changed on purpose.

    Attributes:
        kind: As ``Change.kind`` has it, or ``renumbered``.
        year: The first day of the fiscal year; ``None`` for all of them.
        what: What was changed.
        before: What it was.
        after: What it became; ``None`` when it was left out.
        count: How many vouchers, rows or records; ``None`` where nothing is counted.
        debit: What they sum to in debit, for dimensions.
        credit: In credit.
        reason: Why.
    """

    kind: str
    year: datetime.date | None
    what: Sentence
    before: str | None
    after: str | None
    count: int | None = None
    debit: Decimal | None = None
    credit: Decimal | None = None
    reason: Sentence


class MoveFinding(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was found in a file before the move."""

    code: str
    file: str
    line: int
    count: int
    message: Sentence


class AcceptedBlock(msgspec.Struct, frozen=True, kw_only=True):
    """Something that stood in the way and was accepted, with the reason that was given."""

    finding: MoveFinding
    reason: str


class Retention(msgspec.Struct, frozen=True, kw_only=True):
    """Until when the law wants a fiscal year kept."""

    start: datetime.date | None
    end: datetime.date | None
    keep_until: datetime.date | None
    file: str


class MoveReport(msgspec.Struct, frozen=True, kw_only=True):
    """The report of a move.

    Attributes:
        version: Of this form.
        verdict: What came out.
        company: The company, as the source names it.
        organisation_number: As the source writes it.
        made: When the report was made.
        by: Who made the move.
        note: What they had to say.
        program: The program that made the report.
        source_programs: What the books come from.
        target_program: What they were moved into.
        sources: The files that were moved.
        targets: The files that the target has exported since.
        figures: The figures of the whole.
        checks: Everything that was checked.
        unexplained: How many differences have no explanation, consequences not counted.
        differences: Those differences, causes before consequences.
        explained: The causes of all others.
        years: Each fiscal year, the oldest first.
        numbers: Which numbers became which, in runs; every voucher is in one.
        missing: Vouchers of the source that the target does not have, as ``A 12``.
        number_map: The same voucher by voucher.
        conversions: What was changed on purpose.
        accepted: What stood in the way and was accepted.
        blocks: What stood in the way and was not.
        warnings: What had to be known before the move.
        not_carried: What no SIE file carries.
        retention: Until when the law wants each year kept.
    """

    version: int = VERSION
    verdict: MoveVerdict
    company: str | None
    organisation_number: str | None
    made: datetime.datetime
    by: str | None
    note: str | None
    program: str
    source_programs: tuple[str, ...]
    target_program: str
    sources: tuple[FileFacts, ...]
    targets: tuple[FileFacts, ...]
    figures: tuple[KeyFigure, ...]
    checks: tuple[MoveCheck, ...]
    unexplained: int
    differences: tuple[MoveDifference, ...]
    explained: tuple[Cause, ...]
    years: tuple[MoveYear, ...]
    numbers: tuple[NumberRun, ...]
    missing: tuple[str, ...]
    number_map: NumberMap
    conversions: tuple[Conversion, ...]
    accepted: tuple[AcceptedBlock, ...]
    blocks: tuple[MoveFinding, ...]
    warnings: tuple[MoveFinding, ...]
    not_carried: tuple[Sentence, ...]
    retention: tuple[Retention, ...]
