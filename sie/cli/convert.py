"""``sie convert``: SIE written anew, to JSON, and from JSON."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sie.cli.session import CONTEXT, FILE_TYPES, Session, language_option

if TYPE_CHECKING:
    from sie.diagnostics import Diagnostic
    from sie.ledger.model import Ledger
    from sie.text.writer import Substitutions

__all__ = ["command", "refuse_same_file"]

_FORMATS = ("sie", "json")

_HELP = """Write the books of SOURCE to TARGET.

SIE comes out as the standard says it should be: group order, two decimals, quotes only where they are needed.
Every value is kept; spacing and line order are not. By the suffix .json, or with --to and --from, the books
become JSON ('sie schema' describes it) and SIE again, with nothing lost. - is standard input or output.

\b
  sie convert odd.se clean.se
  sie convert books.se books.json
  sie convert books.json books.se
  sie convert utf8.se pc8.se --substitute     letters that CP437 lacks are replaced, and listed
  sie convert books.se - --encoding utf-8 --newline lf

Warnings are printed. A file with errors, or with values that could not be kept, is not converted unless you
--force it, which leaves them out; an amount is never left out or made up. Nor is SOURCE overwritten without
--force. TARGET is written whole or not at all.
"""


@click.command("convert", help=_HELP, short_help="Write SIE anew, to JSON, and from JSON.", context_settings=CONTEXT)
@click.argument("source", metavar="SOURCE", type=click.Path(allow_dash=True))
@click.argument("target", metavar="TARGET", type=click.Path(allow_dash=True))
@click.option(
    "--from", "source_format", type=click.Choice(_FORMATS), help="What SOURCE is; by its suffix unless given."
)
@click.option("--to", "target_format", type=click.Choice(_FORMATS), help="What TARGET is; by its suffix unless given.")
@click.option("--encoding", metavar="NAME", help="Of the SIE file that is written.  [default: cp437]")
@click.option("--newline", type=click.Choice(["crlf", "lf"]), help="Of the SIE file that is written.  [default: crlf]")
@click.option("--kind", type=click.Choice(FILE_TYPES, case_sensitive=False), help="Write this file type.")
@click.option("--checksum", is_flag=True, help="Write #KSUMMA.")
@click.option("--substitute", is_flag=True, help="Replace letters that the encoding lacks, and list them.")
@click.option(
    "--input-encoding", metavar="NAME", help="Read SOURCE as this encoding; found from the bytes unless given."
)
@click.option("-f", "--force", is_flag=True, help="Convert in spite of errors; overwrite SOURCE.")
@language_option
@click.pass_obj
def command(
    session: Session,
    source: str,
    target: str,
    source_format: str | None,
    target_format: str | None,
    encoding: str | None,
    newline: str | None,
    kind: str | None,
    checksum: bool,
    substitute: bool,
    input_encoding: str | None,
    force: bool,
) -> None:
    """Read, and write if there is nothing wrong."""
    from sie.errors import SieUsageError

    source_format = source_format or _format_of(source)
    target_format = target_format or _format_of(target)
    if target_format == "json" and (encoding or newline or kind or checksum or substitute):
        raise SieUsageError(
            "--encoding, --newline, --kind, --checksum and --substitute are for SIE; TARGET is JSON.",
            "--encoding, --newline, --kind, --checksum och --substitute gäller SIE; TARGET är JSON.",
        )
    if not force:
        refuse_same_file(source, target)
    ledger = _read(session, source, source_format, input_encoding, force)
    if ledger is None:
        return
    if target_format == "json":
        from sie.convert.json import dumps as to_json

        data = to_json(ledger)
    else:
        fitting = _for_sie4(session, source, ledger, force)
        if fitting is None:
            return
        data = _sie(session, fitting, encoding, newline, kind, checksum, substitute)
    if target == "-":
        session.data(data)
    else:
        from sie.text.writer import write_atomically

        write_atomically(target, data)


def _for_sie4(session: Session, path: str, ledger: Ledger, force: bool) -> Ledger | None:
    """Books without what only SIE 5 has a place for, which is said; ``None`` when that must be forced."""
    from sie.sie5.losses import for_sie4, lost_in_sie4

    losses = lost_in_sie4(ledger)
    for diagnostic in losses:
        session.error(f"{path}: {diagnostic.code} {diagnostic.message(session.language)}")
    if losses and not force:
        session.error(
            session.say(
                "sie: Nothing was written: SIE 4 cannot hold all of this. Write what it can hold with --force.",
                "sie: Inget skrevs: SIE 4 rymmer inte allt detta. Skriv det som ryms med --force.",
            )
        )
        session.worse(1)
        return None
    return for_sie4(ledger)


def _format_of(path: str) -> str:
    return "json" if Path(path).suffix.lower() == ".json" else "sie"


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


def _read(session: Session, path: str, form: str, encoding: str | None, force: bool) -> Ledger | None:
    """The books, or ``None`` when there is something wrong with the file, which is said."""
    if form == "json":
        return _from_json(session, path)
    from sie.diagnostics import Severity
    from sie.ledger.load import load
    from sie.text.sniff import NOT_SIE

    ledger = load(session.source(path), encoding=encoding)
    unreadable = [d for d in ledger.diagnostics if d.code in NOT_SIE]
    if unreadable:
        session.error(f"sie: {path}: {unreadable[0].message(session.language)}")
        session.worse(2)
        return None
    # A wrong #FORMAT is cured by the writing itself.
    warnings = [d for d in ledger.diagnostics if d.severity >= Severity.WARNING and d.code != "SIE003"]
    worth_saying = sorted(warnings, key=lambda d: -d.severity.rank)
    for diagnostic in worth_saying[:20]:
        line = session.say(f"line {diagnostic.line}", f"rad {diagnostic.line}")
        session.error(f"{path}, {line}: {diagnostic.code} {diagnostic.message(session.language)}")
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
    from sie.text.findings import LOSSES

    if diagnostic.code == "SIE212" and diagnostic.params.get("before") == diagnostic.params.get("now"):
        return False  # the same record twice
    if diagnostic.code == "SIE203":
        return False  # an amount in another notation, which was read and is written right
    return diagnostic.severity == "error" or diagnostic.code in LOSSES


def _from_json(session: Session, path: str) -> Ledger:
    from sie.convert.json import loads
    from sie.text.reader import opened

    with opened(session.source(path)) as file:
        return loads(file.read())


def _sie(
    session: Session,
    ledger: Ledger,
    encoding: str | None,
    newline: str | None,
    kind: str | None,
    checksum: bool,
    substitute: bool,
) -> bytes:
    from sie.errors import SieWriteError
    from sie.ledger.render import dumps
    from sie.text.writer import Substitutions

    policy: Substitutions | None = Substitutions() if substitute else None
    try:
        data = dumps(
            ledger,
            kind=kind,
            encoding=encoding or "cp437",
            newline="\n" if newline == "lf" else "\r\n",
            checksum=checksum,
            substitute=policy,
        )
    except SieWriteError as error:
        session.fail(error, 1)
        if error.proposal is not None and error.field not in ("amount", "quantity"):
            session.error(
                session.say(
                    "--substitute writes such proposals and lists them.",
                    "--substitute skriver sådana förslag och listar dem.",
                )
            )
        raise click.exceptions.Exit(1) from None
    for made in policy.made if policy else ():
        where = f"{made.label} {made.field}".strip()
        line = session.say(f"line {made.line}, ", f"rad {made.line}, ") if made.line else ""
        session.error(f"{line}{where}: “{made.before}” -> “{made.after}”")
    return data
