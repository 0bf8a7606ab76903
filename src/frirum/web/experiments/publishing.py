"""From draft to public page: each municipality that is named says yes, a second person approves; and withdrawal.

One that takes part already says yes anew where its rules or its days change, and not where only words do.

Where the law or the ministry places the municipalities, as in a national trial, nobody is asked: the ministry publishes
and they are told.
"""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse

from frirum.core.authoring.agreed import asks_anew
from frirum.core.authoring.checks import checked_definition
from frirum.core.catalogue import Experiment
from frirum.core.catalogue.loader import shipped_shared
from frirum.core.catalogue.network import NetworkKind
from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.language import gettext as _
from frirum.web import clock
from frirum.web.experiments import actions
from frirum.web.experiments.definitions import latest_version, parsed, withdrawal_of
from frirum.web.experiments.models import (
    AnswerKind,
    DefinitionVersion,
    Draft,
    DraftAnswer,
    DraftState,
    Origin,
    Withdrawal,
)
from frirum.web.mail.handing_over import tell
from frirum.web.organisations.holders import holders, holders_around
from frirum.web.organisations.humans import is_among
from frirum.web.organisations.kinds import Kind
from frirum.web.organisations.models import Organisation, User
from frirum.web.organisations.names import organisation_name
from frirum.web.organisations.permissions import Permission
from frirum.web.trail.actors import Actor
from frirum.web.trail.recording import action, hold, record
from frirum.web.zones import CASEWORK


def is_national(experiment: Experiment) -> bool:
    """Whether law or ministry places the municipalities, so that none of them is asked."""
    network = shipped_shared().networks.get(experiment.network)
    return network is not None and network.kind is NetworkKind.NATIONAL_PROGRAMME


def places_asked(draft: Draft) -> list[str]:
    """The keys of this installation's municipalities that have to confirm the draft; () for a national trial.

    Those that it takes in, and of those that take part already the ones whose rules or days it changes.
    """
    experiment = checked_definition(draft.toml)[0]
    if experiment is None or is_national(experiment):
        return []
    asked = actions.places_in(experiment)
    latest = latest_version(draft.slug)
    if latest is not None:
        before = parsed(latest.toml)
        stand = asked & actions.places_in(before)
        asked -= {key for key in stand if not asks_anew(before, experiment, int(key))}
    here = Organisation.objects.filter(key__in=asked, kind=Kind.MUNICIPALITY).order_by("name")
    return [one.key for one in here]


def answers_now(draft: Draft) -> list[DraftAnswer]:
    """What has been answered to the draft as it stands."""
    return list(draft.answers.filter(revision=draft.revision))


def lacking_yes(draft: Draft) -> list[str]:
    """The keys of the municipalities that have not confirmed the draft as it stands."""
    given = {one.organisation for one in answers_now(draft) if one.kind == AnswerKind.CONFIRMED}
    return [key for key in places_asked(draft) if key not in given]


@action(needs=Permission.EDIT_EXPERIMENT, of="draft.organisation")
def send_draft(*, draft: Draft, revision: int, reason: str, by: Actor) -> Draft:
    """Ask the municipalities that are taken in or whose rules change, and then a second person.

    The draft is closed while they read.

    Where the writer belongs to one of the municipalities, its yes is given with the same click.

    Raises:
        DefinitionRefused: the text has faults.
        InputRefused: no reason for a new version, or nothing has changed.
        NotAllowed: the draft was changed meanwhile, another version came in between, or the name is another's.
    """
    hold(CASEWORK)
    draft = actions.open_draft(draft)
    if draft.revision != revision:
        raise NotAllowed(
            _("Kladden er ændret af en anden, siden du åbnede den."),
            remedy=_("Læs den igen, før du sender den."),
        )
    experiment = actions.sound(draft, reason)
    if is_national(experiment) and not _is_ministry(draft.organisation):
        raise NotAllowed(
            _("Et landsdækkende forsøg offentliggøres af ministeriet."),
            remedy=_("Send ministeriet kladden som fil, eller vælg jeres eget netværk."),
        )
    _refuse_overtaken(draft)
    draft.reason = reason.strip()
    draft = actions.change_draft(draft, "draft.sent", by, state=DraftState.SENT)
    for key in places_asked(draft):
        if _belongs(by, key):
            _answer(draft, AnswerKind.CONFIRMED, key, "", by)
        else:
            _ask(draft, holders(Permission.EDIT_EXPERIMENT, key), key, by)
    if not lacking_yes(draft):
        _ask_second(draft, by)
    return draft


