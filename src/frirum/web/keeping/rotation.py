"""Changing a key of a home in use: the new one seals at once, and what the old one sealed is sealed anew.

A key file gets the new line first, in one rename, so that every process has either the old file or the new
(`web/keys.py` looks at it at each use). What was sealed before is sealed anew in small steps, each an action with its
event. Killed anywhere, all can be opened, and the same command goes on. The old line leaves the key file when nothing
is left that it opens, and is kept beside it until somebody deletes it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import models, transaction

from frirum.core.errors import UsageError
from frirum.core.language import gettext as _
from frirum.web import clock, keys
from frirum.web.extracts.models import ExtractPerson
from frirum.web.extracts.reading import place_of
from frirum.web.files import store
from frirum.web.files.models import StoredFile
from frirum.web.home import Home, new_line
from frirum.web.organisations.adapter import SecondFactorAdapter
from frirum.web.surveys.models import PendingAnswer
from frirum.web.trail import resealing
from frirum.web.trail.actors import COMMAND_LINE, Actor
from frirum.web.trail.permitted import ANYWHERE, BY_SYSTEM
from frirum.web.trail.recording import action, hold, nothing_changed, record
from frirum.web.uses.identities import seal, seal_bytes, unseal, unseal_bytes
from frirum.web.uses.models import Citizen, CitizenCorrection
from frirum.web.uses.sealing import is_sealed_under_first
from frirum.web.zones import CASEWORK, ZONES, Zone, alias

STEP = 200
CHANGEABLE = ("session", "trail", "lookup", "citizen", "account")
Say = Callable[[str], None]
Tell = Callable[[int, int], None]
_FILES = "files"


def _nothing(done: int, total: int) -> None:
    """No progress is shown."""


@dataclass(frozen=True)
class KeyState:
    """One key.

    Attributes:
        name: of the key.
        lines: how many it has; more than one while something is left that an older one opens or verifies.
        left: what still lies under an older line, by kind; of those where that can be counted.
    """

    name: str
    lines: int
    left: dict[str, int]

    def as_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        return asdict(self)


def state_of(home: Home, name: str) -> KeyState:
    """How far a key is."""
    left = {kind: sum(1 for _row in found) for kind, found in _under_older(name).items()}
    return KeyState(name, len(home.key(name).split()), {kind: n for kind, n in left.items() if n})


def rotate(home: Home, name: str, say: Say, tell: Tell = _nothing) -> KeyState:
    """Change a key, or go on with a change that was cut off.

    A change is cut off while rows are left under an older line. Files are not waited for: a key that becomes known
    a second time is changed a second time, while files still lie under the first.

    Args:
        home: in use or not; Django must be ready on it.
        name: of the key.
        say: called with a line, in Danish, for each thing that was done.
        tell: called with the rows sealed anew so far, and those to be sealed in all.

    Raises:
        UsageError: there is no such key, or it cannot be changed.
    """
    refuse_unchangeable(name)
    if state_of(home, name).left.keys() - {_FILES}:
        say(
            _(
                "Fortsætter skiftet af nøglen »{name}«, som blev afbrudt. Er den nye også kommet frem, så kør "
                "kommandoen igen bagefter."
            ).format(name=name)
        )
    else:
        _put_first(home, name)
        say(_("Ny nøgle »{name}« taget i brug.").format(name=name))
    n = _seal_anew(name, tell)
    if n:
        say(_("{n} forseglet på ny.").format(n=n))
    if name in ("citizen", "account"):
        _drop_older(home, name, say)
    return state_of(home, name)


def refuse_unchangeable(name: str) -> None:
    """Refuse a key that no command changes, and say why."""
    if name in CHANGEABLE:
        return
    reasons = {
        "citizen-lookup": _("Den er det, borgere og rækker genkendes på: skiftes den, kendes ingen igen."),
        "pseudonym": _(
            "Den er det, en evaluerings udtræk kobles på: skiftes den, passer nye ikke til gamle."
        ),
    }
    raise UsageError(
        _("Nøglen »{name}« kan ikke skiftes. {reason}").format(name=name, reason=reasons.get(name, "")),
        remedy=_("Vælg en af: {names}.").format(names=", ".join(CHANGEABLE)),
    )


def _seal_anew(name: str, tell: Tell) -> int:
    if name == "trail":
        return sum(resealing.seal_under_new_key(zone=zone, tell=tell, by=COMMAND_LINE) for zone in ZONES)
    known: dict[str, tuple[tuple[Callable[[], Iterator[Any]], Callable[..., None]], ...]] = {
        "citizen": (
            (_citizens, reseal_citizens),
            (_extract_people, reseal_people),
            (_corrections, reseal_corrections),
            (_pending, reseal_pending),
        ),
        "account": ((_authenticators, reseal_authenticators),),
    }
    found = [([row.pk for row in rows()], change) for rows, change in known.get(name, ())]
    total, done = sum(len(rows) for rows, _change in found), 0
    for rows, change in found:
        for start in range(0, len(rows), STEP):
            step = rows[start : start + STEP]
            change(rows=step, by=COMMAND_LINE)
            done += len(step)
            tell(done, total)
    return done


# ---- what lies under an older line ----


def _under_older(name: str) -> dict[str, Iterator[Any]]:
    if name == "account":
        return {"second_factors": _authenticators()}
    if name == "trail":
        return {"seals": (seal for zone in ZONES for seal in resealing.under_older_key(zone))}
    if name != "citizen":
        return {}
    return {
        "citizens": _citizens(),
        "citizen_corrections": _corrections(),
        "extract_people": _extract_people(),
        "pending_answers": _pending(),
        _FILES: _files(),
    }


def _citizens() -> Iterator[Citizen]:
    """Those with a number or an own label that lies under an older line."""
    for row in Citizen._base_manager.order_by("pk").iterator(chunk_size=STEP):
        found = filter(None, (row.cpr_sealed, row.label_sealed))
        if any(not keys.is_of_first("citizen", sealed.encode("ascii")) for sealed in found):
            yield row


def _corrections() -> Iterator[CitizenCorrection]:
    for row in CitizenCorrection._base_manager.order_by("pk").iterator(chunk_size=STEP):
        if not keys.is_of_first("citizen", row.before_sealed.encode("ascii")):
            yield row


def _extract_people() -> Iterator[ExtractPerson]:
    for row in ExtractPerson._base_manager.order_by("pk").iterator(chunk_size=STEP):
        if not keys.is_of_first("citizen", row.identity_sealed.encode("ascii")):
            yield row


def _pending() -> Iterator[PendingAnswer]:
    for row in PendingAnswer._base_manager.order_by("pk").iterator(chunk_size=STEP):
        if not keys.is_of_first("citizen", row.sealed.encode("ascii")):
            yield row


def _authenticators() -> Iterator[Authenticator]:
    for row in Authenticator.objects.order_by("pk"):
        if any(not keys.is_of_first("account", str(v).encode()) for v in _secrets(row.data).values()):
            yield row


def _secrets(data: dict[str, Any]) -> dict[str, str]:
    return {name: data[name] for name in ("secret", "seed") if name in data}


def _files() -> Iterator[StoredFile]:
    """Sealed files are not sealed anew: they go of themselves within thirty days, and their old line with them."""
    for zone in ZONES:
        for row in StoredFile._base_manager.using(alias(zone)).order_by("pk"):
            if is_sealed_under_first(store.path_of(zone, row.sha256)) is False:
                yield row


# ---- sealing anew, step by step ----


def _held(model: type[models.Model], pks: Sequence[Any]) -> list[Any]:
    return list(model._base_manager.select_for_update().filter(pk__in=pks))


@action(needs=BY_SYSTEM, of=ANYWHERE)
def reseal_citizens(*, rows: Sequence[int], by: Actor) -> None:
    """Seal some citizens' numbers and own labels under the key of now."""
    hold(CASEWORK)
    found: list[Citizen] = _held(Citizen, rows)
    for row in found:
        if row.cpr_sealed:
            row.cpr_sealed = seal(unseal(row.cpr_sealed, row.place), row.place)
        if row.label_sealed:
            row.label_sealed = seal(unseal(row.label_sealed, row.label_place), row.label_place)
        row.save(update_fields=["cpr_sealed", "label_sealed"])
    _note("citizen", found, by, sealed=found)


