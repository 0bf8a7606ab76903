"""A design that fulfils the start checklist: the 2027 trial of the unemployment funds, written to the end by hand.

No municipalities are compared, so that its diagnosis is exact and quick.
"""

from __future__ import annotations

from frirum.core.catalogue.experiment import Experiment
from frirum.core.designs.guide.plan import ID, Content, Written
from frirum.core.designs.guide.start import content_from

SLUG = "forsoeg-2027-a-kasser"

QUESTION = {
    ID: "hurtigere-i-job",
    "text": "Kommer nyledige hurtigere i ordinær beskæftigelse?",
    "estimand": "Forskellen i andel i job efter 6 måneder i forhold til før 2027.",
    "outcomes": "ordinaer-beskaeftigelse",
    "comparison": "before_after",
    "comparison_reason": "Ingen kommune er uberørt.",
    "horizons": "6, 12",
    "test": "superiority",
    "direction": "increase",
    "baseline": "50",
    "smallest_relevant": "5",
    "unit": "pct.",
    "subgroups": "Under 30 år\n50 år og derover",
    "missing_data": "Personer uden oplysning vises for sig.",
}
HARM = {
    ID: "anden-ydelse",
    "text": "Overgang til sygedagpenge eller kontanthjælp",
    "scheme": "dream-status",
    "unit": "andel af deltagere",
    "harm": "yes",
}
OUTCOME = {
    ID: "ordinaer-beskaeftigelse",
    "text": "Ordinær beskæftigelse",
    "scheme": "dream-status",
    "unit": "andel af deltagere",
}


def ready(definition: Experiment) -> Content:
    """The content of every step, from the definition and completed."""
    begun = dict(content_from(definition))
    return {
        **begun,
        "beskrivelse": Written({"summary": "A-kassen har kontaktforløbet i fire måneder i stedet for tre."}),
        "maalgruppe": Written(
            {"eligible": "900 1000 1200", "bites": "80 90 100", "used": "70 80 90", "steps": "2", "minutes": "5", "freed": "0"},
            ({ID: "nyledige", "text": "Nyledige dagpengemodtagere", "volume": "1000", "unit": "borgere", "per": "år"},),
        ),
        "formaal": Written(
            {
                "purpose": "At se, hvem der bedst hjælper nyledige i job.",
                "short": "Flere nyledige er i job efter 6 måneder.",
                "medium": "Flere er i job efter 12 måneder.",
                "long": "Kortere tid på dagpenge.",
                "efficiencies": "Ingen effektivisering er ventet.",
            }
        ),
        "kriterier": Written(
            {},
            (
                {
                    ID: "i-job",
                    "text": "Andelen i job efter 6 måneder stiger",
                    "measure": "i-job-6",
                    "direction": "increase",
                    "baseline": "50",
                    "threshold": "55",
                    "unit": "pct.",
                },
            ),
        ),
        "regler": Written(
            {
                **begun["regler"].fields,
                "status": "adopted",
                "law": "Borgeren får de samme samtaler; kun den ansvarlige er en anden.",
            },
            begun["regler"].items,
        ),
        "maaling": Written(
            {
                "baseline": "yes",
                "baseline_reason": "Andelen i job blandt nyledige i 2026, fra DREAM.",
                "method": "Andelen i ordinær beskæftigelse efter 6 måneder, fra DREAM, sammenlignet med 2026.",
                "sources": "DREAM",
            }
        ),
        "maalinger": Written(
            {},
            ({ID: "i-job-6", "text": "I job efter 6 måneder", "unit": "pct.", "system": "DREAM", "before": "yes"},),
        ),
        "redskaber": Written(
            {},
            (
                {
                    ID: "spoergeskema",
                    "title": "Spørgeskema til borgerne",
                    "kind": "survey",
                    "respondents": "citizen",
                    "size": "400",
                    "each": "yes",
                    "questions": "Hvordan oplevede du samtalerne?",
                },
            ),
        ),
        "udfald": Written({}, (OUTCOME, HARM)),
        "spoergsmaal": Written({}, (QUESTION,)),
    }  # fmt: skip
