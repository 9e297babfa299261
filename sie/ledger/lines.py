"""Blocks of bytes to lines, and each line to the one thing that it is: record, brace, blank or garbage.

Everything that concerns characters and line ends is decided here; what a record means, in ``build``.
"""

from __future__ import annotations

import re
from typing import Protocol

from sie.ledger.fields import Fields, Found
from sie.spec.labels import BY_NAME
from sie.text.encoding import Codec, Detection, Note
from sie.text.lexer import CONTROL, Line, LineKind, lex, quick
from sie.text.mojibake import mojibake, suspects
from sie.text.patterns import ROW, VOUCHER
from sie.text.reader import LONE_CR, normalised

__all__ = ["Lines", "Sink"]

_WORD = re.compile(r'[^ \t\r\n"{}]*')
_CONTROL_BYTES = bytes([*range(9), 11, 12, *range(14, 32), 127])
_MOST_JOINED = 20
_MOST_GARBAGE = 100


class Sink(Protocol):
    """What lines are handed to."""

    def voucher(self, match: re.Match[str], number: int) -> int:
        """Take a whole voucher if it needs no forgiving; how many lines were taken."""

    def row(self, match: re.Match[str], number: int) -> bool:
        """Take a ``#TRANS`` if it needs no forgiving."""

    def record(self, found: Found) -> None:
        """Take a record that the table knows."""

    def unknown(self, lexed: Line, number: int) -> None:
        """Take a record that it does not know."""

    def open_brace(self, number: int, column: int) -> None:
        """Take an opening brace."""

    def close_brace(self, number: int, column: int) -> None:
        """Take a closing brace."""


