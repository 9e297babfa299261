"""The options of ``sie convert`` that change which books are written, and what they do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from sie.cli.session import Session

if TYPE_CHECKING:
    from sie.comparison import Renumbering
    from sie.diagnostics import Diagnostic
    from sie.ledger.model import Ledger
    from sie.transform import Part, Transformed

__all__ = ["SHAPE_HELP", "ShapeCommand", "Shaping", "shape_options", "shaped", "write_all"]

_F = TypeVar("_F", bound=Callable[..., Any])
_MOST = 20
"""How many findings of one code are shown."""

SHAPE_HELP = """\b
Other books (done in this order; what changed is told on standard error):
  sie convert jan.se feb.se year.se --merge           parts of a year into one
  sie convert 2022.se 2023.se 2024.se all.se --merge  the latest year, with the balances of those before
  sie convert books.se more.se --apply payroll.si     vouchers of an import file into the books
  sie convert books.se new.si --new-since sent.se     only vouchers that the other file has not
  sie convert books.se q1.si --period 2024-Q1         vouchers of some days; --series L for some series
  sie convert books.se balances.se --kind 1           4E to 3, 2, 1: balances derived and checked
  sie convert books.se mapped.se --account-map accounts.csv
  sie convert books.se new.se --series-map L=A,K=B --renumber A=1 --number-map numbers.csv
  sie convert books.se support.se --anonymise         nobody can tell whose books they are
  sie convert books.se folder --split-by series       or month, quarter, year, object:6
"""


class ShapeCommand(click.Command):
    """``--renumber`` takes a value or none: what follows belongs to it only when it looks like SERIES=START."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Give ``--renumber`` without a value one that means all series."""
        out: list[str] = []
        words = list(args)
        while words:
            word = words.pop(0)
            if word == "--":
                out += [word, *words]
                break
            if word == "--renumber":
                follows = bool(words) and re.fullmatch(r"[^=]{0,40}=[0-9]{1,9}", words[0])
                word = f"--renumber={words.pop(0) if follows else '*'}"
            out.append(word)
        return super().parse_args(ctx, out)


_OPTIONS = (
    click.option("--merge", is_flag=True, help="Make one of several SOURCEs: parts of a year, or years."),
    click.option(
        "--apply", "apply_files", multiple=True, metavar="FILE.si", help="Add the vouchers of a file for import."
    ),
    click.option("--apply-series", metavar="SERIES", help="Of vouchers in it that have no series."),
    click.option("--new-since", metavar="OTHER", help="Only vouchers that OTHER does not have, as type 4I."),
    click.option("--series", multiple=True, help="Only vouchers of this series, as type 4I; may be repeated."),
    click.option(
        "--period", metavar="PERIOD", help="Only vouchers of 2024-01-01..2024-03-31, 2024-01 or 2024-Q1, as 4I."
    ),
    click.option("--account-map", metavar="FILE.csv", type=click.Path(), help="Map accounts: columns from,to[,name]."),
    click.option("--allow-unmapped", is_flag=True, help="Keep accounts that the account map lacks."),
    click.option("--series-map", multiple=True, metavar="L=A,K=B", help="Give series other names."),
    click.option("--renumber", multiple=True, metavar="[SERIES=START]", help="Number vouchers one after the other."),
    click.option("--number-map", metavar="FILE.csv", type=click.Path(), help="Write which voucher became which."),
    click.option("--anonymise", "--anonymize", is_flag=True, help="Replace names, texts and numbers by pseudonyms."),
    click.option(
        "--anonymise-key",
        "--anonymize-key",
        envvar="SIE_ANONYMISE_KEY",
        metavar="TEXT",
        help="The same key gives the same pseudonyms.",
    ),
    click.option(
        "--split-by",
        metavar="WAY",
        help="year, series, month, quarter or object:DIM; TARGET is a new folder, or a name such as '{series}.se'.",
    ),
)


