"""The definition of an experiment: one document that everything else reads.

A definition is TOML for people and frozen models for programs; the TOML keys are the models' aliases, so
`[[part]]` is `Experiment.parts`. One module per concept; `experiment` puts them together, `loader` reads
files, `references` checks what one table says of another, `canonical` gives the bytes that are hashed.
"""

from frirum.core.catalogue.canonical import canonical_bytes, fingerprint, to_document, to_toml
from frirum.core.catalogue.experiment import Experiment, Part
from frirum.core.catalogue.faults import CheckReport, DefinitionRefused, Fault
from frirum.core.catalogue.loader import (
    Catalogue,
    check_paths,
    load_catalogue,
    parse_definition,
    shipped_catalogue,
)
from frirum.core.catalogue.network import Network
from frirum.core.catalogue.questions import Scale

__all__ = [
    "Catalogue",
    "CheckReport",
    "DefinitionRefused",
    "Experiment",
    "Fault",
    "Network",
    "Part",
    "Scale",
    "canonical_bytes",
    "check_paths",
    "fingerprint",
    "load_catalogue",
    "parse_definition",
    "shipped_catalogue",
    "to_document",
    "to_toml",
]