@action(needs=Permission.EDIT_EXPERIMENT, of="version.organisation")
def propose_version(*, version: DefinitionVersion, text: str, reason: str, after: int, by: Actor) -> Draft:
    """The text as a draft of the version that follows, sent to the second person who makes it public.

    Args:
        after: the number of the version that the text was made from.

    Raises:
        NotAllowed: a version came in between, or a draft of what follows waits already.
    """
    hold(CASEWORK)
    latest = latest_version(version.slug)
    if latest is not None and latest.number != after:
        raise NotAllowed(
            _("Der er udgivet en nyere version, siden du begyndte."),
            remedy=_("Se den igennem, og tag beslutningen ind på ny."),
        )
    if waiting_drafts(version).exists():
        raise NotAllowed(
            _("En ny version af forsøget venter allerede på godkendelse."),
            remedy=_("Åbn kladden igen, hvis den skal rettes, eller vent på svaret."),
        )
    draft = actions.start_draft(
        slug=version.slug, text=text, organisation=version.organisation, builds_on=after, by=by
    )
    return send_draft(draft=draft, revision=draft.revision, reason=reason, by=by)


def waiting_drafts(version: DefinitionVersion) -> QuerySet[Draft]:
    """The drafts of the version that follows, which have been sent."""
    return Draft.objects.filter(
        slug=version.slug, organisation=version.organisation, state=DraftState.SENT
    ).order_by("-pk")


def _is_ministry(key: str) -> bool:
    return Organisation.objects.filter(key=key, kind=Kind.MINISTRY).exists()


def _belongs(by: Actor, key: str) -> bool:
    """Whether the person holds a role in the municipality itself; a network's coordinator does not answer for it."""
    return isinstance(by, User) and by in holders(Permission.EDIT_EXPERIMENT, key)


def _answer(draft: Draft, kind: AnswerKind, organisation: str, text: str, by: Actor) -> DraftAnswer:
    made = DraftAnswer.objects.create(
        draft=draft,
        revision=draft.revision,
        kind=kind,
        organisation=organisation,
        text=text.strip(),
        answered_by=by.trail_reference,
        answered_at=clock.now(),
    )
    event = {
        AnswerKind.CONFIRMED: "draft.confirmed",
        AnswerKind.APPROVED: "draft.approved",
        AnswerKind.SENT_BACK: "draft.sent_back",
    }[kind]
    details: dict[str, str | int] = {"slug": draft.slug, "revision": draft.revision}
    record(event, by=by, subject=draft, organisation=organisation, details=details, also=[made])
    return made


def _ask(draft: Draft, people: list[User], key: str, by: Actor) -> None:
    latest = latest_version(draft.slug)
    stands = latest is not None and key in actions.places_in(parsed(latest.toml))
    tell(
        people,
        once=f"draft:{draft.reference}:{draft.revision}:{key}",
        subject=lambda: (
            _("Er {municipality} stadig med, når reglerne ændres?")
            if stands
            else _("Skal {municipality} være med i forsøget?")
        ).format(municipality=organisation_name(key)),
        says=lambda: (
            _(
                "{sender} har skrevet en ny version af et forsøg, som jeres kommune er med i. Den ændrer regler eller "
                "dage. Læs, hvad der er ændret, og bekræft, eller send den tilbage. Den nuværende gælder imens."
            )
            if stands
            else _(
                "{sender} har skrevet et forsøg, der nævner jeres kommune. Læs det, og bekræft, eller send det tilbage."
            )
        ).format(sender=organisation_name(draft.organisation)),
        path=reverse("authoring:draft", args=[draft.reference]),
        by=by,
    )