def shape_options(command: _F) -> _F:
    """The options, on a command that hands them on to ``shaped``."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


class Shaping(NamedTuple):
    """What somebody asked for; the names are those of the options."""

    merge: bool
    apply_files: tuple[str, ...]
    apply_series: str | None
    new_since: str | None
    series: tuple[str, ...]
    period: str | None
    account_map: str | None
    allow_unmapped: bool
    series_map: tuple[str, ...]
    renumber: tuple[str, ...]
    number_map: str | None
    anonymise: bool
    anonymise_key: str | None
    split_by: str | None


class Shaped(NamedTuple):
    """What is to be written: books with their files, and other files beside them."""

    books: list[tuple[str, Ledger]]
    beside: dict[str, bytes]


def shaped(
    session: Session,
    sources: Sequence[str],
    target: str,
    read: Callable[[str], Ledger | None],
    kind: str | None,
    suffix: str | None,
    force: bool,
    options: dict[str, Any],
) -> Shaped | None:
    """The books to write, each with its file.

    Args:
        session: Tells what changed.
        sources: What to read.
        target: As given: a file, a folder, or a name with ``{series}`` and the like.
        read: Reads books, or says why not.
        kind: The file type that was asked for.
        suffix: Of the parts in a folder; ``.se`` or ``.si`` unless given.
        force: Go on in spite of errors.
        options: By name, as ``shape_options`` has them.

    Returns:
        ``None`` when something stands in the way, which was said.

    Raises:
        SieUsageError: Options do not go together, or cannot be done.
    """
    wanted = Shaping(**options)
    _refuse(wanted, sources)
    ledgers: list[Ledger] = []
    for path in sources:
        ledger = read(path)
        if ledger is None:
            return None
        ledgers.append(ledger)
    work = _Shape(session, read, wanted, kind)
    parts = work.run(ledgers)
    if parts is None:
        return None
    _tell(session, work.found)
    if not force and any(d.severity == "error" for d in work.found):
        session.error(
            session.say(
                "sie: Nothing was written: a person has to decide about the errors above. Or write it with --force.",
                "sie: Inget skrevs: någon måste ta ställning till felen ovan. Eller skriv ändå med --force.",
            )
        )
        session.worse(1)
        return None
    beside = {} if wanted.number_map is None else _number_map(wanted.number_map, (*sources, target), work)
    if wanted.split_by is None:
        return Shaped([(target, parts[0].ledger)], beside)
    return Shaped(_named(parts, target, wanted.split_by, suffix, force), beside)


def _refuse(wanted: Shaping, sources: Sequence[str]) -> None:
    from sie.errors import SieUsageError

    if len(sources) > 1 and not wanted.merge:
        raise SieUsageError(
            f"There are {len(sources)} SOURCEs and one TARGET: say --merge to make one of them.",
            f"Det finns {len(sources)} SOURCE och ett TARGET: ange --merge för att göra dem till en.",
        )
    if wanted.number_map is not None and not (wanted.renumber or wanted.series_map or wanted.apply_files):
        raise SieUsageError(
            "--number-map goes with --renumber, --series-map or --apply: nothing else changes numbers.",
            "--number-map hör ihop med --renumber, --series-map eller --apply: inget annat ändrar nummer.",
        )
    if wanted.apply_series is not None and not wanted.apply_files:
        raise SieUsageError("--apply-series goes with --apply.", "--apply-series hör ihop med --apply.")
    if wanted.allow_unmapped and wanted.account_map is None:
        raise SieUsageError("--allow-unmapped goes with --account-map.", "--allow-unmapped hör ihop med --account-map.")


class _Shape:
    """One run: each step in its order."""

    def __init__(
        self, session: Session, read: Callable[[str], Ledger | None], wanted: Shaping, kind: str | None
    ) -> None:
        self.session = session
        self.read = read
        self.wanted = wanted
        self.kind = kind
        self.found: list[Diagnostic] = []
        self.pairs: tuple[Renumbering, ...] = ()
        self.ledger: Ledger | None = None

    def run(self, ledgers: Sequence[Ledger]) -> tuple[Part, ...] | None:
        """The parts to write; one, unless the books were split. ``None`` when a file could not be read."""
        from sie import transform

        wanted = self.wanted
        ledger = self._done(transform.merge(ledgers)) if wanted.merge else ledgers[0]
        for path in wanted.apply_files:
            more = self.read(path)
            if more is None:
                return None
            applied = transform.apply(ledger, more, series=wanted.apply_series)
            ledger = self._done(applied)
            self.pairs = (*self.pairs, *applied.pairs)
        if wanted.new_since is not None:
            other = self.read(wanted.new_since)
            if other is None:
                return None
            ledger = self._done(transform.new_since(ledger, other))
        ledger = self._kind(ledger)
        if wanted.account_map is not None:
            ledger = self._accounts(ledger, wanted.account_map)
        ledger = self._numbers(ledger)
        self.ledger = ledger
        if wanted.anonymise:
            ledger = self._done(transform.anonymise(ledger, wanted.anonymise_key or None))
        if wanted.split_by is None:
            return (transform.Part("", ledger),)
        split = transform.split(ledger, wanted.split_by)
        self.found += split.found
        return split.parts

    def _done(self, done: Transformed) -> Ledger:
        self.found += done.found
        return done.ledger

    def _kind(self, ledger: Ledger) -> Ledger:
        from sie.transform import period_of, to_kind

        wanted = self.wanted
        series = [name for word in wanted.series for name in word.split(",")]
        period = period_of(wanted.period) if wanted.period else None
        kind = self.kind or ("4I" if series or period or wanted.new_since else None)
        return ledger if kind is None else self._done(to_kind(ledger, kind, series=series, period=period))

    def _accounts(self, ledger: Ledger, path: str) -> Ledger:
        from sie.text.reader import opened
        from sie.transform import map_accounts, read_account_map, unmapped

        with opened(path) as file:
            table = read_account_map(file.read())
        missing = unmapped(ledger, table)
        if missing and not self.wanted.allow_unmapped:
            for number in missing:
                account = ledger.accounts.get(number)
                self.session.error(f"{number};;{account.name or '' if account else ''}")
        return self._done(map_accounts(ledger, table, allow_unmapped=self.wanted.allow_unmapped))

    def _numbers(self, ledger: Ledger) -> Ledger:
        from sie.transform import map_series, renumber
        from sie.transform.numbers import chained, clashes

        before, wanted = ledger, self.wanted
        pairs: tuple[Renumbering, ...] = ()
        series = _pairs(wanted.series_map)
        if series:
            done = map_series(ledger, series)
            ledger, pairs = done.ledger, done.pairs
            # How many numbers are other ones, and whether any is there twice, is known after the last step.
            self.found += (d for d in done.found if d.name not in ("renumbered", "number-taken"))
        if wanted.renumber:
            starts = _starts([word for word in wanted.renumber if word != "*"])
            done = renumber(ledger, starts, only="*" not in wanted.renumber)
            pairs = chained(pairs, done.pairs)
            ledger = self._done(done)
        self.found += clashes(before.vouchers, ledger.vouchers) if ledger is not before else ()
        self.pairs = chained(self.pairs, pairs) if pairs else self.pairs
        return ledger


def _pairs(words: Iterable[str]) -> dict[str, str]:
    from sie.errors import SieUsageError

    found: dict[str, str] = {}
    for word in (part for whole in words for part in whole.split(",")):
        old, equals, new = word.partition("=")
        if not equals:
            raise SieUsageError(
                f"--series-map {word!r} has no equals sign: write --series-map L=A,K=B.",
                f"--series-map {word!r} saknar likhetstecken: skriv --series-map L=A,K=B.",
            )
        found[old.strip()] = new.strip()
    return found


def _starts(words: Iterable[str]) -> dict[str, int]:
    from sie.errors import SieUsageError

    found: dict[str, int] = {}
    for word in words:
        series, equals, number = word.rpartition("=")
        if not equals or not (number.isascii() and number.isdigit() and len(number) < 10):
            raise SieUsageError(
                f"--renumber {word!r}: write --renumber, or --renumber A=1 with the first number of a series.",
                f"--renumber {word!r}: skriv --renumber, eller --renumber A=1 med seriens första nummer.",
            )
        found[series] = int(number)
    return found


def _tell(session: Session, found: Sequence[Diagnostic]) -> None:
    """What changed, the worst first; of one kind not more than a screen holds."""
    by_code: dict[str, list[Diagnostic]] = {}
    for d in sorted(found, key=lambda d: -d.severity.rank):
        by_code.setdefault(d.code, []).append(d)
    for code, group in by_code.items():
        for d in group[:_MOST]:
            session.error(f"{code} {d.message(session.language)}")
        if len(group) > _MOST:
            more = len(group) - _MOST
            session.error(session.say(f"{code} ... and {more} more of these.", f"{code} ... och {more} till av dessa."))


def _number_map(path: str, others: Sequence[str], work: _Shape) -> dict[str, bytes]:
    from sie.cli.convert import refuse_same_file
    from sie.transform import number_map_csv

    for other in others:
        refuse_same_file(other, path)
    year = work.ledger.years.get(0) if work.ledger is not None else None
    return {path: number_map_csv([(year.start if year else None, work.pairs)])}


def _pieces(pattern: str) -> list[tuple[int, str]]:
    """A name in pieces: 0 with what stands as it is, 1 with what stood in braces."""
    return [(place % 2, piece) for place, piece in enumerate(re.split(r"\{([^{}]*)\}", pattern))]


def _named(parts: Sequence[Part], target: str, way: str, suffix: str | None, force: bool) -> list[tuple[str, Ledger]]:
    """The file of each part: a name in the folder, or the pattern filled in; no two the same on any system."""
    from sie.errors import SieUsageError
    from sie.transform.names import safe_stem, span_name

    if target == "-":
        raise SieUsageError(
            "Several files cannot go to standard output: name a folder, or a file such as '{series}.se'.",
            "Flera filer kan inte gå till standard ut: ange en mapp, eller en fil som '{series}.se'.",
        )
    word = way.partition(":")[0]
    pattern = "{" in target
    unknown = set(re.findall(r"\{([^{}]*)\}", target)) - {"company", "year", "part", word}
    if pattern and (unknown or (f"{{{word}}}" not in target and "{part}" not in target)):
        raise SieUsageError(
            f"A name for these parts holds {{{word}}} or {{part}}, and may hold {{company}} and {{year}}; this is "
            f"{target!r}.",
            f"Ett namn för de här delarna innehåller {{{word}}} eller {{part}}, och får innehålla {{company}} och "
            f"{{year}}; det här är {target!r}.",
        )
    named: list[tuple[str, Ledger]] = []
    seen: set[str] = set()
    for part in parts:
        ledger = part.ledger
        key = safe_stem(part.key, "utan") if part.key else "utan"
        company = safe_stem(ledger.company.name or "", "bolag")
        year = span_name(ledger.years.get(0)) or "0"
        for attempt in range(1, len(parts) + 2):
            shown = key if attempt == 1 else f"{key} ({attempt})"
            values = {"company": company, "year": year, "part": shown, word: shown}
            if pattern:
                path = "".join(values[piece] if odd else piece for odd, piece in _pieces(target))
            else:
                ending = suffix or (".si" if ledger.kind == "4I" else ".se")
                stem = f"{company} {shown}" if word == "year" else f"{company} {year} {shown}"
                path = str(Path(target) / f"{stem}{ending}")
            if path.casefold() not in seen:
                break
        seen.add(path.casefold())
        if pattern and not force and Path(path).exists():
            raise SieUsageError(
                f"{path} exists already: choose another name, or overwrite it with --force.",
                f"{path} finns redan: välj ett annat namn, eller skriv över den med --force.",
            )
        named.append((path, ledger))
    return named


def write_all(session: Session, target: str, files: Sequence[tuple[str, bytes]], beside: dict[str, bytes]) -> None:
    """Write what was made: to standard output, to a file, to files, or to a new folder with all of them.

    Args:
        session: The way out.
        target: As given.
        files: Path and bytes of the books.
        beside: Other files; they are written last.
    """
    from sie.text.writer import write_atomically, write_folder

    if not files:
        pass  # one file, which is written already
    elif target == "-":
        session.data(files[0][1])
    elif files[0][0] == target or "{" in target:
        for path, data in files:
            write_atomically(path, data)
    else:
        write_folder(target, {Path(path).name: data for path, data in files})
    for path, data in beside.items():
        write_atomically(path, data)
