"""What every command shares: the language, the way out to the terminal, and the exit code so far."""

from __future__ import annotations

import codecs
import errno
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO, TypeVar

import click

if TYPE_CHECKING:
    from sie.errors import SieError
    from sie.report.look import Look
    from sie.text.reader import Source

__all__ = ["CONTEXT", "FILE_TYPES", "GoneError", "InOrder", "Session", "formats", "language_of", "language_option"]

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
FILE_TYPES = ("1", "2", "3", "4I", "4E")
"""As in ``sie.spec.labels``, which is not imported for the sake of a help page; a test holds them together."""

_BLOCK = 1 << 16
_F = TypeVar("_F", bound=Callable[..., Any])


class InOrder(click.Group):
    """Commands listed in the order in which they are used, not by the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands."""
        return list(self.commands)


class GoneError(Exception):
    """Nobody reads what is written any more, as after ``| head -1``: no error, only the end."""


def language_of(args: Sequence[str] | None = None) -> str:
    """The language to answer in: ``--lang``, ``SIE_LANG``, the locale; known before anything can go wrong.

    Args:
        args: The words of the command line.
    """
    words = list(sys.argv[1:] if args is None else args)
    words = words[: words.index("--")] if "--" in words else words
    named = ""
    for word, following in zip(words, [*words[1:], ""], strict=False):
        if word == "--lang":
            named = following
        elif word.startswith("--lang="):
            named = word.removeprefix("--lang=")
    if named.lower() in ("sv", "en"):
        return named.lower()
    for variable in ("SIE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable)
        if value:
            return "sv" if value.lower().startswith("sv") else "en"
    if os.name == "nt":
        import locale

        return "sv" if (locale.getlocale()[0] or "").lower().startswith("sv") else "en"
    return "en"


def language_option(command: _F) -> _F:
    """The option ``--lang``, on the command line as a whole and on each command."""
    return click.option(
        "--lang",
        type=click.Choice(["sv", "en"], case_sensitive=False),
        expose_value=False,
        help="Language of the answer; by the locale unless given.",
    )(command)


def formats(command: _F) -> _F:
    """The option ``--format``."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="For people or for programs.",
    )(command)


class Session:
    """One run of the command line.

    Args:
        language: ``"en"`` or ``"sv"``.

    Attributes:
        code: The exit code so far; the worst wins.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self.code = 0

    def worse(self, code: int) -> None:
        """Remember an exit code, if it is worse than the one so far."""
        self.code = max(self.code, code)

    def say(self, en: str, sv: str) -> str:
        """The sentence in the language of the run."""
        return sv if self.language == "sv" else en

    def look(self) -> Look:
        """How a report should look where it is shown."""
        from sie.report.look import Look

        stream: Any = sys.stdout
        terminal = bool(stream is not None and stream.isatty())
        plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
        colour = terminal and not plain and not _legacy_console()
        width = None
        if terminal:
            import shutil

            width = max(shutil.get_terminal_size().columns, 40)
        return Look(language=self.language, width=width, colour=colour, lines=_fits("─–", stream))

    def out(self, texts: str | Iterable[str]) -> None:
        """Write text to standard output, in whatever letters it has."""
        stream, held, size = sys.stdout, list[str](), 0
        encoding, handler = _encoding(stream), _handler()
        for text in (texts,) if isinstance(texts, str) else texts:
            held.append(text)
            size += len(text)
            if size > _BLOCK:
                self._write(stream, "".join(held).encode(encoding, handler))
                held, size = [], 0
        self._write(stream, "".join(held).encode(encoding, handler))
        _flush(stream)

    def data(self, data: bytes) -> None:
        """Write bytes to standard output as they are."""
        self._write(sys.stdout, data)
        _flush(sys.stdout)

    def error(self, text: str) -> None:
        """Write a message to standard error; harmless, whatever names it holds."""
        from sie.report.harmless import safe

        stream = sys.stderr
        for line in text.split("\n"):
            self._write(stream, (safe(line) + "\n").encode(_encoding(stream), _handler()))
        _flush(stream)

    def fail(self, error: SieError, code: int) -> None:
        """Write an error of the library to standard error and remember the exit code."""
        self.error("sie: " + error.message(self.language))
        self.worse(code)

    @staticmethod
    def _write(stream: TextIO | None, data: bytes) -> None:
        if stream is None:  # a program without a console
            return
        try:
            stream.flush()
            stream.buffer.write(data)
        except OSError as error:
            raise _closed(error) from None

    @staticmethod
    def source(path: str) -> Source:
        """What the library reads for a path; ``-`` is standard input."""
        if path == "-" and sys.stdin is not None:
            stdin: BinaryIO = sys.stdin.buffer
            return stdin
        return b"" if path == "-" else path


def _encoding(stream: TextIO | None) -> str:
    return getattr(stream, "encoding", None) or "utf-8"


def _fits(text: str, stream: TextIO | None) -> bool:
    try:
        text.encode(_encoding(stream))
    except UnicodeEncodeError:
        return False
    return True


def _flush(stream: TextIO | None) -> None:
    try:
        if stream is not None:
            stream.flush()
            stream.buffer.flush()
    except OSError as error:
        raise _closed(error) from None


def _closed(error: OSError) -> Exception:
    """Windows says "invalid argument" when the reader of a pipe has gone."""
    gone = isinstance(error, BrokenPipeError) or (os.name == "nt" and error.errno == errno.EINVAL)
    return GoneError() if gone else error


def _legacy_console() -> bool:
    if os.name != "nt":
        return False
    from rich.console import detect_legacy_windows

    return detect_legacy_windows()


def _handler() -> str:
    """A way to encode that replaces each letter that does not fit by the nearest that does."""
    try:
        codecs.lookup_error("sie-nearest")
    except LookupError:
        codecs.register_error("sie-nearest", _nearest)
    return "sie-nearest"


def _nearest(error: UnicodeError) -> tuple[str, int]:
    from sie.text.writer import propose

    assert isinstance(error, UnicodeEncodeError)
    bad = error.object[error.start : error.end]
    return "".join(_one(letter, error.encoding, propose) for letter in bad), error.end


def _one(letter: str, encoding: str, propose: Callable[[str, str], str]) -> str:
    try:
        return propose(letter, encoding)
    except (UnicodeError, LookupError):
        return "?"
