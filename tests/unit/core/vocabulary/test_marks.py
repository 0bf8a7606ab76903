"""Short marks of hashes: stored among texts, where ten digits in a row are refused as a CPR number."""

from __future__ import annotations

import ast
import hashlib
import re
from pathlib import Path

from frirum.core.vocabulary.citizen_numbers import contains_cpr
from frirum.core.vocabulary.marks import in_groups, short_mark

ROOT = Path(__file__).parents[4]
# A folder of two digits; 32 and more are passed over by the check itself.
FAN_OUT, LONG_ENOUGH = 4, 32
# `secret[:64]` of a key, bytes that seed a generator or bind a value, keys of rows that are kept as whole numbers, and
# the stamp inside a file of ours, which is no column.
NO_TEXTS = {
    "src/frirum/core/disclosure/protected.py",
    "src/frirum/core/extracts/reading.py",
    "src/frirum/core/registers/pseudonyms.py",
    "src/frirum/core/report/stamp.py",
    "src/frirum/synthetic/answers.py",
    "src/frirum/web/extracts/reading.py",
    "src/frirum/web/keys.py",
}


def test_a_plain_slice_looks_like_a_number_for_some_and_a_mark_never_does() -> None:
    digests = [hashlib.sha256(str(n).encode()).hexdigest() for n in range(20_000)]
    assert sum(contains_cpr(f"login:{digest[:20]}") for digest in digests) > 20
    for digest in digests:
        for text in (f"login:{short_mark(digest)}", f"navn-{short_mark(digest, 12)}", in_groups(digest)):
            assert not contains_cpr(text), text
    assert short_mark("0123456789012345ff") == "0123-4567-8901-2345"


def test_nothing_else_cuts_a_hash_short() -> None:
    found = []
    for path in sorted((ROOT / "src" / "frirum").rglob("*.py")):
        name = str(path.relative_to(ROOT))
        if name not in NO_TEXTS and not name.endswith("vocabulary/marks.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found += [f"{name}:{node.lineno}" for node in ast.walk(tree) if _cuts_a_hash(node)]
    for path in sorted((ROOT / "src" / "frirum").rglob("*.html")):
        if re.search(r"(sha256|hash|digest)\w*\|(slice|truncatechars)", path.read_text(encoding="utf-8")):
            found.append(str(path.relative_to(ROOT)))
    assert not found, f"use marks.short_mark: {found}"


def _cuts_a_hash(node: ast.AST) -> bool:
    """`….hexdigest()[:12]`, `lock.sha256[:16]`, `fingerprint(x)[a:b]`."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        upper = node.slice.upper
        harmless = isinstance(upper, ast.Constant) and not FAN_OUT < int(upper.value) < LONG_ENOUGH
        return not harmless and bool(
            re.search(r"sha\d|hash|digest|fingerprint|_hex\b|\.hex\b|^account", ast.unparse(node.value))
        )
    return False
