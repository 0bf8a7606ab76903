"""The sentences of `guide`, by what they say."""

from __future__ import annotations

from frirum.core.language import Sentences
from frirum.core.language import gettext_noop as N_
from frirum.core.language import ngettext_noop as NN_

say = Sentences(
    {
        "are_more_municipalities_in_experiment_k": N_(
            "Der er flere kommuner i forsøget ({k}) end i alt ({n})."
        ),
        "are_n_municipalities_in_country": N_("Der er {n} kommuner i landet, ikke {found}."),
        "burden": N_("Besværet"),
        "cannot_be_read": N_("Kan ikke læses"),
        "correct_baseline_or_change": N_("Ret udgangspunktet eller ændringen."),
        "correct_one_of_two_numbers": N_("Ret ét af de to tal."),
        "each_use_adds_n_steps": N_("Hver sag lægger {n} trin til sagen."),
        "each_use_costs_minutes_minutes": N_("Hver sag koster {minutes} minutter og frigør {freed}."),
        "is_not_stated_how_many_minutes": N_(
            "Det står ikke, hvor mange minutter hvert brug koster og frigør."
        ),
        "measurements": N_("Målinger"),
        "measurements_before_start": N_("Målinger før start"),
        "n_days": NN_("{n} dag", "{n} dage"),
        "n_weeks": NN_("{n} uge", "{n} uger"),
        "not_chosen": N_("Ikke valgt"),
        "not_locked": N_("Låses ikke"),
        "numbers_cannot_go_together": N_("Tallene kan ikke passe"),
        "plan_of_analysis": N_("Analyseplan"),
        "point_n": N_("Punkt {n}"),
        "remove_steps_or_join_them_limit": N_(
            "Fjern trin, eller slå dem sammen. Grænsen på {n} trin er Frirums egen."
        ),
        "remove_steps_or_let_records_come": N_("Fjern trin, eller lad registreringen komme af et udtræk."),
        "text_cannot_be_read": N_("»{text}« kan ikke læses."),
        "try_course_on_two_cases": N_(
            "Prøv gangen i sagen på to sager, og skriv minutterne: er forsøget tungere end reglen, bruges "
            "det ikke."
        ),
        "with_uses_uses_is_hours_hours": N_("Med {uses} sager er det {hours} timer mere, end der spares."),
        "write_day_month_and_year": N_("Skriv dag, måned og år, for eksempel 01-07-2018."),
        "write_how_many_are_part": N_("Skriv, hvor mange der er med i sammenligningen."),
        "write_number_for_example_2_5": N_("Skriv et tal med komma, for eksempel 2,5."),
        "write_number_of_months_with_commas": N_("Skriv antal måneder med komma imellem: 3, 6, 9."),
        "write_one_number_or_low_likely": N_(
            "Skriv ét tal, eller lavt, sandsynligt og højt med mellemrum: 60 80 120."
        ),
        "write_share_between_0_and_100": N_("Skriv en andel mellem 0 og 100 pct."),
        "write_whole_number_without_minus": N_("Skriv et helt tal uden minus, for eksempel 80."),
    }
)
