"""``sie convert``: from one format to another."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sie.cli.convert_options import SHAPE_HELP, ShapeCommand, Shaping, shape_options, shaped, write_all
from sie.cli.failures import unreadable
from sie.cli.format_options import format_options, options_from, saved
from sie.cli.session import CONTEXT, Session, language_option

if TYPE_CHECKING:
    from sie.convert.format import Format
    from sie.convert.options import Options
    from sie.diagnostics import Diagnostic
    from sie.ledger.model import Ledger

__all__ = ["command", "refuse_same_file"]

_HELP = """Write the books of SOURCE to TARGET.

The suffix of TARGET says what it becomes, or --to; 'sie formats' lists the formats and what each keeps. SOURCE is
known by its suffix, by how it begins, or by --from. - is standard input or output.

\b
  sie convert odd.se clean.se                 SIE as the standard says it should be
  sie convert books.se books.xlsx             a workbook to read, to work in, and to read back
  sie convert books.se books.csv              a journal: one line for each row of a voucher
  sie convert books.se books.json             everything, for programs ('sie schema' describes it)
  sie convert vouchers.xlsx vouchers.si       vouchers from a spreadsheet, for an accounting program
  sie convert books.se books.sie --key me.p12     SIE 5, signed
  sie convert utf8.se pc8.se --substitute     letters that CP437 lacks are replaced, and listed
  sie convert books.se - --encoding utf-8 --newline lf

What the format cannot keep is told on standard error: how many, with an example. With --strict nothing is
written then. Warnings about SOURCE are printed. A source with errors, or with values that could not be kept, is
not converted unless you --force it, which leaves them out; an amount is never left out or made up. Nor is SOURCE
overwritten without --force. TARGET is written whole or not at all.

