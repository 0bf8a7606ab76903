"""The precision of audits and surveys in sentences for people."""

from __future__ import annotations

from frirum.core.designs.anonymity import FEWEST_RESPONDENTS
from frirum.core.designs.diagnosis.mean_outcomes import MeanDiagnosis
from frirum.core.designs.diagnosis.precision import (
    PLANNING_MARGIN,
    PLANNING_RESPONSE,
    AuditPrecision,
    SurveyPrecision,
    answers_for_margin,
    asked_for_group,
    exact_half_width,
)
from frirum.core.effects.finite_population import size_for_margin, size_to_show_below
from frirum.core.language import gettext as _
from frirum.core.vocabulary.danish import format_number, format_share

_LARGEST_PLANNED = 5_000


def audit(found: AuditPrecision) -> str:
    """What so many audited cases can say."""
    if found.sample == found.population:
        return _(
            "Alle {n} sager gennemgås, så tallet er uden stikprøveusikkerhed for dem. Som vidnesbyrd om andre sager "
            "rækker det til ± {half}."
        ).format(n=format_number(found.sample), half=_points(exact_half_width(found.sample)))
    text = (
        _(
            "{sample} af {population} sager giver en andel på højst ± {half}; er der ingen fejl, udelukkes kun, at "
            "over {clean} har fejl."
        )
        if found.population is not None
        else _(
            "{sample} sager giver en andel på højst ± {half}; er der ingen fejl, udelukkes kun, at over {clean} har "
            "fejl. Listens længde er ikke oplyst."
        )
    )
    return text.format(
        sample=format_number(found.sample),
        population=format_number(found.population or 0),
        half=_points(found.half_width),
        clean=format_share(found.clean_allows),
    )


def whole_list_of_unknown_length() -> str:
    """Every case is looked at, and nobody says how many they are."""
    return _(
        "Alle sager gennemgås, så tallet er uden stikprøveusikkerhed. Hvor mange sager det er, er ikke oplyst."
    )


def audit_size(cases: int | None) -> str:
    """Nobody says how many are looked at: what it takes."""
    if not cases:
        return _(
            "Det står ikke, hvor mange sager der ses på. {n} sager uden fejl viser, at under 10 pct. har fejl, hvis "
            "listen er lang."
        ).format(n=format_number(size_to_show_below(_LARGEST_PLANNED, PLANNING_MARGIN)))
    population = min(cases, _LARGEST_PLANNED)
    return _(
        "Det står ikke, hvor mange sager der ses på. Af {population} sager skal der ses på {margin} for at ramme ± 10 "
        "procentpoint, og {clean} uden fejl viser, at under 10 pct. har fejl."
    ).format(
        population=format_number(population),
        margin=format_number(size_for_margin(population, PLANNING_MARGIN)),
        clean=format_number(size_to_show_below(population, PLANNING_MARGIN)),
    )


def survey(found: SurveyPrecision) -> str:
    """What a survey can say."""
    sentences = [
        _("{asked} spørges; svarer {response}, giver de {answers} svar en andel på højst ± {half}.").format(
            asked=format_number(found.asked),
            response=format_share(found.response, 0),
            answers=format_number(found.answers),
            half=_points(found.half_width),
        )
    ]
    if found.design_effect > 1.05:
        text = _("Svar fra samme sted ligner hinanden, så de tæller som {n}.")
        sentences.append(text.format(n=format_number(found.effective)))
    if found.non_response > 0:
        text = _("De, der ikke svarer, kan flytte andelen {away}.")
        sentences.append(text.format(away=_points(found.non_response)))
    if found.chance_shown is not None:
        text = _(
            "Sandsynligheden for, at den mindste gruppe giver mindst {fewest} svar og kan vises, er {chance}."
        )
        sentences.append(
            text.format(fewest=FEWEST_RESPONDENTS, chance=format_share(found.chance_shown, 0)).replace(
                "..", "."
            )
        )
    return " ".join(sentences)


def response_assumed() -> str:
    """Said where nobody has stated the response rate."""
    return (
        _("Svarprocenten er ikke oplyst; der regnes med {response}.")
        .format(response=format_share(PLANNING_RESPONSE, 0))
        .replace("..", ".")
    )


def survey_size() -> str:
    """Nobody says how many are asked: what it takes."""
    return _(
        "Det står ikke, hvor mange der spørges. Der skal {answers} svar til for at ramme ± 10 procentpoint, og svarer "
        "{response}, skal mindst {group} spørges i en kommune, før dens svar kan vises (mindst {fewest} svar)."
    ).format(
        answers=format_number(answers_for_margin()),
        response=format_share(PLANNING_RESPONSE, 0),
        group=asked_for_group(PLANNING_RESPONSE),
        fewest=FEWEST_RESPONDENTS,
    )


def mean(found: MeanDiagnosis) -> str:
    """What so many cases can show of a mean, in its own unit."""
    if found.detectable is None or found.half_width is None:
        return _("Under to sager kan heller ikke vise noget om et gennemsnit.")
    sentences = [
        _(
            "Gennemsnittet ventes kendt på ± {half}; en ændring på {detectable} findes med 80 pct. sandsynlighed."
        ).format(half=format_number(found.half_width, 1), detectable=format_number(found.detectable, 1))
    ]
    if found.power is not None:
        text = _("Den mindste relevante ændring findes med en sandsynlighed på {power}.")
        sentences.append(text.format(power=format_share(found.power)).replace("..", "."))
    if found.uses_needed is not None:
        sentences.append(_("Det kræver {n} sager.").format(n=format_number(found.uses_needed)))
    return " ".join(sentences)


def _points(share: float) -> str:
    return _("{n} procentpoint").format(n=format_number(100 * share, 1))
