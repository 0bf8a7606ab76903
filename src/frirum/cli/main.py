"""The entry point: options that may stand anywhere, command groups loaded when named, exit codes."""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import sys
import traceback
from pathlib import Path

import click

from frirum.cli.output import Invocation, print_error, print_json, write_plainly
from frirum.cli.usage import in_own_words
from frirum.core.errors import FrirumError, UsageError
from frirum.core.language import gettext as _
from frirum.core.language import language

# Command -> ("module:attribute", one line of help). A module is imported only when its command is named, as the web
# framework and the numeric libraries each take longer to load than most commands take to run.
COMMANDS: dict[str, tuple[str, str]] = {
    "assess": ("frirum.cli.assess:assess_case", "may the exemption be used in this case?"),
    "audit": ("frirum.cli.audit:audit", "how many cases to look at, and which"),
    "backtest": ("frirum.cli.backtest:backtest", "what would the diagnosis have said, and what was decided?"),
    "backup": ("frirum.cli.keeping:backup", "one archive of a home in use, without its keys"),
    "catalogue": ("frirum.cli.catalogue:catalogue", "list, show, check, write and import definitions"),
    "diagnose": ("frirum.cli.diagnose:diagnose", "what can this design show, before it starts?"),
    "doctor": ("frirum.cli.keeping:doctor", "what an installation lacks, and what to do about it"),
    "estimate": ("frirum.cli.estimate:estimate", "a share, a difference, an effect, with honest uncertainty"),
    "evaluate": ("frirum.cli.evaluate:evaluate", "what was found, how surely, and what may be said"),
    "init": ("frirum.cli.home:init", "make the home folder ready"),
    "protect": ("frirum.cli.protect:protect", "hide or merge what tells of few persons in a table"),
    "keys": ("frirum.cli.keys:keys", "change the keys of a home in use"),
    "registers": (
        "frirum.cli.registers:registers",
        "registers of people over time: spells, outcomes, panels",
    ),
    "report": ("frirum.cli.report:report", "write a document about an experiment"),
    "restore": ("frirum.cli.keeping:restore", "make a home again from a backup and its keys"),
    "run": ("frirum.cli.home:run", "serve the site and work in the background"),
    "serve": ("frirum.cli.home:serve", "serve the site only"),
    "survey": ("frirum.cli.survey:survey", "check and export questionnaires, take answers in, compare waves"),
    "verify": ("frirum.cli.home:verify", "find out whether anything was changed behind the system's back"),
    "worker": ("frirum.cli.home:worker", "run background jobs only"),
}


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports one only when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name][0].split(":")
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])


@click.group(
    cls=LazyGroup,
    epilog="Everywhere: --json (one JSON document), --home DIR (or FRIRUM_HOME), --lang da|en.",
)
@click.version_option(package_name="frirum")
def frirum() -> None:
    """Frirum: design, run and judge policy experiments in Danish employment services."""


def _take_option(arguments: list[str], name: str) -> str | None:
    """Remove `name VALUE` or `name=VALUE` from the line and give VALUE, or None where it does not stand."""
    for place, argument in enumerate(arguments):
        if argument == "--":
            return None
        if argument == name:
            if place + 1 == len(arguments):
                raise UsageError(_("{option} mangler en værdi.").format(option=name))
            del arguments[place]
            return arguments.pop(place)
        if argument.startswith(name + "="):
            return arguments.pop(place).partition("=")[2]
    return None


def _take_flag(arguments: list[str], name: str) -> bool:
    """Remove a flag that may stand anywhere before `--`."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    if name in arguments[:end]:
        arguments.remove(name)
        return True
    return False


def _invocation(arguments: list[str], *, as_json: bool) -> Invocation:
    home = _take_option(arguments, "--home") or os.environ.get("FRIRUM_HOME")
    lang = _take_option(arguments, "--lang") or "da"
    if lang not in ("da", "en"):
        raise UsageError(_("--lang kan være da eller en, ikke {value}.").format(value=lang))
    return Invocation(home=Path(home).resolve() if home else None, json=as_json, language=lang)


def run_command(arguments: list[str]) -> int:
    """Run one command line and give its exit code: 0, 1 (our fault), 2, 3 or 4."""
    write_plainly()
    arguments = list(arguments)
    as_json = _take_flag(arguments, "--json")
    try:
        settings = _invocation(arguments, as_json=as_json)
        with language(settings.language):
            return _run(arguments, settings)
    except FrirumError as error:
        print_error(error, as_json=as_json)
        return error.exit_code


def _run(arguments: list[str], settings: Invocation) -> int:
    try:
        outcome = _main(arguments, settings)
        return outcome if isinstance(outcome, int) else 0
    except click.exceptions.NoArgsIsHelpError as help_shown:
        help_shown.show()
        if settings.json:
            print_error(UsageError(_("Kommandoen mangler.")), as_json=True)
        return 2
    except click.ClickException as wrong_usage:
        print_error(in_own_words(wrong_usage), as_json=settings.json)
        return 2
    except FrirumError as error:
        print_error(error, as_json=settings.json)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return 130
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 0
    except Exception as fault:  # noqa: BLE001 - the outermost frame: a fault of ours becomes exit code 1
        from frirum.web.full_disk import disk_full_to_open, is_full

        if is_full(fault):
            print_error(disk_full_to_open(), as_json=settings.json)
            return 1
        traceback.print_exc()
        print_error(_Fault(f"{type(fault).__name__}: {fault}"), as_json=settings.json)
        return 1


def _main(arguments: list[str], settings: Invocation) -> object:
    """Hand the line to click, whose help and version are text: with `--json` they become a document too."""
    asked = arguments[: arguments.index("--")] if "--" in arguments else arguments
    if not (settings.json and {"--help", "--version"} & set(asked)):
        return frirum.main(args=arguments, obj=settings, standalone_mode=False, prog_name="frirum")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        outcome = frirum.main(args=arguments, obj=settings, standalone_mode=False, prog_name="frirum")
    print_json({"text": printed.getvalue()})
    return outcome


class _Fault(FrirumError):
    """A fault of ours; the traceback stands on standard error."""

    code = "fault"


def main() -> None:
    """The console script."""
    sys.exit(run_command(sys.argv[1:]))
