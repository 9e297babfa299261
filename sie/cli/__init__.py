"""The command line: parse, one library call, render, exit code.

Rule 1: nothing is computed here that a program could not get from the library.
Rule 2: this module imports click and nothing else; a command imports what it needs when it runs.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Any

import click

from sie._version import __version__
from sie.cli.session import CONTEXT, Session, language_of, language_option

__all__ = ["cli", "main"]

_GROUPS = {
    "Look, check, mend": ("show", "check", "explain", "fix", "diff"),
    "Move a company": ("migrate", "company"),
    "Convert and ask": ("convert", "formats", "query"),
    "Parts of a file": ("checksum", "signature", "documents"),
    "Look up": ("rules", "profiles", "labels", "schema"),
}
_COMMANDS = tuple(name for names in _GROUPS.values() for name in names)


class _Commands(click.Group):
    """Commands that are imported when somebody asks for them; every way to fail ends in words and a code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        width = max(map(len, _COMMANDS))
        for heading, names in _GROUPS.items():
            commands = [(name, self.get_command(ctx, name)) for name in names]
            with formatter.section(heading):
                formatter.write_dl(
                    [
                        (name.ljust(width), found.get_short_help_str(100))
                        for name, found in commands
                        if found is not None
                    ]
                )

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"sie.cli.{cmd_name}").command
        return command

    def main(self, args: Sequence[str] | None = None, *rest: Any, **options: Any) -> Any:
        from sie.cli.failures import run

        session = Session(language_of(args))
        options.update(obj=session, standalone_mode=False)
        options.setdefault("prog_name", "sie")
        raise SystemExit(run(lambda: super(_Commands, self).main(args, *rest, **options), session))


_HELP = """Read, check and convert SIE files: Swedish bookkeeping data, types 1 to 4 and SIE 5.

\b
  sie show books.se                                what the file is and what it holds
  sie check books.se                               what is wrong with it, or odd
  sie check *.se --profile visma-administration    would that program take these years?
  sie migrate plan 2022.se 2023.se 2024.se         move a company into Visma Administration
  sie convert books.se books.xlsx                  to Excel, CSV, JSON, Parquet, SIE 5 and more, and back
  sie diff before.se after.se                      the same books, or what differs and why

'sie COMMAND --help' has examples of each.

A file named - is standard input or output. Nothing is ever changed in the file that is read.

\b
Exit codes:
  0  fine
  1  the file has errors, or cannot be written as asked
  2  wrong call, or a file that cannot be read

\b
Language: --lang sv or en, else SIE_LANG, else the locale.
Completion: eval "$(_SIE_COMPLETE=bash_source sie)"   in ~/.bashrc
            eval "$(_SIE_COMPLETE=zsh_source sie)"    in ~/.zshrc
            _SIE_COMPLETE=fish_source sie | source    in config.fish
"""


@click.group(cls=_Commands, help=_HELP, context_settings=CONTEXT, invoke_without_command=True)
@click.version_option(__version__, "-V", "--version", prog_name="sie", message="%(prog)s %(version)s")
@language_option
@click.pass_context
def cli(context: click.Context) -> None:
    """The command ``sie``; without another word it shows its help."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())
        context.exit(2)


def main() -> None:
    """Run the command line and leave with its exit code."""
    cli.main()
