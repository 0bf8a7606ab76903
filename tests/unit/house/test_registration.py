"""What an app adds to the house stands in its registration, and nowhere else."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse

from frirum.web import registered
from frirum.web.registration import EventType, MenuItem, Registration

WEB = Path(registered.__file__).parent

# Signals and checks of Django's own, which have no other place.
MAY_CONNECT = {"trail", "organisations"}


def test_no_app_registers_anything_by_being_imported() -> None:
    """`ready()` is where side effects of an import hide: only the two that talk to Django have one."""
    with_ready = {
        path.parent.name
        for path in WEB.glob("*/apps.py")
        if any(
            isinstance(node, ast.FunctionDef) and node.name == "ready"
            for node in ast.walk(ast.parse(path.read_text()))
        )
    }
    assert with_ready == MAY_CONNECT
    for path in WEB.rglob("*.py"):
        calls = [node.value for node in ast.parse(path.read_text()).body if isinstance(node, ast.Expr)]
        named = [ast.unparse(call.func) for call in calls if isinstance(call, ast.Call)]
        assert not [name for name in named if "register" in name and "converter" not in name], path


def test_every_app_of_ours_has_a_registration() -> None:
    ours = [config for config in apps.get_app_configs() if config.name.startswith("frirum.")]
    assert len(registered.registrations()) == len(ours) == len(list(WEB.glob("*/registration.py")))


def test_the_menu_leads_to_pages_that_exist() -> None:
    assert all(reverse(item.route) for item in registered.menu())


def test_a_sealed_model_keeps_its_key_when_its_code_moves() -> None:
    """The keys are written in every seal and event: one that changes here makes every old row a stranger."""
    assert {rows.key: rows.model.__name__ for rows in registered.sealed()}.items() >= {
        "user": "User",
        "organisation": "Organisation",
        "membership": "Membership",
        "file": "StoredFile",
        "use": "Use",
        "citizen": "Citizen",
        "design": "Design",
    }.items()
    assert all(issubclass(rows.model, models.Model) for rows in registered.sealed())


@pytest.mark.parametrize(
    "twice",
    [
        Registration(events=(EventType("use.recorded", "gjorde noget andet"),)),
        Registration(menu=(MenuItem("Et andet sted", "site:front", 1),)),
    ],
)
def test_the_same_name_declared_twice_is_a_fault(twice: Registration) -> None:
    with pytest.raises(ValueError, match="declared twice"):
        registered.refuse_twice((*registered.registrations(), twice))
