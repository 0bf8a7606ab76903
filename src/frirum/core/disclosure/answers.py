"""What the holder of a table says of names that earlier releases do not have: the pairs after --same-as."""

from __future__ import annotations

from collections.abc import Sequence

from frirum.core.disclosure.identity import DAYS, Answers, Names, Table, folded, labels_of, plain_code
from frirum.core.disclosure.sentences import say
from frirum.core.errors import InputRefused, UsageError

Pair = tuple[str, str]
"""(old, new); the old name is "" where the new one is new."""


def read_pairs(texts: Sequence[str]) -> list[Pair]:
    """OLD=NEW or =NEW, as written.

    Raises:
        UsageError: something else.
    """
    pairs = []
    for text in texts:
        old, equals, new = (part.strip() for part in text.partition("="))
        if not equals or not new:
            raise UsageError(
                say("same_as_is_written_old_new", text=text),
                remedy=say("write_old_new_or_new"),
            )
        pairs.append((old, new))
    return pairs


def answers_of(
    pairs: Sequence[Pair], names: Names, new: Table, earlier: Sequence[Table]
) -> dict[str, Answers]:
    """The pairs about dimensions, categories and periods of a table, as `identity.Names` takes them.

    One old name for several new ones was divided; one new name for several old ones is put together of them.

    Raises:
        InputRefused: a new name that is not in the table, an old one that is not in the ledger, or names that are
            both divided and put together, so that nobody can tell which persons they share.
    """
    mine, theirs = list(labels_of(names, new)), [one for table in earlier for one in labels_of(names, table)]
    news: dict[tuple[str, str], list[str]] = {}
    olds: dict[tuple[str, str], list[str]] = {}
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for old, name in pairs:
        dimension = _dimension_with(name, mine, say("table"))
        code = _code(dimension, name)
        if not old:
            found.setdefault(dimension, {})[code] = ()
            continue
        other = _code(dimension, old)
        known = [label for where, label in theirs if where == dimension]
        if dimension and other not in {_code(dimension, label) for label in known}:
            raise _not_there(old, say("ledger"), known)
        news.setdefault((dimension, other), []).append(code)
        olds.setdefault((dimension, code), []).append(other)
    for (dimension, code), of in olds.items():
        divided = [old for old in of if len(news[dimension, old]) > 1]
        if divided and len(of) > 1:
            raise InputRefused(
                say("name_is_both_merged_and_divided", name=code),
                remedy=say("use_old_categories_of_dimension", dimension=dimension),
            )
        if divided:
            found.setdefault(dimension, {})[divided[0]] = tuple(news[dimension, divided[0]])
        else:
            found.setdefault(dimension, {})[code] = tuple(of)
    return dict(found)


def _code(dimension: str, name: str) -> str:
    return plain_code(dimension, name) if dimension else folded(name)


def _dimension_with(name: str, labels: Sequence[tuple[str, str]], where: str) -> str:
    """The dimension that has a category of this name; "" where it is a dimension's own."""
    for dimension, label in labels:
        if plain_code(dimension, name) == plain_code(dimension, label):
            return dimension
    if folded(name) in {dimension for dimension, _label in labels}:
        return ""
    raise _not_there(name, where, [label for dimension, label in labels if dimension != DAYS])


def _not_there(name: str, where: str, known: Sequence[str]) -> InputRefused:
    return InputRefused(
        say("same_as_name", name=name, where=where),
        remedy=say("are_names", names=", ".join(dict.fromkeys(known))),
    )
