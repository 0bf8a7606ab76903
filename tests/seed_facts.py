"""Where in the catalogue each fact of the five documents stands.

The facts were written by hand from the documents (`spec/seed_facts/*.toml`), one row per title, date, figure,
provision, municipality, question, answer option and statement, top to bottom. Here they are looked up in the
definitions as plain TOML, not through the definition classes, so that a class that drops a value is found out.

    python tests/seed_facts.py            what is missing, per experiment
    python tests/seed_facts.py 7 12       only for these
    python tests/seed_facts.py --where 7  every fact of 7, and where it stands
"""

from __future__ import annotations

import csv
import datetime as dt
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
CATALOGUE = HERE.parent / "catalogue"
FACTS = HERE / "spec" / "seed_facts"
DOCUMENTS = ("DESIGN", "DECISION", "CONCLUSIONS", "FORM", "PIXI")
SHARED = ("documents", "networks", "provisions", "law_timeline", "municipalities", "evaluation_form")
NETWORKS = ("nordjylland", "en-plan")
KINDS = (
    "title", "date", "figure", "uses", "provision", "municipality", "question", "answer_option", "period", "text_fact",
    "table_row", "not_stated",
)  # fmt: skip

_MONTHS = [
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
]
_WORDS = dict(
    zip(
        ["to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv"],
        range(2, 13),
        strict=True,
    )
)
# The scan of the documents reads these words wrongly; either form is taken for the right one.
_MISREAD = {"føreløb": "forløb", "førelse": "forløbe"}


@dataclass(frozen=True)
class Fact:
    """One row.

    `value` of a title or figure may list alternatives. A `text_fact` lists stems that must stand in one table,
    "a|b" meaning either; so does `about` for a figure, which must be said of the right thing.
    """

    id: str
    place: str
    kind: str
    value: Any
    snippet: str
    targets: tuple[str, ...]
    about: tuple[str, ...] = ()


@dataclass
class Node:
    """One table of a definition: its own values, without those of the tables below it."""

    path: str
    table: dict[str, Any]
    strings: list[str] = field(default_factory=list)
    numbers: list[float] = field(default_factory=list)
    dates: list[dt.date] = field(default_factory=list)

    @cached_property
    def text(self) -> str:
        """Values and keys as one normalised text."""
        return plain(" · ".join([*self.strings, *self.table]))


@cache
def plain(text: str) -> str:
    """Small letters, one space, one dash, without the spaces that scans add around dashes and slashes."""
    text = " ".join(text.casefold().split())
    text = re.sub(r"\s*[-–—]\s*", "-", text)
    text = re.sub(r"\s*/\s*", "/", text)
    text = re.sub(r"\blæ (\d)", r"læ\1", text)
    for wrong, right in _MISREAD.items():
        text = text.replace(wrong, right)
    return text.strip(" .:?,")


@cache
def facts() -> tuple[Fact, ...]:
    """Every row of the five lists."""
    return tuple(fact for document in DOCUMENTS for fact in _facts_of(document))


def _facts_of(document: str) -> Iterator[Fact]:
    for row in tomllib.loads((FACTS / f"{document.lower()}.toml").read_text(encoding="utf-8"))["fact"]:
        yield Fact(
            id=row["id"],
            place=row["place"],
            kind=row["kind"],
            value=row["value"],
            snippet=row["snippet"],
            targets=tuple(row["in"]),
            about=tuple(row.get("about", ())),
        )


# --- the catalogue as plain tables ------------------------------------------------------------------------------


def nodes(value: Any, path: str = "") -> Iterator[Node]:
    """Every table below `value`. `[[source]]` rows point at documents and say nothing, so they are left out."""
    if isinstance(value, list):
        for place, item in enumerate(value):
            yield from nodes(item, f"{path}[{place}]")
    elif isinstance(value, dict):
        node = Node(path, value)
        for key, item in value.items():
            for scalar in item if isinstance(item, list) else [item]:
                _take(node, scalar)
            if not (key == "source" and isinstance(item, list) and item and isinstance(item[0], dict)):
                yield from nodes(item, f"{path}.{key}" if path else key)
        yield node


