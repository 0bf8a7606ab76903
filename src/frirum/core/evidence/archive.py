"""A run as one file, for rerunning it elsewhere: plan, result, documents, what data, versions. No person rows."""

from __future__ import annotations

import io
import json
import platform
import shlex
import zipfile
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from frirum.core.catalogue.canonical import to_toml
from frirum.core.evidence.document import result_document
from frirum.core.evidence.stored import StoredInput
from frirum.core.evidence.typed import TypedResult
from frirum.core.report.formats import MEDIA_TYPES, render

_MOMENT = (2000, 1, 1, 0, 0, 0)
_PACKAGES = ("frirum", "numpy", "scipy", "polars", "matplotlib", "statsmodels")
_OPTIONS = {"audit": "--audit", "survey": "--survey", "marks": "--marks"}


def archive_of(typed: TypedResult, text: str, *, title: str) -> bytes:
    """The archive as a ZIP file; the same bytes for the same run and the same packages.

    Args:
        typed: the result.
        text: `result.json` as the run wrote it.
        title: what the experiment is called.
    """
    document = result_document(typed, title=title)
    files = {
        "result.json": text.encode("utf-8"),
        "plan.toml": to_toml(typed.result.planned).encode("utf-8"),
        "datapackage.json": _json(_description(typed)),
        "versions.json": _json(_versions()),
        "rerun.sh": _script(typed).encode("utf-8"),
        **{f"document.{kind}": render(document, kind, audience="team") for kind in MEDIA_TYPES},
    }
    for one in typed.result.figures:
        drawn = one.drawn()
        files[one.svg], files[one.csv] = drawn.svg(), drawn.table().encode("utf-8")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in sorted(files.items()):
            packed.writestr(zipfile.ZipInfo(name, _MOMENT), content)
    return out.getvalue()


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _description(typed: TypedResult) -> dict[str, Any]:
    """What the data were, so that whoever has them can tell that they are these: names, kinds, rows and hashes."""
    result = typed.result
    return {
        "name": f"evaluation-{result.slug}",
        "description": "What a run read. The files are not in this archive: they may be about people.",
        "synthetic": typed.synthetic,
        "resources": [
            {"name": one.file, "kind": one.kind, "rows": one.rows, "hash": f"sha256:{one.sha256}"}
            for one in result.inputs
        ],
        "plan": result.plan.sha256,
    }


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def _script(typed: TypedResult) -> str:
    result = typed.result
    part = f" --part {shlex.quote(result.part)}" if result.part else ""
    given = " ".join(_given(one) for one in result.inputs)
    listed = "".join(f"#   {one.sha256}  {one.file}\n" for one in result.inputs)
    return (
        "#!/bin/sh\n# Reruns this evaluation. Put these files beside this script first (SHA-256, name):\n"
        f"{listed}"
        'cd "$(dirname "$0")" || exit\n'
        f"exec frirum evaluate {shlex.quote(result.slug)}{part} --plan plan.toml {given} --out rerun\n"
    )


def _given(one: StoredInput) -> str:
    return f"{_OPTIONS.get(one.kind, '--extract')} {shlex.quote(one.file)}"
