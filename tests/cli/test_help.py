"""The help: every command in a group, each on a line."""

from __future__ import annotations

import click
import pytest

from sie.cli import cli


def groups(command: click.Command, name: str = "sie") -> list[tuple[str, click.Group]]:
    if not isinstance(command, click.Group):
        return []
    found = [(name, command)]
    context = click.Context(command, info_name=name)
    for one in command.list_commands(context):
        below = command.get_command(context, one)
        assert below is not None
        found += groups(below, f"{name} {one}")
    return found


@pytest.mark.parametrize(("name", "group"), groups(cli))
def test_every_command_has_a_line_of_help(name: str, group: click.Group) -> None:
    context = click.Context(group, info_name=name, terminal_width=80)
    lines = group.get_help(context).splitlines()
    for one in group.list_commands(context):
        command = group.get_command(context, one)
        assert command is not None and command.short_help and command.short_help.endswith((".", "?"))
        assert any(line.split() == [one, *command.short_help.split()] for line in lines), one
