"""A survey as pages of a few questions, each a form that reads with the rules of the survey."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy

from frirum.core.catalogue.questions import QuestionKind
from frirum.core.instruments import words
from frirum.core.instruments.pairing_code import LONGEST, SHORTEST, CodeFault, read_code
from frirum.core.instruments.questions import (
    LONGEST_ANSWER,
    Answer,
    AnswerFault,
    AskedQuestion,
    applies,
    together,
)
from frirum.core.instruments.survey import Survey
from frirum.web.site.forms import DateInput, TextArea
from frirum.web.surveys.translating import RespondentLanguage

MOST_ON_A_PAGE = 3
MOST_ROWS = 8


def pages_of(survey: Survey) -> list[list[AskedQuestion]]:
    """The questions in order, at most three to a page; one that depends on another stands on a later page.

    A table of questions has a page of its own, or several where it has more than eight rows.
    """
    pages: list[list[AskedQuestion]] = [[]]
    for group in together(survey.questions):
        first = group[0].question
        if first.grid is not None:
            pages += [list(group[at : at + MOST_ROWS]) for at in range(0, len(group), MOST_ROWS)]
            pages.append([])
            continue
        on_page = {one.id for one in pages[-1]}
        waits = first.only_if is not None and first.only_if.question in on_page
        screened = any(one.question.screening for one in pages[-1])
        if len(pages[-1]) == MOST_ON_A_PAGE or waits or screened:
            pages.append([])
        pages[-1] += group
    return [page for page in pages if page]


def put_on(
    page: Sequence[AskedQuestion], survey: Survey, answers: Mapping[str, Answer]
) -> list[AskedQuestion]:
    """The questions of a page that are put, given the answers so far."""
    return [asked for asked in page if applies(asked.id, survey.plain_questions, answers) is True]


def text_of(asked: AskedQuestion) -> str:
    """The question in the reader's language, Danish where there is no twin."""
    english = get_language() == "en"
    return str((asked.question.text_en if english else None) or asked.question.text)


@dataclass(frozen=True)
class Part:
    """What stands together on a page: one question, or the rows of a table under their words."""

    words: str
    fields: Sequence[forms.BoundField]


class QuestionsForm(forms.Form):
    """Some questions. None must be answered; what is written must be an answer."""

    def __init__(
        self,
        questions: Sequence[AskedQuestion],
        data: Any = None,
        *,
        reading: RespondentLanguage,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.questions = list(questions)
        self.reading = reading
        for asked in self.questions:
            self.fields[asked.id] = _field(asked, reading)

    @property
    def parts(self) -> list[Part]:
        """The fields as they stand on the page."""
        return [
            Part(
                self.reading.table(group[0], group[0].grid) if group[0].grid else "",
                [self[asked.id] for asked in group],
            )
            for group in together(self.questions)
        ]

    def clean(self) -> dict[str, Any]:
        """Read each answer by the survey's own rules."""
        read: dict[str, Any] = {}
        for asked in self.questions:
            if asked.is_multiple:
                if chosen := asked.several(self.cleaned_data.get(asked.id) or ()):
                    read[asked.id] = chosen
                continue
            written = (self.cleaned_data.get(asked.id) or "").strip()
            if not written:
                continue
            answer = _chosen(asked, written) if asked.is_choice else asked.read(written)
            if isinstance(answer, AnswerFault):
                self.add_error(asked.id, " ".join(words.answer_fault(answer, asked)))
            else:
                read[asked.id] = answer
        return read


class CodeForm(forms.Form):
    """A code that the respondent makes himself; it need not be written."""

    kode = forms.CharField(
        required=False, max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, data: Any = None, *, reading: RespondentLanguage) -> None:
        super().__init__(data)
        self.fields["kode"].label = reading.ui("code")
        self.fields["kode"].help_text = reading.ui("code_help")

    def clean_kode(self) -> str:
        """The code as `read_code` gives it."""
        found = read_code(self.cleaned_data["kode"])
        if isinstance(found, CodeFault):
            raise forms.ValidationError(_CODE_FAULTS[found].format(shortest=SHORTEST, longest=LONGEST))
        return found


_CODE_FAULTS = {
    CodeFault.TOO_SHORT: gettext_lazy("Koden skal have mindst {shortest} bogstaver og tal."),
    CodeFault.TOO_LONG: gettext_lazy("Koden kan højst have {longest} bogstaver og tal."),
    CodeFault.IDENTIFIES: gettext_lazy(
        "Skriv ikke et nummer eller en adresse, du kan kendes på; lav en kode i stedet."
    ),
}


def _chosen(asked: AskedQuestion, written: str) -> Answer | AnswerFault:
    return next((o.value for o in asked.options if str(o.value) == written), AnswerFault.NOT_AN_OPTION)


def _field(asked: AskedQuestion, reading: RespondentLanguage) -> forms.Field:
    told: dict[str, Any] = {
        "label": reading.question(asked, text_of(asked)),
        "help_text": reading.lead(asked),
        "required": False,
    }
    if asked.options:
        choices = [
            (str(option.value), reading.option(asked, option.value, option.shown)) for option in asked.options
        ]
        if asked.is_multiple:
            told["help_text"] = " ".join(part for part in (told["help_text"], reading.ui("several")) if part)
            return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **told)
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **told)
    if asked.question.kind is QuestionKind.OPEN:
        return forms.CharField(widget=TextArea(attrs={"rows": 4}), max_length=LONGEST_ANSWER, **told)
    widget = DateInput() if asked.question.kind is QuestionKind.DATE else None
    return forms.CharField(max_length=100, widget=widget, **told)
