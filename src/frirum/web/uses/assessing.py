"""A case as it is assessed when its use is recorded, and read again later under the version it was assessed with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from frirum.core.catalogue import Experiment, Part
from frirum.core.catalogue.casework import Consent
from frirum.core.catalogue.conditions import Answer, FactUse
from frirum.core.catalogue.labels import label
from frirum.core.errors import UsageError
from frirum.core.language import gettext as _
from frirum.core.law.assess import Assessment, assess
from frirum.core.law.facts import Value, read_facts
from frirum.core.law.journal import journal_note, order_on
from frirum.core.law.watch import concerns
from frirum.web.experiments.definitions import latest_version, parsed, refuse_withdrawn
from frirum.web.experiments.models import DefinitionVersion
from frirum.web.uses.models import Use

AGAINST_ADVICE = (Answer.NOT_ELIGIBLE, Answer.NOT_IN_FORCE)


@dataclass(frozen=True)
class AssessedCase:
    """A case with its facts, the version of the definition, and what was found.

    Attributes:
        facts: typed, with what recording itself says filled in where it was left out.
        overruled: why the exemption is used against the answer; "" where it is not.
        judged_by: who judged what only a person can; "" where nothing had to be judged.
    """

    version: DefinitionVersion
    experiment: Experiment
    part: Part | None
    facts: Mapping[str, Value]
    found: Assessment
    overruled: str = ""
    judged_by: str = ""

    @property
    def outcome(self) -> str:
        """The answer; "" while facts are missing."""
        return self.found.answer.value if self.found.answer else ""

    @property
    def stored_facts(self) -> dict[str, Any]:
        """The facts as JSON keeps them."""
        return {
            name: value.isoformat() if isinstance(value, dt.date) else value
            for name, value in self.facts.items()
        }

    @property
    def note(self) -> str:
        """The finished journal note; also where the exemption is used on a judgement or against the answer."""
        return journal_note(self.found) or self._note_on_judgement()

    def _note_on_judgement(self) -> str:
        answer = label(self.found.answer) if self.found.answer else _("mangler oplysninger")
        order = order_on(self.experiment, self.found.date)
        name = self.experiment.short_title + (f" ({self.part.title})" if self.part else "")
        lines = [
            _("Forsøg: {name}.").format(name=name),
            _("Fritagelsen er brugt. Vurderingen i Frirum var: {answer}.").format(answer=answer),
            self.judged_by and _("Skønnet er foretaget af {person}.").format(person=self.judged_by),
            self.overruled and _("Begrundelse: {reason}").format(reason=self.overruled),
            order and _("Jf. {order}.").format(order=order),
        ]
        return "\n".join(line for line in lines if line)


def find_part(experiment: Experiment, slug: str) -> Part | None:
    """The part with that slug; None for "" in an experiment without parts.

    Raises:
        UsageError: no such part, or none is named where the experiment has parts.
    """
    part = experiment.part(slug) if slug else None
    if part is None and (slug or experiment.parts):
        raise UsageError(
            _("Vælg den del af forsøget, som sagen handler om."),
            remedy=_("Dele: {known}.").format(known=", ".join(p.slug for p in experiment.parts)),
        )
    return part


def assess_case(
    *,
    slug: str,
    part: str,
    facts: Mapping[str, Any],
    organisation: str,
    begun_on: dt.date | None = None,
    version: DefinitionVersion | None = None,
    overruled: str = "",
    judged_by: str = "",
) -> AssessedCase:
    """Assess a case that is to be recorded.

    Args:
        facts: as `read_facts` takes them; dates may be dates already.
        begun_on: stands for the case's own day where the facts leave it out; None: nothing does.
        version: None for the one in force.

    Raises:
        UsageError: unknown experiment or part.
        InputRefused: an unknown fact, or a value that does not fit.
    """
    if version is None:
        refuse_withdrawn(slug)
    version = version or latest_version(slug)
    if version is None:
        raise UsageError(_("Der er intet forsøg med slug {slug}.").format(slug=slug))
    experiment = parsed(version.toml)
    chosen = find_part(experiment, part)
    read = read_facts(dict(facts), experiment.all_facts())
    known = {**_given(experiment, chosen, organisation, begun_on), **read}
    found = assess(experiment, known, part=chosen)
    return AssessedCase(version, experiment, chosen, known, found, overruled, judged_by)


def _given(
    experiment: Experiment, part: Part | None, organisation: str, begun_on: dt.date | None
) -> dict[str, Value]:
    """What recording itself says: whose case it is and, where that is known, its day."""
    known: dict[str, Value] = {}
    for fact in (part.facts if part else ()) + experiment.facts:
        if fact.use is FactUse.MUNICIPALITY and organisation.isdigit():
            known.setdefault(fact.id, int(organisation))
        if fact.use is FactUse.CASE_DATE and begun_on is not None:
            known.setdefault(fact.id, begun_on)
    return known


def recorded_case(use: Use) -> AssessedCase:
    """The use as it was assessed: under its own version of the definition."""
    version = DefinitionVersion.objects.get(slug=use.slug, number=use.definition_number)
    return assess_case(
        slug=use.slug,
        part=use.part,
        facts=use.facts,
        organisation=use.organisation,
        version=version,
        overruled=use.advice_overruled_reason,
        judged_by=use.judged_by,
    )


def takes_part(experiment: Experiment, part: Part | None, organisation: str) -> bool:
    """Whether the municipality is in the experiment; true where no source says who is."""
    stays = [stay for stay in experiment.participation if concerns(stay.part_slugs, part)]
    return not stays or organisation in {str(stay.municipality) for stay in stays}


def consents(experiment: Experiment, part: Part | None) -> tuple[Consent, ...]:
    """What the citizen has to agree to; empty where the experiment does not rest on the citizen's wish."""
    return tuple(c for c in experiment.consent if c.required and concerns(c.part_slugs, part))