def _ask_second(draft: Draft, by: Actor) -> None:
    tell(
        second_persons(draft),
        once=f"draft:{draft.reference}:{draft.revision}:second",
        subject=lambda: _("Et forsøg venter på godkendelse"),
        says=lambda: _(
            "Alle kommuner, der er nævnt, har bekræftet. En anden end forfatteren skal nu godkende forsøget."
        ),
        path=reverse("authoring:draft", args=[draft.reference]),
        by=by,
    )


def readers_of(draft: Draft) -> set[str]:
    """The keys of the organisations whose writers may read the draft: its own, and those it asks."""
    return {draft.organisation, *(places_asked(draft) if draft.state == DraftState.SENT else ())}


def second_persons(draft: Draft) -> list[User]:
    """Who can approve: those who write experiments there or in a municipality it names, and have not written in it."""
    asked = [holders(Permission.EDIT_EXPERIMENT, key) for key in sorted(readers_of(draft))]
    asked.append(holders_around(Permission.EDIT_EXPERIMENT, draft.organisation))
    found = {one.pk: one for people in asked for one in people}
    return [one for one in found.values() if not is_among(one, draft.written_by)]


@action(needs=Permission.EDIT_EXPERIMENT, of="organisation")
def confirm_draft(*, draft: Draft, organisation: str, revision: int, by: User) -> DraftAnswer:
    """A municipality's yes to being named in the draft as it stands.

    Raises:
        NotAllowed: the draft is not sent or was changed, or the person holds no role in the municipality itself.
    """
    hold(CASEWORK)
    draft = _sent(draft, revision)
    if organisation not in lacking_yes(draft):
        raise NotAllowed(_("Kommunen er ikke spurgt, eller den har svaret."))
    if not _belongs(by, organisation):
        raise NotAllowed(
            _("Kun kommunens egne kan bekræfte, at den er med."),
            remedy=_("Bed kommunens frikommunekoordinator om at gøre det."),
        )
    made = _answer(draft, AnswerKind.CONFIRMED, organisation, "", by)
    if not lacking_yes(draft):
        _ask_second(draft, by)
    return made


@action(needs=Permission.EDIT_EXPERIMENT, of="organisation")
def send_back_draft(*, draft: Draft, organisation: str, text: str, revision: int, by: User) -> Draft:
    """A no, with what is to be mended: the draft is open again, and what was said yes to is asked again.

    Raises:
        NotAllowed: the draft is not sent or was changed, or the organisation has no part in it.
        InputRefused: no word of why.
    """
    hold(CASEWORK)
    draft = _sent(draft, revision)
    if organisation not in readers_of(draft):
        raise NotAllowed(_("Organisationen er ikke spurgt om kladden."))
    if not text.strip():
        raise InputRefused(_("Skriv, hvad der skal ændres, når du sender kladden tilbage."))
    _answer(draft, AnswerKind.SENT_BACK, organisation, text, by)
    authors = [
        one
        for one in holders(Permission.EDIT_EXPERIMENT, draft.organisation)
        if one.trail_reference in draft.written_by
    ]
    tell(
        authors,
        once=f"draft:{draft.reference}:{draft.revision}:back",
        subject=lambda: _("Et forsøg er sendt tilbage"),
        says=lambda: _(
            "{organisation} har sendt kladden tilbage med en bemærkning. Den kan skrives i igen."
        ).format(organisation=organisation_name(organisation)),
        path=reverse("authoring:draft", args=[draft.reference]),
        by=by,
    )
    return _open_again(draft, by)


def newer_version(draft: Draft) -> DefinitionVersion | None:
    """The version in force where the draft was not written from it: publishing the draft would undo what it says."""
    latest = latest_version(draft.slug)
    return None if latest is None or latest.number == draft.builds_on else latest


