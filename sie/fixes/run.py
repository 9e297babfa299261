"""A file mended step by step, every step held against the books."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import msgspec

from sie.fixes import braces, ends, fields, letters
from sie.fixes.model import Fixed, Left, Repair
from sie.fixes.sheet import Change, Sheet, State, changed, read, same_books, sheet_of
from sie.spec.labels import BY_NAME
from sie.text.checksum import Checksum, verify
from sie.text.lexer import lex
from sie.text.reader import Source, open_document
from sie.text.record import Document
from sie.text.sniff import not_sie
from sie.text.writer import quote

__all__ = ["fix"]

Family = Callable[[State], Iterable[Change]]
Whole = tuple[Sheet, tuple[Repair, ...]]

# In an order in which one makes way for the next. What is quoted whole needs no quotes escaped.
_ENDS: tuple[Family, ...] = (ends.end_of_file, ends.final_line_end)
_SAFE: tuple[Family, ...] = (
    braces.own_lines,
    braces.opened,
    fields.labels,
    fields.quoted,
    fields.escaped,
    fields.absent,
    fields.hyphen,
    letters.garbled_names,
    letters.strays,
    letters.format_record,
)
_UNSAFE: tuple[Family, ...] = (
    fields.joined,
    fields.controls,
    fields.amounts,
    fields.dates,
    letters.garbled_bookings,
    braces.opened_and_closed,
    braces.closed,
    braces.removed,
)
_MOST_ROUNDS = 100
_LEAST_TRIES, _MOST_TRIES, _BYTES_TO_TRY = 40, 400, 40_000_000


def fix(source: Source, *, unsafe: bool = False, encoding: str | None = None) -> Fixed:
    r"""Mend what reading a file has to forgive, and keep every other byte of it.

    A safe repair keeps every value of the books: encoding and ``#FORMAT``, line ends, quotes, labels, braces, empty
    fields, a checksum that was right. Two kinds name the value that they change: the hyphen of ``#ORGNR``, and
    garbled names that can be restored without loss. Amounts, dates, the texts of vouchers and a checksum that was
    wrong are for an unsafe fix only. After every step the books are read again; a step after which they would not be
    the same, but for what it names, is not made.

    Args:
        source: A path, bytes, or a binary file. It is only read.
        unsafe: Also make the repairs that are not safe.
        encoding: The name of the encoding; decided from the bytes unless given.

    Returns:
        The file as it was and as it is now, what was done, what an unsafe fix would do, and what could not be done.
        What is no SIE file comes back as it is.

    Raises:
        SieFileError: The path cannot be opened.
        SieUsageError: The source or the encoding is none.

    Spec: paragraphs 5.3-5.10, 10 and 12.

    Example:
        >>> fixed = fix(b"#FLAGGA 0\n#FORMAT PC8\n#ORGNR 5566778899\n#PROSA Allt i sin ordning\n")
        >>> print(fixed.document.to_bytes().decode())
        #FLAGGA 0
        #FORMAT PC8
        #ORGNR 556677-8899
        #PROSA "Allt i sin ordning"
        >>> [(repair.code, repair.line) for repair in fixed.repairs]
        [('SIE602', 3), ('SIE108', 4)]
    """
    document = open_document(source, encoding=encoding)
    known = any(record.label in BY_NAME for record in document)
    if not_sie(document.detection.head, known) is not None:
        return Fixed(document, document, origins=tuple(range(1, len(document) + 1)))
    done = _Run(read(sheet_of(document, encoding)), unsafe, document)
    done.go()
    sheet = done.state.sheet
    new = document
    if done.repairs:
        new = open_document(sheet.data(), encoding=sheet.named)
    pending: tuple[Repair, ...] = ()
    left = letters.left_over(done.state)
    if not unsafe:
        more = _Run(done.state, True, new)
        more.go()
        pending = tuple(repair for repair in _in_order(more.repairs) if not repair.safe)
        if left is not None and letters.left_over(more.state) is None:
            left = msgspec.structs.replace(left, why="garbled")
    return Fixed(
        document,
        new,
        _in_order(done.repairs),
        pending,
        (left,) if left is not None else (),
        tuple([line.number for line in sheet.lines]),
    )


def _in_order(repairs: Iterable[Repair]) -> tuple[Repair, ...]:
    return tuple(sorted(repairs, key=lambda repair: repair.line))


class _Run:
    """Makes repairs until there are none left to make.

    Args:
        state: The file.
        unsafe: Whether to make unsafe repairs too.
        document: The same file as a document.

    Attributes:
        state: The file as it is by now.
        repairs: What was done.
    """

    def __init__(self, state: State, unsafe: bool, document: Document) -> None:
        self.state = state
        self.repairs: list[Repair] = []
        self._families = (*_ENDS, *(_UNSAFE if unsafe else ()), *_SAFE)
        self._unsafe = unsafe
        self._document = document
        self._refused: set[tuple[Repair, ...]] = set()
        self._tries = 0

    def go(self) -> None:
        """Make repairs."""
        for _ in range(_MOST_ROUNDS):
            before = self.state
            self._refused.clear()  # what did not fit before may fit now
            self._whole(ends.line_ends(before.sheet, before.live))
            for family in self._families:
                self._by_line(family)
            found = letters.transcoded(self.state)
            if not isinstance(found, Left):
                self._whole(found)
            if self.state is before:
                break
        if self._document.detection.checksummed:
            self._checksum()

    def _whole(self, found: Whole | None) -> None:
        """Take a change of the file as a whole, if it keeps the books."""
        if found is None or found[1] in self._refused:
            return
        sheet, repairs = found
        after = read(sheet)
        if same_books(self.state, after, {}):
            self.state = after
            self.repairs += repairs
        else:
            self._refused.add(repairs)

    def _by_line(self, family: Family) -> None:
        """Take what one kind of repair proposes, as far as it keeps the books."""
        changes = [
            change
            for change in sorted(family(self.state), key=lambda change: change.at)
            if change.at + change.count <= self.state.live and change.repairs not in self._refused
        ]
        if not changes:
            return
        before, made = self.state, len(self.repairs)
        size = sum(len(line.raw) for line in before.sheet.lines)
        self._tries = max(_LEAST_TRIES, min(_MOST_TRIES, _BYTES_TO_TRY // (size + 1)))
        self._take(changes)
        if self._tries < 0:
            # Something is wrong with nearly all of them, and to find out one by one would take for ever.
            self.state = before
            del self.repairs[made:]
            self._refused.update(change.repairs for change in changes)

    def _take(self, changes: Sequence[Change]) -> None:
        """Make changes together; where that does not keep the books, make those that do."""
        self._tries -= 1
        if self._tries < 0:
            return
        named = dict(pair for change in changes for pair in change.named)
        try:
            after = read(changed(self.state.sheet, changes))
        except UnicodeEncodeError:
            after = None
        if after is not None and _read_alike(self.state, after) and same_books(self.state, after, named):
            self.state = after
            for change in changes:
                self.repairs += change.repairs
        elif len(changes) == 1:
            self._refused.add(changes[0].repairs)
        else:
            half = len(changes) // 2
            self._take(changes[half:])  # from the end, so that the places of the others stay
            self._take(changes[:half])

    def _checksum(self) -> None:
        """Bring a checksum up to date that was right; one that was wrong is evidence, and left unless told."""
        was = verify(self._document.records)
        if not (was.opened and was.closed) or (was.ok is not True and not self._unsafe):
            return
        sheet = self.state.sheet
        now = verify(open_document(sheet.data(), encoding=sheet.named).records)
        if now.ok or now.computed is None or not (now.opened and now.closed):
            return
        change = _with_sum(sheet, now, was.ok is True)
        after = read(changed(sheet, (change,)))
        if same_books(self.state, after, {}):
            self.state = after
            self.repairs += change.repairs


def _read_alike(before: State, after: State) -> bool:
    """Whether both are taken to be in the same encoding."""
    return before.ledger.encoding == after.ledger.encoding


def _with_sum(sheet: Sheet, now: Checksum, safe: bool) -> Change:
    """The closing ``#KSUMMA`` with the sum that the contents give."""
    line = sheet.lines[now.closed - 1]
    found = lex(line.text).fields
    value = quote(str(now.computed), always=bool(found) and found[0].quoted)
    start, end = (found[0].start, found[0].end) if found else (len(line.text), len(line.text))
    text = line.text[:start] + (value if found else f" {value}") + line.text[end:]
    repair = Repair("SIE219", "checksum", line.number, now.declared or '""', value, safe, "#KSUMMA")
    return Change(now.closed - 1, 1, (text,), (repair,))
