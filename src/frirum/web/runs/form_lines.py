"""What released runs found, as proposals for the evaluation form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from frirum.core.evidence.words import sentence
from frirum.core.language import current_language
from frirum.core.report.blocks import Document, Paragraph
from frirum.core.report.text import plain_text
from frirum.web.registration import ProposedLine
from frirum.web.runs.releasing import real_claims, source_text


def run_lines(slug: str, _organisation: str, on: dt.date) -> Iterator[ProposedLine]:
    """The claim of each question of each release that everybody may see, in the words its step allows."""
    for one in real_claims(slug):
        if one.result.released_at.date() > on:
            continue
        document = Document(one.key, (Paragraph(sentence(one.claim)),), language=current_language())
        said = plain_text(document).splitlines()[1]
        yield ProposedLine("results.attained", said, source_text(one.result), about="runs")