def _take(node: Node, scalar: Any) -> None:
    if isinstance(scalar, str):
        node.strings.append(scalar)
    elif isinstance(scalar, dt.date):
        node.dates.append(scalar)
    elif isinstance(scalar, (int, float)) and not isinstance(scalar, bool):
        node.numbers.append(scalar)


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def definitions() -> dict[str, Path]:
    """Experiment number, as text, to the file that defines it."""
    files = (p for p in sorted((CATALOGUE / "experiments").glob("*.toml")) if not p.name.startswith("_"))
    return {str(_toml(path).get("number", path.stem)): path for path in files}


@cache
def corpus(target: str) -> tuple[Node, ...] | None:
    """The tables in which the facts of a target must stand, or None when its file does not exist yet."""
    if target == "municipalities":
        with (CATALOGUE / "municipalities.csv").open(encoding="utf-8", newline="") as file:
            rows = [{**row, "code": int(row["code"])} for row in csv.DictReader(file)]
        return tuple(nodes(rows, "municipalities.csv"))
    if target == "evaluation_form":
        from frirum.core.catalogue.evaluation_form import points

        form = [
            {"title": p.title, "guidance": p.guidance, "question": [q.text for q in p.questions]}
            for p in points()
        ]
        return tuple(nodes(form, "evaluation_form"))
    if target in NETWORKS:
        file = CATALOGUE / "networks.toml"
        found = [n for n in _toml(file)["network"] if n["slug"] == target] if file.exists() else []
        return tuple(nodes(found[0], "networks.toml")) if found else None
    file = CATALOGUE / f"{target}.toml" if target in SHARED else definitions().get(target, CATALOGUE / "none")
    if not file.exists():
        return None
    table = _toml(file)
    scales = [] if target in SHARED else _scales_used(table)
    return (*nodes(table, file.name), *nodes(scales, "scales.toml"))


def _scales_used(definition: dict[str, Any]) -> list[dict[str, Any]]:
    used = {node.table.get("scale") for node in nodes(definition) if isinstance(node.table.get("scale"), str)}
    return [scale for scale in _toml(CATALOGUE / "scales.toml")["scale"] if scale["id"] in used]


# --- the search ---------------------------------------------------------------------------------------------------


def where(fact: Fact, target: str) -> str | None:
    """Path of the first table in which the fact stands, or None. KeyError when the target has no file yet."""
    found = corpus(target)
    if found is None:
        raise KeyError(target)
    return next((node.path or "the root" for node in found if _stands_in(fact, node)), None)


def _stands_in(fact: Fact, node: Node) -> bool:
    return _CHECKS[fact.kind](fact, node)


