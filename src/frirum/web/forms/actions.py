"""Writes on evaluation forms."""

from __future__ import annotations

from collections.abc import Mapping

from frirum.core.catalogue.evaluation_form import LAST_POINT_BEFORE_START, NotANumber, read_answer
from frirum.core.catalogue.form_content import (
    answer_texts,
    header_texts,
    reporting_period,
    words_of_definition,
)
from frirum.core.errors import InputRefused, NotAllowed, UsageError
from frirum.core.language import gettext as _
from frirum.core.locking.chain import LOCK
from frirum.core.report.formats import MEDIA_TYPES
from frirum.web import clock
from frirum.web.designs.reading import first_seen
from frirum.web.experiments.definitions import current_catalogue, latest_version
from frirum.web.forms import content, handing_over
from frirum.web.forms.keeping import JOB
from frirum.web.forms.locking import FORM, is_before_start
from frirum.web.forms.models import EvaluationForm, FormAmendment, FormEntry, FormReturn, FormState
from frirum.web.jobs.actions import order_job
from frirum.web.language import in_danish
from frirum.web.locking.writing import chain_amendment, mail_receipt, make_lock
from frirum.web.organisations.models import User
from frirum.web.organisations.names import organisation_name
from frirum.web.organisations.permissions import Permission
from frirum.web.trail.actors import Actor
from frirum.web.trail.permitted import ANYWHERE
from frirum.web.trail.recording import action, hold, nothing_changed, record
from frirum.web.zones import CASEWORK

LONGEST_ANSWER = 20_000
Details = dict[str, str | int | bool | None]


@action(needs=Permission.FILL_FORM, of="organisation")
def begin_form(*, slug: str, period: str, organisation: str, by: Actor) -> EvaluationForm:
    """A form for a reporting period, filled with what the definition already says.

    Raises:
        UsageError: unknown experiment or period.
        NotAllowed: the municipality already has a form for the period.
    """
    version = latest_version(slug)
    experiment = current_catalogue().experiment(slug)
    if version is None:
        raise UsageError(_("Der er intet forsøg med slug {slug}.").format(slug=slug))
    found = reporting_period(experiment, period)
    hold(CASEWORK)
    if EvaluationForm.objects.filter(slug=slug, period=period, organisation=organisation).exists():
        raise NotAllowed(
            _("Der er allerede et skema for perioden."), remedy=_("Åbn det i listen over evalueringsskemaer.")
        )
    form = EvaluationForm.objects.create(
        slug=slug,
        period=period,
        period_title=found.title,
        organisation=organisation,
        definition_number=version.number,
        definition_sha256=version.sha256,
        begun_by=by.trail_reference,
        begun_at=clock.now(),
    )
    given: dict[str, str] = {}
    if found not in experiment.reporting_periods:
        # Nobody has answered for a year that only follows from the period: the definition's own words stand there.
        with in_danish():
            given = words_of_definition(experiment, organisation_name(organisation))
    given |= {content.HEADER_PREFIX + name: text for name, text in header_texts(found.header).items()}
    given |= {key: text for key, text in answer_texts(found).items() if is_before_start(key)}
    entries = [FormEntry(form=form, field=key, text=given.get(key, "")) for key in content.all_keys()]
    for entry in entries:
        entry.save()
    details: Details = {"slug": slug, "period": period, "definition": version.sha256}
    record("form.begun", by=by, subject=form, organisation=organisation, details=details, also=_entries(form))
    return form


def _entries(form: EvaluationForm) -> list[FormEntry]:
    return list(FormEntry.objects.filter(form=form).order_by("pk"))


def _fresh(form: EvaluationForm) -> EvaluationForm:
    """The form as the database has it, held until the action ends."""
    hold(CASEWORK)
    return EvaluationForm.objects.get(pk=form.pk)


@action(needs=Permission.FILL_FORM, of="form.organisation")
def save_point(
    *, form: EvaluationForm, number: int, texts: Mapping[str, str], revision: int, by: Actor
) -> EvaluationForm:
    """Keep what was written in a point (0: the header).

    Args:
        texts: key -> text; keys of the point that are left out stay as they are.
        revision: the point's revision that the writer began from.

    Raises:
        NotAllowed: the point is locked, not open yet, sent, or was saved by somebody else meanwhile. Nothing changed.
        InputRefused: an answer is too long, or a key does not belong to the point.
    """
    form = _fresh(form)
    _refuse_closed(form, number)
    _refuse_unfit(number, texts)
    texts = {key: _read(key, text) for key, text in texts.items()}
    entries = {e.field: e for e in _entries(form) if e.field in content.keys_of_point(number)}
    # A form that was begun before a question stood in it gets its field with the first answer.
    entries |= {
        key: FormEntry(form=form, field=key) for key, text in texts.items() if key not in entries and text
    }
    if sum(entry.revision for entry in entries.values()) != revision:
        raise NotAllowed(
            _("Punktet er ændret af en anden, siden du åbnede det."),
            remedy=_("Kopiér din tekst, hent siden igen, og flet de to."),
        )
    changed = [
        entries[key] for key, text in texts.items() if key in entries and entries[key].text != _clean(text)
    ]
    if not changed:
        nothing_changed()
        return form
    for entry in changed:
        entry.text, entry.revision = _clean(texts[entry.field]), entry.revision + 1
        entry.save()
    details: Details = {"slug": form.slug, "point": number}
    record(
        "form.point_saved",
        by=by,
        subject=form,
        organisation=form.organisation,
        fields=tuple(entry.field for entry in changed),
        details=details,
        also=changed,
    )
    return form


