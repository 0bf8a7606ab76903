"""Names that organisations share: each was gone through, and says who may give it and what it changes for others.

A name that is unique across organisations is one that somebody else may have taken, or may write under. A new one fails
here until it is thought through.
"""

from __future__ import annotations

from django.apps import apps
from django.db import models

TEXTS = (models.CharField, models.TextField)

# Model and columns -> who gives it, and what holds the others out.
SHARED = {
    "organisations.User: email": "one account for an address; a role elsewhere takes its owner's own yes",
    "organisations.Organisation: key": "made by the system alone",
    "experiments.DefinitionVersion: slug": "the organisation that published it first, and it alone",
    "experiments.Withdrawal: slug": "the organisation that published the version, and it alone",
    "releases.Released: code": "numbered by the system when a second person lets a table out",
    "uses.InformationText: sha256": "the hash of public words, never changed or deleted",
    "mail.OutboxMail: once_key": "made by the system of a reason and a random reference",
    "jobs.LastTick: name": "the system's own",
    "trail.RowSeal: subject": "the system's own, of a random reference",
    "surveys.InvitationLink: token_sha256": "the hash of a random token",
    "surveys.PendingAnswer: key": "random, of one answer",
    "decisions.DecisionSubscriber: token_sha256": "the hash of a random token",
    "decisions.DecisionSubscriber: address": "one line for an address and an experiment, in effect when its mail is answered",
    "decisions.DecisionSubscriber: slug": "as the address",
    "registers.DataSet: kind": "with a random reference: each kind of rows passes the door once",
    "runs.EvaluationRun: code": "numbered by the system",
    "survey_answers.SurveyAnswer: key": "random, of one answer",
    "survey_answers.SurveyMark: key": "random, of one answer",
    "survey_answers.SurveyText: key": "random, of one answer",
}


def unique_texts(model: type[models.Model]) -> set[str]:
    """The text columns that are unique across organisations: in no constraint with an organisation or a parent row."""
    found = {f.name for f in model._meta.concrete_fields if isinstance(f, TEXTS) and f.unique}
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            fields = [model._meta.get_field(name) for name in constraint.fields]
            if any(f.name == "organisation" or f.is_relation for f in fields):
                continue
            found |= {f.name for f in fields if isinstance(f, TEXTS)}
    return found


def test_every_name_that_organisations_share_was_gone_through() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("frirum.")]
    found = {f"{model._meta.label}: {name}" for model in ours for name in unique_texts(model)}
    assert found == set(SHARED)
