"""The lines of a report: what one answer tells together is one line, and an outcome has its measures' answer."""

from __future__ import annotations

from frirum.core.catalogue import shipped_catalogue
from frirum.core.catalogue.loader import shipped_shared
from frirum.core.documents.promised import promise_lines, promises_table
from frirum.core.report.inlines import Text
from frirum.core.report.tables import ReportTable

SCALES = shipped_shared().scales


def test_a_measure_its_time_before_and_the_change_are_one_line() -> None:
    experiment = shipped_catalogue().experiment("foertidspension-opfoelgning")
    names = ("fastholdt", "fastholdt-foer", "fastholdt-aendring")
    said = (Text("Før 80,0 pct. · Under 82,0 pct. · Ændring 2,0 procentpoint."),)
    lines = promise_lines(experiment, SCALES, dict.fromkeys(names, said))
    (table,) = promises_table(lines)
    assert isinstance(table, ReportTable)
    told = [row for row in table.rows if row[2] == said]
    assert len(told) == 2, "the three measures, and the outcome that they give"
    own = {one.id: one.text for one in lines}
    assert str(told[0][0]).count(own["fastholdt"])
    assert all(own[name] in str(told[0][0]) for name in names)
    outcome = next(one for one in lines if one.id == "fastholdelse-i-jobbet")
    assert outcome.answered
    assert sum(not one.answered for one in lines) > 5, "what no run answers stays a line of its own"