def _read(key: str, text: str) -> str:
    """The answer as it is kept.

    Raises:
        InputRefused: a number is asked for, and it is none.
    """
    found = read_answer(key, text)
    if isinstance(found, NotANumber):
        raise InputRefused(found.message, remedy=found.mend)
    return found


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _refuse_closed(form: EvaluationForm, number: int) -> None:
    if form.is_sent:
        raise NotAllowed(_("Skemaet er indsendt og kan ikke ændres."))
    before_start = 1 <= number <= LAST_POINT_BEFORE_START
    if before_start and form.is_locked:
        raise NotAllowed(
            _("Punkt {n} er låst.").format(n=number),
            remedy=_("Lav en ændring med begrundelse; den oprindelige tekst bliver stående."),
        )
    if number > LAST_POINT_BEFORE_START and not form.is_locked:
        raise NotAllowed(
            _("Punkt {n} åbnes, når punkt 1-5 er låst.").format(n=number),
            remedy=_("Lås punkt 1-5, når forsøget begynder."),
        )


def _refuse_unfit(number: int, texts: Mapping[str, str]) -> None:
    try:
        keys = content.keys_of_point(number)
    except KeyError:
        raise InputRefused(_("Skemaet har ikke noget punkt {n}.").format(n=number)) from None
    for key, text in texts.items():
        if key not in keys:
            raise InputRefused(_("Punkt {n} har ikke feltet {key}.").format(n=number, key=key))
        if len(text) > LONGEST_ANSWER:
            raise InputRefused(
                _("Svaret er på {n} tegn; der er plads til {most}.").format(n=len(text), most=LONGEST_ANSWER)
            )


@action(needs=Permission.SUBMIT_FORM, of="form.organisation")
def lock_points(*, form: EvaluationForm, by: User) -> EvaluationForm:
    """Lock points 1-5, so that what the experiment is judged by is known before its results are.

    The receipt is mailed to the person, to be kept outside the system.

    Raises:
        NotAllowed: they are locked already.
        InputRefused: a point has nothing written in it.
    """
    form = _fresh(form)
    if form.is_locked:
        raise NotAllowed(_("Punkt 1-5 er allerede låst."))
    entries = _entries(form)
    _refuse_empty_points(entries)
    locked = [entry for entry in entries if is_before_start(entry.field)]
    lock = make_lock(FORM, form, by=by, after_outcomes=first_seen(form.slug, form.organisation) is not None)
    form.state = FormState.LOCKED
    form.save()
    for entry in locked:
        entry.locked = True
        entry.save()
    details: Details = {"slug": form.slug, "number": LOCK, "sha256": lock.sha256}
    record(
        "form.locked",
        by=by,
        subject=form,
        organisation=form.organisation,
        details=details,
        also=[lock, *locked],
    )
    mail_receipt(FORM, form, LOCK, by)
    return form


def _refuse_empty_points(entries: list[FormEntry]) -> None:
    written = {entry.field for entry in entries if entry.text}
    empty = [
        number
        for number in range(1, LAST_POINT_BEFORE_START + 1)
        if not written.intersection(content.keys_of_point(number))
    ]
    if empty:
        raise InputRefused(
            _("Punkt {points} er ikke udfyldt.").format(points=", ".join(str(n) for n in empty)),
            remedy=_("Skriv mindst ét svar i hvert af punkterne 1-5, før de låses."),
        )