def _refuse_overtaken(draft: Draft) -> None:
    newer = newer_version(draft)
    if newer is not None:
        raise NotAllowed(
            _("Kladden er ikke skrevet ud fra version {n}, som er i kraft nu.").format(n=newer.number),
            remedy=_(
                "Åbn kladden, se, hvad version {n} siger anderledes, tag det med, og sig på kladdens side, at den "
                "bygger på version {n}."
            ).format(n=newer.number),
        )


@action(needs=Permission.EDIT_EXPERIMENT, of="draft.organisation")
def build_on(*, draft: Draft, number: int, by: Actor) -> Draft:
    """Say that the draft takes the version in force into account, after its difference was shown.

    Raises:
        NotAllowed: the draft is not open, or another version is in force than the one that was shown.
    """
    hold(CASEWORK)
    draft = actions.open_draft(draft)
    latest = latest_version(draft.slug)
    if latest is None or latest.number != number:
        raise NotAllowed(
            _("Der er udgivet en nyere version, siden du begyndte."),
            remedy=_("Se forskellen på kladdens side igen."),
        )
    draft.builds_on = number
    return actions.change_draft(draft, "draft.built_on", by)


@action(needs=Permission.EDIT_EXPERIMENT, of="draft.organisation")
def take_back_draft(*, draft: Draft, by: Actor) -> Draft:
    """Open a draft that was sent, to write in it again; every yes is asked for again."""
    hold(CASEWORK)
    fresh = Draft.objects.get(pk=draft.pk)
    if fresh.state != DraftState.SENT:
        raise NotAllowed(_("Kun en kladde, der er sendt, kan hentes tilbage."))
    return _open_again(fresh, by)


def _open_again(draft: Draft, by: Actor) -> Draft:
    """Open, under a number of its own: a yes to what was sent before is no yes to what is sent next."""
    draft.revision += 1
    return actions.change_draft(draft, "draft.opened", by, state=DraftState.OPEN)


def _sent(draft: Draft, revision: int) -> Draft:
    fresh = Draft.objects.get(pk=draft.pk)
    if fresh.state != DraftState.SENT or fresh.revision != revision:
        raise NotAllowed(
            _("Kladden er ændret, siden du åbnede den."), remedy=_("Læs den igen, før du svarer.")
        )
    return fresh


@action(needs=Permission.EDIT_EXPERIMENT, of="organisation")
def approve_draft(*, draft: Draft, organisation: str, revision: int, by: User) -> DefinitionVersion:
    """The second person's yes, which makes the draft public as the next version of its definition.

    Args:
        organisation: where the person writes experiments: the draft's own, or one of the municipalities it names.

    Raises:
        NotAllowed: the person has written in it, with this or another account; a municipality has not confirmed, the
            draft was changed, another version came or the experiment was withdrawn meanwhile, or its name is
            another's.
        DefinitionRefused: the text has faults.
    """
    hold(CASEWORK)
    draft = _sent(draft, revision)
    if organisation not in readers_of(draft):
        raise NotAllowed(_("Organisationen har ingen del i kladden."))
    if is_among(by, draft.written_by):
        raise NotAllowed(
            _("Den, der selv har skrevet i kladden, kan ikke godkende den."),
            remedy=_("Bed en anden om at læse og godkende den."),
        )
    _refuse_overtaken(draft)
    _refuse_withdrawn_since(draft)
    lacking = lacking_yes(draft)
    if lacking:
        raise NotAllowed(
            _("Disse kommuner har ikke bekræftet: {names}.").format(
                names=", ".join(map(organisation_name, lacking))
            ),
            remedy=_("Vent på deres svar, eller tag dem ud."),
        )
    experiment = actions.sound(draft, draft.reason)
    national = is_national(experiment)
    answer = _answer(draft, AnswerKind.APPROVED, organisation, "", by)
    version = actions.add_version(
        experiment,
        after=latest_version(draft.slug),
        text=draft.toml,
        origin=Origin.OWN,
        organisation=draft.organisation,
        reason=draft.reason,
        by=by,
    )
    # The number stands: what was answered is answered of this text.
    actions.change_draft(draft, "draft.published", by, state=DraftState.PUBLISHED)
    assert answer.revision == revision
    if national:
        _tell_placed(experiment, version, by)
    return version