"""


@click.command(
    "convert",
    cls=ShapeCommand,
    help=_HELP + SHAPE_HELP,
    short_help="Another format, file type or selection of the books.",
    context_settings=CONTEXT,
)
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, type=click.Path(allow_dash=True))
@click.argument("target", metavar="TARGET", type=click.Path(allow_dash=True))
@click.option("--from", "source_format", metavar="FORMAT", help="What SOURCE is; found out unless given.")
@click.option("--to", "target_format", metavar="FORMAT", help="What TARGET is; by its suffix unless given.")
@click.option("--strict", is_flag=True, help="Write nothing if anything would be lost.")
@format_options
@shape_options
@click.option("-f", "--force", is_flag=True, help="Convert in spite of errors; overwrite SOURCE.")
@language_option
@click.pass_obj
def command(
    session: Session,
    /,
    sources: tuple[str, ...],
    target: str,
    source_format: str | None,
    target_format: str | None,
    strict: bool,
    force: bool,
    **given: Any,
) -> None:
    """Read, shape, and write if there is nothing wrong."""
    from sie.convert.registry import find, refuse_options

    writes = find(target_format) if target_format else _target_format(target, bool(given["split_by"]))
    kind = given["kind"]  # the books become that type, whatever they are written as
    options = options_from(session, given if writes.name == "sie" else {**given, "kind": None})
    with contextlib.ExitStack() as stack:
        places = {source: stack.enter_context(saved(source)) for source in dict.fromkeys(sources)}

        def form_of(path: str) -> Format:
            return find(source_format) if source_format else _source_format(path, places.get(path, Path(path)))

        refuse_options(options, [form_of(source) for source in sources], writes)
        for source in () if force else sources:
            refuse_same_file(source, target)
        if not force:
            _refuse_other_database(target, writes)
        done = shaped(
            session,
            sources,
            target,
            lambda path: _read(session, path, places.get(path, Path(path)), form_of(path), options, force),
            kind,
            None if writes.name == "sie" else writes.suffixes[0],
            force,
            {name: given[name] for name in Shaping._fields},
        )
    if done is None:
        return
    refused = [_told(session, ledger, writes, options, strict) for _, ledger in done.books]
    if any(refused):
        return
    if [path for path, _ in done.books] == [target]:
        _write(session, done.books[0][1], target, writes, options)
        write_all(session, target, [], done.beside)
    else:
        files = [(path, _bytes(session, ledger, writes, options)) for path, ledger in done.books]
        write_all(session, target, files, done.beside)


def _source_format(name: str, place: Path) -> Format:
    """What a source is: by its suffix, else by how it begins; SIE when neither says anything."""
    from sie.convert.registry import by_suffix, find, sniff

    named = [form for form in by_suffix(name) if form.reads]
    if len(named) == 1:
        return named[0]
    found = sniff(place)
    return found if found is not None else (named[0] if named else find("sie"))


def _target_format(name: str, parts: bool) -> Format:
    """What a target is, by its suffix; SIE when it has none, or is a folder for several files.

    ``.sie`` is SIE 5 when it is written: SIE 4 has ``.se`` and ``.si``.
    """
    from sie.convert.registry import by_suffix, find, formats
    from sie.errors import SieUsageError

    named = [form for form in by_suffix(name) if form.writes]
    if named:
        return named[-1]
    path = Path(name)
    if parts and not path.suffix:
        return find("sie")
    if (path.suffix and not path.is_char_device()) or path.is_dir() or name.endswith(("/", "\\")):
        known = ", ".join(form.name for form in formats().values() if form.writes)
        raise SieUsageError(
            f"The name {name} does not say what to write: use --to with one of {known}.",
            f"Namnet {name} säger inte vad som ska skrivas: använd --to med något av {known}.",
        )
    return find("sie")


def _refuse_other_database(target: str, form: Format) -> None:
    """A company in a database ends in ``.db`` too, and must not be replaced by mistake."""
    if form.name == "sqlite":
        from sie.convert.sqlite import refuse_other

        refuse_other(Path(target))


def refuse_same_file(source: str, target: str) -> None:
    """Refuse to write over the file that is read.

    Args:
        source: The file that is read, or ``-``.
        target: The file that is written, or ``-``.

    Raises:
        SieUsageError: They are the same.
    """
    from sie.errors import SieUsageError

    try:
        same = "-" not in (source, target) and Path(source).samefile(target)
    except (OSError, ValueError):
        return
    if same:
        raise SieUsageError(
            f"{target} is the file that is read. Choose another name, or overwrite it with --force.",
            f"{target} är filen som läses. Välj ett annat namn, eller skriv över den med --force.",
        )


def _read(session: Session, name: str, place: Path, form: Format, options: Options, force: bool) -> Ledger | None:
    """The books, or ``None`` when there is something wrong with the source, which is said."""
    from sie.convert.registry import read
    from sie.diagnostics import Severity

    ledger = read(place, form, options)
    if unreadable(session, name, ledger):
        return None
    # A wrong #FORMAT is cured by the writing itself.
    warnings = [d for d in ledger.diagnostics if d.severity >= Severity.WARNING and d.code != "SIE003"]
    worth_saying = sorted(warnings, key=lambda d: -d.severity.rank)
    for diagnostic in worth_saying[:20]:
        where = diagnostic.params.get("cell") or session.say(f"line {diagnostic.line}", f"rad {diagnostic.line}")
        session.error(f"{name}, {where}: {diagnostic.code} {diagnostic.message(session.language)}")
    if len(worth_saying) > 20:
        more = len(worth_saying) - 20
        session.error(
            session.say(
                f"... and {more} more; 'sie show --findings' lists them all.",
                f"... och {more} till; 'sie show --findings' räknar upp alla.",
            )
        )
    if not force and any(_blocks(d) for d in worth_saying):
        session.error(
            session.say(
                "sie: Nothing was written: something in the file is wrong or would be missing. "
                "Correct it, or write what could be read with --force.",
                "sie: Inget skrevs: något i filen är fel eller skulle saknas. "
                "Rätta det, eller skriv det som gick att läsa med --force.",
            )
        )
        session.worse(1)
        return None
    return ledger


def _blocks(diagnostic: Diagnostic) -> bool:
    """Whether a finding keeps a file from being written: an error, or something that the ledger has not kept."""
    from sie.sie5.findings import LOSSES as LOSSES_OF_SIE5
    from sie.text.findings import LOSSES

    if diagnostic.code == "SIE212" and diagnostic.params.get("before") == diagnostic.params.get("now"):
        return False  # the same record twice
    if diagnostic.code in ("SIE203", "SIE730"):
        return (
            False  # an amount in another notation, which is written right; no signature, which is nothing of the books
        )
    return diagnostic.severity == "error" or diagnostic.code in LOSSES or diagnostic.code in LOSSES_OF_SIE5


def _told(session: Session, ledger: Ledger, form: Format, options: Options, strict: bool) -> bool:
    """Tell what the format loses; whether that forbids writing."""
    from sie.convert.losses import losses, lost

    found = losses(ledger, form, options)
    for diagnostic in found:
        where = session.say(f"line {diagnostic.line}: ", f"rad {diagnostic.line}: ") if diagnostic.line else ""
        # The remedy of every loss is the same: keep the source too. It is told once, when nothing is written.
        said = diagnostic.cause if lost(diagnostic) else diagnostic.message
        session.error(f"{where}{diagnostic.code} {said(session.language)}".rstrip())
    really = [diagnostic for diagnostic in found if lost(diagnostic)]
    if not strict or not really:
        return False
    remedy = really[0].remedy(session.language)
    session.error(
        session.say(
            f"sie: Nothing was written, because --strict allows no loss. {remedy}",
            f"sie: Inget skrevs, eftersom --strict inte tillåter att något går förlorat. {remedy}",
        )
    )
    session.worse(1)
    return True


def _bytes(session: Session, ledger: Ledger, form: Format, options: Options) -> bytes:
    from io import BytesIO

    from sie.convert.registry import write

    held = BytesIO()
    _written(session, lambda: write(ledger, held, form, options), form, options)
    return held.getvalue()


def _write(session: Session, ledger: Ledger, target: str, form: Format, options: Options) -> None:
    from sie.convert.registry import write

    if target == "-":
        session.data(_bytes(session, ledger, form, options))
    else:
        _written(session, lambda: write(ledger, target, form, options), form, options)


def _written(session: Session, write: Callable[[], None], form: Format, options: Options) -> None:
    """Write; what cannot be written is said, with a way out, and what was replaced."""
    from sie.cli.substitutes import substitutions_told

    with substitutions_told(session, options.substitute, hint=form.name == "sie"):
        write()
