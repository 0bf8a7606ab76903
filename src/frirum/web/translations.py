"""Compiling the translations, in pure Python: no gettext program is needed on the machine."""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from frirum.core.paths import locale_dir


def compile_translations(folder: Path) -> int:
    """Compile each .po that is newer than its .mo; returns how many. An installed package brings its .mo along."""
    count = 0
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parent.parent.name)
        unfinished = target.with_suffix(".mo.new")
        with unfinished.open("wb") as file:
            write_mo(file, catalogue)
        unfinished.replace(target)
        count += 1
    return count


if __name__ == "__main__":
    compile_translations(locale_dir())
