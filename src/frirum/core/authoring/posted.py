"""What was typed on a page of the form, back into the definition: a document as TOML reads it.

The page names its fields by their place: `provision-0-ordinary` is `provision[0].ordinary`. Beside the fields stands
`provision-0-her`, so that what is not on the page is not taken for emptied.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from frirum.core.authoring.choices import named_in
from frirum.core.authoring.schema import AskedField, WrittenAs, field_of, fields_of
from frirum.core.authoring.values import ReadDay, lines, read_fact, read_value
from frirum.core.catalogue.base import DefinitionTable
from frirum.core.catalogue.conditions import OPERATORS, Choice, Condition, Fact
from frirum.core.catalogue.experiment import Experiment, Part

Posted = Mapping[str, Sequence[str]]
"""Field name -> the texts posted under it."""

HERE, REMOVE, SILENT, GROUP, CHILD, OPERATOR, VALUE = (
    "her", "fjern", "ikke_oplyst", "gruppe", "led", "sammenlign", "vaerdi"
)  # fmt: skip
_PREFILLED: dict[str, Any] = {"wording": "proposed"}
"""What a new table of a list begins with: our own words are ours until somebody says otherwise."""
_NAME_FROM = (
    "short_title",
    "title",
    "text",
    "question",
    "what",
    "derogation",
    "ordinary",
    "when_text",
    "content",
)


def field_name(path: str) -> str:
    """The name of the field in which a key path is written: `condition.all[0].fact` is `condition-led-0-fact`."""
    steps = re.findall(r"[^.\[\]]+", path)
    named: list[str] = []
    for place, step in enumerate(steps):
        following = steps[place + 1] if place + 1 < len(steps) else ""
        if step in ("all", "any") and (following.isdigit() or not following):
            named.append(CHILD)
        elif step == "not":
            named += [CHILD, "0"]
        elif step in OPERATORS and (named and (named[-1].isdigit() or named[0] == "condition")):
            named.append(VALUE if _in_condition(steps) else step)
        else:
            named.append(step)
    return "-".join(named)


def _in_condition(steps: Sequence[str]) -> bool:
    return any(one in ("condition", "exclusion", "ordinary_exception") for one in steps)


@dataclass
class _Reader:
    """Reads one page; `document` is the draft as it was, and names made on the way are remembered."""

    document: Mapping[str, Any]
    posted: Posted
    read_day: ReadDay
    by_script: bool

    def __post_init__(self) -> None:
        self.taken = {kind: set(names) for kind, names in named_in(self.document).items()}
        self.facts = {one["id"]: one for one in _facts_of(self.document) if isinstance(one.get("id"), str)}

    def texts(self, name: str) -> Sequence[str]:
        return self.posted.get(name, ())

    def text(self, name: str) -> str:
        found = self.texts(name)
        return found[0].strip() if found else ""

    def table(
        self, table: type[DefinitionTable], name: str, old: Mapping[str, Any], fields: Iterable[AskedField]
    ) -> dict[str, Any]:
        """The table posted under `name`, on top of what it was."""
        made = dict(old)
        for field in fields:
            value = self.value(table, field, f"{name}-{field.key}" if name else field.key, old.get(field.key))
            if value is None:
                made.pop(field.key, None)
            else:
                made[field.key] = value
        if table is not Experiment:  # of the whole it follows from what is written
            self._settle(table, name, made, fields, is_new=not old)
        return _ordered(table, made)

    def _settle(
        self,
        table: type[DefinitionTable],
        name: str,
        made: dict[str, Any],
        fields: Iterable[AskedField],
        *,
        is_new: bool,
    ) -> None:
        """What is not stated: as ticked at each field that has to be settled, and never of what has a value."""
        silent = [key for key in made.get("not_stated", []) if isinstance(key, str)]
        for field in fields:
            if not field.settled:
                continue
            place = f"{name}-{field.key}" if name else field.key
            if place not in self.posted and not self._is_here(place):
                # Nobody was asked: a new table has nothing to say of it, and an old one says what it did.
                if is_new and field.key not in silent:
                    silent.append(field.key)
                continue
            ticked = bool(self.text(f"{place}-{SILENT}"))
            if ticked and field.key not in silent:
                silent.append(field.key)
            if not ticked and field.key in silent:
                silent.remove(field.key)
        silent = [key for key in silent if key not in made]
        made.pop("not_stated", None)
        if silent:
            made["not_stated"] = silent

    def value(self, table: type[DefinitionTable], field: AskedField, name: str, old: Any) -> Any:
        """A field's new value, or the old one where it is not on the page."""
        if field.kind is WrittenAs.TABLES:
            return self._tables(field, name, old)
        if field.kind is WrittenAs.TABLE:
            return self._nested(field, name, old)
        if field.kind is WrittenAs.CONDITION:
            return (
                self.condition(name, old if isinstance(old, Mapping) else {}) if self._is_here(name) else old
            )
        if field.kind is WrittenAs.CONDITIONS:
            return self._conditions(name, old)
        if field.kind is WrittenAs.FACTS:
            return self._facts(name, old)
        if name not in self.posted and not self.text(f"{name}-{HERE}"):
            return old
        return read_value(field, self.texts(name), old, self.read_day)

    def _is_here(self, name: str) -> bool:
        return bool(self.text(f"{name}-{HERE}"))

    def _nested(self, field: AskedField, name: str, old: Any) -> Any:
        if not self._is_here(name) or field.table is None:
            return old
        made = self.table(field.table, name, old if isinstance(old, Mapping) else {}, fields_of(field.table))
        return made if _says_something(made) or (old == {} and made == {}) else None

    def _places(self, name: str) -> list[int]:
        pattern = re.compile(rf"{re.escape(name)}-(\d{{1,4}})-{HERE}")
        return sorted({int(found[1]) for one in self.posted if (found := pattern.fullmatch(one))})

    def _is_removed(self, name: str) -> bool:
        """A tick to remove counts when the page is sent; while it is written the places of the others stay."""
        return bool(self.text(f"{name}-{REMOVE}")) and not self.by_script

    def _tables(self, field: AskedField, name: str, old: Any) -> Any:
        table = field.table
        assert table is not None

        def write(place: str, own: Mapping[str, Any]) -> dict[str, Any] | None:
            one = self.table(table, place, own, fields_of(table))
            return self._named(table, one) if _says_something(one, table) else None

        return self._listed(name, old, write)

    def _listed(
        self, name: str, old: Any, write: Callable[[str, Mapping[str, Any]], dict[str, Any] | None]
    ) -> Any:
        """The list as it is now: what was not sent stays, what is marked for removal or says nothing goes."""
        before = [one for one in old if isinstance(one, Mapping)] if isinstance(old, list) else []
        places = self._places(name)
        if not places:
            return old
        made = []
        for place in [*range(len(before)), *(one for one in places if one >= len(before))]:
            own = before[place] if place < len(before) else {}
            if place not in places:
                made.append(dict(own))
            elif not self._is_removed(f"{name}-{place}"):
                one = write(f"{name}-{place}", own)
                if one is not None:
                    made.append(one)
        return made or None

    def _named(self, table: type[DefinitionTable], one: dict[str, Any]) -> dict[str, Any]:
        """The table with a name of its own, made of its text once, so that others can point at it."""
        key = (
            "id"
            if "id" in table.model_fields
            else "slug"
            if table is Part
            else "value"
            if table is Choice
            else ""
        )
        if not key or one.get(key):
            return one
        joint = "_" if table is Fact else "-"
        text = next((str(one[name]) for name in _NAME_FROM if one.get(name)), table.namespace or "")
        taken = self.taken.setdefault(table.namespace or table.__name__, set())
        made = unique_name(text, taken, joint)
        taken.add(made)
        return _ordered(table, {key: made, **one})

    # ---- conditions and examples ----

    def _conditions(self, name: str, old: Any) -> Any:
        return self._listed(name, old, self.condition)

    def condition(self, name: str, old: Mapping[str, Any]) -> dict[str, Any] | None:
        """A node of the tree: a group of others, or one fact with one comparison."""
        if self.text(f"{name}-{GROUP}"):
            return self._group(name, old)
        return self._leaf(name, old)

    def _group(self, name: str, old: Mapping[str, Any]) -> dict[str, Any] | None:
        kind = self.text(f"{name}-{GROUP}")
        before = children_of(old)
        made = []
        for place in self._places(f"{name}-{CHILD}"):
            child = f"{name}-{CHILD}-{place}"
            own = before[place] if place < len(before) else {}
            one = None if self._is_removed(child) else self.condition(child, own)
            if one is not None:
                made.append(one)
        if not made:
            return None
        rest = {key: value for key, value in old.items() if key not in ("all", "any", "not")}
        if is_leaf(old):
            rest = {}
            # One condition that stood alone stays alone: nothing changes by being looked at.
            if old and len(made) == 1 and kind == "all":
                return made[0]
        if kind == "not":
            return {**rest, "not": made[0] if len(made) == 1 else {"any": made}}
        return {**rest, kind if kind in ("all", "any") else "all": made}

    def _leaf(self, name: str, old: Mapping[str, Any]) -> dict[str, Any] | None:
        own = dict(old) if is_leaf(old) else {}
        fact = self.text(f"{name}-fact")
        plain = [
            field
            for field in fields_of(Condition)
            if field.key in ("text", "text_en", "provision", "judgement", "role", "source", "doubt")
        ]
        made = self.table(Condition, name, own, plain)
        for operator in OPERATORS:
            made.pop(operator, None)
        made.pop("fact", None)
        if not fact:
            return made if made.get("text") else None
        made["fact"] = fact
        kind = str(self.facts.get(fact, {}).get("type", ""))
        operator = self.text(f"{name}-{OPERATOR}")
        typed = self.text(f"{name}-{VALUE}")
        # The fact was changed on the page: a comparison the new one does not know gives way to the plainest.
        if not operator:
            operator = "is_true" if kind == "bool" else "equals" if typed else ""
        if operator in ("is_true", "is_false"):
            made[operator] = True
        elif operator and typed:
            made[operator] = self._operand(operator, kind, typed, self.facts.get(fact, {}))
        return _ordered(Condition, self._named(Condition, made))

    def _operand(self, operator: str, kind: str, typed: str, fact: Mapping[str, Any]) -> Any:
        if operator == "in":
            return [_choice(one, fact, read_fact(kind, one, self.read_day)) for one in lines(typed)]
        return _choice(typed, fact, read_fact(kind, typed, self.read_day))

    def _facts(self, name: str, old: Any) -> Any:
        if not self._is_here(name):
            return old
        made = dict(old) if isinstance(old, Mapping) else {}
        for fact, one in self.facts.items():
            if f"{name}-{fact}" not in self.posted:
                continue
            typed = self.text(f"{name}-{fact}")
            if typed:
                made[fact] = _choice(typed, one, read_fact(str(one.get("type", "")), typed, self.read_day))
            else:
                made.pop(fact, None)
        return made or None


