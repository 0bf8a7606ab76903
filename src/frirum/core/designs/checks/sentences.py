"""The sentences of `checks`, by what they say."""

from __future__ import annotations

from frirum.core.language import Sentences
from frirum.core.language import gettext_noop as N_

say = Sentences(
    {
        "add_data_extract_or_take_promise": N_("Tilføj et datatræk, eller tag løftet ud."),
        "add_dont_know_outside_order": N_("Tilføj »ved ikke« uden for rækkefølgen."),
        "answer_answers_cannot_be_given": N_("Svaret {answers} kan ikke gives på {name}."),
        "ask_those_is_about_or_take": N_("Spørg dem, det handler om, eller tag løftet ud."),
        "baseline_is_said_to_be_impossible": N_(
            "Et nulpunkt siges at være umuligt, men der er planlagt en nulpunktsmåling."
        ),
        "choose_comparison_before_and_after_cases": N_(
            "Vælg en sammenligning: før og efter, sager efter de almindelige regler, andre kommuner eller "
            "historiske sager; eller skriv, hvorfor ingen er mulig."
        ),
        "condition_for_asking_question_cannot": N_("Betingelsen for at stille spørgsmålet kan ikke læses."),
        "decide_which_holds": N_("Bestem, hvad der gælder."),
        "decide_which_holds_and_write_same": N_("Bestem, hvad der gælder, og skriv det samme begge steder."),
        "delete_row_if_answers": N_("Slet rækken, hvis svarene skal være anonyme."),
        "desired_effects_are_not_described": N_("De ønskede effekter er ikke beskrevet."),
        "desired_effects_in_long_term": N_("De ønskede effekter på langt sigt er ikke udfyldt."),
        "desired_effects_in_medium_term": N_("De ønskede effekter på mellemlangt sigt er ikke udfyldt."),
        "desired_effects_in_short_term": N_("De ønskede effekter på kort sigt er ikke udfyldt."),
        "does_not_say_how_criterion": N_("Det står ikke, hvordan kriteriet måles."),
        "does_not_say_how_evaluation": N_("Det står ikke, hvordan der evalueres."),
        "does_not_say_how_large_change": N_("Det står ikke, hvor stor ændringen skal være."),
        "does_not_say_how_many": N_(
            "Det står ikke, hvor mange der spørges. Under {n} i en kommune kan svarene ikke vises for den."
        ),
        "does_not_say_how_things_stood": N_("Det står ikke, hvordan det så ud før forsøget."),
        "does_not_say_what_takes": N_("Det står ikke, hvad der skal til, for at forsøget er en succes."),
        "field_name_keeps_time_device": N_(
            "Feltet {name} gemmer tid, enhed eller bruger sammen med svaret, så svaret kan kendes."
        ),
        "give_each_question_name_of_own": N_("Giv hvert spørgsmål sit eget navn."),
        "give_same_number_of_answers": N_(
            "Giv lige mange svar på hver side, eller vis hele fordelingen og aldrig et gennemsnit."
        ),
        "is_no_answer_scale_called_name": N_("Der er ingen svarskala, der hedder {name}."),
        "is_no_baseline_measurement_and_does": N_("Der er ingen nulpunktsmåling, og der står ikke hvorfor."),
        "measure_minutes_per_case_before": N_(
            "Mål minutter pr. sag før og under forsøget i en kort periode, og skriv, hvad tiden bruges til."
        ),
        "move_question_below_one_depends_on": N_("Flyt spørgsmålet, så det står efter det, det afhænger af."),
        "no_instrument_measures_what_is_promised": N_("Intet redskab måler det, der loves."),
        "nobody_is_asked_about_what": N_("Ingen bliver spurgt om det, der loves."),
        "nobody_says_how_many_citizens": N_("Ingen siger, hvor mange borgere eller sager det drejer sig om."),
        "not_worse_cannot_be_shown_without": N_("»Ikke ringere« kan ikke vises uden en margin."),
        "plan_measurement_before_start_or_write": N_(
            "Planlæg en måling før start, eller skriv, hvorfor den ikke er mulig."
        ),
        "point_to_measure_with_unit": N_(
            "Peg på et mål med enhed og system: hvad tælles, hvor, på hvilken dag."
        ),
        "question_depends_on_name": N_("Spørgsmålet afhænger af {name}, som først stilles bagefter."),
        "question_is_asked_only_after_name": N_("Spørgsmålet stilles kun efter {name}, som ikke findes."),
        "quote_is_not_method": N_("»{quote}« er ikke en metode."),
        "result_is_not_held_against_anything": N_(
            "Resultatet holdes ikke op mod noget, og der står ikke hvorfor."
        ),
        "same_question_has_another_wording": N_(
            "Samme spørgsmål har en anden ordlyd eller skala i {first}, så runderne kan ikke sammenlignes."
        ),
        "scale_has_below_answers_below_middle": N_(
            "Skalaen har {below} svar under midten og {above} over; den trækker svarene til den ene side."
        ),
        "show_answers_across_municipalities_only": N_(
            "Vis kun svar på tværs af kommuner, eller interview i stedet."
        ),
        "time_or_resources": N_("Der skal spares tid eller ressourcer, men ingen minutter måles."),
        "two_fields_of_design_do": N_("To felter i designet siger ikke det samme ({cells})."),
        "two_questions_are_called_name_answers": N_(
            "To spørgsmål hedder {name}, så svarene kan ikke kendes fra hinanden."
        ),
        "use_exactly_same_wording_and_answers": N_("Brug nøjagtig samme ordlyd og svar i alle runder."),
        "whoever_does_not_know_must_guess": N_("Den, der ikke ved det, må gætte eller springe over."),
        "with_few_respondents_single_person_answers": N_(
            "Med så få svarpersoner kan den enkeltes svar genkendes."
        ),
        "write_as_navn_answer": N_(
            "Skriv den som ${navn} = 'svar', med or mellem flere svar på samme spørgsmål."
        ),
        "write_at_least_one_criterion": N_(
            "Skriv mindst ét kriterium med mål, udgangspunkt og grænse, før forsøget begynder."
        ),
        "write_figure_before_start_or_plan": N_("Skriv tallet før start, eller planlæg at måle det."),
        "write_largest_deterioration_you_can_live": N_("Skriv den største forringelse, I kan leve med."),
        "write_margin_largest_deterioration_you_can": N_(
            "Skriv marginen: den største forringelse, I kan leve med."
        ),
        "write_name_of_question_stands_before": N_("Skriv navnet på et spørgsmål, der står før."),
        "write_number_in_each_municipality_before": N_(
            "Skriv antallet i hver kommune, før I spørger; er der få, så spørg på tværs af kommuner."
        ),
        "write_number_year_or_low_likely": N_(
            "Skriv antallet om året, eller et lavt, et sandsynligt og et højt skøn over brugen."
        ),
        "write_one_of_options_as_stand": N_("Skriv en af svarmulighederne, som de står i skalaen."),
        "write_options_under_name_or_use": N_(
            "Skriv svarmulighederne under det navn, eller brug navnet på en skala, der findes."
        ),
        "write_smallest_change_worth_rolling_out": N_("Skriv den mindste ændring, der er værd at udbrede."),
        "write_what_is_expected_to_happen": N_("Skriv, hvad der ventes at ske, for hvem og hvornår."),
        "write_which_figures_from_which_system": N_(
            "Skriv hvilke tal, fra hvilket system, på hvilke dage, holdt op mod hvad."
        ),
    }
)
