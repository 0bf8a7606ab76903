"""Tab on the command line: every command that takes an experiment proposes its slug."""

from __future__ import annotations

from collections.abc import Iterator

import click
from click.shell_completion import BashComplete

from frirum.cli.main import frirum


def commands(
    group: click.Group, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


def test_every_command_that_takes_an_experiment_completes_its_slug() -> None:
    takes = [
        path
        for path, command in commands(frirum)
        if any(one.name in ("slug", "place") and isinstance(one, click.Argument) for one in command.params)
    ]
    assert ("catalogue", "show") in takes
    shell = BashComplete(frirum, {}, "frirum", "_FRIRUM_COMPLETE")
    for path in takes:
        found = [one.value for one in shell.get_completions([*path], "forholdstal")]
        assert found == ["forholdstal", "forholdstal-ledighedsydelse"], path