def _refuse_withdrawn_since(draft: Draft) -> None:
    """Whoever sent the draft did not know of the withdrawal, which a new version would lift."""
    gone = withdrawal_of(draft.slug)
    if gone is not None and gone.withdrawn_at > draft.changed_at:
        raise NotAllowed(
            _("Forsøget er trukket tilbage, efter at kladden blev sendt: {reason}").format(
                reason=gone.reason
            ),
            remedy=_("Åbn kladden igen, og send den på ny, hvis forsøget skal gælde igen."),
        )


def _tell_placed(experiment: Experiment, version: DefinitionVersion, by: Actor) -> None:
    """A national trial asks nobody; the municipalities that it places are told."""
    here = Organisation.objects.filter(key__in=actions.places_in(experiment), kind=Kind.MUNICIPALITY)
    for key, name in here.order_by("key").values_list("key", "name"):
        tell(
            holders(Permission.EDIT_EXPERIMENT, key),
            once=f"definition:{version.reference}:{key}",
            subject=lambda name=name: _("{municipality} er med i et landsdækkende forsøg").format(  # type: ignore[misc]
                municipality=name
            ),
            says=lambda: _(
                "Ministeriet har offentliggjort forsøget »{title}« (version {n}), som jeres kommune er med i."
            ).format(title=experiment.short_title, n=version.number),
            path=reverse("experiments:experiment", args=[version.slug]),
            by=by,
        )


@action(needs=Permission.EDIT_EXPERIMENT, of="version.organisation")
def withdraw(*, version: DefinitionVersion, reason: str, by: Actor) -> Withdrawal:
    """Take the version in force back: its page says so and why, it stands in no list, and no case is checked by it.

    Raises:
        NotAllowed: it is the shipped catalogue's, not the latest version, or withdrawn already.
        InputRefused: no reason.
    """
    hold(CASEWORK)
    latest = latest_version(version.slug)
    if version.origin != Origin.OWN:
        raise NotAllowed(
            _("{slug} hører til det medfølgende katalog, som ikke kan ændres her.").format(slug=version.slug)
        )
    if latest is None or latest.number != version.number:
        raise NotAllowed(_("Der er udgivet en nyere version, siden du begyndte."))
    if withdrawal_of(version.slug) is not None:
        raise NotAllowed(_("Forsøget er allerede trukket tilbage."))
    if not reason.strip():
        raise InputRefused(_("Skriv, hvorfor forsøget trækkes tilbage."))
    made = Withdrawal.objects.create(
        slug=version.slug,
        number=version.number,
        organisation=version.organisation,
        reason=reason.strip(),
        withdrawn_by=by.trail_reference,
        withdrawn_at=clock.now(),
    )
    details: dict[str, str | int] = {"slug": version.slug, "number": version.number}
    record(
        "definition.withdrawn",
        by=by,
        subject=version,
        organisation=version.organisation,
        details=details,
        also=[made],
    )
    _tell_withdrawn(version, by)
    return made


def _tell_withdrawn(version: DefinitionVersion, by: Actor) -> None:
    experiment = parsed(version.toml)
    for key in sorted(actions.places_in(experiment)):
        tell(
            holders(Permission.EDIT_EXPERIMENT, key),
            once=f"definition:{version.reference}:withdrawn:{key}",
            subject=lambda: _("Et forsøg er trukket tilbage"),
            says=lambda: _(
                "»{title}«, som jeres kommune er med i, er trukket tilbage. Begrundelsen står på siden."
            ).format(title=experiment.short_title),
            path=reverse("experiments:experiment", args=[version.slug]),
            by=by,
        )
