"""`frirum registers`: a wide register to spells, outcomes and panels."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from frirum.cli.output import emit, invocation
from frirum.cli.progress import ByteProgress
from frirum.cli.registers_baseline import baseline
from frirum.cli.registers_out import OutcomesWritten, Pseudonyms, refuse_unless_table, sha256_of
from frirum.cli.registers_published import jobindsats, statbank
from frirum.cli.registers_time import durations, match
from frirum.cli.text_table import text_table
from frirum.core.errors import UsageError
from frirum.core.language import gettext as _

if TYPE_CHECKING:
    from frirum.core.registers.code_book import CodeBook
    from frirum.core.registers.outcomes import HorizonShares
    from frirum.core.registers.spell_table import GroupSpells, SpellTable

_PATH = click.Path(path_type=Path)
_codes = click.option(
    "--codes", "book", type=_PATH, help="code book as JSON  [default: the shipped book of DREAM]"
)
_keep_ids = click.option("--keep-ids", is_flag=True, help="show the file's own numbers instead of pseudonyms")
_evaluation = click.option(
    "--evaluation", default="", help="slug; the same person gets another pseudonym in each evaluation"
)


@click.group()
def registers() -> None:
    """Registers of people over time (DREAM): spells, outcomes and panels."""


for command in (baseline, durations, jobindsats, match, statbank):
    registers.add_command(command)


class Months(click.ParamType):
    """Whole months with commas between."""

    name = "months"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, ...]:
        try:
            found = tuple(int(part) for part in str(value).split(","))
        except ValueError:
            found = ()
        if not found or min(found) < 0 or len(set(found)) != len(found):
            self.fail(
                _("skriv hele måneder med komma imellem, hver én gang, for eksempel 3,6,9."), param, ctx
            )
        return found


@registers.command()
@click.argument("file", type=_PATH)
@_codes
@click.option(
    "--gap", type=click.IntRange(min=0), help="blank weeks bridged inside a spell  [default: the book's]"
)
@click.option(
    "--out", type=_PATH, help="write spells, people, code book and a script beside this .parquet or .csv"
)
@_keep_ids
@_evaluation
def spells(
    file: Path, *, book: Path | None, gap: int | None, out: Path | None, keep_ids: bool, evaluation: str
) -> None:
    """Spells of one code and of one group of codes in FILE."""
    from frirum.core.registers.export import write_store
    from frirum.core.registers.spell_table import group_spells

    refuse_unless_table(out)
    table = _read(file, book)
    found = group_spells(table, gap)
    pseudonym = Pseudonyms(keep_ids=keep_ids, evaluation=evaluation)
    shown, how = pseudonym.of(table.ids.tolist()), pseudonym.how
    used_gap = table.book.gap_weeks if gap is None else gap
    document: dict[str, Any] = {**_about(table), "gap": used_gap, "pseudonyms": how}
    if out is not None:
        provenance = {"source": file.name, "sha256": sha256_of(file), "gap": used_gap, "pseudonyms": how}
        document["files"] = write_store(out, table, found, shown, provenance)
        document["raw_spells"], document["group_spells"] = len(table.runs), len(found)
    elif invocation().json:
        document["raw_spells"], document["group_spells"] = (
            _raw_rows(table, shown),
            _group_rows(table, found, shown),
        )
    emit(document, lambda: _spells_text(table, found, document))


@registers.command()
@click.argument("file", type=_PATH)
@click.option("--index", "marks", type=_PATH, required=True, help="whose outcomes, and from when")
@click.option("--at", "horizons", type=Months(), required=True, help="months after, such as 3,6,9")
@click.option(
    "--unit",
    type=click.Choice(["weeks", "months"]),
    default="weeks",
    show_default=True,
    help="a month as 13/3 weeks, or by the calendar",
)
@click.option(
    "--scheme",
    type=click.Choice(["dream-status", "beskaeftigelsesgrad-uger", "beskaeftigelsesgrad-loen"]),
    default="dream-status",
    show_default=True,
    help="status on a day; or until then the share of the weeks in a job, or the mean degree of employment",
)
@click.option("--key-file", type=_PATH, help="lobenr and cpr, where FILE has lobenr and the marks have cpr")
@click.option(
    "--out", type=_PATH, help="write the outcomes, what they rest on and a script to this .parquet or .csv"
)
@_codes
@_keep_ids
@_evaluation
def outcomes(
    file: Path,
    *,
    marks: Path,
    horizons: tuple[int, ...],
    unit: str,
    scheme: str,
    key_file: Path | None,
    out: Path | None,
    book: Path | None,
    keep_ids: bool,
    evaluation: str,
) -> None:
    """What became of the people in MARKS some months after."""
    from frirum.core.registers.marks import read_marks
    from frirum.core.registers.outcomes import DEGREE_SCHEMES, SCHEMES
    from frirum.core.registers.outcomes import outcomes as outcomes_of

    if scheme in DEGREE_SCHEMES and (unit == "months" or min(horizons) < 1):
        raise UsageError(
            _("{scheme} regnes af hele uger efter ugen selv.").format(scheme=scheme),
            remedy=_("Udelad --unit months, og skriv mindst 1 måned i --at."),
        )
    refuse_unless_table(out)
    table = _read(file, book)
    marked = read_marks(marks, table, key_file)
    pseudonym = Pseudonyms(keep_ids=keep_ids, evaluation=evaluation)
    written = OutcomesWritten(out, file, table, marked, pseudonym)
    if scheme in DEGREE_SCHEMES:
        _emit_degrees(written, scheme, horizons)
        return
    found = outcomes_of(table, marked.marks, horizons, unit)
    shown, how = pseudonym.of(list(marked.numbers)), pseudonym.how
    shares = {str(horizon): found.shares(place) for place, horizon in enumerate(horizons)}
    document = {
        **_about(table),
        "scheme": SCHEMES[scheme],
        "unit": unit,
        "pseudonyms": how,
        "rows": [
            [number, week, list(found.of(place))]
            for place, (number, week) in enumerate(zip(shown, found.week_labels(), strict=True))
        ],
        "shares": {
            horizon: {"n": share.n, "unknown": share.unknown, "left": share.left, **share.shares}
            for horizon, share in shares.items()
        },
    }
    columns = [[found.names[number] for number in column] for column in found.classes.T.tolist()]
    document |= written.document(shown, columns, {"scheme": SCHEMES[scheme], "unit": unit}, horizons)
    emit(document, lambda: _outcomes_text(table, shares, how))


def _emit_degrees(written: OutcomesWritten, scheme: str, horizons: tuple[int, ...]) -> None:
    from frirum.core.registers.outcomes import SCHEMES, degrees_by

    table, marked, pseudonym = written.table, written.marked, written.pseudonym
    found = degrees_by(scheme, table, marked.marks, horizons)
    shown, how = pseudonym.of(list(marked.numbers)), pseudonym.how
    shares = {str(horizon): found.summary(place) for place, horizon in enumerate(horizons)}
    document = {
        **_about(table),
        "scheme": SCHEMES[scheme],
        "unit": "weeks",
        "pseudonyms": how,
        "rows": [
            [number, week, found.of(place)]
            for place, (number, week) in enumerate(zip(shown, found.week_labels, strict=True))
        ],
        "shares": shares,
    }
    own = [found.of(place) for place in range(len(shown))]
    columns = [[one[place] for one in own] for place in range(len(horizons))]
    document |= written.document(shown, columns, {"scheme": SCHEMES[scheme], "unit": "weeks"}, horizons)
    head = [_("måneder"), _("gennemsnit, procent"), _("af"), _("ukendt"), _("ude af befolkningen")]
    rows: list[list[object]] = [
        [horizon, None if one["mean"] is None else 100 * one["mean"], one["n"], one["unknown"], one["left"]]
        for horizon, one in shares.items()
    ]
    emit(document, lambda: "\n".join([text_table(head, rows), *_warnings(table), how["text"]]))


@registers.command()
@click.argument("file", type=_PATH)
@click.option(
    "--by", default="municipality,month,group", show_default=True, help="what the rows are counted by"
)
@click.option(
    "--over", type=click.IntRange(min=0), help="also count those above this many weeks  [default: 78]"
)
@_codes
def panel(file: Path, *, by: str, over: int | None, book: Path | None) -> None:
    """People on each benefit, month by month."""
    from frirum.core.registers import words
    from frirum.core.registers.panel import DIMENSIONS
    from frirum.core.registers.panel import panel as panel_of

    dimensions = [part.strip() for part in by.split(",")]
    if len(set(dimensions)) != len(dimensions) or not set(dimensions) <= set(DIMENSIONS):
        raise words.bad_dimensions(by, DIMENSIONS)
    table = _read(file, book)
    found = panel_of(table, over=over)
    document = {
        **_about(table),
        "columns": [*dimensions, "n", "mean_elapsed_weeks", "n_over"],
        "over_weeks": found.over_weeks,
        "without_municipality": found.without_municipality,
        "no_stock": words.no_stock(),
        "rows": found.rows(dimensions),
    }
    emit(
        document,
        lambda: "\n".join([text_table(document["columns"], document["rows"]), document["no_stock"]]),
    )


@registers.command()
@click.option("--people", type=click.IntRange(min=1), required=True, help="rows to make")
@click.option("--weeks", type=click.IntRange(1, 4000), required=True, help="weekly columns")
@click.option("--seed", type=click.IntRange(min=0), required=True, help="the same seed makes the same file")
@click.option("--out", type=_PATH, required=True, help="CSV file to write")
@click.option(
    "--effect",
    type=click.FloatRange(-0.9, 9.0),
    default=0.0,
    show_default=True,
    help="plant this change of the exit rate where the experiment runs",
)
@click.option(
    "--extracts", type=_PATH, help="also write case extracts of the same people and a key file to DIR"
)
def dummy(*, people: int, weeks: int, seed: int, out: Path, effect: float, extracts: Path | None) -> None:
    """Make a synthetic register. Nobody in it exists."""
    from frirum.synthetic.extracts import MOST_PEOPLE, write_extracts
    from frirum.synthetic.register import SyntheticRegister, write_register

    if extracts is not None and people > MOST_PEOPLE:
        raise UsageError(
            _("Der er ikke numre til {n} personer.").format(n=people),
            remedy=_("Skriv højst --people {most}, eller udelad --extracts.").format(most=MOST_PEOPLE),
        )
    plan = SyntheticRegister(people=people, weeks=weeks, seed=seed, effect=effect)
    digest = write_register(plan, out, ByteProgress(_("Skriver")))
    document = {
        "synthetic": True,
        "people": people,
        "weeks": weeks,
        "seed": seed,
        "out": str(out),
        "sha256": digest,
        "planted": plan.truth(),
        "extracts": {name: str(path) for name, path in write_extracts(plan, extracts).items()}
        if extracts
        else {},
    }
    emit(
        document,
        _("Syntetisk register med {people} personer, der ikke findes: {out}").format(people=people, out=out),
    )


def _read(file: Path, book: Path | None) -> SpellTable:
    from frirum.core.registers.code_book import load_book
    from frirum.core.registers.reading import read_register

    codes: CodeBook | None = None if book is None else load_book(book)
    return read_register(file, codes, progress=ByteProgress(_("Læser")))


def _about(table: SpellTable) -> dict[str, Any]:
    return {
        "axis": {
            "unit": table.axis.unit,
            "first": table.axis.labels[0],
            "last": table.axis.labels[-1],
            "length": table.axis.length,
        },
        "people": table.people,
        "code_book": table.book.name,
        "unknown_codes": table.unknown_codes,
        "warnings": _warnings(table),
    }


def _warnings(table: SpellTable) -> list[str]:
    from frirum.core.registers import words

    unknown = table.unknown_codes
    return [*table.warnings, *([words.unknown_codes(unknown)] if unknown else [])]


def _raw_rows(table: SpellTable, shown: list[str]) -> list[list[Any]]:
    runs, labels = table.runs, table.axis.labels
    return [
        [shown[person], table.codes[code], labels[start], labels[end - 1], end - start]
        for person, code, start, end in zip(
            runs.person.tolist(), runs.code.tolist(), runs.start.tolist(), runs.end.tolist(), strict=True
        )
    ]


def _group_rows(table: SpellTable, found: GroupSpells, shown: list[str]) -> list[list[Any]]:
    labels = table.axis.labels
    columns = (
        found.person,
        found.group,
        found.start,
        found.end,
        found.benefit_weeks,
        found.left_censored,
        found.right_censored,
    )
    return [
        [
            shown[person],
            table.group_names[group],
            labels[start],
            labels[end - 1],
            end - start,
            weeks,
            int(left),
            int(right),
        ]
        for person, group, start, end, weeks, left, right in zip(*(c.tolist() for c in columns), strict=True)
    ]


def _spells_text(table: SpellTable, found: GroupSpells, document: dict[str, Any]) -> str:
    import numpy as np

    size = len(table.group_names)
    counts = np.bincount(found.group, minlength=size)
    spans = np.bincount(found.group, weights=found.span_weeks, minlength=size)
    censored = np.bincount(found.group, weights=found.left_censored | found.right_censored, minlength=size)
    rows: list[list[object]] = [
        [name, int(counts[n]), round(spans[n] / counts[n], 1), int(censored[n])]
        for n, name in enumerate(table.group_names)
        if counts[n]
    ]
    lines = [
        _("{people} personer, {first} – {last}; {raw} forløb på en kode.").format(
            people=table.people, first=table.axis.labels[0], last=table.axis.labels[-1], raw=len(table.runs)
        ),
        text_table([_("gruppe"), _("forløb"), _("uger i snit, råt"), _("afskåret i en ende")], rows),
        *(
            [_("Skrevet: {names}").format(names=", ".join(document["files"].values()))]
            if "files" in document
            else []
        ),
        *document["warnings"],
        document["pseudonyms"]["text"],
    ]
    return "\n".join(lines)


def _outcomes_text(table: SpellTable, shares: dict[str, HorizonShares], how: dict[str, str]) -> str:
    rows: list[list[object]] = [
        [horizon, name, f"{100 * share:.1f}".replace(".", ","), found.n]
        for horizon, found in shares.items()
        for name, share in sorted(found.shares.items(), key=lambda item: -item[1])
    ]
    kept = [
        _("{horizon} måneder: {n} med i nævneren, {unknown} ukendt, {left} ude af befolkningen.").format(
            horizon=horizon, n=found.n, unknown=found.unknown, left=found.left
        )
        for horizon, found in shares.items()
    ]
    head = [_("måneder efter"), _("status"), _("procent"), _("af")]
    return "\n".join([text_table(head, rows), *kept, *_warnings(table), how["text"]])
