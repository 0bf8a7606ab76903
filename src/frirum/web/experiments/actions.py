"""Writes on definitions: publish a version, and the life of a draft."""

from __future__ import annotations

from pathlib import Path

from frirum.core.authoring.checks import checked_definition
from frirum.core.catalogue import (
    DefinitionRefused,
    Experiment,
    canonical_bytes,
    fingerprint,
)
from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.language import gettext as _
from frirum.core.paths import catalogue_dir
from frirum.web import clock
from frirum.web.experiments.definitions import parsed
from frirum.web.experiments.models import DefinitionVersion, Draft, DraftState, Origin
from frirum.web.organisations.models import Organisation
from frirum.web.organisations.permissions import Permission
from frirum.web.trail.actors import Actor
from frirum.web.trail.permitted import ANYWHERE, BY_SYSTEM
from frirum.web.trail.recording import action, hold, nothing_changed, record
from frirum.web.zones import CASEWORK


def load_shipped(*, by: Actor) -> int:
    """Bring the shipped catalogue into the database; unchanged definitions make no new version.

    Returns how many versions were made.
    """
    made = 0
    for path in sorted((catalogue_dir() / "experiments").glob("[!_]*.toml")):
        text = path.read_text(encoding="utf-8")
        before = _latest(path.stem)
        version = publish(text=text, origin=Origin.SHIPPED, organisation="", reason="", by=by)
        made += before is None or version.number > before.number
    return made


def import_definition(*, text: str, file: str | None, by: Actor) -> DefinitionVersion:
    """A definition file as a new version of this installation's own.

    Raises:
        DefinitionRefused: with every fault of the file; nothing was written.
        NotAllowed: the slug belongs to the shipped catalogue.
    """
    experiment, faults = checked_definition(text, file=file)
    if faults or experiment is None:
        raise DefinitionRefused(tuple(faults))
    return publish(text=text, origin=Origin.OWN, organisation="", reason="", by=by)


@action(needs=BY_SYSTEM, of=ANYWHERE)
def publish(*, text: str, origin: Origin, organisation: str, reason: str, by: Actor) -> DefinitionVersion:
    """The next version of the definition in `text`, for a file brought in by a command; the same content makes none.

    People write a draft, which a second person approves (`publishing.approve_draft`): nobody publishes alone.

    Raises:
        NotAllowed: the slug belongs to the shipped catalogue.
    """
    experiment = parsed(text)
    hold(CASEWORK)
    latest = _latest(experiment.slug)
    _refuse_shipped(experiment.slug, latest, origin)
    if latest is not None and latest.sha256 == fingerprint(experiment):
        nothing_changed()
        return latest
    return add_version(
        experiment,
        after=latest,
        text=text,
        origin=origin,
        organisation=organisation,
        reason=reason,
        by=by,
    )


def add_version(
    experiment: Experiment,
    *,
    after: DefinitionVersion | None,
    text: str,
    origin: Origin,
    organisation: str,
    reason: str,
    by: Actor,
) -> DefinitionVersion:
    """The next version, inside the action that has judged that it may be."""
    version = DefinitionVersion.objects.create(
        slug=experiment.slug,
        number=after.number + 1 if after else 1,
        origin=origin,
        organisation=organisation,
        canonical=canonical_bytes(experiment),
        sha256=fingerprint(experiment),
        toml=text,
        reason=reason.strip(),
        published_by=by.trail_reference,
        published_at=clock.now(),
    )
    details: dict[str, str | int] = {"slug": version.slug, "number": version.number, "sha256": version.sha256}
    record("definition.published", by=by, subject=version, organisation=organisation, details=details)
    return version


def _latest(slug: str) -> DefinitionVersion | None:
    return DefinitionVersion.objects.filter(slug=slug).order_by("-number").first()


def _refuse_shipped(slug: str, latest: DefinitionVersion | None, origin: Origin) -> None:
    shipped = (latest is not None and latest.origin == Origin.SHIPPED) or _is_shipped_file(slug)
    if origin == Origin.OWN and shipped:
        raise NotAllowed(
            _("{slug} hører til det medfølgende katalog, som ikke kan ændres her.").format(slug=slug),
            remedy=_("Giv din egen definition en anden slug, og udgiv den under den."),
        )
    if origin == Origin.SHIPPED and latest is not None and latest.origin == Origin.OWN:
        raise NotAllowed(
            _("Kataloget har fået et forsøg med slug {slug}, som installationen selv bruger.").format(
                slug=slug
            ),
            remedy=_("Udgiv jeres egen definition under en anden slug, før I opgraderer."),
        )


def places_in(experiment: Experiment) -> set[str]:
    """The keys of the municipalities that take part."""
    return {str(stay.municipality) for stay in experiment.participation}


def _refuse_name_of_others(slug: str, by: Actor) -> None:
    """Refuse a name that another organisation gave first: caseworkers are assessed by what stands under it."""
    first = DefinitionVersion.objects.filter(slug=slug, origin=Origin.OWN).order_by("number").first()
    if first is None or by.may(Permission.EDIT_EXPERIMENT, first.organisation):
        return
    owner = Organisation.objects.filter(key=first.organisation).first()
    raise NotAllowed(
        _("Forsøget {slug} er udgivet af {owner}, som alene udgiver nye versioner af det.").format(
            slug=slug, owner=owner or _("driften")
        ),
        remedy=_("Bed dem om ændringen, eller udgiv jeres egen definition under en anden slug."),
    )


