"""The options of formats on the command line, and a source as a file."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sie.cli.session import FILE_TYPES, Session

if TYPE_CHECKING:
    from sie.convert.options import Options

__all__ = ["format_options", "options_from", "saved"]

_F = TypeVar("_F", bound=Callable[..., Any])

_OPTIONS = (
    click.option("--encoding", metavar="NAME", help="Of the SIE file that is written.  [default: cp437]"),
    click.option("--newline", type=click.Choice(["crlf", "lf"]), help="Of the SIE file.  [default: crlf]"),
    click.option("--kind", type=click.Choice(FILE_TYPES, case_sensitive=False), help="Write this SIE file type."),
    click.option("--checksum", is_flag=True, default=None, help="Write #KSUMMA."),
    click.option("--substitute", is_flag=True, help="Replace letters that the encoding lacks, and list them."),
    click.option("--input-encoding", metavar="NAME", help="Read SIE as this encoding; found from the bytes."),
    click.option("--delimiter", metavar="SIGN", help="Between the cells of CSV; TAB for a tab.  [default: ;]"),
    click.option("--decimal", type=click.Choice([",", "."]), help="Before decimals in CSV.  [default: ,]"),
    click.option("--csv-encoding", metavar="NAME", help="Of CSV.  [default: UTF-8 with byte order mark]"),
    click.option("--table", metavar="NAME", help="The sheet to read; found by its headings."),
    click.option("--company-name", metavar="NAME", help="For a spreadsheet that does not say it."),
    click.option("--organisation-number", metavar="NUMBER", help="For a spreadsheet that does not say it."),
    click.option("--year-start", metavar="DATE", help="First day of the fiscal year (2024-01-01), for a spreadsheet."),
    click.option("--year-end", metavar="DATE", help="Last day of the fiscal year.  [default: a year later]"),
    click.option("--voucher-series", metavar="NAME", help="Of vouchers in a spreadsheet without such a column."),
    click.option("--account-names", metavar="CSV", help="Account numbers and their names, for hledger and beancount."),
    click.option("--key", metavar="KEY", type=click.Path(), help="Sign SIE 5 with this private key: PEM or PKCS#12."),
    click.option("--certificate", metavar="CERT", type=click.Path(), help="Its certificate: PEM."),
    click.option("--password-file", metavar="PATH", type=click.Path(), help="Its first line is the key's password."),
    click.option("--self-signed", is_flag=True, default=None, help="Sign SIE 5 with a key made up for this file."),
)


def format_options(command: _F) -> _F:
    """All options that some format takes; which format takes which is in the registry."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def options_from(session: Session, given: Mapping[str, object]) -> Options:
    """The options as the formats want them.

    Args:
        session: For the language.
        given: What click found, by parameter name.

    Raises:
        SieUsageError: A date is none, or a delimiter is not one sign.
    """
    from sie.convert.options import OPTION_NAMES, Options
    from sie.errors import SieUsageError
    from sie.ledger.values import read_date

    values: dict[str, Any] = {name: given.get(name) for name in OPTION_NAMES}
    if values["newline"] is not None:
        values["newline"] = "\n" if values["newline"] == "lf" else "\r\n"
    if values["substitute"]:
        from sie.text.writer import Substitutions

        values["substitute"] = Substitutions()
    else:
        values["substitute"] = None
    if values["delimiter"] is not None:
        sign = "\t" if values["delimiter"].lower() in ("tab", "\\t") else values["delimiter"]
        if len(sign) != 1 or sign in '"\r\n' or sign.isalnum():
            raise SieUsageError(
                f"--delimiter {sign!r}: give one sign, such as ; or , or TAB.",
                f"--delimiter {sign!r}: ange ett tecken, till exempel ; eller , eller TAB.",
            )
        values["delimiter"] = sign
    for name in ("year_start", "year_end"):
        if values[name] is not None:
            day = read_date(values[name])[0]
            if day is None:
                flag = "--" + name.replace("_", "-")
                raise SieUsageError(
                    f"{flag} {values[name]}: give a date such as 2024-01-01.",
                    f"{flag} {values[name]}: ange ett datum som 2024-01-01.",
                )
            values[name] = day
    if values["account_names"] is not None:
        from sie.convert.plaintext import account_names

        values["account_names"] = account_names(values["account_names"])
    return Options(language=session.language, **values)


@contextlib.contextmanager
def saved(source: str) -> Iterator[Path]:
    """A source as a path; standard input is kept in a temporary file meanwhile.

    Args:
        source: A path, or ``-``.
    """
    if source != "-":
        yield Path(source)
        return
    import shutil
    import sys
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "standard-input")
        with place.open("wb") as file:
            if sys.stdin is not None:
                shutil.copyfileobj(sys.stdin.buffer, file)
        yield place
