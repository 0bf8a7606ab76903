"""Reading a form: its content as one value, its points as they stand on the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from frirum.core.catalogue.evaluation_form import (
    LAST_POINT_BEFORE_START,
    Amendment,
    FormContent,
    Point,
    SubQuestion,
    header_fields,
    header_label,
    points,
    questions,
)
from frirum.core.catalogue.promises import sub_question_texts
from frirum.core.language import gettext as _
from frirum.core.vocabulary.danish import format_date
from frirum.core.vocabulary.marks import short_mark
from frirum.web import clock
from frirum.web.designs.reading import first_seen
from frirum.web.experiments.definitions import current_catalogue, parsed
from frirum.web.experiments.models import DefinitionVersion
from frirum.web.forms.locking import FORM
from frirum.web.forms.models import EvaluationForm, FormEntry
from frirum.web.locking.late import late_sentence
from frirum.web.locking.verifying import tampering

HEADER = 0
"""The number under which the header is saved, beside points 1-10."""
HEADER_PREFIX = "header."


def keys_of_point(number: int) -> tuple[str, ...]:
    """The keys of a point's entries, or of the header's for `HEADER`; KeyError for a number there is not."""
    if number == HEADER:
        return tuple(HEADER_PREFIX + name for name in header_fields())
    return {point.number: tuple(q.key for q in point.questions) for point in points()}[number]


def all_keys() -> tuple[str, ...]:
    """Every key of the form, in its order."""
    return keys_of_point(HEADER) + tuple(question.key for _point, question in questions())


def texts_of(form: EvaluationForm) -> dict[str, str]:
    """Key -> text as written, amendments applied: what the form says now."""
    texts = {entry.field: entry.text for entry in form.entries.all()}
    for amendment in form.amendments.all():
        texts[amendment.field] = amendment.text
    return texts


def content_of(form: EvaluationForm) -> FormContent:
    """The form as the documents print it."""
    # Imported late: the checks of a design compute, and every command and worker loads this module.
    from frirum.web.designs.status import form_lines

    texts = texts_of(form)
    return FormContent(
        period=form.period_title,
        header={name: texts.get(HEADER_PREFIX + name, "") for name in header_fields()},
        answers={question.key: texts.get(question.key, "") for _point, question in questions()},
        locked=receipt_line(form),
        submitted=_day(form.submitted_at),
        received=_day(form.received_at),
        amendments=tuple(
            Amendment(a.number, a.field, a.text, a.reason, a.major, _made_on(form, a.made_at))
            for a in form.amendments.all()
        ),
        preface=(
            *form_lines(form.slug, form.organisation),
            *filter(None, [late_sentence(FORM, form)]),
            *tampering(FORM, form),
        ),
    )


def _made_on(form: EvaluationForm, moment: Any) -> str:
    """The day of an amendment, and whether outcomes had been seen by then."""
    seen = first_seen(form.slug, form.organisation)
    day = _day(moment) or ""
    if seen is None or moment.astimezone(clock.COPENHAGEN).date() < seen.seen_on:
        return day
    return _("{date}, efter at udfald var set").format(date=day)


def _day(moment: Any) -> str | None:
    return format_date(moment.astimezone(clock.COPENHAGEN).date()) if moment else None


def receipt_line(form: EvaluationForm) -> str | None:
    """When points 1-5 were locked and the first part of their hash, in a sentence; None before that."""
    lock = FORM.lock_of(form)
    if lock is None:
        return None
    return _("{date}, fingeraftryk {hash}").format(date=_day(lock.locked_at), hash=short_mark(lock.sha256))


@dataclass(frozen=True)
class Field:
    """One field of a point on the page: the question, what is written, and whether it is locked.

    `lines` are what the definition says was to be found out, that belongs under the question.
    """

    key: str
    label: str
    text: str
    is_list: bool
    unit: str
    locked: bool
    amended: bool
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """One point (or the header) on the page.

    `revision` rises with every save of the point, so that a save which builds on an older text is refused. `unsaved` is
    what was typed and could not be kept, where the point can be written in no more.
    """

    number: int
    title: str
    guidance: str
    fields: tuple[Field, ...]
    revision: int
    locked: bool
    waiting: bool
    unsaved: tuple[str, ...] = ()

    @property
    def answered(self) -> int:
        """How many fields have a text."""
        return sum(1 for field in self.fields if field.text)


def sections(form: EvaluationForm) -> tuple[Section, ...]:
    """The header and the ten points with what is written in them."""
    # A form that was begun before a question stood in it has no entry for it.
    entries = {key: FormEntry(form=form, field=key) for key in all_keys()}
    entries |= {entry.field: entry for entry in form.entries.all()}
    amended = {amendment.field: amendment.text for amendment in form.amendments.all()}
    version = DefinitionVersion.objects.get(slug=form.slug, number=form.definition_number)
    lines = sub_question_texts(parsed(version.toml), current_catalogue().scales)
    header = [SubQuestion(HEADER_PREFIX + name, header_label(name)) for name in header_fields()]
    blocks = [(HEADER, _("Skemaets hoved"), "", tuple(header))]
    blocks += [(point.number, point.title, point.guidance, point.questions) for point in points()]
    return tuple(
        Section(
            number=number,
            title=title,
            guidance=guidance,
            fields=tuple(
                Field(
                    key=question.key,
                    label=question.text,
                    text=amended.get(question.key, entries[question.key].text),
                    is_list=question.is_list,
                    unit=question.unit,
                    locked=entries[question.key].locked,
                    amended=question.key in amended,
                    lines=lines.get(question.key, ()),
                )
                for question in asked
            ),
            revision=sum(entries[question.key].revision for question in asked),
            locked=any(entries[question.key].locked for question in asked),
            waiting=number > LAST_POINT_BEFORE_START and not form.is_locked,
        )
        for number, title, guidance, asked in blocks
    )


def point_of(key: str) -> Point:
    """The point a question belongs to."""
    return next(point for point, question in questions() if question.key == key)
