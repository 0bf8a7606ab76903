"""An archive of a document for somebody else to check: RO-Crate 1.1 and data package in one zip, without people.

It holds the document in every format, the definition as it was read, and of each run its result, plan and the numbers
behind its pictures. The rows that a run was made of go along only where they are cells of municipalities; of every
other file its name and fingerprint stand in the list, so that whoever may have it knows it is the right one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from frirum.core.catalogue.canonical import to_toml
from frirum.core.catalogue.experiment import Experiment
from frirum.core.documents.checking import DocumentFault
from frirum.core.documents.reading_back import LARGEST_FILE
from frirum.core.documents.sentences import say
from frirum.core.errors import InputRefused
from frirum.core.evidence.inputs import CELLS
from frirum.core.evidence.stored import StoredInput, read_result
from frirum.core.report.blocks import Document
from frirum.core.report.formats import MEDIA_TYPES, render
from frirum.core.report.layout import Audience

METADATA = "ro-crate-metadata.json"
_FIXED = (1980, 1, 1, 0, 0, 0)
_MEDIA = {
    ".json": "application/json",
    ".toml": "application/toml",
    ".csv": "text/csv",
    ".svg": "image/svg+xml",
}
_OF_A_RUN = ("result.json", "plan.toml")
_MOST_FILES = 500


@dataclass(frozen=True)
class ArchivedFile:
    """A file of the archive; `text` says what it is."""

    name: str
    content: bytes
    text: str

    @property
    def sha256(self) -> str:
        """The fingerprint of its bytes."""
        return hashlib.sha256(self.content).hexdigest()


def document_archive(
    document: Document,
    experiment: Experiment,
    *,
    runs: Sequence[Path] = (),
    date: dt.date,
    audience: Audience = "public",
) -> bytes:
    """The zip, the same bytes for the same document and runs.

    Args:
        runs: folders that `frirum evaluate --out` wrote.
        date: of the archive.

    Raises:
        InputRefused, NotAllowed: a folder has no result; a number in the document is not released.
    """
    files = [
        *(
            ArchivedFile(f"document.{kind}", render(document, kind, audience=audience), say("document"))
            for kind in MEDIA_TYPES
        ),
        ArchivedFile(f"definition/{experiment.slug}.toml", to_toml(experiment).encode(), say("definition")),
    ]
    left_out: list[StoredInput] = []
    for number, folder in enumerate(runs, start=1):
        found, without = _of_run(folder, number)
        files += found
        left_out += without
    files.append(ArchivedFile("datapackage.json", _package(experiment, files), say("tables_as_data_package")))
    return _zipped([*files, _metadata(document, files, left_out, date)])


def _of_run(folder: Path, number: int) -> tuple[list[ArchivedFile], list[StoredInput]]:
    """What goes along of a run, and the files it read that do not."""
    result = read_result(folder)
    names = [*_OF_A_RUN, *(name for one in result.figures for name in (one.svg, one.csv))]
    without: list[StoredInput] = []
    for place, one in enumerate(result.inputs, start=1):
        name = f"analysis-{place}.csv"
        if one.kind == CELLS and (folder / name).is_file():
            names.append(name)
        else:
            without.append(one)
    return [
        ArchivedFile(f"run-{number}/{name}", (folder / Path(name).name).read_bytes(), say("run"))
        for name in dict.fromkeys(names)
        if (folder / Path(name).name).is_file()
    ], without


def _package(experiment: Experiment, files: Sequence[ArchivedFile]) -> bytes:
    tables = [one for one in files if one.name.endswith(".csv")]
    package = {
        "name": f"frirum-{experiment.slug}",
        "title": experiment.short_title,
        "resources": [
            {
                "name": one.name.removesuffix(".csv").replace("/", "-"),
                "path": one.name,
                "format": "csv",
                "encoding": "utf-8",
                "hash": f"sha256:{one.sha256}",
                "bytes": len(one.content),
            }
            for one in tables
        ],
    }
    return _json(package)


def _metadata(
    document: Document, files: Sequence[ArchivedFile], left_out: Sequence[StoredInput], date: dt.date
) -> ArchivedFile:
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": document.title,
        "description": say("document_with_what_takes_to_check"),
        "datePublished": date.isoformat(),
        "hasPart": [{"@id": one.name} for one in files],
        "mentions": [{"@id": f"#{one.sha256}"} for one in left_out],
    }
    graph: list[dict[str, Any]] = [
        {
            "@id": METADATA,
            "@type": "CreativeWork",
            "about": {"@id": "./"},
            "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        },
        root,
        *(
            {
                "@id": one.name,
                "@type": "File",
                "name": one.text,
                "encodingFormat": _media(one.name),
                "contentSize": str(len(one.content)),
                "sha256": one.sha256,
            }
            for one in files
        ),
        *(
            {
                "@id": f"#{one.sha256}",
                "@type": "CreativeWork",
                "name": one.file,
                "description": say("read_by_run"),
                "sha256": one.sha256,
            }
            for one in left_out
        ),
    ]
    content = _json({"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph})
    return ArchivedFile(METADATA, content, "")


def _media(name: str) -> str:
    suffix = Path(name).suffix
    return MEDIA_TYPES.get(suffix.removeprefix("."), _MEDIA.get(suffix, "application/octet-stream"))


def _json(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _zipped(files: Sequence[ArchivedFile]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in files:
            entry = zipfile.ZipInfo(one.name, date_time=_FIXED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, one.content)
    return out.getvalue()


def is_document_archive(path: Path) -> bool:
    """Whether a file is an archive of this kind."""
    try:
        with zipfile.ZipFile(path) as archive:
            return METADATA in archive.namelist()
    except (OSError, zipfile.BadZipFile):
        return False


def archive_faults(path: Path) -> tuple[DocumentFault, ...]:
    """Files that are changed, missing or not in the list.

    Raises:
        InputRefused: it cannot be read, or unpacks to more than any archive of ours.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > _MOST_FILES or sum(one.file_size for one in entries) > 4 * LARGEST_FILE:
                raise InputRefused(say("archive_unpacks_to_more_than_may"), file=str(path))
            listed = _listed(archive.read(METADATA))
            return tuple(_differences(archive, listed))
    except (OSError, KeyError, ValueError, TypeError, zipfile.BadZipFile) as fault:
        raise InputRefused(
            say("archive_is_broken"), file=str(path), remedy=say("name_file_as_was_written")
        ) from fault


def _listed(content: bytes) -> dict[str, str]:
    graph = json.loads(content)["@graph"]
    return {one["@id"]: one["sha256"] for one in graph if one.get("@type") == "File"}


def _differences(archive: zipfile.ZipFile, listed: Mapping[str, str]) -> Iterator[DocumentFault]:
    present = set(archive.namelist()) - {METADATA}
    for name in sorted(set(listed) - present):
        yield DocumentFault("missing_file", name, say("file_is_not_in_archive"))
    for name in sorted(present - set(listed)):
        yield DocumentFault("added_file", name, say("file_is_not_in_archive_list"))
    for name in sorted(present & set(listed)):
        if hashlib.sha256(archive.read(name)).hexdigest() != listed[name]:
            yield DocumentFault("changed_file", name, say("file_was_changed_since_archive"))
