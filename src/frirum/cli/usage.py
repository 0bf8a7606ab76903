"""Wrong usage that click finds, said in the reader's language."""

from __future__ import annotations

import click

from frirum.core.errors import UsageError
from frirum.core.language import gettext as _


def in_own_words(wrong: click.ClickException) -> UsageError:
    """The usage error for what click raised; what it calls options and values is kept as written."""
    return UsageError(_message(wrong), remedy=_remedy(wrong))


def _message(wrong: click.ClickException) -> str:
    if isinstance(wrong, click.MissingParameter):
        return _("{name} mangler.").format(name=_name(wrong))
    if isinstance(wrong, click.BadParameter):
        return _("{name} har en værdi, der ikke kan bruges: {why}").format(name=_name(wrong), why=_why(wrong))
    if isinstance(wrong, click.NoSuchOption):
        return _("Kommandoen har ikke {option}.").format(option=wrong.option_name)
    if isinstance(wrong, click.UsageError) and wrong.message.startswith("Got unexpected extra argument"):
        return _("Der er for mange argumenter: {words}.").format(
            words=wrong.message.partition("(")[2].rstrip(")")
        )
    if isinstance(wrong, click.BadOptionUsage):
        return _("{option} mangler en værdi eller har en for meget.").format(option=wrong.option_name)
    unknown = _unknown_command(wrong)
    if unknown is not None:
        return _("Kommandoen {name} findes ikke.").format(name=unknown)
    return wrong.format_message()


def _why(wrong: click.BadParameter) -> str:
    kind = wrong.param.type if wrong.param is not None else None
    if isinstance(kind, click.Choice):
        return _("vælg mellem {values}.").format(values=", ".join(map(str, kind.choices)))
    if isinstance(kind, click.DateTime):
        return _("skriv datoen som 2018-07-01.")
    if isinstance(kind, click.IntRange):
        bounds = " … ".join("" if bound is None else str(bound) for bound in (kind.min, kind.max))
        return _("skriv et helt tal, {bounds}.").format(bounds=bounds.strip())
    if kind is click.INT:
        return _("skriv et helt tal.")
    return wrong.message  # Our own kinds of value say it themselves.


def _name(wrong: click.BadParameter) -> str:
    if wrong.param is None:
        return str(wrong.param_hint or "")
    if isinstance(wrong.param, click.Option):
        return " / ".join(wrong.param.opts)
    return wrong.param.make_metavar(wrong.ctx) if wrong.ctx else str(wrong.param.human_readable_name)


def _unknown_command(wrong: click.ClickException) -> str | None:
    """The name that is no command. click tells it in its message only, before the first quotation mark's end."""
    context = wrong.ctx if isinstance(wrong, click.UsageError) else None
    if context is None or not isinstance(context.command, click.Group):
        return None
    words = wrong.message.split("'")
    return words[1] if len(words) >= 3 and wrong.message.startswith("No such command") else None


def _remedy(wrong: click.ClickException) -> str | None:
    if isinstance(wrong, click.NoSuchOption) and wrong.possibilities:
        return _("Mente du {slugs}?").format(slugs=", ".join(wrong.possibilities))
    context = wrong.ctx if isinstance(wrong, click.UsageError) else None
    if context is None:
        return None
    return _("Se {command} --help.").format(command=context.command_path)
