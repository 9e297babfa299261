"""The two sides that ``sie diff`` and ``sie migrate reconcile`` hold against one another."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import click

__all__ = ["side_options"]


def side_options(command: Callable[..., None]) -> Callable[..., None]:
    """Two files, or the files of each side by option; the command gets them as ``source`` and ``target``."""

    @click.argument("files", nargs=-1, metavar="[SOURCE TARGET]", type=click.Path(allow_dash=True))
    @click.option("-s", "--source", multiple=True, metavar="FILE", help="A file of the source, one for each year.")
    @click.option("-t", "--target", multiple=True, metavar="FILE", help="A file of the target, one for each year.")
    @functools.wraps(command)
    def with_sides(
        *args: Any, files: tuple[str, ...], source: tuple[str, ...], target: tuple[str, ...], **rest: Any
    ) -> None:
        from sie.errors import SieUsageError

        if len(files) == 2 and not (source or target):
            source, target = files[:1], files[1:]
        elif files or not (source and target):
            raise SieUsageError(
                "Give two files, SOURCE and TARGET, or the files of each side with --source and --target.",
                "Ange två filer, källa och mål, eller filerna på varje sida med --source och --target.",
            )
        command(*args, source=source, target=target, **rest)

    return with_sides
