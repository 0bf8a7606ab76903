"""Every action × every person of the cast × a thing in Vesthimmerland: refused for want of a role, or let in.

Filled by calling each. Arguments that an action does not need to decide are stand-ins that stop it at the first touch:
whoever gets that far was let in.
"""

from __future__ import annotations

import inspect
import tomllib
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from types import SimpleNamespace
from typing import Any

import pytest
from cast import VESTHIMMERLAND, Cast

import frirum.web
from frirum.web.organisations.scopes import reach_of
from frirum.web.trail.actors import CLOCK
from frirum.web.trail.permitted import ASK_NOTHING, Asked, Asking, RoleRefused

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])

EXPECTED = Path(__file__).with_name("action_permissions.toml")


def actions() -> Iterator[Callable[..., Any]]:
    """Every action there is, each once, found where it is defined."""
    for found in walk_packages(frirum.web.__path__, "frirum.web."):
        if ".migrations" in found.name or found.name.endswith(("wsgi", "settings", "settings_test")):
            continue
        for value in vars(import_module(found.name)).values():
            asking = getattr(value, "asking", None)
            if isinstance(asking, Asking) and value.__module__ == found.name:
                yield value


ACTIONS = {one.asking.action.removeprefix("frirum.web."): one for one in actions()}  # type: ignore[attr-defined]


class _Reached(Exception):
    """The action began its work."""


class _Untouchable:
    def __getattribute__(self, name: str) -> Any:
        raise _Reached

    __iter__ = __str__ = __eq__ = __hash__ = __bool__ = __len__ = property(lambda self: self.x)  # type: ignore[assignment]


def stand_ins(function: Callable[..., Any], owner: Any, cast: Cast) -> dict[str, Any]:
    """Arguments of which only the owner says anything: the municipality, and that the thing is Rikke's own."""
    asking: Asking = function.asking  # type: ignore[attr-defined]
    given: dict[str, Any] = {
        name: _Untouchable() for name in inspect.signature(function).parameters if name not in ("by", "zone")
    }
    if "uses" in given:
        given["uses"] = [SimpleNamespace(organisation=owner)]
    if "user" in given:
        given["user"] = cast.rikke
    if isinstance(asking.of, str):
        name, *path = asking.of.split(".")
        for part in reversed(path):
            me = cast.rikke.trail_reference
            own = {"responsible": me, "decided_by": me, "owner": me, "requested_by": me}
            owner = SimpleNamespace(**{part: owner}, **own)
        given[name] = owner
    if asking.action.endswith("order_offered_job"):
        given["kind"] = "trail.verify"
    return given


def is_let_in(function: Callable[..., Any], owner: Any, by: Any, cast: Cast) -> bool:
    try:
        function(**stand_ins(function, owner, cast), by=by)
    except RoleRefused:
        return False
    except Exception:  # noqa: BLE001 - whatever stops it after the gate says that it was let in
        return True
    return True


def _owner(asking: Asking) -> str:
    """Decisions and requests are the ministry's; everything else here is Vesthimmerland's."""
    ours = ("frirum.web.decisions.", "frirum.web.inquiries.")
    return "ministeriet" if asking.action.startswith(ours) else VESTHIMMERLAND


def let_in(function: Callable[..., Any], cast: Cast) -> list[str]:
    """The people who may, by first name; `clock` where the system itself may."""
    asking: Asking = function.asking  # type: ignore[attr-defined]
    evaluators = ("request.approver", "finding.assignment.evaluator_key")
    owner: Any = "evaluator" if asking.of in evaluators else _owner(asking)
    if asking.of == "assignment.organisations":
        owner = frozenset({"ministeriet", "evaluator"})
    actors = {**cast.everybody(), "clock": CLOCK}
    return [name for name, by in actors.items() if is_let_in(function, owner, by, cast)]


@pytest.fixture
def cast(cast: Cast) -> Cast:
    """The people, with their roles looked up once as in a request."""
    for person in cast.everybody().values():
        person.reach_of_request = reach_of(person)
    return cast


def test_who_is_let_in_is_as_written_down(cast: Cast) -> None:
    found = {name: let_in(function, cast) for name, function in ACTIONS.items()}
    assert found == tomllib.loads(EXPECTED.read_text(encoding="utf-8"))


def test_nobody_from_elsewhere_is_let_in_to_anything_of_vesthimmerlands(cast: Cast) -> None:
    """Otto has the coordinator's role in Odense; Ulla has none."""
    anywhere = {name for name, one in ACTIONS.items() if not isinstance(one.asking.of, str)}  # type: ignore[attr-defined]
    written = tomllib.loads(EXPECTED.read_text(encoding="utf-8"))
    for name in set(written) - anywhere:
        assert not {"otto", "ulla"} & set(written[name]), name


def test_at_most_eight_actions_ask_for_nothing_each_with_its_reason() -> None:
    asking_nothing = {one.asking.action for one in ACTIONS.values() if one.asking.needs is Asked.NOTHING}  # type: ignore[attr-defined]
    assert asking_nothing == set(ASK_NOTHING)
    assert len(ASK_NOTHING) <= 8
    assert all(len(reason.split()) > 3 for reason in ASK_NOTHING.values())
