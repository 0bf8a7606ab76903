"""A form with everything the block model knows. The people behind its own numbers are synthetic."""

from __future__ import annotations

import datetime as dt
import io

import matplotlib
from let_out import released

from frirum.core.report.blocks import (
    Annex,
    BulletList,
    DefinitionRow,
    DefinitionRows,
    Document,
    Heading,
    Note,
    NoteKind,
    NumberedList,
    PageBreak,
    Paragraph,
    prose,
)
from frirum.core.report.figures import Chart
from frirum.core.report.inlines import Link, Missing, Text
from frirum.core.report.numbers import PERCENT, Number, Quotation, Run
from frirum.core.report.tables import HeaderCell, ReportTable

SYNTHETIC = Run("K-2022-0147", "optælling af opfølgninger i fagsystemet", synthetic=True)
RELEASE = "F-2022-031"
FORM = Quotation("FORM", "punkt 1")
PERIODS = ("2. halvår 2018", "2019", "2020", "2021", "2022")
HELD = (148, 121, 64, 52, 47)
RETAINED = (97.3, 96.7, 96.9, 98.1, 97.9)


def followed_up(value: float, **more: object) -> Number:
    """A released number of the synthetic run."""
    return released(value, source=SYNTHETIC, release=RELEASE, **more)  # type: ignore[arg-type]


def chart() -> tuple[bytes, bytes]:
    """The same line chart as PNG and SVG."""
    matplotlib.use("agg")
    from matplotlib import pyplot as plt

    with plt.rc_context({"svg.hashsalt": "frirum", "svg.fonttype": "path", "font.size": 9}):
        figure, axes = plt.subplots(figsize=(6.2, 2.6), layout="constrained")
        axes.plot(PERIODS, HELD, color="#12365b", marker="o", linewidth=2)
        for period, value in zip(PERIODS, HELD, strict=True):
            axes.annotate(str(value), (period, value), xytext=(0, 7), textcoords="offset points", ha="center")
        axes.set_ylim(0, 180)
        axes.spines[["top", "right"]].set_visible(False)
        axes.set_ylabel("Opfølgninger")
        png, svg = io.BytesIO(), io.BytesIO()
        figure.savefig(png, format="png", dpi=220, metadata={"Software": None})
        figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
        plt.close(figure)
    return png.getvalue(), svg.getvalue()


def results_table() -> ReportTable:
    """A table with two header rows, hidden and undefined numbers."""
    retained = [followed_up(value, unit=PERCENT, decimals=1) for value in RETAINED]
    asked = [
        Number.suppressed(source=SYNTHETIC, threshold=5, reason="færre end fem borgere"),
        followed_up(11),
        Number.suppressed(source=SYNTHETIC, reason="kan ellers regnes ud af de øvrige tal"),
        followed_up(9),
        Number.undefined(source=SYNTHETIC, reason="perioden er ikke afsluttet"),
    ]
    rows = tuple(
        (period, followed_up(held), share, by_request)
        for period, held, share, by_request in zip(PERIODS, HELD, retained, asked, strict=True)
    )
    return ReportTable(
        "Opfølgninger og fastholdelse i løntilskudsjob, Vesthimmerland",
        (
            (
                HeaderCell("Periode"),
                HeaderCell("Opfølgninger"),
                HeaderCell("Borgere i løntilskud", columns=2),
            ),
            ("", "Antal", "Fastholdt efter 12 måneder", "Bad selv om opfølgning"),
        ),
        rows,
        notes=("Tallene er opgjort ved hver periodes udgang.",),
    )


def figure() -> Chart:
    """A chart of synthetic counts with its table."""
    png, svg = chart()
    rows = tuple((period, followed_up(held)) for period, held in zip(PERIODS, HELD, strict=True))
    return Chart(
        png=png,
        svg=svg,
        alt="Linjediagram: antallet af opfølgninger falder fra 148 i 2. halvår 2018 til 47 i 2022.",
        caption="Antallet af opfølgninger er faldet til en tredjedel",
        data=ReportTable("Opfølgninger", ("Periode", "Opfølgninger"), rows),
    )


