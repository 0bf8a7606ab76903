"""A page of the form as its template draws it: every field with its label, its value and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from frirum.core.authoring.choices import label_of, options_of
from frirum.core.authoring.completing import stays_throughout
from frirum.core.authoring.posted import CHILD, children_of, is_leaf, prefilled
from frirum.core.authoring.schema import AskedField, WrittenAs, fields_of
from frirum.core.authoring.sections import FormPage
from frirum.core.authoring.values import NO, YES, note_for_people, shown_scalar, shown_value
from frirum.core.authoring.words import in_order, is_folded, is_long, table_words, value_label, words_of
from frirum.core.catalogue.base import DefinitionTable
from frirum.core.catalogue.casework import JournalNote
from frirum.core.catalogue.conditions import OPERATORS, Condition, Fact, FactType
from frirum.core.catalogue.experiment import Experiment

Option = tuple[str, str, bool]
"""(value, label, chosen)."""
MUNICIPALITIES = "kommuner"
"""The ticks for the municipalities that are in from the first day to the last."""
MANY = 3
"""A list with more than so many items shows them folded, each by its title."""
FEW_TICKS = 12
HEAVY = 8
"""A table of a list with more values than that, those of its own tables counted, is drawn when it is opened."""

CROWDED = 6
"""A page with more tables in its lists than that draws each when it is opened, however short its own list is."""

_OPENED = frozenset(
    {"legal_basis", "provision", "period", "target_group", "obligation", "note", "reporting_period"}
    | {"purpose", "short", "success_criterion", "research_question"}
)
"""Lists that show an empty item while there is none: what nearly every experiment has."""
_ALWAYS_ONE_MORE = frozenset({"fact"})
_PER_TYPE = {
    "bool": ("is_true", "is_false"),
    "integer": ("at_least", "at_most", "less_than", "more_than", "equals", "in"),
    "number": ("at_least", "at_most", "less_than", "more_than", "equals"),
    "date": ("on_or_after", "before", "equals"),
    "choice": ("equals", "in"),
    "municipality": ("equals", "in"),
    "text": ("equals", "in"),
}


@dataclass(frozen=True)
class DrawnLine:
    """One field, or a group of them.

    Attributes:
        widget: line, text, number, day, select, ticks, or one of group, list, condition, conditions, facts.
        faults: what is wrong here, in words.
        silent: whether it is ticked as not stated; None where nobody asks.
        items: of a list; `lines`: of a group.
    """

    widget: str
    name: str
    label: str
    help: str = ""
    value: str = ""
    options: tuple[Option, ...] = ()
    faults: tuple[str, ...] = ()
    required: bool = False
    silent: bool | None = None
    folded: bool = False
    filled: bool = False
    lines: tuple[DrawnLine, ...] = ()
    more: tuple[DrawnLine, ...] = ()
    items: tuple[DrawnItem, ...] = ()
    add: str = ""
    is_long: bool = False

    @property
    def more_is_open(self) -> bool:
        """Whether something stands under "Flere felter", or is wrong there."""
        return any(one.filled or one.has_faults for one in self.more)

    @property
    def has_faults(self) -> bool:
        """Whether something is wrong here or below."""
        below = (*self.lines, *self.more)
        return bool(self.faults) or any(x.has_faults for x in below) or any(x.has_faults for x in self.items)

    @property
    def described_by(self) -> str:
        """The ids of its help and its faults."""
        parts = [f"{self.name}-hjaelp"] if self.help else []
        return " ".join([*parts, *([f"{self.name}-fejl"] if self.faults else [])])


@dataclass(frozen=True)
class DrawnItem:
    """One table of a list. Of a long list only what is looked at is drawn; the others are `closed`."""

    name: str
    title: str
    line: DrawnLine
    is_new: bool = False
    is_open: bool = True

    @property
    def has_faults(self) -> bool:
        """Whether something is wrong in it."""
        return self.line.has_faults


@dataclass
class Drawer:
    """Draws the fields of a draft.

    Args:
        faults: name of a field -> what is wrong there.
        new: the lists that get an empty item.
        opened: names of fields that must be seen; of a long list only the tables around them are drawn.
    """

    document: Mapping[str, Any]
    faults: Mapping[str, Sequence[str]] = field(default_factory=dict)
    new: frozenset[str] = frozenset()
    drawn: set[str] = field(default_factory=set)
    opened: frozenset[str] = frozenset()
    is_crowded: bool = False

    def page(self, section: FormPage) -> tuple[DrawnLine, ...]:
        """The lines of a page, what is seldom needed last; every fault stands at a line."""
        fields = {one.key: one for one in fields_of(Experiment)}
        self.is_crowded = sum(_tables_in(self.document.get(key)) for key in section.roots) > CROWDED
        root = self.group(Experiment, "", self.document, [fields[key] for key in section.roots])
        return (root,)

    def group(
        self,
        table: type[DefinitionTable],
        name: str,
        item: Mapping[str, Any],
        fields: Iterable[AskedField] | None = None,
    ) -> DrawnLine:
        """The fields of a table: first those that are asked, then those folded away."""
        silent = [key for key in item.get("not_stated", []) if isinstance(key, str)]
        lines: list[DrawnLine] = []
        more: list[DrawnLine] = []
        for one in in_order(table, fields_of(table) if fields is None else fields):
            if table.__name__ == "Choice" and one.key == "value":
                continue
            if table.__name__ == "Part" and one.key == "slug":
                continue
            names = one.ref and one.kind in (WrittenAs.CHOICE, WrittenAs.CHOICES)
            if names and not item.get(one.key) and not self._options(one):
                continue
            line = self.line(table, one, f"{name}-{one.key}" if name else one.key, item.get(one.key))
            if one.settled and table is not Experiment:  # of the whole it follows from what is written
                line = replace(line, silent=one.key in silent)
            (more if is_folded(table, one) else lines).append(line)
        if not lines:  # a page or table of seldom needed fields alone is not an empty one
            lines, more = more, []
        own = self._faults_at(name) if name else ()
        return DrawnLine(
            "group", name, "", lines=tuple(lines), more=tuple(more), faults=own, filled=bool(item)
        )

    def _faults_at(self, name: str) -> tuple[str, ...]:
        self.drawn.add(name)
        return tuple(self.faults.get(name, ()))

    def _options(self, one: AskedField) -> tuple[tuple[str, str], ...]:
        if one.ref:
            return options_of(one.ref, self.document)
        return tuple((value, value_label(one, value)) for value in one.options)

    def line(self, table: type[DefinitionTable], one: AskedField, name: str, value: Any) -> DrawnLine:
        """A field of a table with its value."""
        words = words_of(table, one)
        common: dict[str, Any] = {
            "name": name,
            "label": words.label,
            "help": words.help,
            "required": one.required or one.settled,
            "faults": self._faults_at(name),
            "filled": value not in (None, [], {}),
        }
        match one.kind:
            case WrittenAs.TABLE:
                assert one.table is not None
                begun = value if isinstance(value, Mapping) else prefilled(one.table)
                inner = self.group(one.table, name, begun)
                return replace(
                    inner, widget="table", label=words.label, help=words.help, filled=common["filled"]
                )
            case WrittenAs.TABLES:
                if name == "participation":
                    return self._participation(table, one, common, value)
                return DrawnLine(
                    "list",
                    items=self._items(table, one, name, value),
                    add=table_words(table, one).add,
                    **common,
                )
            case WrittenAs.CONDITION:
                node = value if isinstance(value, Mapping) else {}
                return DrawnLine("condition", items=(self._condition(name, node, ""),), **common)
            case WrittenAs.CONDITIONS:
                return DrawnLine(
                    "list",
                    items=self._conditions(table, one, name, value),
                    add=table_words(table, one).add,
                    **common,
                )
            case WrittenAs.FACTS:
                return DrawnLine("facts", lines=self._facts(name, value), **common)
            case WrittenAs.CHOICES:
                chosen = set(map(str, value)) if isinstance(value, list) else set()
                options = tuple((key, text, key in chosen) for key, text in self._options(one))
                unknown = tuple(
                    (key, key, True) for key in sorted(chosen - {key for key, _text, _on in options})
                )
                return DrawnLine("ticks", options=(*options, *unknown), **common)
            case WrittenAs.CHOICE:
                return self._select(one, value, common)
            case WrittenAs.FLAG:
                return self._yes_no(one, value, common)
        text = shown_value(one, value)
        if table is JournalNote:
            text = note_for_people(text)
        widget = {WrittenAs.DAY: "day", WrittenAs.WHOLE: "number", WrittenAs.NUMBER: "number"}.get(
            one.kind, "line"
        )
        several = (WrittenAs.LINES, WrittenAs.SCALARS, WrittenAs.DAYS)
        if one.kind in several or is_long(table, one) or "\n" in text:
            widget = "text"
        return DrawnLine(widget, value=text, **common)

    def _select(self, one: AskedField, value: Any, common: dict[str, Any]) -> DrawnLine:
        shown = "" if value is None else str(value)
        if not shown and isinstance(one.default, str):
            shown = one.default
        options = [(key, text, key == shown) for key, text in self._options(one)]
        if shown and not any(on for _key, _text, on in options):
            options.append((shown, shown, True))
        blank = [] if one.default else [("", _("Vælg …"), not shown)]
        return DrawnLine("select", options=(*blank, *options), value=shown, **common)

    def _yes_no(self, one: AskedField, value: Any, common: dict[str, Any]) -> DrawnLine:
        shown = value if value is not None else one.default
        common["filled"] = value is not None
        options: list[Option] = [(YES, _("Ja"), shown is True), (NO, _("Nej"), shown is False)]
        if one.default is None:
            options.insert(0, ("", _("Vælg …"), shown is None))
        if isinstance(shown, str):
            options.append((shown, shown, True))
        return DrawnLine("select", options=tuple(options), **common)

    # ---- lists ----

    def _items(
        self, table: type[DefinitionTable], one: AskedField, name: str, value: Any
    ) -> tuple[DrawnItem, ...]:
        assert one.table is not None
        known = [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []
        words = table_words(table, one)
        items = [
            self._item(one.table, f"{name}-{place}", each, words.one, place, many=len(known) > MANY)
            for place, each in enumerate(known)
        ]
        if self._wants_new(one.key, name, bool(known)):
            place = len(known)
            line = self.group(one.table, f"{name}-{place}", prefilled(one.table))
            items.append(
                DrawnItem(line.name, _("{one} {n}, ny").format(one=words.one, n=place + 1), line, is_new=True)
            )
        return tuple(items)

    def _wants_new(self, key: str, name: str, has_items: bool) -> bool:
        if name in self.new or key in _ALWAYS_ONE_MORE:
            return True
        outer = name.count("-")
        return (
            not has_items
            and key in _OPENED
            and outer <= 2
            and not any(part.isdigit() for part in name.split("-"))
        )

    def _item(
        self,
        table: type[DefinitionTable],
        name: str,
        item: Mapping[str, Any],
        one: str,
        place: int,
        *,
        many: bool,
    ) -> DrawnItem:
        looked_at = not (many or self.is_crowded or _values_in(item) > HEAVY) or any(
            f"{one}-".startswith(f"{name}-") for one in (*self.opened, *self.new, *self.faults)
        )
        line = self.group(table, name, item) if looked_at else DrawnLine("closed", name, "", filled=True)
        called = label_of(item)
        title = (
            _("{one} {n}: {title}").format(one=one, n=place + 1, title=called)
            if called
            else f"{one} {place + 1}"
        )
        follows = table is Fact and bool(item.get("use"))  # the two questions every case answers
        return DrawnItem(name, title, line, is_open=(looked_at and not follows) or line.has_faults)

    def _participation(
        self, table: type[DefinitionTable], one: AskedField, common: dict[str, Any], value: Any
    ) -> DrawnLine:
        """Those who are in throughout are ticked; only a stay with days of its own is written."""
        assert one.table is not None
        known = [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []
        ticked = {str(each.get("municipality")) for each in known if stays_throughout(each, self.document)}
        words = table_words(table, one)
        items = [
            self._item(one.table, f"participation-{place}", each, words.one, place, many=len(known) > MANY)
            for place, each in enumerate(known)
            if not stays_throughout(each, self.document)
        ]
        if "participation" in self.new:
            line = self.group(one.table, f"participation-{len(known)}", prefilled(one.table))
            items.append(DrawnItem(line.name, _("{one}, ny").format(one=words.one), line, is_new=True))
        options = tuple((key, text, key in ticked) for key, text in options_of("municipality", self.document))
        near = set(map(str, self.near))
        first = tuple(option for option in options if option[0] in near or option[2])
        rest = tuple(option for option in options if option not in first)
        return DrawnLine(
            "towns",
            options=first or rest,
            lines=(DrawnLine("ticks", MUNICIPALITIES, "", options=rest),) if first else (),
            items=tuple(items),
            add=_("Tilføj en kommune med egne dage"),
            **common,
        )

    near: Sequence[str] = ()
    """Codes of the municipalities that stand first: those of the network, or of the person."""

    # ---- conditions ----

    def _conditions(
        self, table: type[DefinitionTable], one: AskedField, name: str, value: Any
    ) -> tuple[DrawnItem, ...]:
        known = [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []
        words = table_words(table, one)
        nodes: list[Mapping[str, Any]] = [*known, *([{}] if name in self.new else [])]
        return tuple(
            self._condition(f"{name}-{place}", node, f"{words.one} {place + 1}")
            for place, node in enumerate(nodes)
        )

    def _condition(self, name: str, node: Mapping[str, Any], title: str) -> DrawnItem:
        """A node of the tree: the whole of a case's conditions is a group, so that more can be added."""
        whole = name == "condition" or name.endswith("-condition")
        if is_leaf(node) and not whole:
            return DrawnItem(name, title or label_of(node) or _("Betingelse"), self._leaf(name, node))
        kind = next((key for key in ("all", "any", "not") if key in node), "all")
        children = children_of(node)
        if f"{name}-{CHILD}" in self.new:
            children = [*children, {"any": [{}]}]
        elif whole or kind != "not":
            children = [*children, {}]
        groups: tuple[Option, ...] = (
            ("all", _("Alle disse skal være opfyldt"), kind == "all"),
            ("any", _("Mindst én af disse skal være opfyldt"), kind == "any"),
            ("not", _("Dette må ikke være tilfældet"), kind == "not"),
        )
        items = tuple(
            self._condition(f"{name}-{CHILD}-{place}", child, "") for place, child in enumerate(children)
        )
        items = tuple(
            replace(
                one,
                title=_("Betingelse {n}: {title}").format(n=place + 1, title=label_of(children[place]))
                if label_of(children[place])
                else _("Betingelse {n}").format(n=place + 1),
                is_new=not children[place],
            )
            for place, one in enumerate(items)
        )
        line = DrawnLine(
            "node", name, _("Hvordan hører betingelserne sammen?"), options=groups, items=items,
            faults=self._faults_at(name), add=_("Tilføj en gruppe af betingelser"), filled=bool(node),
        )  # fmt: skip
        return DrawnItem(name, title, line)

    def _leaf(self, name: str, node: Mapping[str, Any]) -> DrawnLine:
        facts = {str(one.get("id")): one for one in self._all_facts()}
        fact = str(node.get("fact", ""))
        kind = str(facts.get(fact, {}).get("type", ""))
        operator = next((key for key in OPERATORS if key in node), "")
        chosen: list[Option] = [(key, label_of(one) or key, key == fact) for key, one in facts.items()]
        allowed = _PER_TYPE.get(kind, OPERATORS)
        named = {one.key: words_of(Condition, one).label for one in fields_of(Condition)}
        compared: list[Option] = [(key, named[key], key == operator) for key in allowed]
        if operator and operator not in allowed:
            compared.append((operator, named[operator], True))
        lines = [
            DrawnLine(
                "select", f"{name}-fact", _("Oplysning"), options=(("", _("Vælg …"), not fact), *chosen),
                faults=self._faults_at(f"{name}-fact"),
            ),
            DrawnLine(
                "select", f"{name}-sammenlign", _("Svaret"),
                options=(("", _("Vælg …"), not operator), *compared),
            ),
        ]  # fmt: skip
        if kind != FactType.BOOL or operator not in ("", "is_true", "is_false"):
            lines.append(self._operand(name, kind, facts.get(fact, {}), node.get(operator)))
        common = {"role", "judgement", "text", "text_en", "provision", "source", "doubt"}
        more = [
            self.line(Condition, one, f"{name}-{one.key}", node.get(one.key))
            for one in fields_of(Condition)
            if one.key in common and not (one.ref and not self._options(one))
        ]
        return DrawnLine(
            "group",
            name,
            "",
            lines=tuple(lines),
            more=tuple(more),
            faults=self._faults_at(name),
            filled=False,
        )

    def _operand(self, name: str, kind: str, fact: Mapping[str, Any], value: Any) -> DrawnLine:
        field_id = f"{name}-vaerdi"
        faults = self._faults_at(field_id)
        unit = str(fact.get("unit") or "")
        if kind in (FactType.CHOICE, FactType.MUNICIPALITY) and not isinstance(value, list):
            return DrawnLine(
                "select", field_id, _("Værdi"), options=self._values(kind, fact, value), faults=faults
            )
        texts = {
            one.get("value"): str(one.get("text"))
            for one in fact.get("choice") or ()
            if isinstance(one, Mapping)
        }
        if isinstance(value, list):
            text = "\n".join(texts.get(one, shown_scalar(one)) for one in value)
            return DrawnLine("text", field_id, _("Værdier"), _("Én pr. linje"), text, faults=faults)
        shown = "" if value is None else shown_scalar(value)
        widget = "day" if kind == FactType.DATE else "line"
        label = _("Værdi ({unit})").format(unit=unit) if unit else _("Værdi")
        return DrawnLine(widget, field_id, label, value=shown, faults=faults)

    def _values(self, kind: str, fact: Mapping[str, Any], value: Any) -> tuple[Option, ...]:
        shown = "" if value is None else str(value)
        if kind == FactType.MUNICIPALITY:
            known: Iterable[tuple[str, str]] = options_of("municipality", self.document)
        else:
            known = [
                (str(one.get("value")), str(one.get("text")))
                for one in fact.get("choice") or ()
                if isinstance(one, Mapping)
            ]
        options = tuple((key, text, key == shown) for key, text in known)
        extra = ((shown, shown, True),) if shown and not any(on for *_rest, on in options) else ()
        return (("", _("Vælg …"), not shown), *options, *extra)

    def _all_facts(self) -> list[Mapping[str, Any]]:
        found = [one for one in self.document.get("fact", ()) if isinstance(one, Mapping)]
        for part in self.document.get("part", ()):
            if isinstance(part, Mapping):
                found += [one for one in part.get("fact", ()) if isinstance(one, Mapping)]
        return found

    # ---- examples ----

    def _facts(self, name: str, value: Any) -> tuple[DrawnLine, ...]:
        given = value if isinstance(value, Mapping) else {}
        lines = []
        for fact in self._all_facts():
            key, kind = str(fact.get("id")), str(fact.get("type", ""))
            field_id, known = f"{name}-{key}", given.get(str(fact.get("id")))
            label = label_of(fact) or key
            faults = self._faults_at(field_id)
            if kind == FactType.BOOL:
                options: tuple[Option, ...] = (
                    ("", _("Ikke oplyst"), known is None),
                    (YES, _("Ja"), known is True),
                    (NO, _("Nej"), known is False),
                )
                lines.append(DrawnLine("select", field_id, label, options=options, faults=faults))
            elif kind in (FactType.CHOICE, FactType.MUNICIPALITY):
                lines.append(
                    DrawnLine(
                        "select", field_id, label, options=self._values(kind, fact, known), faults=faults
                    )
                )
            else:
                shown = "" if known is None else shown_scalar(known)
                widget = "day" if kind == FactType.DATE else "line"
                lines.append(DrawnLine(widget, field_id, label, value=shown, faults=faults))
        return tuple(lines)


def _tables_in(value: Any) -> int:
    """How many tables stand in the lists of a value, those of tables within counted."""
    if isinstance(value, Mapping):
        return sum(_tables_in(one) for one in value.values())
    if isinstance(value, list):
        return sum(1 + _tables_in(one) for one in value if isinstance(one, Mapping))
    return 0


def _values_in(value: Any) -> int:
    if isinstance(value, Mapping):
        return sum(map(_values_in, value.values()))
    return sum(map(_values_in, value)) if isinstance(value, list) else 1


def names_on(line: DrawnLine) -> set[str]:
    """Every name a page has a place for."""
    found = {line.name}
    for one in (*line.lines, *line.more):
        found |= names_on(one)
    for item in line.items:
        found |= {item.name, *names_on(item.line)}
    return found


def nearest_name(name: str, names: set[str]) -> str:
    """The place on the page nearest around a name; "" for the page itself."""
    while name and name not in names:
        name = name.rpartition("-")[0]
    return name
