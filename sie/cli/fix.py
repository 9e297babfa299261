"""``sie fix``: mend what can be mended, and say line by line what was done."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sie.cli.session import CONTEXT, Session, formats, language_option

if TYPE_CHECKING:
    from sie.fixes.model import Fixed

__all__ = ["command"]

_HELP = """Mend FILE where that changes no value of the books, and say line by line what was done.

Safe repairs: encoding and #FORMAT, line ends, quotes, braces, labels, missing "", the hyphen of #ORGNR, garbled names
that can be restored, a checksum that was right before. Amounts, dates and the texts of vouchers are touched with
--unsafe only, and never rounded or made up.

FILE is written anew; as it was it stays as FILE.orig. With --output FILE is left alone. Run twice, the second time
changes nothing.

\b
  sie fix books.se --diff                show what would be done
  sie fix books.se                       do it; the original stays as books.se.orig
  sie fix books.se --output clean.se
  sie fix books.se --unsafe              also dates, amounts and texts

\b
Exit codes:
  0  done, or nothing to do
  1  something keeps the file from being in CP437; with --diff: there is something to do
  2  wrong call, a file that cannot be read, or that is no SIE file at all
"""


@click.command("fix", help=_HELP, short_help="Mend what can be mended.", context_settings=CONTEXT)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(allow_dash=True))
@click.option("--diff", is_flag=True, help="Show what would change, and write nothing.")
@click.option("--unsafe", is_flag=True, help="Also mend amounts, dates and texts of vouchers.")
@click.option(
    "-o", "--output", "target", metavar="OUT", type=click.Path(allow_dash=True), help="Write here; FILE is left alone."
)
@click.option("--encoding", metavar="NAME", help="Read as this encoding; found from the bytes unless given.")
@formats
@language_option
@click.pass_obj
def command(
    session: Session,
    files: tuple[str, ...],
    diff: bool,
    unsafe: bool,
    target: str | None,
    encoding: str | None,
    form: str,
) -> None:
    """Mend files one after another; the worst of their exit codes is the exit code."""
    from sie.errors import SieFileError, SieUsageError
    from sie.fixes.run import fix

    if target is not None and diff:
        raise SieUsageError(
            "--diff writes nothing: leave --output away.", "--diff skriver ingenting: utelämna --output."
        )
    if target is not None and len(files) > 1:
        raise SieUsageError("--output takes one FILE at a time.", "--output tar en FILE i taget.")
    if target is None and not diff and "-" in files:
        raise SieUsageError(
            "Standard input cannot be written back: add --output or --diff.",
            "Det som läses från standard in kan inte skrivas tillbaka: lägg till --output eller --diff.",
        )
    if target is not None and files[0] != "-" and _same(files[0], target):
        raise SieUsageError(
            f"{target} is the file itself: leave --output away to have it mended in place, the original kept.",
            f"{target} är filen själv: utelämna --output så rättas den på plats och originalet sparas.",
        )
    values: list[object] = []
    for path in files:
        kept = ""
        try:
            fixed = fix(session.source(path), unsafe=unsafe, encoding=encoding)
            if _not_sie(session, path, fixed):
                continue
            if not diff:
                kept = _write(session, path, fixed, target)
        except SieFileError as error:
            session.fail(error, 2)
            continue
        session.worse(1 if fixed.left or (diff and fixed.repairs) else 0)
        if form == "json":
            from sie.report.fixes import fixed_values

            values.append(fixed_values(path, fixed, session.language))
        elif diff:
            from sie.report.fixes import diff_text

            session.out(diff_text(path, fixed, session.look()))
            for line in _said(session, path, fixed):
                session.error(line.rstrip("\n"))
        else:
            _say(session, path, fixed, target, kept)
    if form == "json" and values:
        from sie.report.harmless import to_json

        data = to_json(values if len(files) > 1 else values[0])
        if target == "-":
            session.error(data.decode("utf-8").rstrip("\n"))
        else:
            session.data(data)


def _same(path: str, target: str) -> bool:
    return target != "-" and Path(target).exists() and Path(path).exists() and Path(path).samefile(target)


def _not_sie(session: Session, path: str, fixed: Fixed) -> bool:
    """Say so when the file is no SIE file at all."""
    from sie.spec.labels import BY_NAME
    from sie.text.sniff import not_sie

    head, known = fixed.original.detection.head, any(record.label in BY_NAME for record in fixed.original)
    diagnostic = not_sie(head, known)
    if diagnostic is None:
        return False
    session.error(f"sie: {path}: {diagnostic.message(session.language)}")
    session.worse(2)
    return True


def _said(session: Session, path: str, fixed: Fixed, kept: str = "") -> list[str]:
    from sie.report.fixes import fixed_text

    return list(fixed_text(path, fixed, session.look(), kept))


def _say(session: Session, path: str, fixed: Fixed, target: str | None, kept: str) -> None:
    """What was done, on standard output unless the file itself goes there."""
    lines = _said(session, path, fixed, kept)
    if target == "-":
        for line in lines:
            session.error(line.rstrip("\n"))
    else:
        session.out(lines)


def _write(session: Session, path: str, fixed: Fixed, target: str | None) -> str:
    """Write the mended file; returns where the original was kept, nothing when it stands where it stood."""
    from sie.text.writer import write_atomically

    data = fixed.document.to_bytes()
    if target == "-":
        session.data(data)
    elif target is not None:
        write_atomically(target, data)
    elif fixed.repairs:
        return _in_place(path, fixed.original.to_bytes(), data)
    return ""


def _in_place(path: str, original: bytes, data: bytes) -> str:
    """Keep the original, then replace the file; if that fails, everything is as it was."""
    from sie.errors import SieFileError
    from sie.text.writer import write_atomically

    if Path(path).exists() and not Path(path).is_file():
        raise SieFileError(
            f"{path} is no ordinary file and cannot be replaced: name another with --output.",
            f"{path} är ingen vanlig fil och kan inte ersättas: ange en annan med --output.",
        )
    kept, there = _name_for(path, original)
    if not there:
        was = os.umask(0o077)  # whoever must not read the file must not read the copy, not for a moment
        try:
            write_atomically(kept, original)
        finally:
            os.umask(was)
        with contextlib.suppress(OSError):
            Path(kept).chmod(Path(path).stat().st_mode & 0o7777)
    try:
        write_atomically(path, data)
    except SieFileError:
        if not there:
            with contextlib.suppress(OSError):
                Path(kept).unlink()
        raise
    return kept


def _name_for(path: str, original: bytes) -> tuple[str, bool]:
    """The first name for the original that nothing else has, and whether it stands there already."""
    number = 0
    while True:
        name = f"{path}.orig" + (f".{number}" if number else "")
        if not os.path.lexists(name):
            return name, False
        with contextlib.suppress(OSError):
            if Path(name).is_file() and Path(name).read_bytes() == original:
                return name, True
        number += 1
