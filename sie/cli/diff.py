"""``sie diff``: two sets of books, the same or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sie.cli.failures import unreadable
from sie.cli.session import CONTEXT, Session, formats, language_option
from sie.cli.sides import side_options

if TYPE_CHECKING:
    from sie.comparison import NumberMap
    from sie.report.diff import Side

__all__ = ["command"]

PARTS = ("accounts", "series", "vouchers", "chart", "objects", "company", "sie5")
"""As in ``sie.comparison.FAMILIES``, which is not imported for the sake of a help page; a test holds them together."""

_HELP = """Compare the books of SOURCE with those of TARGET.

Per account: opening balance, debit, credit, closing balance, result. Per series: how many vouchers, from which
number to which, sums. Each voucher and row, object, name and code. A voucher that only has another number is found
by its contents. Differences whose cause is known are told apart from the others.

\b
  sie diff old.se new.se
  sie diff old.se new.se --only accounts --all      the trial balances side by side
  sie diff old.se new.se --map numbers.json         which number should have become which
  sie diff -s 2023.se -s 2024.se -t new23.se -t new24.se
  sie diff old.se new.se --format json

\b
GREEN  nothing differs, or every difference is explained
AMBER  names, order or history differ, but no amount, date, text, account or voucher
RED    the books differ

Exit code 0: green. 1: there are differences without an explanation. 2: wrong call, or a file that cannot be read.
"""


@click.command("diff", help=_HELP, short_help="Two sets of books: the same, or what differs.", context_settings=CONTEXT)
@side_options
@click.option("--map", "map_path", metavar="FILE", help="A number map in JSON: which voucher should be which.")
@click.option("--only", multiple=True, type=click.Choice(PARTS), help="Show only this; may be repeated.")
@click.option("--all", "every", is_flag=True, help="Show every row, and each explained difference.")
@formats
@language_option
@click.pass_obj
def command(
    session: Session,
    source: tuple[str, ...],
    target: tuple[str, ...],
    map_path: str | None,
    only: tuple[str, ...],
    every: bool,
    form: str,
) -> None:
    """Read both sides, compare, and show."""
    numbers = _numbers(session, map_path) if map_path is not None else None
    before, after = _read(session, source), _read(session, target)
    if before is None or after is None:
        return
    from sie.comparison import compare

    found = compare(before.ledgers, after.ledgers, numbers=numbers)
    session.worse(1 if found.unexplained else 0)
    if form == "json":
        from sie.report.diff import diff_values
        from sie.report.harmless import to_json

        session.data(to_json(diff_values(found, before, after, session.language, only)))
    else:
        from sie.report.diff import diff_text

        session.out(diff_text(found, before, after, session.look(), only=only, every=every))


def _numbers(session: Session, path: str) -> NumberMap:
    from sie.comparison import NumberMap
    from sie.text.reader import opened

    with opened(session.source(path)) as file:
        return NumberMap.from_json(file.read())


def _read(session: Session, paths: tuple[str, ...]) -> Side | None:
    """The files of a side; ``None`` when one of them cannot be read or is no SIE file, which is said."""
    from sie.errors import SieFileError
    from sie.ledger.load import load
    from sie.report.diff import Side

    ledgers = []
    for path in paths:
        try:
            ledger = load(session.source(path))
        except SieFileError as error:
            session.fail(error, 2)
            continue
        unreadable(session, path, ledger)
        ledgers.append(ledger)
    return Side(paths, tuple(ledgers)) if session.code < 2 else None
