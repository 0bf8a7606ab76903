"""The table of every measure, goal, criterion and question of the catalogue, with rule, source or reason, as Markdown.

`python -m frirum.core.catalogue.measure_table` writes `docs/measures.md`; a test holds it to the definitions.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.loader import Catalogue, shipped_catalogue
from frirum.core.catalogue.promises import LineKind, MeasureLine, how_measured, measure_lines, promises
from frirum.core.language import language
from frirum.core.paths import catalogue_dir

_HEAD = """\
# Every measure, goal, criterion and question

Made from the definitions with `python -m frirum.core.catalogue.measure_table`; do not edit by hand. A rule that is our
proposal says so. A line without a rule says why it is not measured. `frirum catalogue measures SLUG`
prints the same lines.
"""


def measure_table(catalogue: Catalogue) -> str:
    """The whole page, in English."""
    with language("en"):
        parts = [
            _HEAD,
            *(part for one in catalogue.real().experiments.values() for part in _of(one, catalogue)),
        ]
    return "\n".join(parts)


def _of(experiment: Experiment, catalogue: Catalogue) -> Iterator[str]:
    places = {source.id: f"{source.document}, {source.place}" for source in experiment.sources}
    number = f"{experiment.number}. " if experiment.number else ""
    yield f"## {number}{experiment.short_title_en or experiment.short_title}\n"
    yield "| line | what | rule, or why not | source |\n|---|---|---|---|"
    lines = measure_lines(experiment, catalogue.scales)
    shown = {
        line.id for line in lines if line.kind not in (LineKind.MEASURE, LineKind.OUTCOME, LineKind.ITEM)
    }
    for line in lines:
        yield _row(line, places)
    for kind, name, promise in promises(experiment):
        if name not in shown:
            by = ", ".join(f"`{line.id}`" for line in lines if name in line.answers)
            where = "; ".join(places[one] for one in promise.source_ids)
            what = _cell(promise.text_en or promise.text)
            yield f"| `{name}` ({kind}) | {what} | answered by {by} | {_cell(where)} |"
    yield ""


def _row(line: MeasureLine, places: dict[str, str]) -> str:
    what = _cell(line.text_en or line.text)
    how = _cell(how_measured(line) if line.rule else f"not measured: {line.why_not}")
    where = _cell("; ".join(places[one] for one in line.sources))
    return f"| `{line.id}` ({line.kind}) | {what} | {how} | {where} |"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


if __name__ == "__main__":
    page = catalogue_dir().parent / "docs" / "measures.md"
    Path(page).write_text(measure_table(shipped_catalogue()), encoding="utf-8")