@action(needs=BY_SYSTEM, of=ANYWHERE)
def reseal_corrections(*, rows: Sequence[int], by: Actor) -> None:
    """Seal some corrections of citizens' numbers under the key of now."""
    hold(CASEWORK)
    found: list[CitizenCorrection] = _held(CitizenCorrection, rows)
    for row in found:
        row.before_sealed = seal(unseal(row.before_sealed, row.place), row.place)
        row.save(update_fields=["before_sealed"])
    _note("citizen", found, by, sealed=found)


@action(needs=BY_SYSTEM, of=ANYWHERE)
def reseal_people(*, rows: Sequence[int], by: Actor) -> None:
    """Seal the identities of some people of extracts under the key of now."""
    hold(CASEWORK)
    found: list[ExtractPerson] = _held(ExtractPerson, rows)
    for row in found:
        place = place_of(str(row.identity_key))
        row.identity_sealed = seal(unseal(row.identity_sealed, place), place)
        row.save(update_fields=["identity_sealed"])
    _note("citizen", found, by)


@action(needs=BY_SYSTEM, of=ANYWHERE)
def reseal_pending(*, rows: Sequence[str], by: Actor) -> None:
    """Seal some waiting answers under the key of now."""
    hold(CASEWORK)
    found: list[PendingAnswer] = _held(PendingAnswer, rows)
    for row in found:
        content = unseal_bytes(row.sealed.encode("ascii"), row.place)
        row.sealed = seal_bytes(content, row.place).decode("ascii")
        row.save(update_fields=["sealed"])
    _note("citizen", found, by)


