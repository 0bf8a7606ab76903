"""The text of a new definition: a commented template with the slug filled in."""

from __future__ import annotations

import re
from pathlib import Path

from frirum.core.catalogue.sentences import say
from frirum.core.errors import InputRefused, UsageError
from frirum.core.paths import catalogue_dir

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_SLUG = 64


def template_file() -> Path:
    """The shipped template."""
    return catalogue_dir() / "experiments" / "_template.toml"


def is_slug(slug: str) -> bool:
    """Whether a definition may be called that: a-z, digits and single hyphens."""
    return _SLUG.fullmatch(slug) is not None and len(slug) <= _LONGEST_SLUG


def new_definition(slug: str) -> str:
    """The template for `slug`.

    Raises:
        UsageError: not a slug.
    """
    if not is_slug(slug):
        raise UsageError(
            say("slug_cannot_be_slug", slug=slug),
            remedy=say("use_z_0_9_and_single"),
        )
    return template_file().read_text(encoding="utf-8").replace("SLUG", slug)


def write_new(slug: str, directory: Path) -> Path:
    """Write the template for `slug` to `directory`/slug.toml; an existing file is never overwritten."""
    text = new_definition(slug)
    path = directory / f"{slug}.toml"
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        message = say("file_already_exists")
        raise InputRefused(message, remedy=say("choose_another_slug_or_edit_file"), file=str(path)) from error
    except OSError as error:
        message = say("file_cannot_be_written_error", error=error.strerror)
        raise InputRefused(message, file=str(path)) from error
    return path
