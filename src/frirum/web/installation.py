"""Making an installation ready: tables in both zones, translations, static files, and every app's own steps."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from frirum.core.errors import FrirumError, InputRefused, NotAllowed
from frirum.core.language import gettext as _
from frirum.core.paths import locale_dir
from frirum.core.report.files import writing_failed
from frirum.web.home import Home, boot_django, lacks_tables
from frirum.web.translations import compile_translations
from frirum.web.zones import ZONES, Zone, alias

Say = Callable[[str], None]


def _home_unusable(path: Path, fault: OSError) -> FrirumError:
    if fault.errno in (errno.ENOSPC, errno.EDQUOT):
        return writing_failed(path, fault)
    return InputRefused(
        _("Mappen kan ikke laves, eller der må ikke skrives i den."),
        file=str(path),
        remedy=_("Vælg en anden mappe med --home, eller få skriveadgang til den."),
    )


def prepare(home: Home, *, demonstration: bool, say: Say) -> None:
    """Make `home` ready; what is ready already is left alone.

    Args:
        home: the installation's folder; made if it is missing.
        demonstration: also make organisations, accounts and data to try with, labelled as such.
        say: called with a line, in Danish, for each thing that was done.
    """
    try:
        home.create()
    except OSError as fault:
        raise _home_unusable(home.path, fault) from fault
    home.check()
    if compile_translations(locale_dir()):
        say("Oversættelser dannet")
    boot_django(home.path)
    with _private_files():
        _migrate(say)
    _collect_static(say)
    from frirum.web.registered import steps

    for step in steps(demonstration=demonstration):
        name, outcome = str(step.name), step.function()
        say(f"{name}: {outcome}" if outcome else name)


@contextmanager
def _private_files() -> Iterator[None]:
    """What is made inside the block, the databases above all, is readable by its owner alone."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def _migrate(say: Say) -> None:
    from django.core.management import call_command

    from frirum.web.trail import resealing
    from frirum.web.trail.actors import SET_UP

    for zone in ZONES:
        if not lacks_tables(zone):
            continue
        in_use = resealing.has_rows(zone)
        if in_use:
            _refuse_changed(zone)
        call_command("migrate", database=alias(zone), interactive=False, verbosity=0)
        say(f"Databasen {zone} bragt op til denne udgave")
        if in_use:
            say(f"Databasen {zone}: {resealing.seal_anew(zone=zone, by=SET_UP)} rækker forseglet på ny")


def _refuse_changed(zone: Zone) -> None:
    """Refuse to upgrade what was changed behind the system's back: the new seals would make it right."""
    from frirum.web.trail.resealing import faults_before_upgrade

    fault = next(faults_before_upgrade(zone), None)
    if fault is not None:
        raise NotAllowed(
            _("Installationen er ændret uden om systemet ({zone}: {place}), så den opgraderes ikke.").format(
                zone=zone, place=fault.place
            ),
            remedy=_("Kør frirum verify med den udgave, installationen har, og ret det, den finder."),
        )


def _collect_static(say: Say) -> None:
    """Copy, name by content and compress the static files, unless those collected are these."""
    from django.conf import settings
    from django.core.management import call_command

    stamp = Path(settings.STATIC_ROOT) / ".collected"
    wanted = _static_fingerprint()
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(wanted, encoding="ascii")
    say("Statiske filer samlet")


def _static_fingerprint() -> str:
    """A hash of the names, sizes and times of every static file."""
    import hashlib

    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            digest.update(f"{path}:{found.st_size}:{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
