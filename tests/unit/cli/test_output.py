"""What the command line writes where a terminal's code page is smaller than the text."""

from __future__ import annotations

import io
import json
import sys

import pytest

from frirum.cli.main import run_command

DIAGNOSE = ["diagnose", "--uses", "15", "--baseline", "0.3"]


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp850"])
def test_a_text_is_written_in_every_code_page(encoding: str, monkeypatch: pytest.MonkeyPatch):
    out = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", out)
    assert run_command(DIAGNOSE) == 0
    out.flush()
    text = out.buffer.getvalue().decode(encoding)  # type: ignore[attr-defined]
    assert "15 sager" in text
    assert "?" not in text


def test_what_a_code_page_lacks_is_written_plainly():
    assert "−3 … »æøå« → ½".encode("ascii", "plainly") == b'-3 ... "aeoeaa" -> 1/2'
    assert "−3 »æ«".encode("cp1252", "plainly").decode("cp1252") == "-3 »æ«"


def test_json_says_the_same_in_ascii(monkeypatch: pytest.MonkeyPatch):
    said = []
    for encoding in ("ascii", "utf-8"):
        out = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
        monkeypatch.setattr(sys, "stdout", out)
        assert run_command(["--json", *DIAGNOSE]) == 0
        out.flush()
        said.append(json.loads(out.buffer.getvalue().decode(encoding)))  # type: ignore[attr-defined]
    assert said[0] == said[1]
