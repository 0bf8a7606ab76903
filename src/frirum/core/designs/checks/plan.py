"""Checks of the plan: volume, effects, method, baseline, comparison, promises and contradictions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from frirum.core.catalogue import plan_words
from frirum.core.catalogue.base import Statement
from frirum.core.catalogue.instruments import Frequency
from frirum.core.catalogue.plan import Comparison, Test
from frirum.core.catalogue.questions import Wording
from frirum.core.catalogue.roles import Role
from frirum.core.designs.checks.findings import DesignFinding, FaultKind
from frirum.core.designs.checks.sentences import say
from frirum.core.designs.design import Design
from frirum.core.language import own_text

# The texts under test are Danish, whatever the reader's language: the words are not translated.
_EMPTY_METHODS = re.compile(r"^(analyse af tal|se ovenfor|data|tal|registeranalyse)\W*$", re.IGNORECASE)
_SAVING = re.compile(
    r"ressourcerne bruges|bruge ressourcer|frigør\w* (ressourcer|tid)|udnyttelse af ressourcer|spare\w* .*tid|"
    r"administrative? (opgave|lettelse|byrde)|mindre administration|spare\w* ressourcer",
    re.IGNORECASE,
)
_TIME_UNITS = re.compile(r"\b(minut|time|min\.)", re.IGNORECASE)
_EXPERIENCE = r"(oplev|tilfreds)"
_REGISTER = re.compile(
    r"arbejdsmarkedet|beskæftigelse|selvforsørg|hurtigere|varighed|fasthold|fleksjob", re.IGNORECASE
)
_PEOPLE: tuple[tuple[re.Pattern[str], tuple[Role, ...]], ...] = (
    (re.compile(rf"borger\w*\b.*{_EXPERIENCE}", re.IGNORECASE), (Role.CITIZEN,)),
    (
        re.compile(rf"(rådgiver|sagsbehandler|medarbejder)\w*\b.*{_EXPERIENCE}", re.IGNORECASE),
        (Role.CASEWORKER, Role.EMPLOYER_CONSULTANT, Role.EMPLOYMENT_OFFICER, Role.TEAM_LEADER),
    ),
    (
        re.compile(rf"(praktiksted|virksomhed|arbejdsgiver)\w*\b.*{_EXPERIENCE}", re.IGNORECASE),
        (Role.EMPLOYER,),
    ),
)


def check_volume(design: Design) -> Iterator[DesignFinding]:
    """A target group without a number of people."""
    groups = design.experiment.target_groups
    known = any(group.volume is not None for group in groups) or any(
        uptake.eligible_per_year is not None for uptake in design.plan.uptake
    )
    if not known:
        yield DesignFinding(
            FaultKind.VOLUME_MISSING,
            "target_group[0].volume" if groups else "target_group",
            "; ".join(group.text for group in groups),
            say("nobody_says_how_many_citizens"),
            say("write_number_year_or_low_likely"),
        )


def check_effects(design: Design) -> Iterator[DesignFinding]:
    """Effects by horizon that are left blank."""
    effects = design.plan.effects
    if effects is None:
        if not design.plan.expected_results:
            yield _blank("plan.effects", say("desired_effects_are_not_described"))
        return
    for horizon, message in (
        ("short", say("desired_effects_in_short_term")),
        ("medium", say("desired_effects_in_medium_term")),
        ("long", say("desired_effects_in_long_term")),
    ):
        if not getattr(effects, horizon):
            yield _blank(f"plan.effects.{horizon}", message)


def _blank(path: str, message: str) -> DesignFinding:
    return DesignFinding(FaultKind.EFFECTS_BLANK, path, "", message, say("write_what_is_expected_to_happen"))


def check_method(design: Design) -> Iterator[DesignFinding]:
    """A method that says nothing: "Analyse af tal" as a whole."""
    method = design.plan.method
    if any(not _EMPTY_METHODS.match(statement.text) for statement in method):
        return
    quote = " ".join(statement.text for statement in method)
    yield DesignFinding(
        FaultKind.METHOD_TOO_THIN,
        "plan.method[0]" if method else "plan.method",
        quote,
        say("quote_is_not_method", quote=quote.rstrip(".")) if method else say("does_not_say_how_evaluation"),
        say("write_which_figures_from_which_system"),
    )


def check_savings(design: Design) -> Iterator[DesignFinding]:
    """Promises to save time or resources while no minutes are measured."""
    measured = any(
        _TIME_UNITS.search(measure.unit or "")
        for _path, instrument in design.instruments()
        for measure in instrument.measures
    )
    if measured:
        return
    for path, promise in design.promises():
        if _SAVING.search(promise.text):
            yield DesignFinding(
                FaultKind.SAVING_WITHOUT_MINUTES,
                path,
                promise.text,
                say("time_or_resources"),
                _with_proposal(
                    say("measure_minutes_per_case_before"),
                    promise,
                    design,
                ),
            )


def check_baseline(design: Design) -> Iterator[DesignFinding]:
    """Neither a baseline nor a reason why none is possible."""
    if design.has_baseline() or design.plan.baseline_reason:
        return
    yield DesignFinding(
        FaultKind.NO_BASELINE_NO_REASON,
        "plan.baseline_possible",
        "",
        say("is_no_baseline_measurement_and_does"),
        say("plan_measurement_before_start_or_write"),
    )


def check_comparison(design: Design) -> Iterator[DesignFinding]:
    """Nothing to compare with, and no reason; or a question about an effect without a comparison."""
    questions = design.plan.research_questions
    for place, question in enumerate(questions):
        describes = question.criterion is not None and question.criterion.test is Test.DESCRIPTION
        reasoned = question.comparison and (
            Comparison.NONE not in question.comparison or question.comparison_reason
        )
        if not describes and not reasoned:
            yield _no_comparison(f"plan.research_question[{place}].comparison", question.text)
    if not questions and not _compares(design):
        yield _no_comparison("plan.research_question", "")


def _compares(design: Design) -> bool:
    """Whether a design without research questions still compares: a baseline or its reason, waves, or the method."""
    if design.has_baseline() or design.plan.baseline_reason:
        return True
    if any(instrument.frequency is Frequency.WAVES for _path, instrument in design.instruments()):
        return True
    return any("sammenlign" in statement.text.casefold() for statement in design.plan.method)


def _no_comparison(path: str, quote: str) -> DesignFinding:
    return DesignFinding(
        FaultKind.NO_COMPARISON_NO_REASON,
        path,
        quote,
        say("result_is_not_held_against_anything"),
        say("choose_comparison_before_and_after_cases"),
    )


def check_expectations(design: Design) -> Iterator[DesignFinding]:
    """A promise about people nobody asks, or about the course of cases nobody counts."""
    for path, promise in design.promises():
        if set(getattr(promise, "measure", ())) & design.ruled():
            continue
        unasked = [
            roles for pattern, roles in _PEOPLE if pattern.search(promise.text) and not design.asks(*roles)
        ]
        uncounted = bool(_REGISTER.search(promise.text)) and not design.counts()
        # What people say of their own experience is answered by asking them, whatever it is about.
        if unasked or (uncounted and not any(pattern.search(promise.text) for pattern, _roles in _PEOPLE)):
            yield DesignFinding(
                FaultKind.EXPECTATION_WITHOUT_INSTRUMENT,
                path,
                promise.text,
                say("nobody_is_asked_about_what")
                if unasked
                else say("no_instrument_measures_what_is_promised"),
                _with_proposal(
                    say("ask_those_is_about_or_take") if unasked else say("add_data_extract_or_take_promise"),
                    promise,
                    design,
                ),
            )


def _with_proposal(mend: str, promise: Statement, design: Design) -> str:
    """What to do, and which measures or question of ours would answer the promise; the design has none for it."""
    named = [
        own_text(one)
        for one in design.experiment.all_measures()
        if one.id in getattr(promise, "measure", ()) and one.id in design.computed() - design.ruled()
    ]
    asked = getattr(promise, "question", None)
    named += [
        own_text(one)
        for instrument in design.experiment.instruments
        for one in instrument.questions
        if one.id == asked and one.wording is Wording.PROPOSED
    ]
    return f"{mend} {plan_words.proposed_here('; '.join(named))}" if named else mend


def check_contradictions(design: Design) -> Iterator[DesignFinding]:
    """Two cells of the design that share a doubt say different things; a baseline that is and is not possible."""
    theme = design.plan.theme
    cells: dict[str, list[str]] = {}
    texts: dict[str, str] = {doubt.id: doubt.text for doubt in design.experiment.doubts}
    for cell in ("form", "content", "cadence") if theme is not None else ():
        for statement in getattr(theme, cell):
            for doubt in statement.doubt_ids:
                cells.setdefault(doubt, [])
                if cell not in cells[doubt]:
                    cells[doubt].append(cell)
    for doubt, found in cells.items():
        # A doubt of all three cells is about the theme as a whole, such as how it is divided; two cells contradict.
        if len(found) == 2:
            yield DesignFinding(
                FaultKind.CONTRADICTION,
                f"plan.theme.{found[0]}",
                texts.get(doubt, ""),
                say("two_fields_of_design_do", cells=", ".join(f"plan.theme.{cell}" for cell in found)),
                say("decide_which_holds_and_write_same"),
            )
    if design.plan.baseline_possible is False and design.measured_before():
        yield DesignFinding(
            FaultKind.CONTRADICTION,
            "plan.baseline_possible",
            "",
            say("baseline_is_said_to_be_impossible"),
            say("decide_which_holds"),
        )