def form(
    title: str = "Færre opfølgninger i relation til førtidspensionister i job med løntilskud",
) -> Document:
    """The ten-point form, filled in for a synthetic reporting period."""
    return Document(
        title=title,
        kicker="Evalueringsskema, frikommuneforsøg",
        subject="Erfaringer fra forsøget i perioden efter evalueringsrapporten fra 2020",
        issuer="Vesthimmerlands Kommune",
        date=dt.date(2022, 12, 30),
        keywords=("frikommuneforsøg", "førtidspension", "løntilskud"),
        blocks=(_head(), *_before_the_start(), *_afterwards(), _annex()),
    )


def _head() -> DefinitionRows:
    return DefinitionRows(
        DefinitionRow("Forsøgets titel", "Færre opfølgninger i job med løntilskud"),
        DefinitionRow("Sags- eller ansøgningsnummer", Missing("skemaet nævner intet nummer")),
        DefinitionRow("Kommune/region/institution", "Vesthimmerland"),
        DefinitionRow("Påbegyndt", "1. juli 2018"),
        DefinitionRow("Afsluttet", "Kører fortsat, forlænget til udgangen af 2022"),
        DefinitionRow("Kontaktperson i institutionen", Missing()),
        DefinitionRow("Kontaktperson i kommunen/regionen", Missing()),
    )


def _before_the_start() -> tuple:
    return (
        Heading("1. Beskrivelse af forsøget"),
        Paragraph(
            "Opfølgning over for førtidspensionister i job med løntilskud holdes hvert ",
            Number.quoted(2.5, "år", decimals=1, source=FORM),
            " i stedet for hvert år.",
        ),
        Heading("2. Formålet med forsøget"),
        *prose(
            "Kommunen vil bruge færre kræfter på samtaler, som sjældent ændrer noget i borgerens arbejdsliv.\n\n"
            "Reglerne for fleksjob er forbilledet: Beskæftigelsesforvaltningens "
            "virksomhedskonsulenter følger her op med længere mellemrum."
        ),
        Heading("3. Konkrete mål/succeskriterier for forsøget"),
        BulletList(
            "Opfølgningen ligner den, der gælder for fleksjob.",
            "Regelforenklingen sparer medarbejdertid.",
            (Text("Borgeren bliver i jobbet", bold=True), ", selv om der er længere mellem samtalerne."),
        ),
        Heading("4. Evalueringsdesign"),
        NumberedList("Opfølgninger tælles i fagsystemet.", "Fastholdelse opgøres for hver borger."),
        Heading("5. Opfyldelse af lovens krav"),
        Paragraph(
            "Ministeren har godkendt forsøget. Se ",
            Link("frikommuneloven", "https://www.retsinformation.dk/"),
            ".",
        ),
    )


def _afterwards() -> tuple:
    return (
        Heading("6. Justeringer af evalueringsdesign"),
        Heading("Er der foretaget justeringer af mål og delmål?", level=2),
        Paragraph("Nej."),
        Heading("Hvilken betydning har ændringerne haft for det samlede projekt?", level=2),
        Note(NoteKind.MISSING, "kommunen har ikke besvaret spørgsmålet."),
        Heading("7. Forsøgets resultater"),
        Paragraph(
            "I 2022 blev der holdt ", followed_up(47, unit="opfølgninger"), ", og tiden er brugt på fleksjob."
        ),
        results_table(),
        figure(),
        Note(NoteKind.WARNING, "Tallene har ingen sammenligningsgruppe og viser ikke en effekt."),
        Heading("8. Konklusion på forsøget"),
        Paragraph("Kommunen finder, at forsøget bør gøres permanent."),
        Heading("9. Uventede fund"),
        Note(NoteKind.MISSING, "feltet er tomt i det indsendte skema."),
        Heading("10. Bemærkninger i øvrigt"),
        Note(NoteKind.INFO, "Skemaet er låst for punkt 1–5 siden forsøgets start."),
        PageBreak(),
        Heading("Kvittering"),
        Paragraph(Text("Modtaget", italic=True), " den 30. december 2022."),
    )


def _annex() -> Annex:
    return Annex(
        "Ordforklaring",
        (
            Heading("Opfølgning", level=2),
            Paragraph("Samtale mellem kommune, borger og arbejdsgiver om, hvordan jobbet går."),
        ),
    )