def _alternatives(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _title(fact: Fact, node: Node) -> bool:
    wanted = {plain(title) for title in _alternatives(fact.value)}
    return any(plain(string) in wanted for string in node.strings)


def _wording(fact: Fact, node: Node) -> bool:
    return any(plain(fact.value) in plain(string) for string in node.strings)


def _text(fact: Fact, node: Node) -> bool:
    return has_all(fact.value, node.text)


def numbers_in(text: str) -> set[float]:
    """The numbers a Danish text names: 26, 12,2, 2½, fem."""
    found: set[float] = set()
    for whole, fraction, half in re.findall(r"(\d+)(?:[.,](\d+))?\s?(½?)", text):
        found.add(float(whole) + (0.5 if half else 0))
        if fraction:
            found |= {float(f"{whole}.{fraction}"), float(fraction), float(whole + fraction)}
    return found | {float(_WORDS[word]) for word in re.findall(r"\w+", text.casefold()) if word in _WORDS}


def _figure(fact: Fact, node: Node) -> bool:
    wanted = {float(value) for value in _alternatives(fact.value)}
    if wanted & set(node.numbers) and _mentions(fact, node.text):
        return True
    return any(wanted & numbers_in(string) and _mentions(fact, plain(string)) for string in node.strings)


def _mentions(fact: Fact, text: str) -> bool:
    return has_all(fact.about, text)


def has_all(stems: Iterable[str], text: str) -> bool:
    """Whether every stem stands in the normalised text; "a|b" is either. A short stem must begin a word."""
    return all(any(_has(plain(word), text) for word in stem.split("|")) for stem in stems)


def _has(stem: str, text: str) -> bool:
    # "tid" is in "førtidspension", "mark" in "Danmark"; long stems may stand anywhere, as Danish joins words.
    return stem in text and (len(stem) > 4 or re.search(rf"(?<!\w){re.escape(stem)}", text) is not None)


def _uses(fact: Fact, node: Node) -> bool:
    return fact.value in node.numbers and has_all(["uses|participants"], node.text)


def _date(fact: Fact, node: Node) -> bool:
    wanted = str(fact.value).split("|")
    text = plain(" · ".join(node.strings))
    return any(_one_date(date, node, text) for date in wanted)


def _one_date(wanted: str, node: Node, text: str) -> bool:
    year, _, rest = wanted.partition("-")
    if rest == "sommer":
        summer = any(str(date.year) == year and date.month in (6, 7, 8) for date in node.dates)
        return summer or re.search(rf"sommer(en)? {year}", text) is not None
    month, _, day = rest.partition("-")
    if any(date.isoformat().startswith(wanted) for date in node.dates):
        return True
    written = f"{_MONTHS[int(month) - 1]} {year}"
    if not day:
        return written in text
    return re.search(rf"(?<!\d){int(day)}\. {written}", text) is not None or wanted in text


def _period(fact: Fact, node: Node) -> bool:
    years = {date.year for date in node.dates} | {
        int(n) for string in node.strings for n in numbers_in(string)
    }
    return set(fact.value) <= years


def _squeezed(text: str) -> str:
    return re.sub(r"[\s,]", "", text.casefold())


def _provision(fact: Fact, node: Node) -> bool:
    if any(_squeezed(fact.value) in _squeezed(string) for string in node.strings):
        return True
    paragraph = re.match(r"§ (\d+(?: [a-z])?)", fact.value)
    if paragraph is None or str(node.table.get("paragraph")) != paragraph[1]:
        return False
    return all(
        _listed(rf"{pattern}", fact.value) <= set(_alternatives(node.table.get(key, [])))
        for key, pattern in (
            ("subsection", r"stk\. ([\d og]+)(?!\.)"),
            ("number", r"nr\. ([\d og]+)"),
            ("sentence", r", ([\d. og]+) pkt"),
        )
    )


def _listed(pattern: str, text: str) -> set[int]:
    match = re.search(pattern, text)
    return {int(n) for n in re.findall(r"\d+", match[1])} if match else set()


def _municipality(fact: Fact, node: Node) -> bool:
    keys = [key for key in node.table if "municipalit" in key or key in ("member", "code")]
    return any(fact.value in _alternatives(node.table[key]) for key in keys)


def _table_row(fact: Fact, node: Node) -> bool:
    table, row = fact.value
    return str(node.table.get("table")) == str(table) and node.table.get("row") == row


def _not_stated(fact: Fact, node: Node) -> bool:
    return fact.value in node.table.get("not_stated", [])


_CHECKS = {
    "title": _title,
    "question": _wording,
    "answer_option": _title,
    "text_fact": _text,
    "figure": _figure,
    "uses": _uses,
    "date": _date,
    "period": _period,
    "provision": _provision,
    "municipality": _municipality,
    "table_row": _table_row,
    "not_stated": _not_stated,
}


# --- the report ---------------------------------------------------------------------------------------------------


def targets() -> tuple[str, ...]:
    """Every target named by a fact: experiments by number, then networks and shared files."""
    named = {target for fact in facts() for target in fact.targets}
    return tuple(
        sorted(
            named,
            key=lambda target: (not target.isdecimal(), int(target) if target.isdecimal() else 0, target),
        )
    )


def main(arguments: list[str]) -> int:
    """Print the missing facts (or all, with where they stand); 1 when any is missing."""
    everything = "--where" in arguments
    chosen = [a for a in arguments if a != "--where"] or list(targets())
    missing = 0
    for target in chosen:
        rows = [fact for fact in facts() if target in fact.targets]
        if corpus(target) is None:
            print(f"{target}: no file yet, {len(rows)} facts")
            missing += len(rows)
            continue
        found = [(fact, where(fact, target)) for fact in rows]
        absent = [fact for fact, path in found if path is None]
        missing += len(absent)
        print(f"{target}: {len(rows) - len(absent)} of {len(rows)} facts stand")
        for fact, path in found:
            if path is None or everything:
                print(
                    f"  {'MISSING' if path is None else path}  {fact.id} {fact.kind} {fact.value!r}  [{fact.place}] {fact.snippet}"
                )
    return 1 if missing else 0


if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parent / "src"))
    raise SystemExit(main(sys.argv[1:]))