@action(needs=BY_SYSTEM, of=ANYWHERE)
def reseal_authenticators(*, rows: Sequence[int], by: Actor) -> None:
    """Seal some second factors under the key of now."""
    hold(CASEWORK)
    adapter = SecondFactorAdapter()
    found: list[Authenticator] = _held(Authenticator, rows)
    for row in found:
        row.data |= {n: adapter.encrypt(adapter.decrypt(text)) for n, text in _secrets(row.data).items()}
        row.save(update_fields=["data"])
    _note("account", found, by, sealed=found)


def _note(name: str, rows: Sequence[Any], by: Actor, sealed: Sequence[models.Model] = ()) -> None:
    if not rows:
        nothing_changed()
        return
    details: dict[str, str | int | bool | None] = {"key": name, "rows": len(rows)}
    record("keys.sealed_anew", by=by, subject=f"key:{name}", also=sealed, details=details)


@action(needs=BY_SYSTEM, of=ANYWHERE)
def note_change(*, name: str, by: Actor, zone: Zone = CASEWORK) -> None:
    """A new key is in use."""
    record("keys.changed", by=by, subject=f"key:{name}", details={"key": name})


# ---- the file ----


def _put_first(home: Home, name: str) -> None:
    """The new line first, and the old behind it where something still needs it."""
    before = home.key(name).split()
    # Cookies and links of the session key before this one go on; what is counted under `lookup` begins anew.
    kept = {"lookup": [], "session": before[:1]}.get(name, before)
    _replace(home.keys / f"{name}.key", [new_line(name), *kept])
    note_change(name=name, by=COMMAND_LINE)


def _drop_older(home: Home, name: str, say: Say) -> None:
    """Take the older lines out of the key file where nothing is left that they open; they are kept beside it."""
    with transaction.atomic(using=alias(CASEWORK)):
        # Whoever still seals with the old file is before this or after it, and after it sees the new.
        hold(CASEWORK)
        left = state_of(home, name).left
        if left:
            say(_("Den gamle nøgle bliver, til det sidste er væk: {left}.").format(left=_in_words(left)))
            return
        first, *older = home.key(name).split()
        if not older:
            return
        kept = home.keys / "retired" / f"{name}-{clock.now():%Y%m%dT%H%M%S}.key"
        kept.parent.mkdir(mode=0o700, exist_ok=True)
        _replace(kept, older)
        _replace(home.keys / f"{name}.key", [first])
    say(_("Den gamle nøgle åbner intet mere og ligger i {file}.").format(file=kept))


def _in_words(left: dict[str, int]) -> str:
    names = {
        "citizens": _("borgere"),
        "extract_people": _("personer i udtræk"),
        "pending_answers": _("svar, der venter"),
        _FILES: _("filer, der slettes inden for 30 dage"),
        "second_factors": _("totrinskoder"),
    }
    return ", ".join(f"{n} {names[kind]}" for kind, n in left.items())


def _replace(path: Path, lines: Sequence[str]) -> None:
    """Write a key file in one rename, readable by its owner alone."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.unlink(missing_ok=True)
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write("\n".join(lines) + "\n")
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
