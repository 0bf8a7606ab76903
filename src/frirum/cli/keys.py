"""`frirum keys`: how far each key is, and changing one."""

from __future__ import annotations

import click

from frirum.cli.output import emit, invocation, write
from frirum.cli.progress import CountProgress
from frirum.core.language import gettext as _
from frirum.web.home import KEYS, Home, start_django


@click.group()
def keys() -> None:
    """The keys of a home: what they are, and changing one while the site is in use."""


@keys.command()
def status() -> None:
    """Show each key, and what still lies under an older line of it."""
    start_django(invocation().require_home())
    from frirum.web.keeping.rotation import CHANGEABLE, state_of

    home = Home(invocation().require_home())
    found = [state_of(home, name) for name in KEYS]
    lines = [
        _("{name}: {n} linjer").format(name=one.name, n=one.lines)
        + (f", {one.left}" if one.left else "")
        + ("" if one.name in CHANGEABLE else _(", kan ikke skiftes"))
        for one in found
    ]
    emit({"keys": [one.as_dict() for one in found]}, "\n".join(lines))


@keys.command()
@click.argument("name")
def rotate(name: str) -> None:
    """Change the key NAME while the site is in use. Cut off, the same command goes on."""
    start_django(invocation().require_home())
    from frirum.web.keeping.rotation import rotate as change

    def say(line: str) -> None:
        if not invocation().json:
            write(line + "\n")

    home = Home(invocation().require_home())
    done = change(home, name, say, CountProgress(_("Forsegler på ny")))
    emit(
        done.as_dict(),
        _("Gem nøglerne igen: frirum backup MÅL --keys-to FIL. Ældre arkiver åbnes med de ældre nøgler."),
    )
