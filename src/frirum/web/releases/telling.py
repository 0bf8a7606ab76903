"""What a kept table comes from, counts and covers, as people are told it.

The gate compares names ("audit_round:…", "slug/instrument/question", "2025-10-01/2026-03-31"), which stay as they are.
"""

from __future__ import annotations

import datetime as dt
import re

from django.utils.translation import gettext as _

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.instruments import Instrument
from frirum.core.instruments.answer_codes import column_name
from frirum.core.vocabulary.danish import format_date, format_month
from frirum.web.experiments.definitions import current_catalogue

_PARTS_OF_ANSWERS = 3
_DAY = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_TYPED_DAY = re.compile(r"\b(\d{2})-(\d{2})-(\d{4})\b")
_MONTH = re.compile(r"\b(\d{4})-(\d{2})\b")


def source_words(run: str, measure: str) -> str:
    """Where a table comes from: an audit or survey by its own title, a run by its code, else what the team wrote."""
    kind, _sign, rest = run.partition(":")
    if kind in ("audit_round", "audit_rounds", "survey_wave") and rest:
        instrument = _asked(measure)[1]
        if instrument is not None:
            return str(instrument.title)
        return _("et spørgeskema") if kind == "survey_wave" else _("et tilsyn")
    if re.fullmatch(r"K-\d{4}-\d+", run):
        return _("kørsel {id}").format(id=run)
    return run


def measure_words(measure: str) -> str:
    """What is counted: the experiment and the question of an audit or survey, an experiment, or what the team wrote."""
    experiment, instrument, question = _asked(measure)
    if experiment is None:
        return measure
    if instrument is None or not question:
        return _("svarene om {experiment}").format(experiment=experiment.short_title)
    return f"{experiment.short_title}, {instrument.title}: {_question_text(instrument, question)}"


def period_words(period: str) -> str:
    """A period as it was kept, its days and months written out."""
    text = _TYPED_DAY.sub(r"\3-\2-\1", period)
    text = _DAY.sub(lambda day: format_date(dt.date(*map(int, day.groups()))), text)
    text = _MONTH.sub(lambda month: format_month(dt.date(int(month[1]), int(month[2]), 1)), text)
    return " – ".join(part.strip() for part in re.split(r"/|\.\.", text)) if text != period else period


def period_typed(period: str) -> str:
    """The same days as somebody would type them: 01-10-2025 til 31-03-2026."""
    return _DAY.sub(r"\3-\2-\1", period).replace("/", " til ")


def _asked(measure: str) -> tuple[Experiment | None, Instrument | None, str]:
    parts = measure.split("/", _PARTS_OF_ANSWERS - 1)
    experiment = current_catalogue().experiments.get(parts[0])
    if experiment is None or len(parts) != _PARTS_OF_ANSWERS:
        return experiment, None, ""
    return experiment, next((one for one in experiment.instruments if one.id == parts[1]), None), parts[2]


def _question_text(instrument: Instrument, question: str) -> str:
    # An option of several has a column of its own: the question's, two underscores and the option's code.
    own = question.split("__", maxsplit=1)[0]
    return next((one.text for one in instrument.questions if own in (one.id, column_name(one.id))), question)
