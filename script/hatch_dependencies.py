"""Reads the run-time dependencies of the package from requirements.in, so they stand in one place."""

from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface


class RequirementsHook(MetadataHookInterface):
    """Fills `project.dependencies` with the lines of requirements.in."""

    def update(self, metadata: dict) -> None:
        lines = Path(self.root, "requirements.in").read_text(encoding="utf-8").splitlines()
        metadata["dependencies"] = [line for line in lines if line and not line.startswith("#")]