@action(needs=Permission.SUBMIT_FORM, of="form.organisation")
def amend(*, form: EvaluationForm, key: str, text: str, reason: str, major: bool, by: User) -> FormAmendment:
    """A numbered change to a locked answer; what was locked stays readable beside it. A receipt is mailed.

    Raises:
        NotAllowed: the answer is not locked, or the form is sent.
        InputRefused: no reason, an unknown field, or a text that says the same.
    """
    form = _fresh(form)
    if form.is_sent:
        raise NotAllowed(_("Skemaet er indsendt og kan ikke ændres."))
    if not is_before_start(key):
        raise InputRefused(_("Skemaet har ikke noget låst felt {key}.").format(key=key))
    if not form.is_locked:
        raise NotAllowed(_("Punktet er ikke låst."), remedy=_("Skriv direkte i punktet."))
    _refuse_unfit(content.point_of(key).number, {key: text})
    if content.texts_of(form)[key] == _clean(text):
        raise InputRefused(_("Teksten er den samme som før."))
    made = FormAmendment(
        form=form,
        field=key,
        text=_clean(text),
        reason=reason,
        major=major,
        after_outcomes=first_seen(form.slug, form.organisation) is not None,
    )
    chain_amendment(FORM, made, by=by)
    details: Details = {"slug": form.slug, "number": made.number, "major": major, "sha256": made.sha256}
    record(
        "form.amended",
        by=by,
        subject=form,
        organisation=form.organisation,
        fields=(key,),
        details=details,
        also=[made],
    )
    mail_receipt(FORM, form, made.number, by)
    return made


@action(needs=Permission.SUBMIT_FORM, of="form.organisation")
def submit(*, form: EvaluationForm, by: Actor) -> EvaluationForm:
    """Send the form to the ministry, which is told. Nothing in it changes unless the ministry sends it back.

    Raises:
        NotAllowed: points 1-5 are not locked, or it was sent before.
        InputRefused: result and conclusion (7 and 8) are not answered.
    """
    form = _fresh(form)
    if form.is_sent:
        raise NotAllowed(_("Skemaet er allerede indsendt."))
    if not form.is_locked:
        raise NotAllowed(_("Punkt 1-5 skal låses, før skemaet kan indsendes."))
    written = {entry.field for entry in _entries(form) if entry.text}
    empty = [n for n in MUST_BE_ANSWERED if not written.intersection(content.keys_of_point(n))]
    if empty:
        raise InputRefused(
            _("Punkt {points} er ikke udfyldt.").format(points=", ".join(str(n) for n in empty)),
            remedy=_("Resultater og konklusion skal være skrevet, før skemaet indsendes."),
        )
    form.state, form.submitted_by, form.submitted_at = FormState.SUBMITTED, by.trail_reference, clock.now()
    form.save()
    details: Details = {"slug": form.slug}
    record("form.submitted", by=by, subject=form, organisation=form.organisation, details=details)
    order_job(kind=JOB, arguments={"form": str(form.reference)}, organisation=form.organisation, by=by)
    handing_over.form_sent(form, by=by)
    return form


MUST_BE_ANSWERED = (7, 8)


@action(needs=Permission.RECEIVE_FORM, of=ANYWHERE)
def receive(*, form: EvaluationForm, by: Actor) -> EvaluationForm:
    """The ministry acknowledges a form that was sent; those who wrote it are told.

    Raises:
        NotAllowed: it was not sent, or was received before.
    """
    form = _fresh(form)
    if form.state != FormState.SUBMITTED:
        raise NotAllowed(_("Kun et indsendt skema kan modtages, og kun én gang."))
    form.state, form.received_by, form.received_at = FormState.RECEIVED, by.trail_reference, clock.now()
    form.save()
    details: Details = {"slug": form.slug}
    record("form.received", by=by, subject=form, organisation=form.organisation, details=details)
    handing_over.form_received(form, by=by)
    return form


@action(needs=Permission.RECEIVE_FORM, of=ANYWHERE)
def send_back(*, form: EvaluationForm, comments: str, by: Actor) -> FormReturn:
    """The ministry sends a form back to be mended: points 6-10 open again, what is locked stays locked.

    Raises:
        NotAllowed: it was not sent, or is received.
        InputRefused: nothing says what is missing.
    """
    form = _fresh(form)
    if form.state != FormState.SUBMITTED or form.submitted_at is None:
        raise NotAllowed(_("Kun et indsendt skema, der ikke er kvitteret for, kan sendes tilbage."))
    if form.kept.filter(submission=form.submission).count() < len(MEDIA_TYPES):
        raise NotAllowed(
            _("Skemaet er ved at blive gemt, som det blev indsendt."), remedy=_("Prøv igen om et øjeblik.")
        )
    if not _clean(comments):
        raise InputRefused(_("Skriv, hvad der skal ændres, når du sender skemaet tilbage."))
    made = FormReturn.objects.create(
        form=form,
        number=form.submission,
        comments=_clean(comments),
        submitted_at=form.submitted_at,
        returned_by=by.trail_reference,
        returned_at=clock.now(),
    )
    form.state, form.submitted_by, form.submitted_at = FormState.LOCKED, "", None
    form.save()
    details: Details = {"slug": form.slug, "number": made.number}
    record(
        "form.sent_back", by=by, subject=form, organisation=form.organisation, details=details, also=[made]
    )
    handing_over.form_sent_back(form, by=by)
    return made