def _refuse_name_taken(slug: str, organisation: str) -> None:
    """Refuse a name that another organisation's versions stand under."""
    first = DefinitionVersion.objects.filter(slug=slug, origin=Origin.OWN).order_by("number").first()
    if first is not None and first.organisation != organisation:
        owner = Organisation.objects.filter(key=first.organisation).first()
        raise NotAllowed(
            _("Forsøget {slug} er udgivet af {owner}, som alene udgiver nye versioner af det.").format(
                slug=slug, owner=owner or _("driften")
            ),
            remedy=_("Bed dem om ændringen, eller udgiv jeres egen definition under en anden slug."),
        )


def _is_shipped_file(slug: str) -> bool:
    return Path(catalogue_dir(), "experiments", f"{slug}.toml").is_file()


@action(needs=Permission.EDIT_EXPERIMENT, of="organisation")
def start_draft(*, slug: str, text: str, organisation: str, by: Actor, builds_on: int | None = None) -> Draft:
    """A new draft with a text to begin from.

    Raises:
        NotAllowed: the name is another organisation's; said before anything is written, not when it is published.
    """
    _refuse_name_of_others(slug, by)
    draft = Draft.objects.create(
        slug=slug,
        toml=text,
        organisation=organisation,
        builds_on=builds_on,
        authors=[by.trail_reference],
        changed_by=by.trail_reference,
        changed_at=clock.now(),
    )
    record("draft.started", by=by, subject=draft, organisation=organisation, details={"slug": slug})
    return draft


@action(needs=Permission.EDIT_EXPERIMENT, of="draft.organisation")
def save_draft(*, draft: Draft, text: str, revision: int, by: Actor) -> Draft:
    """Keep what was written, right or wrong.

    Args:
        revision: the revision the writer began from.

    Raises:
        NotAllowed: somebody else saved in the meantime, or the draft is no longer open. Nothing is overwritten.
    """
    hold(CASEWORK)
    draft = open_draft(draft)
    if draft.revision != revision:
        raise NotAllowed(
            _("Kladden er ændret af en anden, siden du åbnede den."),
            remedy=_("Kopiér din tekst, hent kladden igen, og flet de to."),
        )
    if draft.toml == text:
        nothing_changed()
        return draft
    return change_draft(draft, "draft.saved", by, toml=text)


def open_draft(draft: Draft) -> Draft:
    """The draft as it is now; NotAllowed where it is not open."""
    fresh = Draft.objects.get(pk=draft.pk)
    if fresh.state != DraftState.OPEN:
        raise NotAllowed(
            _("Kladden er {state} og kan ikke ændres.").format(state=fresh.get_state_display().lower()),
            remedy=_("Hent den tilbage, eller begynd en ny kladde."),
        )
    return fresh


def change_draft(draft: Draft, event: str, by: Actor, **values: str) -> Draft:
    """Change columns of a draft, as one event. Its number rises where its text does."""
    for name, value in values.items():
        setattr(draft, name, value)
    if "toml" in values:
        draft.revision += 1
        if by.trail_reference not in draft.authors:
            draft.authors = [*draft.authors, by.trail_reference]
    draft.changed_by, draft.changed_at = by.trail_reference, clock.now()
    draft.save()
    details: dict[str, str | int] = {"slug": draft.slug, "revision": draft.revision}
    record(
        event, by=by, subject=draft, organisation=draft.organisation, fields=tuple(values), details=details
    )
    return draft


@action(needs=Permission.EDIT_EXPERIMENT, of="draft.organisation")
def discard_draft(*, draft: Draft, by: Actor) -> Draft:
    """Put a draft away. Its text is kept, and `restore_draft` brings it back."""
    hold(CASEWORK)
    return change_draft(open_draft(draft), "draft.discarded", by, state=DraftState.DISCARDED)


@action(needs=Permission.EDIT_EXPERIMENT, of="draft.organisation")
def restore_draft(*, draft: Draft, by: Actor) -> Draft:
    """Open a discarded draft again."""
    hold(CASEWORK)
    fresh = Draft.objects.get(pk=draft.pk)
    if fresh.state != DraftState.DISCARDED:
        raise NotAllowed(_("Kun en kasseret kladde kan hentes tilbage."))
    return change_draft(fresh, "draft.restored", by, state=DraftState.OPEN)


def sound(draft: Draft, reason: str) -> Experiment:
    """The definition of a draft that may become a version.

    Raises:
        DefinitionRefused: the text has faults.
        InputRefused: no reason for a new version, or the slug in the text is not the draft's.
        NotAllowed: its name belongs to the shipped catalogue or to another organisation.
    """
    experiment, faults = checked_definition(draft.toml)
    if faults or experiment is None:
        raise DefinitionRefused(tuple(faults))
    _check_publication(draft, experiment, reason)
    return experiment


def _check_publication(draft: Draft, experiment: Experiment, reason: str) -> None:
    if experiment.slug != draft.slug:
        raise InputRefused(
            _("Kladden er til {slug}, men teksten har slug {found}.").format(
                slug=draft.slug, found=experiment.slug
            ),
            remedy=_("Ret slug i teksten, eller begynd en ny kladde."),
        )
    latest = _latest(draft.slug)
    _refuse_shipped(draft.slug, latest, Origin.OWN)
    _refuse_name_taken(draft.slug, draft.organisation)
    if latest is not None and latest.sha256 == fingerprint(experiment):
        raise InputRefused(_("Kladden siger det samme som version {n}.").format(n=latest.number))
    if latest is not None and not reason.strip():
        raise InputRefused(_("En ny version af en definition skal have en begrundelse."))
