"""The choices that ``sie migrate`` and ``sie company import`` share: series, numbers, dimensions, names, years."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

import click

from sie.cli.company_options import pairs, year_option
from sie.cli.days import years

if TYPE_CHECKING:
    from sie.migration.fit import Choices

__all__ = ["fit_options"]


def fit_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options that say how books are made to fit; the command gets them as ``choices``."""

    @click.option("--series", multiple=True, metavar="OLD=NEW", help="What becomes of a series: a letter A to Z.")
    @click.option("--start", multiple=True, metavar="SERIES=N", help="The first number of a series of the target.")
    @click.option("--dimension", multiple=True, metavar="OLD=NEW", help="What becomes of a dimension: 1, 6 or nothing.")
    @click.option(
        "--names",
        type=click.Choice(["keep", "replace", "fail"]),
        default="replace",
        show_default=True,
        help="Another name in the chart for an account: keep it, take the file's, or stop.",
    )
    @click.option("--accept", multiple=True, metavar='CODE="reason"', help="Lift a block; the reason is kept.")
    @year_option
    @functools.wraps(command)
    def with_choices(
        *args: Any,
        series: tuple[str, ...],
        start: tuple[str, ...],
        dimension: tuple[str, ...],
        names: Literal["keep", "replace", "fail"],
        accept: tuple[str, ...],
        fiscal_years: tuple[str, ...],
        **rest: Any,
    ) -> None:
        command(*args, choices=_choices(series, start, dimension, names, accept, fiscal_years), **rest)

    return with_choices


def _choices(
    series: tuple[str, ...],
    start: tuple[str, ...],
    dimension: tuple[str, ...],
    names: Literal["keep", "replace", "fail"],
    accept: tuple[str, ...],
    fiscal_years: tuple[str, ...],
) -> Choices:
    """What the options say.

    Raises:
        SieUsageError: One of them says nothing that can be meant.
    """
    from sie.errors import SieUsageError
    from sie.migration.fit import Choices

    starts = pairs(start, "--start", "A=1")
    for letter, number in starts.items():
        if not (number.isascii() and number.isdigit() and len(number) < 10):
            raise SieUsageError(
                f"--start {letter}={number}: a series begins at a whole number.",
                f"--start {letter}={number}: en serie börjar på ett heltal.",
            )
    return Choices(
        series=pairs(series, "--series", "LEV=L"),
        starts={letter.upper(): int(number) for letter, number in starts.items()},
        dimensions=pairs(dimension, "--dimension", "7=6"),
        names=names,
        years=years(fiscal_years),
        accept=_accepted(accept),
    )


def _accepted(accept: tuple[str, ...]) -> dict[str, str]:
    """The codes that are lifted, each with its reason.

    Raises:
        SieUsageError: A code has no reason.
    """
    from sie.errors import SieUsageError

    reasons = pairs(accept, "--accept", 'VAD007="the reason"')
    for code, reason in reasons.items():
        if not reason:
            raise SieUsageError(
                f"--accept {code} needs a reason: it is kept with the move.",
                f"--accept {code} behöver ett skäl: det sparas med flytten.",
            )
    return {code.upper(): reason for code, reason in reasons.items()}
