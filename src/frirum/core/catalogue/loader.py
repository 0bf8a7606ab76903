"""Reading definitions: one text, one file, or a whole catalogue, with every fault at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from frirum.core.catalogue.base import DefinitionTable
from frirum.core.catalogue.checks import Names, duplicate_names, known_names, unknown_references
from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.faults import CheckReport, DefinitionRefused, Fault, name_at
from frirum.core.catalogue.lines import line_of, lines_of
from frirum.core.catalogue.measure_checks import RuleWords, broken_measure_rules
from frirum.core.catalogue.network import Network
from frirum.core.catalogue.questions import Scale
from frirum.core.catalogue.reading import Reading, read_table, read_toml
from frirum.core.catalogue.rules import broken_rules
from frirum.core.catalogue.sentences import say
from frirum.core.catalogue.shared import SHARED_FILES, Shared, share
from frirum.core.catalogue.sources import SourceDocument
from frirum.core.errors import InputRefused, UsageError
from frirum.core.paths import catalogue_dir

# Root keys a definition cannot be read without; they stand in for wrong ones while the rest is checked.
_STAND_INS: dict[str, Any] = {
    "slug": "x",
    "network": "x",
    "short_title": "x",
    "summary": "x",
    "status": "planned",
}


@dataclass(frozen=True)
class Catalogue:
    """Everything a catalogue folder holds.

    Attributes:
        experiments: slug -> definition, in the order of their numbers.
        networks: slug -> network or national programme.
        scales: id -> shared answer scale.
        documents: short name -> document.
        on: the day it is read on, by which an experiment has begun or is over; None where nobody asks on a day.
    """

    experiments: Mapping[str, Experiment]
    networks: Mapping[str, Network] = field(default_factory=dict)
    scales: Mapping[str, Scale] = field(default_factory=dict)
    documents: Mapping[str, SourceDocument] = field(default_factory=dict)
    on: dt.date | None = None

    def experiment(self, slug: str) -> Experiment:
        """The definition, or a usage error (exit 2) that names the nearest slugs."""
        found = self.experiments.get(slug)
        if found is None:
            raise unknown_slug(slug, self.experiments)
        return found

    def real(self) -> Catalogue:
        """The same without synthetic experiments: what may stand beside published figures."""
        real = {slug: experiment for slug, experiment in self.experiments.items() if not experiment.synthetic}
        return replace(self, experiments=real)


def unknown_slug(slug: str, known: Iterable[str]) -> UsageError:
    """The error for a slug that does not exist, naming the nearest that do."""
    import difflib

    near = difflib.get_close_matches(slug, list(known), n=3, cutoff=0.4)
    remedy = (
        say("did_you_mean_slugs", slugs=", ".join(near)) if near else say("see_all_frirum_catalogue_list")
    )
    return UsageError(say("is_no_experiment_with_slug_slug", slug=slug), remedy=remedy)


class ReadDefinition(Protocol):
    """Reads a definition with its faults, as `read_definition` does."""

    def __call__(
        self, text: str, *, file: str | None = None, shared: Shared | None = None
    ) -> tuple[Experiment | None, list[Fault]]: ...


def parse_definition(text: str, *, file: str | None = None, shared: Shared | None = None) -> Experiment:
    """The definition in `text`.

    Args:
        text: TOML.
        file: the file's name for messages; in a folder `experiments` its stem must be the slug. None for
            text without a file.
        shared: what the definition may refer to; None means the shipped catalogue's.

    Raises:
        DefinitionRefused: with every fault.
    """
    experiment, faults = read_definition(text, file=file, shared=shared)
    if faults or experiment is None:
        raise DefinitionRefused(tuple(faults))
    return experiment


def read_definition(
    text: str, *, file: str | None = None, shared: Shared | None = None
) -> tuple[Experiment | None, list[Fault]]:
    """The definition and its faults; with faults the definition is what of it could be read, or None."""
    raw = read_toml(text, file)
    if isinstance(raw, Fault):
        return None, [raw]
    reading = read_table(raw, Experiment, file, _STAND_INS)
    at_hand = shared or shipped_shared()
    faults = [*reading.faults, *_cross_faults(reading, at_hand.names(), file)]
    if reading.table is not None:
        words = RuleWords(at_hand.extract_kinds, at_hand.outcome_schemes, at_hand.scales)
        faults += _translated(
            reading, broken_rules(reading.table, file, reading.cut_names, reading.cut_roots)
        )
        written = reading.to_check
        if written.table is not None:
            broken = [Fault(file, *found) for found in broken_measure_rules(written.table, words)]
            faults += _translated(written, broken)
        faults += _name_of_file(reading, file)
    return reading.table, _placed(_distinct(faults), raw, text)


def _placed(faults: list[Fault], raw: dict[str, Any], text: str) -> list[Fault]:
    """Each fault with the line it stands on and the name of the table it is in."""
    if not faults:
        return []
    lines = lines_of(text)
    return [replace(f, line=f.line or line_of(f.path, lines), name=name_at(raw, f.path)) for f in faults]


def _name_of_file(reading: Reading[Experiment], file: str | None) -> list[Fault]:
    if file is None or reading.table is None or "slug" in reading.stand_ins:
        return []
    # In a catalogue a definition is found by its file; a copy elsewhere may be called anything.
    if Path(file).absolute().parent.name != "experiments":
        return []
    stem = Path(file).stem
    if stem == reading.table.slug:
        return []
    message = say("slug_is_slug_but_file", slug=reading.table.slug, stem=stem)
    return [Fault(file, "slug", message, (stem,))]


def _cross_faults(reading: Reading[Any], names: Names, file: str | None) -> list[Fault]:
    written = reading.to_check
    table = written.table
    if table is None:
        return []
    known = known_names(table, names)
    faults = duplicate_names(table, file) + unknown_references(table, known, file, written.cut_names)
    return _translated(written, faults)


def _translated(reading: Reading[Any], faults: list[Fault]) -> list[Fault]:
    """The faults with the paths of the file, without those about keys that were only filled in."""
    kept = []
    for fault in faults:
        root = fault.path.split(".")[0].split("[")[0]
        if root not in reading.stand_ins:
            path = reading.path_in_file(fault.path)
            kept.append(Fault(fault.file, path, fault.message, fault.allowed, fault.line))
    return kept


def _distinct(faults: list[Fault]) -> list[Fault]:
    """One fault per key path: the first found is the plainest."""
    return list({(fault.file, fault.path): fault for fault in reversed(faults)}.values())[::-1]


def _read_text(path: Path) -> str | Fault:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return Fault(str(path), "", say("file_is_not_utf_8_line", line=line), line=line)
    except FileNotFoundError:
        return Fault(str(path), "", say("file_does_not_exist"))
    except OSError as error:
        return Fault(str(path), "", say("file_cannot_be_read_error", error=error.strerror))


def _read_shared_file(path: Path, names: Names | None = None) -> tuple[DefinitionTable | None, list[Fault]]:
    text = _read_text(path)
    raw = text if isinstance(text, Fault) else read_toml(text, str(path))
    if isinstance(raw, Fault):
        return None, [raw]
    reading = read_table(raw, SHARED_FILES[path.name], str(path), {})
    faults = [*reading.faults, *(_cross_faults(reading, names, str(path)) if names is not None else [])]
    return reading.table, _placed(_distinct(faults), raw, str(text))


def read_shared(directory: Path) -> Shared:
    """The shared data of a catalogue folder, as far as they can be read; faults are told by `check_paths`."""
    tables = {
        name: _read_shared_file(directory / name)[0] for name in SHARED_FILES if (directory / name).exists()
    }
    return share({name: table for name, table in tables.items() if table is not None})


@cache
def shipped_shared() -> Shared:
    """The shared data of the shipped catalogue."""
    return read_shared(catalogue_dir())


def definition_files(directory: Path) -> tuple[Path, ...]:
    """The definitions of a catalogue folder; names that begin with _ are templates."""
    return tuple(p for p in sorted((directory / "experiments").glob("*.toml")) if not p.name.startswith("_"))


def load_catalogue(directory: Path) -> Catalogue:
    """The whole catalogue in `directory`.

    Raises:
        DefinitionRefused: with every fault of every file.
        InputRefused: the folder does not exist.
    """
    if not directory.is_dir():
        raise InputRefused(say("folder_with_catalogue_does_not_exist"), file=str(directory))
    shared = read_shared(directory)
    report, experiments = _check(definition_files(directory), shared, _shared_files(directory))
    if report.faults:
        raise DefinitionRefused(report.faults)
    ordered = sorted(experiments, key=lambda e: (e.number is None, e.number or 0, e.slug))
    return Catalogue(
        experiments={e.slug: e for e in ordered},
        networks=shared.networks,
        scales=shared.scales,
        documents=shared.documents,
    )


@cache
def shipped_catalogue() -> Catalogue:
    """The shipped catalogue, read once."""
    return load_catalogue(catalogue_dir())


@cache
def shipped_definition(slug: str) -> Experiment:
    """One definition of the shipped catalogue, without reading the others; usage error (exit 2) for an unknown slug."""
    files = {path.stem: path for path in definition_files(catalogue_dir())}
    if slug not in files:
        raise unknown_slug(slug, files)
    return parse_definition(files[slug].read_text(encoding="utf-8-sig"), file=str(files[slug]))


def _shared_files(directory: Path) -> tuple[Path, ...]:
    return tuple(directory / name for name in SHARED_FILES if (directory / name).exists())


def check_paths(paths: Iterable[Path], read: ReadDefinition | None = None) -> CheckReport:
    """Check files and folders; a folder with `experiments/` is a whole catalogue.

    Without paths: the shipped catalogue. A path that cannot be read is a fault of its own. Faults stand in the order
    of their files and lines.

    Args:
        read: reads one definition; None for the schema alone. `authoring.checks.checked_definition` runs it too.
    """
    from frirum.core.catalogue.beside import BESIDE

    definitions: list[Path] = []
    shared_files: list[Path] = []
    beside_alone: list[Path] = []
    shared: Shared | None = None
    wanted = list(paths) or [catalogue_dir()]
    for path in wanted:
        if path.is_dir() and (path / "experiments").is_dir():
            definitions += definition_files(path)
            shared_files += _shared_files(path)
            shared = read_shared(path)
        elif path.name in BESIDE or path.parent.name in BESIDE:
            beside_alone += sorted(path.glob("*.toml")) if path.is_dir() else [path]
        elif path.is_dir():
            definitions += [p for p in sorted(path.glob("*.toml")) if not p.name.startswith("_")]
        elif path.name in SHARED_FILES:
            shared_files.append(path)
        else:
            definitions.append(path)
    report, experiments = _check(definitions, shared or shipped_shared(), shared_files, read)
    own = {experiment.slug: experiment for experiment in experiments}
    beside = _check_beside(wanted, beside_alone, own)
    faults = sorted(report.faults + beside.faults, key=lambda fault: (fault.file or "", fault.line or 0))
    return CheckReport(report.files + beside.files, tuple(faults))


def _check_beside(
    paths: Iterable[Path], alone: Sequence[Path], experiments: Mapping[str, Experiment]
) -> CheckReport:
    """The plans and assumptions beside the definitions of whole catalogues, and those that are named by themselves.

    One that is named by itself is held to the definition checked with it, else to the shipped one.
    """
    from frirum.core.catalogue.beside import BESIDE, read_beside

    files = [file for path in paths for folder in BESIDE for file in sorted((path / folder).glob("*.toml"))]
    known = {**shipped_catalogue().experiments, **experiments} if alone else experiments
    faults = [f for file in files for f in read_beside(file, experiments)[1]]
    faults += [f for file in alone for f in read_beside(file, known)[1]]
    return CheckReport(len(files) + len(alone), tuple(faults))


def _check(
    definitions: Iterable[Path],
    shared: Shared,
    shared_files: Iterable[Path],
    read: ReadDefinition | None = None,
) -> tuple[CheckReport, list[Experiment]]:
    files, faults = 0, []
    experiments: list[tuple[Path, Experiment]] = []
    for path in definitions:
        files += 1
        text = _read_text(path)
        found, own = (
            (None, [text])
            if isinstance(text, Fault)
            else (read or read_definition)(text, file=str(path), shared=shared)
        )
        faults += own
        if found is not None:
            experiments.append((path, found))
    known = frozenset(e.slug for _path, e in experiments) | frozenset(
        slug for network in shared.networks.values() for slug in network.experiments
    )
    names = {**shared.names(), "experiment": known}
    for path in shared_files:
        files += 1
        faults += _read_shared_file(path, names)[1]
    faults += _between_files(experiments, names)
    return CheckReport(files, tuple(faults)), [e for _path, e in experiments]


def _between_files(experiments: list[tuple[Path, Experiment]], names: Names) -> list[Fault]:
    """Slugs and numbers used twice, and references from one experiment to another."""
    faults = []
    first: dict[tuple[str, object], Path] = {}
    for path, experiment in experiments:
        for key, value in (("slug", experiment.slug), ("number", experiment.number)):
            seen = first.setdefault((key, value), path)
            if value is not None and seen != path:
                message = say("value_is_also_used_in_other", value=value, other=seen.name)
                faults.append(Fault(str(path), key, message))
        faults += unknown_references(experiment, {"experiment": names["experiment"]}, str(path), frozenset())
    return faults
