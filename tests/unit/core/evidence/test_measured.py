"""Answers by the definition's own rules: before, during and the change in one line, and what may not be compared."""

from __future__ import annotations

from pathlib import Path

from frirum.core.catalogue import shipped_catalogue
from frirum.core.evidence.inputs import read_inputs
from frirum.core.evidence.plan import EvaluationPlan, plan_of
from frirum.core.evidence.run import QuestionResult, evaluate
from frirum.core.evidence.told import ToldLine, told_lines
from frirum.core.evidence.words import told_text

CATALOGUE = shipped_catalogue()


def answered(
    folder: Path, slug: str, files: dict[str, list[str]], plan: EvaluationPlan | None = None
) -> dict[str, QuestionResult]:
    paths = []
    for name, lines in files.items():
        paths.append(folder / f"{name}.csv")
        paths[-1].write_text("\n".join(lines) + "\n", encoding="utf-8")
    experiment = CATALOGUE.experiment(slug)
    plan = plan or plan_of(experiment)
    found = evaluate(experiment, plan, read_inputs(paths, experiment, plan))
    return {one.question.id: one for one in found.questions}


def lines_of(found: QuestionResult) -> tuple[ToldLine, ...]:
    return told_lines(found.answered.result.estimates)


def placements(first: str, *, rotation: int) -> list[str]:
    """Forty wage subsidies before and sixty during, by target group; the first row begins `first`."""
    lines = ["sag;kommunenr;tilbudstype;sektor;startdato;slutdato;målgruppe"]
    lines.append(f"S0;851;løntilskud;offentlig;{first};30-09-2017;2.1")
    for n in range(1, 100):
        year, group = ("2018", "2.1") if n < 40 else ("2019", "2.2" if n % 3 else "2.1")
        month = "03" if n < 40 else "02"
        lines.append(f"S{n};851;løntilskud;offentlig;01-{month}-{year};30-{month[:1]}4-{year};{group}")
    lines += [f"R{n};851;jobrotation;offentlig;01-03-2019;30-04-2019;2.1" for n in range(rotation)]
    lines.append("S999;851;løntilskud;privat;01-06-2019;30-06-2019;2.1")
    return lines


def test_a_count_is_told_before_during_and_changed_and_by_group(tmp_path: Path) -> None:
    """Two counts were once held against each other as shares of themselves: a difference of nought."""
    found = answered(
        tmp_path, "loentilskud-jobrotation", {"p": placements("10-08-2017", rotation=5)}
    )["flere-ansaettelser/loentilskud-under"]  # fmt: skip
    whole, *groups = lines_of(found)
    assert (whole.before, whole.own, whole.change) == (40, 60, 20)
    assert {one.group: (one.before, one.own, one.change) for one in groups} == {
        "Målgruppe 2.1": (40, 20, -20),
        "Målgruppe 2.2": (None, 40, None),
    }
    assert found.answered.result.refused is not None
    assert found.answered.result.refused.code == "not_a_share"
    assert told_text(whole, "ansættelser", share=False) == "før 40 · under 60 · ændring 20 ansættelser"


def test_none_before_is_a_number_only_where_the_rows_reach_back(tmp_path: Path) -> None:
    for first, expected in (("10-08-2017", (0, 5, 5)), ("01-08-2018", (None, 5, None))):
        lines = placements(first, rotation=5)
        if first.endswith("2018"):
            lines = [lines[0], *(one for one in lines[1:] if "-2019;" in one.split(";", 4)[4])]
        found = answered(tmp_path, "loentilskud-jobrotation", {"p": lines})
        (line, *_groups) = lines_of(found["flere-ansaettelser/jobrotation-under"])
        assert (line.before, line.own, line.change) == expected, first


def test_a_time_before_that_the_rows_do_not_reach_is_said(tmp_path: Path) -> None:
    for first, whole in (("10-08-2017", True), ("01-02-2018", False)):
        found = answered(tmp_path, "loentilskud-jobrotation", {"p": placements(first, rotation=1)})
        checks = {
            one.name: one for one in found["flere-ansaettelser/loentilskud-under"].answered.result.checks
        }
        assert checks["time_before_whole"].passed is whole


def test_marks_are_not_held_against_everybody_before(tmp_path: Path) -> None:
    """Nobody was marked before: how many were marked is told alone, and not at all where no file has marks."""
    files = {"p": placements("10-08-2017", rotation=9)}
    name = "flere-ansaettelser/jobrotation-antal"
    assert answered(tmp_path, "loentilskud-jobrotation", files)[name].no_data
    marks = [f"R{n};851;loentilskud-jobrotation/jobrotation;01-03-2019;30-04-2019" for n in range(4)]
    files["m"] = ["sag;kommunenr;persongruppe;startdato;slutdato", *marks]
    (line, *_groups) = lines_of(answered(tmp_path, "loentilskud-jobrotation", files)[name])
    assert (line.own, line.before, line.in_time) == (4, None, False)


def test_an_outcome_that_several_measures_give_is_told_by_each_name(tmp_path: Path) -> None:
    """A plan that names the outcome alone: the two kinds of employment are not one number, and both are told."""
    first = plan_of(CATALOGUE.experiment("loentilskud-jobrotation")).questions[0]
    old = first.model_copy(
        update={"outcome": "antal-ansaettelser", "measure": None, "before": None, "told": ()}
    )
    plan = EvaluationPlan(slug="loentilskud-jobrotation", question=(old,))
    files = {"p": placements("10-08-2017", rotation=5)}
    (found,) = answered(tmp_path, "loentilskud-jobrotation", files, plan).values()
    assert found.answered.result.refused is not None
    assert found.answered.result.refused.code == "several_measures"
    told = {one.measure: (one.before, one.own, one.change) for one in lines_of(found) if not one.group}
    assert told == {"loentilskud-under": (40, 60, 20), "jobrotation-under": (0, 5, 5)}
    assert all(one.name.startswith("Alle ") for one in lines_of(found))


def test_an_answer_by_number_is_read_beside_one_in_words(tmp_path: Path) -> None:
    """One `dont_know` makes the column text; 2 beside it was refused with the advice to write 2."""
    cases = ["afgjort-uden;burde-vaere-indhentet", *["2;1"] * 27, *["2;2"] * 3, "dont_know;dont_know"]
    file = tmp_path / "tilsyn.csv"
    file.write_text("\n".join(cases) + "\n", encoding="utf-8")
    experiment = CATALOGUE.experiment("revalidering-lae265")
    plan = plan_of(experiment)
    inputs = read_inputs([], experiment, plan, audits=[file], scales=CATALOGUE.scales)
    questions = evaluate(experiment, plan, inputs).questions
    shares = {row.point for one in questions for row in one.answered.result.estimates}
    assert 0.1 in {round(one, 6) for one in shares if one is not None}
