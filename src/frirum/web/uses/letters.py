"""The information letter: what the citizen is told, as a document, and the words of it that a choice rests on."""

from __future__ import annotations

import datetime as dt

from frirum.core.catalogue import Experiment, Part
from frirum.core.language import gettext as _
from frirum.core.language import language
from frirum.core.report.blocks import BulletList, Document, FlowBlock, Heading, Note, NoteKind, Paragraph
from frirum.core.report.inlines import Inline, Text
from frirum.web.organisations.names import municipality_name
from frirum.web.uses.assessing import consents

DANISH = "da"


def letter_document(
    experiment: Experiment, part: Part | None, organisation: str, *, date: dt.date | None = None
) -> Document:
    """The letter, in Danish whatever the reader of the page reads: it is for the citizen.

    Args:
        organisation: key of the municipality that sends it.
        date: printed on it, or None.
    """
    with language(DANISH):
        return Document(
            title=_title(experiment, part),
            blocks=tuple(_blocks(experiment, part, organisation)),
            language=DANISH,
            kicker=_("Information til dig som borger"),
            subject=_("Information om et forsøg med friere regler"),
            issuer=municipality_name(organisation),
            date=date,
        )


def letter_text(experiment: Experiment, part: Part | None, organisation: str) -> str:
    """The words of the letter without its date, so that the same words have the same hash."""
    document = letter_document(experiment, part, organisation)
    lines = [document.title, document.issuer]
    for block in document.blocks:
        match block:
            case Heading(text=text):
                lines.append(text)
            case BulletList(items=items):
                lines += [f"- {_plain(item)}" for item in items]
            case Paragraph(content=content) | Note(content=content):
                lines.append(_plain(content))
    return "\n".join(lines) + "\n"


def _plain(content: tuple[Inline, ...]) -> str:
    return "".join(inline.text for inline in content if isinstance(inline, Text))


def _title(experiment: Experiment, part: Part | None) -> str:
    return f"{experiment.short_title}: {part.title}" if part else experiment.short_title


def _blocks(experiment: Experiment, part: Part | None, organisation: str) -> list[FlowBlock]:
    place = municipality_name(organisation)
    blocks: list[FlowBlock] = [Paragraph(experiment.summary)]
    if part and part.summary:
        blocks.append(Paragraph(part.summary))
    blocks += _wish(experiment, part)
    blocks += [
        Heading(_("Hvad der bliver registreret")),
        BulletList(
            _("dit CPR-nummer (krypteret) eller sagens nummer"),
            _("hvornår fritagelsen bruges, og hvad der blev lagt vægt på"),
            _("hvad du har valgt, og hvornår"),
        ),
        Paragraph(
            _(
                "Oplysningerne bruges til at følge din sag og til at undersøge, om forsøget virker. I tal, der "
                "offentliggøres, kan ingen kendes. Du kan få at vide, hvad der er registreret om dig, og hvornår "
                "det er set, og du kan få rettet det, der er forkert."
            )
        ),
        Heading(_("Hvis du er uenig")),
        Paragraph(
            _(
                "{place} afgør din sag. Du kan klage over afgørelsen efter de almindelige regler; afgørelsen "
                "fortæller hvordan. Har du spørgsmål om forsøget, så spørg din rådgiver."
            ).format(place=place)
        ),
    ]
    return blocks


def _wish(experiment: Experiment, part: Part | None) -> list[FlowBlock]:
    """What the citizen decides; where no source says how it is taken back, the letter says so to its sender."""
    wishes = consents(experiment, part)
    if not wishes:
        return [
            Heading(_("Hvad det betyder for dig")),
            Paragraph(
                _("Forsøget ændrer, hvordan kommunen behandler din sag. Det kræver ikke dit samtykke.")
            ),
        ]
    blocks: list[FlowBlock] = [Heading(_("Hvad du selv bestemmer"))]
    for wish in wishes:
        blocks.append(Paragraph(wish.text))
        if wish.information:
            blocks.append(Paragraph(wish.information))
        if wish.withdrawal:
            blocks.append(Paragraph(wish.withdrawal))
        else:
            blocks.append(Note(NoteKind.MISSING, _("Hvad der sker, når et samtykke trækkes tilbage.")))
    blocks.append(
        Paragraph(
            _(
                "Det er dit valg, om du vil være med. Du kan sige nej, og du kan trække et ja tilbage, når du vil, "
                "ved at sige det til din rådgiver. Så gælder de almindelige regler."
            )
        )
    )
    return blocks
