"""Names in the code are the glossary's: English, no synonyms it warns against, no Danish."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import frirum
from frirum.core.vocabulary.glossary import load_glossary

SOURCE = Path(frirum.__file__).parent

# Danish words that have an English term in the glossary, as they would be spelled in a Python name.
_DANISH = set(
    re.findall(
        r"[a-z]+",
        """
    forsoeg forsog kommune kommuner borger borgere sagsbehandler raadgiver radgiver indsats ydelse
    ydelser ansoegning bekendtgoerelse hjemmel fravigelse fritagelse afgoerelse beslutning opfoelgning
    revurdering skoen raadighed sygedagpenge kontanthjaelp uddannelseshjaelp revalidering
    ledighedsydelse foertidspension loentilskud praktik maalgruppe skaeringsdato beskaeftigelse
    nulpunktsmaaling datatraek forloeb tilsyn sagsgennemgang spoergeskema svarmulighed runde delmaal
    succeskriterium
    """,
    )
)


# Private names are not vocabulary. Where a job, a mail or a login is tried again, "attempt" is the right word there and means no experiment.
_OPERATIONS = (
    "web/jobs/",
    "web/mail/",
    "web/organisations/",
    "cli/home.py",
    "web/supervision.py",
    "web/keeping/",
)


@cache
def names() -> tuple[tuple[str, str], ...]:
    """Every name that the code defines, with its file."""
    return tuple(found for path in sorted(SOURCE.rglob("*.py")) for found in _defined(path))


def _defined(path: Path) -> Iterator[tuple[str, str]]:
    place = path.relative_to(SOURCE).as_posix()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.arg(arg=name):
                yield name, place
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield name, place


def words(name: str) -> list[str]:
    """The words of a snake_case or CamelCase name, in lower case."""
    return [word.casefold() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+", name)]


def test_names_are_ascii() -> None:
    assert [found for found in names() if not found[0].isascii()] == []


def test_no_danish_names() -> None:
    assert [found for found in names() if set(words(found[0])) & _DANISH] == []


def test_no_synonym_the_glossary_warns_against() -> None:
    avoided = {word for term in load_glossary() for word in term.avoid}
    wrong = [
        (name, place)
        for name, place in names()
        if avoided & {*words(name), name} and not name.startswith("_") and not place.startswith(_OPERATIONS)
    ]
    assert wrong == [], "the glossary names another word for these"


def test_members_that_the_glossary_names_exist() -> None:
    """`DecisionOutcome.MADE_PERMANENT` must be there once there is a class DecisionOutcome."""
    members: dict[str, set[str]] = {}
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                inside = (
                    target for entry in node.body if isinstance(entry, ast.Assign) for target in entry.targets
                )
                found = {target.id for target in inside if isinstance(target, ast.Name)}
                members.setdefault(node.name, set()).update(found)
    missing = [
        term.identifier
        for term in load_glossary()
        if term.identifier and "." in term.identifier
        for owner, member in [term.identifier.split(".")]
        if owner in members and member not in members[owner]
    ]
    assert missing == []
