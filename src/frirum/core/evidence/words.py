"""What may be said: words by step, the sentence of a claim, and the guard that looks for words that claim more.

Every sentence here goes through the guard before it leaves, so a step that forbids a word cannot print it, whatever
template it is asked from. What a person writes is looked through by the same guard and shown, never changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from frirum.core.catalogue.wording import duration_text
from frirum.core.designs.diagnosis.verdict import EvidenceStep
from frirum.core.evidence.claims import Claim
from frirum.core.evidence.judgement import Precision, Why
from frirum.core.evidence.plan import PlannedQuestion
from frirum.core.evidence.rules import EvidenceRules, Finding, shipped_rules
from frirum.core.evidence.steps import DeductionReason
from frirum.core.evidence.told import ToldLine
from frirum.core.language import current_language, own_text
from frirum.core.language import gettext as _
from frirum.core.report.inlines import Inline, Text, as_inlines
from frirum.core.report.numbers import Number
from frirum.core.vocabulary.danish import decimals_of, format_number

Part = str | Number
LEFT_OUT = "excluded: "
"""How a line of the flow begins that tells of those who are not in the answer."""


@dataclass(frozen=True)
class TooStrong:
    """A word that claims more than the step carries.

    Attributes:
        word: as it stands in the text.
        start, end: its place, in characters.
        strongest: the strongest that may be said instead.
    """

    word: str
    start: int
    end: int
    strongest: str


def question_text(question: PlannedQuestion, questions: Iterable[PlannedQuestion]) -> str:
    """A question as it stands over its answer: with what is measured, and when, where it is asked of several."""
    text = own_text(question, "text")
    alike = [one for one in questions if one.text == question.text]
    told = [outcome_text(question)] if len({one.outcome for one in alike}) > 1 else []
    if question.horizon is not None and len({one.horizon for one in alike}) > 1:
        told.append(_("efter {time}").format(time=duration_text(question.horizon)))
    return f"{text} ({', '.join(told)})" if told else text


def outcome_text(question: PlannedQuestion) -> str:
    """What a question is measured by, in the reader's language."""
    return own_text(question, "outcome_text")


def told_text(line: ToldLine, unit: str, *, share: bool) -> str:
    """A line of a rule's figures: before, during and the change, or the treated beside the others."""

    def said(value: float | None, of: str = "") -> str:
        if value is None:
            return _("ikke talt")
        return (
            f"{format_number(100 * value, 1)} {of or _('pct.')}"
            if share
            else format_number(value, decimals_of(value))
        )

    parts = [f"{line.group}:"] if line.group else []
    if line.in_time:
        parts.append(
            _("før {before} · under {own} · ændring {change}").format(
                before=said(line.before), own=said(line.own), change=said(line.change, _("procentpoint"))
            )
        )
    elif line.beside is not None:
        parts.append(
            _("i forsøget {own} · sammenlignet {beside}").format(own=said(line.own), beside=said(line.beside))
        )
    else:
        parts.append(said(line.own))
    if not unit:
        parts.append(f"({line.name})")
    elif not share and line.own is not None:
        parts.append(unit)
    return " ".join(parts)


def allowed_words(step: EvidenceStep, rules: EvidenceRules | None = None) -> tuple[str, ...]:
    """What may be said on a step, in the reader's language, the strongest last."""
    return (rules or shipped_rules()).words[step].allowed[current_language()]


def too_strong(text: str, step: EvidenceStep, rules: EvidenceRules | None = None) -> Iterator[TooStrong]:
    """The words of a text that claim more than the step carries, in the order they stand.

    A negation is no excuse: "ingen effekt" claims that there is none, which takes as much evidence.
    """
    words = (rules or shipped_rules()).words[step]
    language = current_language()
    strongest = words.allowed[language][-1]
    for beginning in words.forbidden[language]:
        pattern = rf"(?<!\w){re.escape(beginning)}\w*"
        for hit in re.finditer(pattern, text, re.IGNORECASE):
            yield TooStrong(hit.group(), hit.start(), hit.end(), strongest)


def finding_label(finding: Finding) -> str:
    """The verdict in words."""
    return {
        Finding.WORKS: _("Virker"),
        Finding.NOT_WORSE: _("Ikke ringere"),
        Finding.UNDECIDED: _("Kan ikke afgøres"),
        Finding.OPPOSITE: _("Virker modsat"),
        Finding.TOO_THIN: _("For spinkelt"),
    }[finding]


def precision_label(precision: Precision) -> str:
    """What the numbers can carry, in words."""
    return {
        Precision.DECIDES: _("tallene afgør det"),
        Precision.WIDE: _("for usikre til at afgøre det"),
        Precision.TOO_THIN: _("for få til at sige noget"),
    }[precision]


