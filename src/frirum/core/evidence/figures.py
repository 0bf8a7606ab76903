"""The pictures of an evaluation: what was found of each question, the course around the start, and who is in.

Each is decided here with its title, its description and its rows; drawing comes last, so that the names are known
without it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from frirum.core.effects.rows import EstimateRow, rounded
from frirum.core.evidence.by_unit import draw_funnel, outside, shrunken
from frirum.core.evidence.drawing import BLUE, DARK, GREY, LONGEST, TEXT, WIDTH, in_danish, plain, shortened
from frirum.core.evidence.picture_words import (
    curve_description,
    curve_title,
    curve_unit,
    funnel_description,
    funnel_title,
)
from frirum.core.evidence.sentences import say
from frirum.core.evidence.time_to import draw_curves
from frirum.core.evidence.words import LEFT_OUT, exclusion_text, finding_label
from frirum.core.language import own_text
from frirum.core.report.drawing import strict_svg
from frirum.core.vocabulary.danish import format_number
from frirum.core.vocabulary.unit_words import unit_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from frirum.core.evidence.run import Evaluation, QuestionResult

INTERVALS, EVENT_STUDY, FLOW, LIKERT, SERIES = "intervals", "event_study", "flow", "likert", "series"
FOREST, FUNNEL, CURVES = "forest", "funnel", "curves"
_OUTSIDE = "#c9ccd1"
_WORTH_A_NUMBER = 0.06
"""A share of a bar that is wide enough for its number."""


@dataclass(frozen=True)
class EvaluationFigure:
    """One picture.

    Attributes:
        name: of its files, without ending.
        kind: "intervals", "event_study", "flow", "likert", "series", "forest", "funnel" or "curves".
        question: id of the question it is of, or None for the run.
        title: what it shows, as a finding; description: what stands in it.
        headings, rows: the numbers in it, as its table twin has them.
        unit: of the horizontal axis, or "".
        share: the numbers lie in 0-1 and are drawn as per cent.
    """

    name: str
    kind: str
    question: str | None
    title: str
    description: str
    headings: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    unit: str = ""
    share: bool = False

    def as_dict(self) -> dict[str, object]:
        """The figure as `result.json` holds it: names of its files, and all that it takes to draw it anew."""
        return {
            "kind": self.kind,
            "question": self.question,
            "title": self.title,
            "svg": f"{self.name}.svg",
            "csv": f"{self.name}.csv",
            "description": self.description,
            "unit": self.unit,
            "share": self.share,
            "headings": list(self.headings),
            "rows": [[rounded(c) if isinstance(c, float) else c for c in row] for row in self.rows],
        }

    def table(self) -> str:
        """The table twin as CSV: numbers to ten digits, an empty cell where there is none."""
        written = io.StringIO()
        writer = csv.writer(written, lineterminator="\n")
        writer.writerow(self.headings)
        for row in self.rows:
            writer.writerow(["" if c is None else rounded(c) if isinstance(c, float) else c for c in row])
        return written.getvalue()

    def svg(self) -> bytes:
        """The picture."""
        return strict_svg(self._drawn(), name=self.name, title=self.title, description=self.description)

    def png(self) -> bytes:
        """The same picture for where no SVG is shown."""
        written = io.BytesIO()
        self._drawn().savefig(written, format="png", dpi=220, metadata={"Software": None})
        return written.getvalue()

    def _drawn(self) -> Figure:
        from matplotlib.figure import Figure

        figure = Figure(figsize=(WIDTH, _height(self)))
        draw = {
            INTERVALS: _draw_intervals, EVENT_STUDY: _draw_course, FLOW: _draw_flow, LIKERT: _draw_likert,
            SERIES: _draw_series, FOREST: _draw_forest, FUNNEL: draw_funnel, CURVES: draw_curves,
        }[self.kind]  # fmt: skip
        draw(figure, self)
        return figure


def figures_of(found: Evaluation) -> Iterator[EvaluationFigure]:
    """Every picture that the run has numbers for."""
    answered = [one for one in found.questions if not one.no_data]
    units = dict.fromkeys(_unit(one) for one in answered if _has_interval(one))
    for number, unit in enumerate(units, 1):
        yield _intervals([one for one in answered if _unit(one) == unit], number, unit)
    for number, one in enumerate(answered, 1):
        course = [row for row in one.answered.result.estimates if _is_course(row)]
        if len(course) > 1:
            yield _course(one, course, number)
        if one.answered.course:
            yield _series(one, number)
        yield from _funnel(one, number)
        if one.answered.curves:
            yield _curves(one, number)
        if one.answered.answers:
            yield _likert(one, number)
    first = answered[0].answered if answered else None
    if first is not None and not first.answers and (first.treated or first.comparison):
        yield _flow(answered[0])


def _has_interval(one: QuestionResult) -> bool:
    row = one.answered.result.headline
    return row is not None and row.point is not None


def _is_course(row: EstimateRow) -> bool:
    return (
        row.estimand == "dynamic"
        and row.period is not None
        and row.point is not None
        and row.inference == "analytic"
    )


def _outcome(one: QuestionResult) -> str:
    question = one.question
    return own_text(question, "outcome_text")


def _unit(one: QuestionResult) -> str:
    return say("percentage_points") if one.is_share else unit_text(one.question.unit)


def _size(value: float, one: QuestionResult) -> str:
    """A number as it is said: a share as percentage points."""
    return format_number(100 * value, 1) if one.is_share else format_number(value, 3)


def _said(one: QuestionResult) -> str:
    row = one.answered.result.headline
    said = f"{_outcome(one)}: {finding_label(one.judgement.finding).lower()}"
    if row is None or row.point is None:
        return f"{said}."
    if row.lower is None or row.upper is None:
        return f"{said} ({_size(row.point, one)})."
    return say(
        "said_point_from_lower_to_upper",
        said=said,
        point=_size(row.point, one),
        lower=_size(row.lower, one),
        upper=_size(row.upper, one),
        unit=f" {_unit(one)}" if one.is_share else "",
    )


def _intervals(answered: Sequence[QuestionResult], number: int, unit: str) -> EvaluationFigure:
    shown = [one for one in answered if _has_interval(one)]
    rows = []
    for one in shown:
        row = one.answered.result.headline
        assert row is not None
        wanted = one.question.margin if one.question.margin is not None else one.question.smallest_relevant
        rows.append(
            (
                one.question.id, _outcome(one), row.point, row.lower, row.upper,
                finding_label(one.judgement.finding), int(one.judgement.ladder.step), wanted,
            )
        )  # fmt: skip
    description = say("each_question_difference_with_95_per")
    return EvaluationFigure(
        f"intervals-{number}" if number > 1 else "intervals",
        INTERVALS,
        None,
        " ".join(_said(one) for one in shown),
        description,
        ("question", "outcome", "point", "lower", "upper", "finding", "step", "agreed_size"),
        tuple(rows),
        unit,
        shown[0].is_share,
    )


def _course(one: QuestionResult, course: Sequence[EstimateRow], number: int) -> EvaluationFigure:
    ordered = sorted(course, key=lambda row: float(row.period or 0))
    before = [abs(row.point or 0) for row in ordered if float(row.period or 0) < 0]
    title = say("difference_between_groups_around_start_said", said=_said(one))
    description = say("steps_before_start_should_lie_about", most=_size(max(before, default=0.0), one))
    return EvaluationFigure(
        f"event-study-{number}",
        EVENT_STUDY,
        one.question.id,
        title,
        description,
        ("event_time", "point", "lower", "upper"),
        tuple((row.period, row.point, row.lower, row.upper) for row in ordered),
        _unit(one),
        one.is_share,
    )


def _series(one: QuestionResult, number: int) -> EvaluationFigure:
    course = one.answered.course
    last = course[-1]
    apart = last[2] - last[3] if last[3] is not None else 0.0
    description = say("dots_are_what_was_measured_solid", apart=f"{_size(apart, one)} {_unit(one)}".strip())
    title = say("course_with_break_at_start_said", said=_said(one))
    return EvaluationFigure(
        f"series-{number}",
        SERIES,
        one.question.id,
        title,
        description,
        ("period", "observed", "fitted", "carried_on"),
        tuple(course),
        _level_unit(one),
        one.is_share,
    )


def _funnel(one: QuestionResult, number: int) -> Iterator[EvaluationFigure]:
    units = one.answered.units
    drawn = shrunken(units)
    if drawn is None:
        return
    rows = tuple(
        (unit.name, unit.people, unit.point, unit.se, towards, drawn.mean)
        for unit, towards in zip(units, drawn.effects.tolist(), strict=True)
    )
    unit = _unit(one)
    yield EvaluationFigure(
        f"funnel-{number}",
        FUNNEL,
        one.question.id,
        f"{_outcome(one)}. "
        + funnel_title(len(units), outside(units, drawn.mean), f"{_size(drawn.mean, one)} {unit}".strip()),
        funnel_description(f"{_size(drawn.spread, one)} {unit}".strip()),
        ("unit", "people", "point", "se", "shrunken", "mean"),
        rows,
        unit,
        one.is_share,
    )


def _curves(one: QuestionResult, number: int) -> EvaluationFigure:
    curves = one.answered.curves
    weeks = min(curve.last.weeks for curve in curves)
    shares = [(curve.group, point.survival) for curve in curves if (point := curve.at(weeks)) is not None]
    return EvaluationFigure(
        f"curves-{number}",
        CURVES,
        one.question.id,
        curve_title(_outcome(one), weeks, shares),
        curve_description(),
        ("group", "weeks", "at_risk", "happened", "not_yet"),
        tuple(
            (curve.group, point.weeks, point.at_risk, point.events, point.survival)
            for curve in curves
            for point in curve.points
        ),
        curve_unit(),
    )


def _level_unit(one: QuestionResult) -> str:
    return say("per_cent") if one.is_share else unit_text(one.question.unit)


def _likert(one: QuestionResult, number: int) -> EvaluationFigure:
    answers = one.answered.answers
    totals: dict[str, int] = {}
    for wave, _option, n, _on_scale in answers:
        totals[wave] = totals.get(wave, 0) + n
    rows = tuple(
        (wave, option, n, n / totals[wave] if totals[wave] else None, int(on_scale))
        for wave, option, n, on_scale in answers
    )
    description = "; ".join(
        say("wave_n_answers", wave=wave or say("all"), n=format_number(n)) for wave, n in totals.items()
    )
    return EvaluationFigure(
        f"answers-{number}", LIKERT, one.question.id, _said(one), description,
        ("round", "answer", "n", "share", "on_scale"), rows, share=True,
    )  # fmt: skip


def _flow(one: QuestionResult) -> EvaluationFigure:
    answered = one.answered
    left = [(reason, n) for reason, n in answered.excluded if n]
    total = answered.treated + answered.comparison + sum(n for _reason, n in left)
    title = say(
        "total_in_all_treated_in_experiment",
        total=format_number(total),
        treated=format_number(answered.treated),
        comparison=format_number(answered.comparison),
        left=format_number(total - answered.treated - answered.comparison),
    )
    description = "; ".join(f"{exclusion_text(reason)}: {format_number(n)}" for reason, n in left)
    rows = (
        ("all", total),
        *((f"{LEFT_OUT}{reason}", n) for reason, n in left),
        ("treated", answered.treated),
        ("comparison", answered.comparison),
    )
    return EvaluationFigure(
        "flow", FLOW, None, title, description or say("nobody_is_left_out"), ("who", "n"), rows
    )


def _height(one: EvaluationFigure) -> float:
    if one.kind in (FUNNEL, CURVES):
        return 3.9
    if one.kind == FOREST:
        return 0.75 + 0.8 * len(one.rows)
    if one.kind == INTERVALS:
        return 0.75 + 0.62 * len(one.rows)
    if one.kind in (EVENT_STUDY, SERIES):
        return 3.2
    if one.kind == LIKERT:
        rounds = len({row[0] for row in one.rows})
        return 0.5 + 0.5 * rounds + 0.24 * (len(one.rows) // max(rounds, 1))
    return 2.3 + 0.22 * max(len(one.rows) - 4, 0)


def _draw_intervals(figure: Figure, one: EvaluationFigure) -> None:
    axes = figure.add_axes((0.03, 0.42 / _height(one), 0.94, 1 - 0.47 / _height(one)))
    for place, row in enumerate(one.rows):
        _id, outcome, point, lower, upper, finding, _step, _agreed = row
        y = -float(place)
        if lower is not None and upper is not None:
            ends = [float(str(lower)), float(str(upper))]
            axes.plot(ends, [y, y], color=BLUE, linewidth=2, solid_capstyle="butt")
        axes.plot([float(str(point))], [y], "o", color=BLUE, markersize=6)
        label = str(outcome) if len(str(outcome)) <= LONGEST else f"{str(outcome)[: LONGEST - 1]}…"
        axes.text(
            0.0,
            y + 0.32,
            f"{label} – {finding}",
            transform=axes.get_yaxis_transform(),
            fontsize=TEXT,
            color=DARK,
            bbox={"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none"},
        )
    axes.axvline(0, color=GREY, linewidth=1, zorder=0)
    axes.set_ylim(-len(one.rows) + 0.5, 0.62)
    axes.set_yticks([])
    axes.margins(x=0.08)
    in_danish(axes, "x", share=one.share)
    plain(axes)
    axes.set_xlabel(one.unit or say("difference"), fontsize=TEXT)


def _draw_forest(figure: Figure, one: EvaluationFigure) -> None:
    """An interval for each answer under two lines of its own: the experiment with the verdict, and the outcome."""
    axes = figure.add_axes((0.03, 0.42 / _height(one), 0.94, 1 - 0.47 / _height(one)))
    for place, (experiment, outcome, point, lower, upper, finding, falls) in enumerate(one.rows):
        y = -float(place)
        if lower is not None and upper is not None:
            ends = [float(str(lower)), float(str(upper))]
            axes.plot(ends, [y, y], color=BLUE, linewidth=2, solid_capstyle="butt")
        inside = "white" if falls else BLUE
        axes.plot([float(str(point))], [y], "o", color=BLUE, markerfacecolor=inside, markersize=7)
        for above, text, weight in (
            (0.5, f"{shortened(str(experiment), LONGEST - len(str(finding)))} – {finding}", "bold"),
            (0.24, shortened(str(outcome), LONGEST + 4), "normal"),
        ):
            axes.text(
                0.0, y + above, text, transform=axes.get_yaxis_transform(), fontsize=TEXT, color=DARK,
                weight=weight, va="center",
                bbox={"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none"},
            )  # fmt: skip
    axes.axvline(0, color=GREY, linewidth=1, zorder=0)
    axes.set_ylim(-len(one.rows) + 0.65, 0.7)
    axes.set_yticks([])
    axes.margins(x=0.08)
    in_danish(axes, "x", share=one.share)
    plain(axes)
    axes.set_xlabel(one.unit, fontsize=TEXT)


def _draw_course(figure: Figure, one: EvaluationFigure) -> None:
    axes = figure.add_axes((0.1, 0.15, 0.87, 0.8))
    times = [float(str(row[0])) for row in one.rows]
    points = [float(str(row[1])) for row in one.rows]
    axes.axhline(0, color=GREY, linewidth=1)
    axes.axvline(-0.5, color=GREY, linewidth=1, linestyle=(0, (3, 3)))
    for time, (_time, _point, lower, upper) in zip(times, one.rows, strict=True):
        if lower is not None and upper is not None:
            axes.plot([time, time], [float(str(lower)), float(str(upper))], color=BLUE, linewidth=1.6)
    axes.plot(times, points, "o", color=BLUE, markersize=4.5)
    in_danish(axes, "y", share=one.share)
    plain(axes)
    axes.spines["left"].set_visible(True)
    axes.spines["left"].set_color(GREY)
    axes.set_xlabel(say("periods_from_start_before_step"), fontsize=TEXT - 1)


def _draw_series(figure: Figure, one: EvaluationFigure) -> None:
    axes = figure.add_axes((0.1, 0.15, 0.87, 0.76))
    places = list(range(len(one.rows)))
    begin = next(place for place, row in enumerate(one.rows) if row[3] is not None)
    observed, fitted = ([float(str(row[column])) for row in one.rows] for column in (1, 2))
    carried = [float(str(row[3])) for row in one.rows[begin:]]
    axes.plot(places, observed, "o", color=GREY, markersize=3.5)
    for some in (places[:begin], places[begin:]):
        axes.plot(some, [fitted[place] for place in some], color=BLUE, linewidth=2)
    axes.plot(places[begin:], carried, color=BLUE, linewidth=1.4, linestyle=(0, (3, 3)))
    axes.axvline(begin - 0.5, color=GREY, linewidth=1, linestyle=(0, (1, 2)))
    in_danish(axes, "y", share=one.share)
    plain(axes)
    axes.spines["left"].set_visible(True)
    axes.spines["left"].set_color(GREY)
    shown = sorted({0, begin, len(places) - 1})
    axes.set_xticks(shown, [str(one.rows[place][0]) for place in shown])
    axes.text(0, 1.03, one.unit, transform=axes.transAxes, fontsize=TEXT, color=DARK)


def _draw_likert(figure: Figure, one: EvaluationFigure) -> None:
    """A bar for each round, divided in the order of the scale; the answers stand below with their shade."""
    rounds = list(dict.fromkeys(str(row[0]) for row in one.rows))
    options = list(dict.fromkeys(str(row[1]) for row in one.rows))
    shares = {(str(row[0]), str(row[1])): float(str(row[3] or 0)) for row in one.rows}
    scale = list(dict.fromkeys(str(row[1]) for row in one.rows if row[4]))
    shades = {name: _shade(scale.index(name), len(scale)) if name in scale else _OUTSIDE for name in options}
    legend = 0.24 * len(options) / _height(one)
    axes = figure.add_axes((0.03, legend + 0.3 / _height(one), 0.94, 1 - legend - 0.35 / _height(one)))
    for place, wave in enumerate(rounds):
        left = 0.0
        for option in options:
            share = shares[wave, option]
            axes.barh([-place], [share], left=left, height=0.42, color=shades[option])
            if share >= _WORTH_A_NUMBER:
                ink = "white" if option in scale and scale.index(option) >= len(scale) / 2 else DARK
                axes.text(
                    left + share / 2, -place, format_number(100 * share, 0),
                    ha="center", va="center", fontsize=TEXT, color=ink,
                )  # fmt: skip
            left += share
        axes.text(0, -place + 0.3, wave, fontsize=TEXT, color=DARK, va="bottom")
    for number, option in enumerate(options):
        y = (0.24 * (len(options) - number) - 0.12) / _height(one)
        figure.text(0.07, y, option, fontsize=TEXT, color=DARK, va="center")
        figure.text(0.03, y, "■", fontsize=TEXT + 3, color=shades[option], va="center")
    axes.set_xlim(0, 1)
    axes.set_ylim(-len(rounds) + 0.6, 0.62)
    axes.set_axis_off()


def _shade(number: int, of: int) -> str:
    """From light to dark along the scale."""
    light, dark = (214, 224, 235), (18, 54, 91)
    at = number / max(of - 1, 1)
    return "#" + "".join(f"{round(a + (b - a) * at):02x}" for a, b in zip(light, dark, strict=True))


def _draw_flow(figure: Figure, one: EvaluationFigure) -> None:
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    numbers = {str(who): int(str(n)) for who, n in one.rows}
    left = [(who.removeprefix(LEFT_OUT), n) for who, n in numbers.items() if who.startswith(LEFT_OUT)]
    _box(axes, (0.26, 0.85), say("in_all_n", n=format_number(numbers["all"])))
    lines = [f"{exclusion_text(reason)}: {format_number(n)}" for reason, n in left]
    _box(axes, (0.7, 0.55), "\n".join([say("left_out"), *lines]) if lines else say("none_left_out"))
    _box(axes, (0.16, 0.14), say("in_experiment_n", n=format_number(numbers["treated"])))
    _box(axes, (0.47, 0.14), say("compared_with_n", n=format_number(numbers["comparison"])))
    for start, end in (
        ((0.26, 0.85), (0.26, 0.33)), ((0.26, 0.55), (0.7, 0.55)), ((0.16, 0.33), (0.47, 0.33)),
        ((0.16, 0.33), (0.16, 0.14)), ((0.47, 0.33), (0.47, 0.14)),
    ):  # fmt: skip
        axes.plot(
            [start[0], end[0]], [start[1], end[1]], color=GREY, linewidth=1, zorder=0, solid_capstyle="butt"
        )


def _box(axes: Axes, place: tuple[float, float], text: str) -> None:
    axes.text(
        *place, text, ha="center", va="center", fontsize=TEXT, color=DARK,
        bbox={"boxstyle": "square,pad=0.55", "facecolor": "white", "edgecolor": BLUE, "linewidth": 1},
    )  # fmt: skip
