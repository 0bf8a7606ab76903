"""A printed document goes through text and comes back the same, in every format."""

from __future__ import annotations

import pytest
from documents.sample import form

from frirum.core.report.formats import MEDIA_TYPES, render
from frirum.core.report.kept import as_kept, from_kept
from frirum.core.report.layout import lay_out


def test_what_was_printed_comes_back_the_same() -> None:
    printed = lay_out(form(), audience="team")
    again = from_kept(as_kept(printed))
    assert again == printed
    for kind in MEDIA_TYPES:
        assert render(again, kind, audience="team") == render(form(), kind, audience="team")


@pytest.mark.parametrize("text", ["[]", "{}", '{"class": "Popen"}', '"x"'])
def test_nothing_else_is_read(text: str) -> None:
    with pytest.raises(ValueError, match="printed"):
        from_kept(text)
