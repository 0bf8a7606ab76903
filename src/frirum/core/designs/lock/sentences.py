"""The sentences of `lock`, by what they say."""

from __future__ import annotations

from frirum.core.language import Sentences
from frirum.core.language import gettext_noop as N_
from frirum.core.language import ngettext_noop as NN_

say = Sentences(
    {
        "after_outcomes_had_been_seen": N_("efter at udfald var set"),
        "amendment_n_step": N_("Ændring {n}: {step}"),
        "amendments_after_lock": N_("Ændringer efter låsen"),
        "at_least_one_outcome_is_harm": N_("Mindst ét udfald er en skade, der holdes øje med"),
        "baseline_is_planned_or_is_reason": N_(
            "Nulpunktet er planlagt, eller det er begrundet, at der intet er"
        ),
        "before_any_outcome_had_been_seen": N_("før nogen udfald var set"),
        "cannot_be_answered_probability_of_finding": N_(
            "kan ikke besvares; sandsynligheden for at finde det, der spørges om, er {power}."
        ),
        "checks_find_nothing_stands_in_way": N_("Kontrollen finder intet, der står i vejen"),
        "date": N_("Dato"),
        "draft_plan_is_not_locked": N_("Kladde: designet er ikke låst"),
        "each_question_can_be_answered_what": N_(
            "Hvert spørgsmål kan besvares: det, der spørges om, findes med mindst 80 pct. sandsynlighed"
        ),
        "each_question_has_comparison": N_("Hvert spørgsmål har en sammenligning"),
        "empty": N_("(tomt)"),
        "evaluation_plan_was_locked_date_fingerprint": N_(
            "Evalueringsdesignet blev låst {date}, fingeraftryk {hash}."
        ),
        "evaluation_questions": N_("Undersøgelsesspørgsmål"),
        "experiment_was_started_although_checklist": N_(
            "Forsøget er startet, selv om tjeklisten ikke var opfyldt. {who}"
        ),
        "extent": N_("Omfang"),
        "finding_n_places": N_("{finding} ({n} steder)"),
        "fingerprint_sha_256": N_("Fingeraftryk (SHA-256)"),
        "harm_to_watch": N_("Skade, der holdes øje med"),
        "has_been_amended_n_times_after": NN_(
            "Det er ændret {n} gang, heraf {after} efter at udfald var set.",
            "Det er ændret {n} gange, heraf {after} efter at udfald var set.",
        ),
        "horizon": N_("Horisont"),
        "is_no_baseline_measurement_and_does": N_("Der er ingen nulpunktsmåling, og der står ikke hvorfor."),
        "is_no_evaluation_question": N_("Der er intet undersøgelsesspørgsmål."),
        "is_not_stated_how_large_change": N_(
            "det står ikke, hvor stor en ændring eller margin der betyder noget."
        ),
        "label_from_before_to_after": N_("{label}: fra »{before}« til »{after}«"),
        "legal_basis_is_adopted": N_("Hjemlen er vedtaget"),
        "legal_basis_is_not_named": N_("Hjemlen er ikke nævnt."),
        "legal_basis_is_status_in_definition": N_(
            "Hjemlen er »{status}« i forsøgets definition, ikke »vedtaget«. Den rettes dér, når loven er "
            "vedtaget."
        ),
        "lock": N_("Lås"),
        "locked": N_("Låst"),
        "major": N_("væsentlig"),
        "minor": N_("mindre"),
        "missing_data": N_("Manglende data"),
        "no": N_("nej"),
        "no_outcome_is_chosen": N_("Intet udfald er valgt."),
        "no_outcome_is_harm": N_("Intet udfald er en skade."),
        "no_outcomes_have_been_seen_yet": N_(
            "Ingen udfald er set endnu: det, der er låst, er planlagt på forhånd."
        ),
        "no_target_group_has_number": N_("Ingen målgruppe har et antal."),
        "nobody_has_said_how_many_times": N_("ingen har sagt, hvor mange gange forsøget ventes brugt."),
        "none_chosen": N_("ingen valgt"),
        "not_fulfilled_point": N_("Ikke opfyldt: {point}"),
        "not_seen_yet": N_("ikke set endnu"),
        "outcome": N_("Udfald"),
        "outcome_definition_and_version": N_("Udfaldsdefinition og version"),
        "outcomes_first_seen": N_("Udfald først set"),
        "outcomes_had_been_seen_date_before": N_(
            "Udfald var set {date}, før designet blev låst: det, der står, er ikke planlagt på forhånd."
        ),
        "outcomes_were_first_seen_date_after": N_(
            "Udfald blev først set {date}, efter at designet var låst: det, der er låst, er planlagt på "
            "forhånd."
        ),
        "plan_is_draft_nothing_binding": N_("Designet er en kladde: intet er planlagt bindende endnu."),
        "plan_of_analysis": N_("Analyseplan"),
        "points_1_5_and_plan": N_("Punkt 1-5 og analyseplanen er udfyldt"),
        "question_is_held_against_nothing": N_("»{question}« holdes ikke op mod noget."),
        "question_why": N_("»{question}«: {why}"),
        "questions": N_("Spørgsmål"),
        "reason": N_("Begrundelse"),
        "reason_reason": N_("Begrundelse: {reason}"),
        "send_plan_to_review": N_("Send designet til sparring, og få det godkendt."),
        "somebody_else_has_read_plan": N_("En anden har læst designet og godkendt det"),
        "starting_point_is_missing_cannot": N_("udgangspunktet mangler, så det kan ikke beregnes."),
        "status_of_legal_basis_is_status": N_("Hjemlens status er »{status}«, ikke »vedtaget«."),
        "step_fields": N_("{step}: {fields}"),
        "subgroups": N_("Undergrupper"),
        "supervision_and_questionnaires_have_number": N_("Tilsyn og spørgeskemaer har et antal"),
        "target_group_has_number": N_("Målgruppen har et antal"),
        "title_has_no_number": N_("»{title}« har intet antal."),
        "unit": N_("Enhed"),
        "what_was_locked_does_not_agree": N_(
            "Det låste passer ikke med sit fingeraftryk. Designet er ændret uden om systemet."
        ),
    }
)
