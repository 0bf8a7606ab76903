"""What decisions and outside evaluations add to a case that is taken out as one file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from frirum.core.language import gettext as _
from frirum.core.report.formats import render
from frirum.core.vocabulary.danish import format_date
from frirum.web.decisions.annex import annex_of
from frirum.web.decisions.assignment_models import EvaluationAssignment
from frirum.web.decisions.fields import FIELDS, field_label, frozen_value
from frirum.web.decisions.models import DecisionRecord
from frirum.web.decisions.reading import published_on
from frirum.web.registration import CasePart


def parts_of_case(slug: str, organisation: str) -> Iterator[CasePart]:
    """The organisation's own decisions with all that was written on them, others' as they were published, and the
    outside evaluations it has asked for."""
    own = list(DecisionRecord.objects.filter(slug=slug, organisation=organisation).order_by("begun_at", "pk"))
    others = [one for one in published_on(slug) if one.organisation != organisation]
    for one in own:
        yield from _decision(one, is_own=True)
    for one in others:
        yield from _decision(one, is_own=False)
    for assigned in EvaluationAssignment.objects.filter(organisation=organisation).order_by(
        "starts_on", "pk"
    ):
        if slug in assigned.slugs:
            yield from _assignment(assigned)


def _decision(one: DecisionRecord, *, is_own: bool) -> Iterator[CasePart]:
    folder = f"beslutning-{str(one.reference)[:8]}"
    if one.is_locked:
        for extension in ("docx", "pdf"):
            content = render(annex_of([one], title=one.title), extension)
            what = _("Beslutningen, som den er offentliggjort, med rettelser")
            yield CasePart(
                f"{folder}/beslutning.{extension}", what, one.published_at, one.published_by, content
            )
    if is_own:
        what = _("Beslutningen felt for felt ({state})").format(state=one.get_state_display())
        yield _text(f"{folder}/felter.txt", what, one.begun_at, one.begun_by, _fields(one))
        claims = "\n\n".join(
            f"{claim.role}: {claim.text}\n{claim.source}\n{claim.reason}" for claim in one.claims.all()
        )
        if claims:
            what = _("Udsagn, som beslutningen bygger på eller fraviger")
            yield _text(f"{folder}/udsagn.txt", what, one.begun_at, one.begun_by, claims)
    if is_own and one.sent_back:
        what = _("Bemærkninger, da kladden blev sendt tilbage")
        yield _text(f"{folder}/tilbagesendt.txt", what, one.begun_at, "", one.sent_back)
    for erratum in one.amendments.all():
        what = _("Rettelse {n} af beslutningen").format(n=erratum.number)
        said = f"{field_label(erratum.field)}\n\n{erratum.text}\n\n{erratum.reason}"
        path = f"{folder}/rettelse-{erratum.number}.txt"
        yield _text(path, what, erratum.made_at, erratum.made_by, said)


def _fields(one: DecisionRecord) -> str:
    lines = []
    for name in FIELDS:
        value = frozen_value(getattr(one, name))
        said = ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")
        lines.append(f"{field_label(name)}: {said or _('ikke oplyst')}")
    return "\n".join(lines)


def _assignment(one: EvaluationAssignment) -> Iterator[CasePart]:
    folder = f"evaluering-{str(one.reference)[:8]}"
    said = [
        one.title,
        _("Evaluator: {name}").format(name=one.evaluator),
        _("Aftale: {text}").format(text=one.agreement),
        _("Periode: {first} til {last}").format(
            first=format_date(one.starts_on), last=format_date(one.ends_on)
        ),
    ]
    if one.report_received_on:
        said.append(
            _("Rapport: {title}, modtaget {day}, SHA-256 {hash}").format(
                title=one.report_title,
                day=format_date(one.report_received_on),
                hash=one.report_sha256 or _("ikke oplyst"),
            )
        )
    yield _text(
        f"{folder}/opgave.txt",
        _("Opgaven til den eksterne evaluator"),
        one.begun_at,
        one.begun_by,
        "\n".join(said),
    )
    for number, given in enumerate(one.handovers.all(), start=1):
        text = "\n".join(
            (given.what, given.legal_basis, format_date(given.handed_on), given.received_by, given.sha256)
        )
        what = _("Data, der er overdraget")
        yield _text(f"{folder}/data-{number}.txt", what, given.noted_at, given.noted_by, text)
    for number, found in enumerate(one.findings.all(), start=1):
        text = "\n".join(filter(None, (found.text, found.place, found.step_reason, found.withdrawn_reason)))
        yield _text(
            f"{folder}/fund-{number}.txt", _("Fund i rapporten"), found.entered_at, found.entered_by, text
        )
    for number, said_of in enumerate(one.remarks.all(), start=1):
        about = said_of.finding.text if said_of.finding else ""
        yield _text(
            f"{folder}/bemaerkning-{number}.txt",
            _("Hvad myndigheden og evaluatoren har skrevet til hinanden"),
            said_of.written_at,
            said_of.written_by,
            "\n".join(filter(None, (said_of.get_kind_display(), about, said_of.text))),
        )


def _text(path: str, what: str, at: dt.datetime, by: str, text: str) -> CasePart:
    return CasePart(path, what, at, by, f"{text.strip()}\n".encode())
