"""Held audits and closed waves of surveys in a run: the answers that lie here, and nothing brought by hand.

They become a file of the run in the statistics zone, a row for each answer: round, municipality, of an audit how many
cases stood on its list, and the questions of the definition that are answered by a choice, number or day. Nobody is
named in it, and rows stand in the order of their own words, so that a round read again gives the same bytes. Both sides
of the door keep the file's fingerprint.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from frirum.core.errors import InputRefused
from frirum.core.evidence.sheets import POPULATION
from frirum.core.language import gettext
from frirum.core.report.export import rows_to_csv
from frirum.web import clock
from frirum.web.registered import held_answers
from frirum.web.registration import HeldAnswers
from frirum.web.runs.bringing import BroughtFile
from frirum.web.runs.models import FileRole

_ROLES = {"audit": FileRole.AUDIT, "survey": FileRole.SURVEY}


def answers_for(keys: Iterable[str]) -> dict[str, HeldAnswers]:
    """What a run of these organisations can read, by its source; answers whose time is over are left out."""
    today = clock.today()
    return {
        one.source: one
        for one in held_answers(keys)
        if one.questions and (one.delete_on is None or one.delete_on > today)
    }


def answers_label(one: HeldAnswers, experiment: str) -> str:
    """Held answers as they are chosen."""
    return _("{held}: {n} svar ({experiment})").format(held=one.held, n=one.answers, experiment=experiment)


def refuse_other_answers(held: Sequence[HeldAnswers], *, slug: str, organisation: str) -> None:
    """Refuse answers of another experiment or organisation.

    Raises:
        InputRefused: there are some.
    """
    for one in held:
        if (one.slug, one.organisation) != (slug, organisation):
            raise InputRefused(
                gettext("»{held}« hører til en anden evaluering.").format(held=one.held),
                remedy=gettext("Vælg tilsyn og runder til det forsøg og den organisation, planen er for."),
            )


def file_of(one: HeldAnswers) -> BroughtFile:
    """The answers as the file that a run reads."""
    listed = (str(one.population),) if one.population else ()
    heads = ("runde", "kommune", *((POPULATION,) if listed else ()), *one.questions)
    rows = [(str(place), *listed, *given) for place, given in one.rows()]
    body = rows_to_csv([heads, *((one.when, *row) for row in sorted(rows))])
    name = f"svar-{one.instrument}-{one.when}.csv"
    return BroughtFile(_ROLES[one.kind], "".join(c for c in name if c not in "/\\"), io.BytesIO(body))
