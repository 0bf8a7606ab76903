"""Where a unit test stands: `tests/unit` has the folders of `src/frirum`, and `house` for what holds the whole."""

from __future__ import annotations

from pathlib import Path

UNIT = Path(__file__).parents[1]
SOURCE = Path(__file__).parents[3] / "src/frirum"


def test_the_folders_of_the_unit_tests_are_those_of_the_source() -> None:
    folders = {path.parent.relative_to(UNIT) for path in UNIT.rglob("test_*.py")}
    assert len(folders) > 20
    assert [str(folder) for folder in sorted(folders) if not (SOURCE / folder).is_dir()] == ["house"]
