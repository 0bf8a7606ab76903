"""The vendored design system is what its record says, refers to nothing that is not there, and is small."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from pathlib import Path

import frirum.web.site

VENDOR = Path(frirum.web.site.__file__).parent / "static/site/vendor/dkfds"


def test_files_are_as_recorded() -> None:
    record = json.loads((VENDOR / "VENDOR.json").read_text(encoding="utf-8"))
    files = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "VENDOR.json"
    }
    assert record["version"] == "11.2.0"
    assert files == record["written"]
    assert "LICENSE.md" in files


def test_style_sheet_refers_only_to_what_is_there() -> None:
    css = VENDOR / "css/dkfds.css"
    text = css.read_text(encoding="utf-8")
    references = set(re.findall(r"url\(([^)]+)\)", text))
    assert references
    assert all(reference.startswith("../") and (css.parent / reference).is_file() for reference in references)
    assert "sourceMappingURL" not in text + (VENDOR / "js/dkfds.js").read_text(encoding="utf-8")


def test_what_every_page_loads_leaves_room_for_the_page() -> None:
    compressed = [VENDOR / "css/dkfds.css", VENDOR / "js/dkfds.js", VENDOR / "img/icons.svg"]
    fonts = [VENDOR / f"fonts/IBMPlexSans-{face}-Latin1.woff2" for face in ("Regular", "SemiBold", "Bold")]
    size = sum(len(gzip.compress(path.read_bytes())) for path in compressed)
    assert size + sum(path.stat().st_size for path in fonts) < 110_000
