"""What the import contract cannot say: a module inside a standard package that core may not use."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

import frirum.core


def test_core_opens_no_address() -> None:
    """urllib.parse is text; urllib.request is the network."""
    core = Path(frirum.core.__file__).parent
    offenders = [
        f"{path.relative_to(core)}:{node.lineno}"
        for path in core.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("urllib.request"))
        or (isinstance(node, ast.Import) and any(a.name.startswith("urllib.request") for a in node.names))
    ]
    assert offenders == []


@pytest.mark.parametrize("command", ["import frirum.cli.main", "import django; django.setup()"])
def test_nothing_that_computes_is_loaded_before_it_is_needed(command: str) -> None:
    """Every command and every web process starts; few of them estimate or draw. The libraries cost a second."""
    heavy = "scipy", "matplotlib", "polars", "statsmodels"
    question = f"import sys; {command}; print(*[name for name in {heavy!r} if name in sys.modules])"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "frirum.web.settings_test"}
    answer = subprocess.run(
        [sys.executable, "-c", question], env=environment, capture_output=True, text=True, check=True
    )
    assert answer.stdout.split() == []