def _choice(typed: str, fact: Mapping[str, Any], value: Any) -> Any:
    """The value of an option that was written by its text; else the value."""
    for one in fact.get("choice") or ():
        if isinstance(one, Mapping) and str(one.get("text", "")).casefold() == typed.casefold():
            return one.get("value", value)
    return value


def is_leaf(node: Mapping[str, Any]) -> bool:
    """Whether a node of a condition is one fact and no group."""
    return not any(key in node for key in ("all", "any", "not"))


def children_of(node: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The nodes under a group; the node itself where it is a leaf, as the group it would be shown in."""
    for key in ("all", "any"):
        if isinstance(node.get(key), list):
            return [one for one in node[key] if isinstance(one, Mapping)]
    if isinstance(node.get("not"), Mapping):
        return [node["not"]]
    return [node] if node else []


def _facts_of(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = [one for one in document.get("fact", ()) if isinstance(one, Mapping)]
    for part in document.get("part", ()):
        if isinstance(part, Mapping):
            found += [one for one in part.get("fact", ()) if isinstance(one, Mapping)]
    return found


def _says_something(made: Mapping[str, Any], table: type[DefinitionTable] | None = None) -> bool:
    """Whether a table holds more than its name, its silences and what a new one begins with."""
    keys = {key for key in made if key not in ("id", "not_stated")}
    if table is not None:
        keys -= {key for key, value in _PREFILLED.items() if made.get(key) == value}
        # A box that stands on its first choice was not filled in by anybody.
        keys -= {
            one.key
            for one in fields_of(table)
            if one.default is not None and made.get(one.key) == one.default
        }
    return bool(keys)


def prefilled(table: type[DefinitionTable]) -> dict[str, Any]:
    """What a new table of a list begins with; what has to be settled is ticked as not stated."""
    made: dict[str, Any] = {
        key: value for key, value in _PREFILLED.items() if field_of(table, key) is not None
    }
    silent = [field.key for field in fields_of(table) if field.settled]
    return {**made, "not_stated": silent} if silent else made


def _ordered(table: type[DefinitionTable], made: Mapping[str, Any]) -> dict[str, Any]:
    """Keys in the models' order, those nobody knows last."""
    known = ["id", *(field.key for field in fields_of(table)), "not_stated"]
    return {key: made[key] for key in (*known, *(one for one in made if one not in known)) if key in made}


_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ß": "ss"})


def name_from(text: str, joint: str = "-", *, longest: int = 48) -> str:
    """A name made of a text: lower case letters, digits and hyphens, beginning with a letter; "" where none is left."""
    bare = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    words = re.findall(r"[a-z0-9]+", bare.encode("ascii", "ignore").decode())
    while words and not words[0][0].isalpha():
        words.pop(0)
    name = ""
    for word in words:
        if len(name) + len(word) >= longest:
            break
        name = f"{name}{joint}{word}" if name else word
    return name or (words[0][:longest] if words else "")


def unique_name(text: str, taken: Iterable[str], joint: str = "-") -> str:
    """`name_from` with a number where the name is taken."""
    base, used = name_from(text, joint) or "punkt", set(taken)
    name, n = base, 2
    while name in used:
        name, n = f"{base}{joint}{n}", n + 1
    return name


def read_page(
    document: Mapping[str, Any],
    roots: Iterable[str],
    posted: Posted,
    read_day: ReadDay,
    *,
    by_script: bool = False,
) -> dict[str, Any]:
    """The draft with what a page says of its root keys.

    Args:
        by_script: it is saved while it is written, so nothing is removed and every place stays.
    """
    reader = _Reader(document, posted, read_day, by_script)
    fields = [field for field in fields_of(Experiment) if field.key in set(roots)]
    return reader.table(Experiment, "", document, fields)
