"""The sentences of `law`, by what they say."""

from __future__ import annotations

from frirum.core.language import Sentences
from frirum.core.language import gettext_noop as N_

say = Sentences(
    {
        "answer_to_one_done_lies_before": N_(
            "Svaret på »{one}«, {done}, ligger før svaret på »{other}«, {begun}."
        ),
        "answer_to_one_is_given_but": N_(
            "Svaret på »{one}« er {given}, men efter svaret på »{other}«, {begun}, er det mindst {least}."
        ),
        "at_least_n": N_("Mindst {n}."),
        "at_most_n": N_("Højst {n}."),
        "cannot_be_decided_yet": N_("kan ikke afgøres endnu"),
        "case_began_on_begun_before_experiment": N_(
            "Sagen begyndte den {begun}, før forsøget. Kilderne siger ikke, om sådanne sager gik over til "
            "det."
        ),
        "cf_order": N_("Jf. {order}."),
        "conditions_are_judged_to_be_met": N_("Betingelserne er vurderet opfyldt: {reasons}."),
        "correct_answer_is_wrong": N_("Ret det svar, der er forkert."),
        "correct_date_is_wrong": N_("Ret den dato, der er forkert."),
        "date_lies_between_two_periods": N_("Den {date} ligger mellem to perioder."),
        "date_lies_in_approved_period": N_(
            "Den {date} ligger i forsøgets godkendte periode, som løber til og med {until}."
        ),
        "date_lies_in_extension_runs_up": N_(
            "Den {date} ligger i en forlængelse, som løber til og med {until}."
        ),
        "date_of_case_is_not_stated": N_("Sagens dato er ikke oplyst."),
        "derogation_from_rules_cf_order": N_("Fraveget: {rules}, jf. {order}."),
        "does_not_apply_text": N_("Gælder ikke: {text}"),
        "duty_by_rules_ordinary_in_experiment": N_(
            "{duty}: efter reglerne {ordinary}, i forsøget {experiment}"
        ),
        "every_experiment_has_examples_in_definition": N_(
            "Hvert forsøg har eksempler i sin definition. De bliver vurderet, som en rigtig sag bliver det, "
            "og siden her er skrevet af programmet. Er et eksempel forkert, så ret det i definitionen."
        ),
        "everything_is_met": N_("Alt er opfyldt"),
        "example_answer_because": N_("| eksempel | svar | derfor |"),
        "examples": N_("Eksempler"),
        "exemption_ended_on_day_why": N_("Fritagelsen er ophørt den {day}. {why}"),
        "experiment_continues_unchanged": N_("Forsøget fortsætter uændret."),
        "experiment_did_not_begin_until_start": N_("Forsøget begyndte først den {start}."),
        "experiment_ended_on_end": N_("Forsøget sluttede den {end}."),
        "experiment_ended_on_end_at_latest": N_("Forsøget sluttede senest den {end}."),
        "experiment_has_been_narrowed_less": N_("Forsøget er indsnævret: der fraviges mindre end før."),
        "experiment_has_lost_object": N_(
            "Forsøget er uden genstand: der er ikke længere en regel at fravige."
        ),
        "experiment_legal_basis_which_sources_do": N_("forsøgets hjemmel, som kilderne ikke oplyser"),
        "experiment_name": N_("Forsøg: {name}."),
        "experiment_started_on_start_at_earliest": N_("Forsøget begyndte tidligst den {start}."),
        "experiment_was_never_put_into_effect": N_("Forsøget blev aldrig sat i gang."),
        "experiment_was_stopped_early_last_day": N_(
            "Forsøget blev stoppet før tid. Sidste dag var den {end}."
        ),
        "facts_must_be_object": N_('Fakta skal være et objekt: {"navn": værdi}.'),
        "following_does_not_apply_reasons": N_("Følgende gælder ikke: {reasons}."),
        "for_caseworkers_and_others_who_want": N_(
            "*For rådgivere og andre, der vil se, hvordan et forsøg bruges i en sag.*"
        ),
        "from_day_ordinary_rules_apply": N_("Fra den {day} gælder de almindelige regler."),
        "is_too_little_by": N_("er for lidt efter"),
        "judged_by_role_text": N_("Skønnes af {role}: {text}"),
        "known_facts_names": N_("Kendte fakta: {names}."),
        "legal_basis_has_been_read_only": N_("Hjemlen er kun læst som udkast: {title}."),
        "lies_before": N_("ligger før"),
        "missing_question": N_("Mangler: {question}"),
        "municipality_is_not_stated": N_("Kommunen er ikke oplyst."),
        "name_cannot_be_counted_from_figures": N_("{name} kan ikke tælles af de tal, der er givet."),
        "name_cannot_be_value": N_("{name} kan ikke være {value}."),
        "name_did_not_take_part": N_("{name} var ikke med den {date}."),
        "name_does_not_take_part": N_("{name} deltager ikke i forsøget."),
        "name_has_period_cannot_be_read": N_("{name} har en periode, der ikke kan læses."),
        "name_has_period_ends_last_before": N_(
            "{name} har en periode, der slutter {last}, før den begynder {first}."
        ),
        "name_is_given_as_periods_cannot": N_("{name} er givet som perioder, der ikke kan læses."),
        "name_is_not_in_network": N_("{name} er ikke med i det netværk, der fik forsøget."),
        "name_is_not_weeks_or_months": N_(
            "{name} er ikke uger eller måneder før sagens dato og kan ikke gives som perioder."
        ),
        "name_takes_part_in_experiment": N_("{name} deltager i forsøget."),
        "name_within_months_can_only": N_("{name}: within_months kan kun være {months}."),
        "no_examples": N_("Ingen eksempler."),
        "not_met_text": N_("Ikke opfyldt: {text}"),
        "on_date_of_case_names_must": N_("På sagens dato skal der gives {names}, alle som tal på mindst 0."),
        "person_group_mark_mark": N_("Persongruppemarkering: {mark}."),
        "possible_values": N_("Muligt: {values}."),
        "rule_departed_from_no_longer_applied": N_(
            "Reglen, der fraviges, gjaldt ikke længere den {date}: {rule}."
        ),
        "rule_experiment_departs_from_ceased": N_(
            "En regel, forsøget fraviger, ophørte. Er der stadig noget at fravige?"
        ),
        "rule_experiment_departs_from_was_affected": N_(
            "En regel, forsøget fraviger, blev berørt. Er forsøget det samme som før?"
        ),
        "rule_experiment_departs_from_was_replaced": N_(
            "En regel, forsøget fraviger, blev afløst af en ny. Fraviger forsøget også den?"
        ),
        "sources_do_not_say_on_what": N_(
            "Kilderne siger ikke, med hvilken hjemmel forsøget gjaldt i den periode."
        ),
        "sources_do_not_say_whether_experiment": N_("Kilderne siger ikke, om forsøget gjaldt den {date}."),
        "sources_do_not_say_which_municipalities": N_("Kilderne siger ikke, hvilke kommuner der deltog."),
        "unknown_fact_name": N_("Ukendt faktum {name}."),
        "until_further_notice": N_("indtil videre"),
        "when_while_experiment_ran_what": N_("{when}, mens forsøget kørte: {what}"),
        "write_answer_itself": N_("Skriv svaret selv."),
        "write_code_or_name": N_(
            "Skriv koden eller navnet på en af de 98 kommuner, for eksempel 851 eller Aalborg."
        ),
        "write_date_exists_as_2018_07": N_(
            "Skriv en dato, der findes, som 2018-07-01, i årene {first} til {last}."
        ),
        "write_number": N_("Skriv et tal."),
        "write_number_or_periods_as_example": N_("Skriv tallet, eller perioderne som {example}."),
        "write_text": N_("Skriv en tekst."),
        "write_true_or_false": N_("Skriv true eller false."),
        "write_whole_number": N_("Skriv et helt tal."),
    }
)
