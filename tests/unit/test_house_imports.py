"""What the import contract cannot say: a module inside a standard package that core may not use."""

from __future__ import annotations

import ast
from pathlib import Path

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