class Lines:
    """Feeds lines to a sink, which every call names anew: no reference back keeps a ledger alive.

    Args:
        detection: What the encoding is.
        fields: Reports what is forgiven.

    Attributes:
        known: How many records had a label of the table.
        garbage: How many lines were none of anything.
    """

    def __init__(self, detection: Detection, fields: Fields) -> None:
        self.known = 0
        self.garbage = 0
        self.number = 0
        self._codec = Codec(detection)
        self._fields = fields
        self._unclosed: tuple[str, int] | None = None  # a line that ended inside quotes, and its number
        self._ended = 0  # the line of a DOS end-of-file mark
        self._after_end = 0
        self._lone_cr = False
        self._newline_at_end = True
        self._control = False
        self._suspect = False

    def feed(self, block: bytes, sink: Sink) -> None:
        """Read a block of whole lines."""
        notes: list[Note] = []
        if not self._codec.wide:
            block = block.replace(b"\r\n", b"\n")
        text = self._codec.decode(block, notes)
        if notes:
            self._strays(text, notes)
        if self._codec.wide:
            self.feed_text(text, sink)
        else:  # the same question as below, asked of bytes, is ten times as fast
            self._feed(text, sink, len(block.translate(None, _CONTROL_BYTES)) < len(block))

    def feed_text(self, text: str, sink: Sink) -> None:
        """Read whole lines of text."""
        if text:
            self._feed(text, sink, CONTROL.search(text.replace("\r", "")) is not None)

    def _feed(self, text: str, sink: Sink, control: bool) -> None:
        plain = normalised(text)
        self._control = control or "\r" in plain
        if not self._lone_cr and "\r" in text and plain.count("\n") > text.count("\n"):
            self._lone_cr = True
            self._fields.say("SIE012", self.number + 1)
        if self._ended:
            self._count_after_end(plain)
            return
        if "\x1a" in plain:
            end = _end_of_file(plain)
            if end is not None:
                rest, plain = plain[end:], plain[:end]
                self._ended = self.number + plain.count("\n") + 1
                self._count_after_end(rest)
        if plain:
            self._lines(plain, sink)

    def close(self, sink: Sink) -> None:
        """The end of the file: what was held back, and how the file ends."""
        if self._unclosed is not None:
            self._release(sink)
        if self._after_end:
            self._fields.say("SIE010", self._ended, lines=str(self._after_end))
        elif self._ended:
            self._fields.say("SIE014", self._ended)
        elif self.number and not self._newline_at_end:
            self._fields.say("SIE013", self.number)

    def _count_after_end(self, text: str) -> None:
        self._after_end += sum(1 for line in text.split("\n") if line.strip(" \t\r\x00\x1a"))

    def _strays(self, text: str, notes: list[Note]) -> None:
        """Report the bytes that did not belong to the encoding, with the words that they stand in."""
        plain = LONE_CR.sub("\n", text)  # as long as the text, so that the places hold
        line, start, before = self.number + 1, 0, 0
        for note in notes:
            newlines = plain.count("\n", before, note.index)
            if newlines:
                line += newlines
                start = plain.rfind("\n", before, note.index) + 1
            before = note.index
            nearest = max(start, note.index - 40)
            left = max(nearest, 1 + max(plain.rfind(sign, nearest, note.index) for sign in ' \t"{'))
            word = _WORD.match(plain, left, left + 80)
            column = note.index - start + 1
            self._fields.say(
                "SIE005" if note.known else "SIE008",
                line,
                column,
                column + 1,
                byte=f"{note.byte:02X}h",
                encoding=self._codec.encoding,
                letter=note.letter,
                text=word.group() if word else "",
            )

    def _lines(self, text: str, sink: Sink) -> None:
        self._newline_at_end = not text[text.rfind("\n") + 1 :].strip(" \t\r")
        self._suspect = suspects(text)
        if self._control or self._suspect:
            for number, line in enumerate(text.split("\n"), self.number + 1):
                self._look(line, number)
        number, at, end = self.number, 0, len(text)
        find, match_voucher, match_row = text.find, VOUCHER.match, ROW.match
        while at < end:
            if not self._control and self._unclosed is None:
                if text.startswith("#VER", at):
                    match = match_voucher(text, at)
                    if match is not None:
                        taken = sink.voucher(match, number + 1)
                        if taken:
                            number += taken
                            self.known += taken
                            at = match.end()
                            continue
                elif text.startswith("#TRANS", at):
                    match = match_row(text, at)
                    if match is not None and sink.row(match, number + 1):
                        number += 1
                        self.known += 1
                        at = match.end()
                        continue
            stop = find("\n", at)
            if stop < 0:
                stop = end
            number += 1
            line = text[at:stop]
            at = stop + 1
            if line:
                self._line(line, number, sink)
            elif self._unclosed is not None:
                self._continue(line, number, sink)
        self.number = number

    def _look(self, line: str, number: int) -> None:
        """What can be wrong with the characters of a line, whatever it says."""
        if self._control:
            match = CONTROL.search(line.rstrip("\r\x00\x1a"))
            if match:
                byte = f"{ord(match.group()):02X}h"
                self._fields.say("SIE011", number, match.start() + 1, match.end() + 1, byte=byte)
        if not self._suspect or not suspects(line):
            return
        for field in lex(line).fields:
            for text in (field.value,) if isinstance(field.value, str) else field.value:
                found = mojibake(text)
                if found is None:
                    continue
                code = "SIE006" if found.proposal is not None else "SIE007"
                self._fields.say(
                    code,
                    number,
                    field.start + 1,
                    field.end + 1,
                    text=text,
                    was=found.was,
                    wrong=found.wrong,
                    proposal=found.proposal or "",
                )

    def _line(self, line: str, number: int, sink: Sink) -> None:
        if self._unclosed is not None:
            self._continue(line, number, sink)
            return
        bare = line.rstrip("\r") if line[-1] == "\r" else line
        if bare == "{":
            sink.open_brace(number, 1)
            return
        if bare == "}":
            sink.close_brace(number, 1)
            return
        if bare[:1] == "#" and not self._control:
            at = _first_blank(bare)
            label = BY_NAME.get(bare[:at])
            if label is not None:
                found = quick(bare[at:], label.has_objects)
                if found is not None and len(found) <= len(label.fields):
                    self.known += 1
                    sink.record(Found(label, tuple(found), number, bare))
                    return
        lexed = lex(bare)
        if any(problem.code == "SIE104" for problem in lexed.problems):
            self._unclosed = (bare, number)
        else:
            self._lexed(bare, lexed, number, sink)

    def _continue(self, line: str, number: int, sink: Sink) -> None:
        """The line after one that ended inside quotes: its rest, or a line of its own."""
        assert self._unclosed is not None
        text, first = self._unclosed
        lexed = lex(line)
        if lexed.kind in (LineKind.GARBAGE, LineKind.BLANK) and number - first < _MOST_JOINED and len(text) < 100_000:
            joined = text + "\n" + line.rstrip("\r")
            if '"' not in line:
                self._unclosed = (joined, first)
                return
            lexed = lex(joined)
            if not any(problem.code == "SIE104" for problem in lexed.problems):
                self._unclosed = None
                end = text.find("\n") + 1 or len(text) + 1
                self._fields.say("SIE116", first, 1, end, lines=str(number - first + 1))
                self._lexed(joined, lexed, first, sink)
                return
        self._release(sink)
        if line:
            self._line(line, number, sink)

    def _release(self, sink: Sink) -> None:
        """Give up joining: each line that was held back stands for itself."""
        assert self._unclosed is not None
        text, first = self._unclosed
        self._unclosed = None
        for number, line in enumerate(text.split("\n"), first):
            self._lexed(line, lex(line), number, sink)

    def _lexed(self, text: str, lexed: Line, number: int, sink: Sink) -> None:
        say = self._fields.say
        for problem in lexed.problems:
            say(
                problem.code,
                number,
                problem.start + 1,
                problem.end + 1,
                text=problem.text,
                label=lexed.label,
                byte="09h",
            )
        if lexed.kind is LineKind.GARBAGE:
            self.garbage += 1
            if self.known or self.garbage <= _MOST_GARBAGE:
                say("SIE101", number, 1, len(text) + 1, text=text.strip())
        if lexed.kind is LineKind.RECORD and lexed.before:
            say("SIE113", number, 1, 2)
        for brace in lexed.before:
            (sink.open_brace if brace == "{" else sink.close_brace)(number, 1)
        if lexed.kind is not LineKind.RECORD:
            return
        label = BY_NAME.get(lexed.label)
        if label is None:
            sink.unknown(lexed, number)
            return
        self.known += 1
        sink.record(Found(label, lexed.values, number, text, lexed))
        if lexed.after:
            column = text.rindex(lexed.after[0]) + 1
            say("SIE113", number, column, column + 1)
            for brace in lexed.after:
                (sink.open_brace if brace == "{" else sink.close_brace)(number, column)


def _end_of_file(text: str) -> int | None:
    """The place of a DOS end-of-file mark: the first or the last thing on its line."""
    at = text.find("\x1a")
    while at >= 0:
        start = text.rfind("\n", 0, at) + 1
        stop = text.find("\n", at)
        line = text[start : stop if stop >= 0 else len(text)]
        if line.lstrip(" \t").startswith("\x1a"):
            return at
        kept = line.rstrip("\x1a\x00 \t\r")
        tail = line[len(kept) :]
        if "\x1a" in tail:
            return start + len(kept) + tail.index("\x1a")
        if stop < 0:
            return None
        at = text.find("\x1a", stop)
    return None


def _first_blank(text: str) -> int:
    space, tab = text.find(" "), text.find("\t")
    if space < 0:
        space = len(text)
    return space if tab < 0 or space < tab else tab
