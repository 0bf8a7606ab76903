"""Commands that keep an installation: backup, restore, doctor."""

from __future__ import annotations

from pathlib import Path

import click

from frirum.cli.output import emit, invocation
from frirum.cli.progress import ByteProgress
from frirum.core.language import gettext as _
from frirum.web.home import Home

_MARKS = {True: "ok", False: "FEJL", None: "–"}


@click.command()
@click.argument("destination", type=click.Path(path_type=Path))
@click.option("--keys-to", type=click.Path(path_type=Path), help="also write the keys, to a file elsewhere")
def backup(destination: Path, keys_to: Path | None) -> None:
    """Write one archive of the home to DESTINATION while the site goes on: a new file, or a folder to put it in."""
    from frirum.web.keeping.backup import back_up

    home = Home(invocation().require_home())
    done = back_up(home, destination, keys_to=keys_to, progress=ByteProgress(_("Kopierer")))
    emit(
        done.as_dict(),
        lambda: "\n".join(
            [
                _("{n} filer i {archive} på {seconds} s.").format(
                    n=done.files, archive=done.archive, seconds=done.seconds
                ),
                f"SHA-256 {done.sha256}",
                _said_of_keys(done.archive, keys_to),
            ]
        ),
    )


def _said_of_keys(archive: Path, keys_to: Path | None) -> str:
    if keys_to is None:
        return _("Nøglerne er ikke med. Uden dem kan arkivet ikke bruges: gem dem én gang med --keys-to FIL.")
    if keys_to.resolve().parent == archive.resolve().parent:
        return _("Nøglerne ligger i samme mappe som arkivet. Flyt dem: den, der har begge, kan læse alt.")
    return _("Nøglerne er skrevet til {file}. Gem dem et andet sted end arkivet.").format(file=keys_to)


@click.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--keys", required=True, type=click.Path(path_type=Path), help="the file that --keys-to wrote")
def restore(source: Path, keys: Path) -> None:
    """Make the home again from an archive and its keys, in an empty folder (--home), and verify it first."""
    from frirum.web.keeping.restore import restore as make_again

    done = make_again(
        source, keys=keys, home=invocation().require_home(), progress=ByteProgress(_("Henter tilbage"))
    )
    lines = [
        _("Hentet tilbage i {home}: {n} filer fra {made_at}. Intet i dem er ændret.").format(
            home=done.home, n=done.files, made_at=done.made_at
        )
    ]
    if done.older:
        lines.append(
            _("Sikkerhedskopien er af en ældre udgave. Kør: frirum init --home {home}").format(home=done.home)
        )
    emit(done.as_dict(), "\n".join(lines))


@click.command()
def doctor() -> None:
    """Look the installation over: folder, keys, databases, disk, worker, nightly check, backup, mail, address."""
    from frirum.core.errors import UsageError
    from frirum.web.keeping.doctor import examine

    home = Home(invocation().require_home())
    if not home.path.is_dir():
        raise UsageError(
            _("{home} findes ikke.").format(home=home.path),
            remedy=_("Angiv med --home den mappe, installationen ligger i."),
        )
    found = examine(home)
    document = {"ok": all(one.ok is not False for one in found), "checks": [one.as_dict() for one in found]}
    width = max(len(one.name) for one in found)
    emit(document, "\n".join(f"{_MARKS[one.ok]:<4}  {one.name:<{width}}  {one.message}" for one in found))
