"""`frirum registers durations` and `match`: how long people are on a benefit, and whom they can be compared with."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from frirum.cli.output import emit
from frirum.cli.progress import ByteProgress
from frirum.cli.text_table import text_table
from frirum.core.language import gettext as _

if TYPE_CHECKING:
    import numpy as np

    from frirum.core.registers.spell_table import GroupSpells, SpellTable

_PATH = click.Path(path_type=Path)
_group = click.option("--group", required=True, help="the benefit, as the code book calls its group")
_codes = click.option("--codes", "book", type=_PATH, help="code book as JSON  [default: the shipped book]")
_from = click.option("--from", "begins", help="first day, week or month looked at  [default: the file's]")
_to = click.option("--to", "ends", help="last day, week or month looked at  [default: the file's]")
_BALANCE = ("treated", "before", "after", "difference_before", "difference_after")
_key_file = click.option("--key-file", type=_PATH, help="lobenr and cpr, where FILE has lobenr alone")


@click.command()
@click.argument("file", type=_PATH)
@_group
@_from
@_to
@click.option(
    "--horizon", type=click.IntRange(min=1), help="columns the mean is taken up to  [default: two years]"
)
@click.option(
    "--within", type=click.IntRange(min=1), help="columns a return is looked for in  [default: one year]"
)
@click.option("--index", "marks", type=_PATH, help="uses: when in the spell they came, and how long to exit")
@_key_file
@_codes
def durations(
    file: Path,
    *,
    group: str,
    begins: str | None,
    ends: str | None,
    horizon: int | None,
    within: int | None,
    marks: Path | None,
    key_file: Path | None,
    book: Path | None,
) -> None:
    """Length of spells, people over 18 months, return to benefit and time to exit in FILE."""
    from frirum.core.registers import durations as of
    from frirum.core.registers.axis import MONTH

    table, spells = _read(file, book, group)
    year = 12 if table.axis.unit == MONTH else 52
    window = _window(table, begins, ends)
    within = within or year
    found = of.mean_duration(table, spells, group, window=window, horizon=horizon or 2 * year)
    limits = (of.CALENDAR_MONTHS_18,) if table.axis.unit == MONTH else (of.WEEKS_78, of.CALENDAR_MONTHS_18)
    long = [
        {"at": table.axis.labels[at], **asdict(of.people_over(table, spells, group, at, limit=limit))}
        for at in dict.fromkeys((window[0], window[1] - 1))
        for limit in limits
    ]
    back = of.returns(table, spells, group, window=window, within=within)
    document: dict[str, Any] = {
        "group": group,
        "unit": table.axis.unit,
        "from": table.axis.labels[window[0]],
        "to": table.axis.labels[window[1] - 1],
        "code_book": table.book.name,
        "gap": table.book.gap_weeks,
        "length": asdict(found),
        "over_18_months": long,
        "returns": {"within": within, **asdict(back), "share": back.returned / back.n if back.n else None},
        "uses": _uses(table, spells, group, _marked(table, marks, key_file), horizon or 2 * year)
        if marks
        else None,
    }
    emit(document, lambda: _durations_text(document))


@click.command()
@click.argument("file", type=_PATH)
@click.option("--index", "marks", type=_PATH, required=True, help="the treated, and from when")
@_group
@click.option(
    "--kind",
    type=click.Choice(["ordinary_rules", "other_municipalities", "rest_of_country", "historical"]),
    required=True,
    help="who they are compared with",
)
@click.option("--municipalities", required=True, help="codes with commas; of rest_of_country those left out")
@_from
@_to
@click.option(
    "--elapsed", type=click.IntRange(min=1), help="columns into the spell  [default: the treated's median]"
)
@click.option("--others", type=_PATH, help="people of other experiments, as --index: never compared with")
@click.option(
    "--neighbours", type=click.IntRange(1, 20), default=1, show_default=True, help="matches for each"
)
@_key_file
@_codes
def match(
    file: Path,
    *,
    marks: Path,
    group: str,
    kind: str,
    municipalities: str,
    begins: str | None,
    ends: str | None,
    elapsed: int | None,
    others: Path | None,
    neighbours: int,
    key_file: Path | None,
    book: Path | None,
) -> None:
    """A comparison group for the people in MARKS, matched on two years of earlier spells, with the balance."""
    import numpy as np

    from frirum.core.registers import comparison, words
    from frirum.core.registers.durations import use_in_spell

    table, spells = _read(file, book, group)
    window = _window(table, begins, ends)
    codes = _codes_of(municipalities)
    person, place = _marked(table, marks, key_file)
    used = use_in_spell(table, spells, [group], person, place)
    inside = used.elapsed > 0
    if not inside.any():
        raise words.nobody_to_match()
    person, place, when = person[inside], place[inside], used.elapsed[inside]
    if kind == comparison.HISTORICAL and window[1] > place.min():
        raise words.not_before_marks(table.axis.labels[place.min()])
    if kind == comparison.OTHER_MUNICIPALITIES:
        theirs_too = sorted(set(comparison.municipality_at(table, person, place).tolist()) & set(codes))
        if theirs_too:
            raise words.treated_live_there(", ".join(map(str, theirs_too)))
    reached = elapsed or int(np.median(when))
    without = np.zeros(table.people, dtype=bool)
    without[person] = True
    if others is not None:
        without[_marked(table, others, key_file)[0]] = True
    found = comparison.entrants(
        table, spells, group, window=window, elapsed=reached, kind=kind, municipalities=codes, without=without
    )
    if len(found.person) < neighbours:
        raise words.no_candidates(kind)
    own, names = comparison.history(table, person, place)
    theirs, _names = comparison.history(table, found.person, found.place)
    matched = comparison.match(own, theirs, names, neighbours=neighbours)
    uneven = [row.name for row in matched.balance if abs(row.difference_after) > comparison.BALANCED]
    document = {
        "group": group,
        "kind": kind,
        "elapsed": reached,
        "treated": len(person),
        "outside_spell": int((~inside).sum()),
        "candidates": len(found.person),
        "matched": len(matched.treated),
        "unmatched": matched.unmatched,
        "distinct_matches": len(np.unique(matched.comparison)),
        "balanced": matched.balanced,
        "balance": [asdict(row) for row in matched.balance],
        "warnings": [words.imbalance(uneven)] if uneven else [],
    }
    emit(document, lambda: _match_text(document))


def _read(file: Path, book: Path | None, group: str) -> tuple[SpellTable, GroupSpells]:
    from frirum.core.registers import words
    from frirum.core.registers.code_book import load_book
    from frirum.core.registers.reading import read_register
    from frirum.core.registers.spell_table import group_spells

    table = read_register(file, None if book is None else load_book(book), progress=ByteProgress(_("Læser")))
    if group not in table.group_names:
        raise words.unknown_group(group, table.group_names)
    return table, group_spells(table)


def _window(table: SpellTable, begins: str | None, ends: str | None) -> tuple[int, int]:
    """First column, and the column after the last."""
    from frirum.core.registers import words

    axis = table.axis
    first = 0 if begins is None else axis.place_of_day(_days("--from", begins)[0])
    last = axis.length - 1 if ends is None else axis.place_of_day(_days("--to", ends)[1])
    for option, place in (("--from", first), ("--to", last)):
        if not 0 <= place < axis.length or first > last:
            raise words.outside_axis(option, axis.labels[0], axis.labels[-1])
    return first, last + 1


def _days(option: str, written: str) -> tuple[dt.date, dt.date]:
    """The first and last day of what is written."""
    from frirum.core.registers import words
    from frirum.core.vocabulary.period_names import read_period

    found = read_period(written)
    if found is None or found.first is None or found.last is None:
        raise words.not_a_time(option, written)
    return found.first, found.last


def _codes_of(written: str) -> list[int]:
    from frirum.core.errors import UsageError
    from frirum.core.vocabulary.municipalities import all_municipalities

    known = {municipality.code for municipality in all_municipalities()}
    found = [int(part) if part.strip().isdigit() else 0 for part in written.split(",")]
    if not set(found) <= known:
        raise UsageError(
            _("--municipalities er ikke kommunekoder: {value}.").format(value=written),
            remedy=_("Skriv trecifrede koder med komma imellem, for eksempel 851,860."),
        )
    return found


def _marked(table: SpellTable, marks: Path, key_file: Path | None) -> tuple[np.ndarray, np.ndarray]:
    """Rows and columns of the marks that the register holds."""
    import numpy as np

    from frirum.core.registers.marks import read_marks

    read = read_marks(marks, table, key_file).marks
    place = np.array(
        [table.axis.place_of_day(dt.date.fromordinal(day)) for day in read.day.tolist()], dtype=np.int64
    )
    held = (read.person >= 0) & (place >= 0) & (place < table.axis.length)
    return read.person[held], place[held]


def _uses(
    table: SpellTable, spells: GroupSpells, group: str, marked: tuple[np.ndarray, np.ndarray], horizon: int
) -> dict[str, Any]:
    import numpy as np

    from frirum.core.registers.durations import restricted, time_to_exit, use_in_spell

    person, place = marked
    used = use_in_spell(table, spells, [group], person, place)
    when = used.elapsed[used.elapsed > 0]
    exits = time_to_exit(table, spells, person, place)
    mean, se, median = restricted(exits, horizon)
    return {
        "n": len(person),
        "outside_spell": int((used.elapsed < 0).sum()),
        "elapsed_mean": float(when.mean()) if len(when) else None,
        "elapsed_median": float(np.median(when)) if len(when) else None,
        "elapsed_at_least": int(used.at_least.sum()),
        "time_to_exit": {
            "n": len(exits),
            "exits": int((exits.event > 0).sum()),
            "mean": mean,
            "se": se,
            "horizon": horizon,
            "median": median,
        },
    }


def _durations_text(document: dict[str, Any]) -> str:
    length, back = document["length"], document["returns"]
    rows: list[list[object]] = [
        [_("gennemsnit af afsluttede forløb (råt)"), length["naive"], length["naive_n"]],
        [
            _("gennemsnit indtil {n}, med igangværende").format(n=length["horizon"]),
            length["mean"],
            length["n"],
        ],
        [_("median"), length["median"], length["n"]],
        *(
            [
                _over_18_months(one),
                one["over"],
                one["n"],
            ]
            for one in document["over_18_months"]
        ),
        [_("tilbage på en ydelse inden for {n}").format(n=back["within"]), back["returned"], back["n"]],
    ]
    uses = document["uses"]
    if uses:
        rows += [
            [
                _("henne i forløbet ved brug, gennemsnit"),
                uses["elapsed_mean"],
                uses["n"] - uses["outside_spell"],
            ],
            [_("fra brug til exit, median"), uses["time_to_exit"]["median"], uses["time_to_exit"]["n"]],
        ]
    unit = _("uger") if document["unit"] == "week" else _("måneder")
    head = [f"{document['group']}, {document['from']} – {document['to']}", unit, "n"]
    kept = _("{n} forløb er ikke med, da deres begyndelse ikke kendes.").format(n=length["unknown_start"])
    return "\n".join([text_table(head, rows), *([kept] if length["unknown_start"] else [])])


def _over_18_months(one: dict[str, Any]) -> str:
    from frirum.core.registers.durations import WEEKS_78

    limit = _("78 uger") if one["limit"] == WEEKS_78 else _("18 kalendermåneder")
    said = _("over 18 måneder ({limit}), {at}").format(limit=limit, at=one["at"])
    if not one["unknown"]:
        return said
    return _("{row}, mindst; {n} kan ikke siges").format(row=said, n=one["unknown"])


def _feature(name: str) -> str:
    return {"runs_begun": _("begyndte forløb"), "share_blank": _("andel uden ydelse")}.get(name, name)


def _match_text(document: dict[str, Any]) -> str:
    head = ["", _("forsøg"), _("alle andre"), _("udvalgte"), _("forskel før"), _("forskel efter")]
    rows: list[list[object]] = [
        [_feature(one["name"]), *(f"{one[key]:.2f}".replace(".", ",") for key in _BALANCE)]
        for one in document["balance"]
        if one["treated"] or one["before"]
    ]
    counts = _("{matched} af {treated} fik en sammenligning blandt {candidates}.").format(**document)
    return "\n".join([counts, text_table(head, rows), *document["warnings"]])