def why_text(why: Why) -> str:
    """One reason as a sentence."""
    return {
        Why.NO_ESTIMATE: _("Der er ikke noget tal at dømme efter."),
        Why.FEW_PEOPLE: _("Der er for få personer i mindst én af grupperne."),
        Why.FEW_EVENTS: _("Udfaldet forekommer for få gange i mindst én af grupperne."),
        Why.P_FLOOR: _("Med så få enheder kan prøven aldrig give en p-værdi på 5 pct. eller derunder."),
        Why.NOT_DETECTABLE: _(
            "Designet kan ikke se en forskel så lille som den, der er aftalt som relevant."
        ),
        Why.NO_INTERVAL: _("Usikkerheden kan ikke regnes, så tallet står alene."),
        Why.BOTH_SIDES: _("Usikkerheden rækker til begge sider af det, der skulle afgøres."),
        Why.WANTED_SIDE: _("Hele intervallet ligger på den ønskede side."),
        Why.WRONG_SIDE: _("Hele intervallet ligger på den forkerte side."),
        Why.INSIDE_MARGIN: _("Intervallets ringeste ende ligger inden for den aftalte margen."),
        Why.OUTSIDE_MARGIN: _("Intervallets ringeste ende ligger uden for den aftalte margen."),
        Why.STEP_TOO_LOW: _("Designet kan ikke bære en konklusion om årsag, efter det der er trukket fra."),
        Why.NOTHING_AGREED: _("Der var ikke på forhånd aftalt, hvad der skulle ses."),
        Why.NOTHING_ALIKE: _("Der er ikke nogen, de behandlede kan holdes op mod."),
        Why.ONE_OF_SEVERAL: _("Spørgsmålet er ét af flere, og set under ét kan udfaldet være et tilfælde."),
        Why.BELOW_RELEVANT: _("En bedring så stor som den aftalte er udelukket."),
    }[why]


def who_label(who: str) -> str:
    """A line of the flow of people, in words."""
    label = {"all": _("I alt"), "treated": _("I forsøget"), "comparison": _("Sammenlignet")}.get(who)
    if label is not None:
        return label
    return _("Udeladt: {reason}").format(reason=exclusion_text(who.removeprefix(LEFT_OUT)))


def exclusion_text(reason: str) -> str:
    """Why people stand in a file and not in its answer, in words; an unknown reason as it is."""
    return {
        "no_outcome": _("uden udfald"),
        "marked_again": _("markeret igen"),
        "left_population": _("død eller udvandret"),
        "ikke_i_registret": _("ikke i registret"),
        "ukendt_efter_datas_slut": _("efter registrets slut"),
        "ukendt_foer_datas_start": _("før registrets start"),
        "ukendt_uden_branchemaaned": _("uden oplysning om job i måneden"),
        "not_known_yet": _("kan ikke ses endnu"),
    }.get(reason, reason)


def reason_label(reason: DeductionReason) -> str:
    """Why a check took something from the step, in words."""
    return {
        DeductionReason.FAILED: _("holdt ikke"),
        DeductionReason.NOT_EXAMINED: _("er ikke prøvet, og trinnet kræver det"),
        DeductionReason.SENSITIVE: _("svaret tåler kun små afvigelser fra parallelle forløb"),
    }[reason]


def input_label(kind: str) -> str:
    """What a file is, in words; a kind of case extract by its own name."""
    return {
        "analysis_table": _("analysetabel"),
        "cells": _("celler fra kommuner"),
        "register": _("register"),
        "marks": _("markeringer"),
        "audit": _("tilsyn"),
        "survey": _("spørgeskema"),
    }.get(kind, kind)


def sentence(claim: Claim) -> tuple[Inline, ...]:
    """The claim as a sentence with its numbers, in the reader's language.

    Raises:
        ValueError: the sentence would claim more than the step carries (a fault of ours).
    """
    parts = as_inlines(tuple(_parts(claim)))
    said = " ".join(part.text for part in parts if isinstance(part, Text))
    outcome = _outcome(claim)
    found = next(too_strong(said.replace(outcome, ""), claim.step), None)
    if found is not None:
        raise ValueError(f"step {int(claim.step)} cannot say {found.word!r}")
    return parts


def _outcome(claim: Claim) -> str:
    return own_text(claim, "outcome")


def _parts(claim: Claim) -> Iterator[Part | Text]:
    """The answer first: the verdict, then what it is of, then the numbers and what they rest on."""
    yield Text(f"{finding_label(claim.finding)}:", bold=True)
    yield f" {_outcome(claim)}."
    if claim.finding is Finding.TOO_THIN:
        yield from _reasons(claim)
        return
    yield " "
    yield from _said(claim)


def _reasons(claim: Claim) -> Iterator[str]:
    for why in claim.why:
        yield f" {why_text(why)}"


def _said(claim: Claim) -> Iterator[Part]:
    if claim.finding is Finding.WORKS:
        yield _("Forskellen er ")
        yield from _numbers(claim)
        yield _(" i den ønskede retning, en effekt")
        yield from _assumption(claim)
    elif claim.finding is Finding.OPPOSITE:
        yield _("Forskellen er ")
        yield from _numbers(claim)
        yield _(" i den forkerte retning, en effekt")
        yield from _assumption(claim)
    elif claim.finding is Finding.NOT_WORSE:
        yield _("Forskellen er ")
        yield from _numbers(claim)
        if claim.margin is not None:
            yield _(", og dens ringeste ende ligger inden for margenen på ")
            yield claim.margin
        yield "."
    else:
        yield from _undecided(claim)


def _assumption(claim: Claim) -> Iterator[str]:
    if claim.step == EvidenceStep.COMPARISON:
        yield _(" under antagelse om parallelle forløb")
    yield "."


def _undecided(claim: Claim) -> Iterator[Part]:
    if claim.difference is not None:
        yield {
            EvidenceStep.ACCOUNT: _("Det talte er "),
            EvidenceStep.BEFORE_AFTER: _("Udviklingen er "),
        }.get(claim.step, _("Forskellen er "))
        yield from _numbers(claim)
        yield "."
    yield from _reasons(claim)


def _numbers(claim: Claim) -> Iterator[Part]:
    if claim.difference is None:
        yield _("ikke opgjort")
        return
    yield claim.difference
    if claim.lower is not None and claim.upper is not None:
        yield _(" (fra ")
        yield claim.lower
        yield _(" til ")
        yield claim.upper
        yield ")"
