"""The pages of the form: every root key of a definition on one of them, in the order a coordinator thinks."""

from __future__ import annotations

from dataclasses import dataclass

from frirum.core.language import gettext
from frirum.core.language import gettext_noop as N_


@dataclass(frozen=True)
class FormPage:
    """One page of the form.

    Attributes:
        key: its name in the address.
        danish_title, danish_guidance: `title` and `guidance` as they are written.
        roots: the root keys of the definition that stand on it.
        is_extra: most new experiments are written without it; it stands after those they need.
    """

    key: str
    danish_title: str
    danish_guidance: str
    roots: tuple[str, ...]
    is_extra: bool = False

    @property
    def title(self) -> str:
        """What it is called, in the reader's language."""
        return gettext(self.danish_title)

    @property
    def guidance(self) -> str:
        """What is written on it, in the reader's language."""
        return gettext(self.danish_guidance)


FORM_PAGES = (
    FormPage(
        "kort-fortalt",
        N_("Kort fortalt"),
        N_("Hvad forsøget hedder, og hvad det går ud på."),
        (
            "short_title",
            "summary",
            "network",
            "status",
            "theme",
            "short_title_en",
            "summary_en",
            "titled",
            "slug",
            "number",
            "synthetic",
        ),
    ),
    FormPage(
        "regler",
        N_("Regler og hjemmel"),
        N_("Hvilken regel fraviges, hvad gælder i stedet, og hvad giver lov til det?"),
        ("legal_basis", "provision"),
    ),
    FormPage(
        "tid-og-kommuner",
        N_("Tid og kommuner"),
        N_("Hvornår gælder forsøget, og hvem er med?"),
        ("period", "participation"),
    ),
    FormPage(
        "maalgruppe",
        N_("Målgruppe"),
        N_("Hvem er forsøget for, og hvor mange er de?"),
        ("target_group",),
    ),
    FormPage(
        "sagen",
        N_("Sagen"),
        N_("Hvad rådgiveren spørges om, og hvad sagen skal opfylde, for at fritagelsen kan bruges."),
        ("fact", "condition", "exclusion", "ordinary_exception", "cut_off", "example"),
    ),
    FormPage(
        "sagsbehandling",
        N_("Frister og notater"),
        N_("Hvad der skal gøres, skrives og markeres, når fritagelsen bruges."),
        ("obligation", "note", "mark", "identification", "identification_text", "consent", "responsible"),
    ),
    FormPage(
        "plan",
        N_("Evalueringsplan"),
        N_("Hvad I vil opnå, og hvordan det ses. Designet begynder med det, der står her."),
        ("plan",),
    ),
    FormPage(
        "redskaber",
        N_("Redskaber og målinger"),
        N_("Tilsyn, spørgeskemaer og udtræk, og hvordan deres tal regnes ud."),
        ("instrument", "measure", "scale", "population"),
        is_extra=True,
    ),
    FormPage(
        "rapportering",
        N_("Rapportering"),
        N_("De perioder, ministeriets skema udfyldes for."),
        ("reporting_period",),
    ),
    FormPage(
        "dele",
        N_("Dele"),
        N_("Et forsøg kan have dele med hver deres målgruppe og betingelser."),
        ("part",),
        is_extra=True,
    ),
    FormPage(
        "forloeb",
        N_("Forløb og resultater"),
        N_("Hvad der er sket, besluttet og fundet."),
        ("event", "decision", "figure", "conclusion", "remark"),
        is_extra=True,
    ),
    FormPage(
        "kilder",
        N_("Kilder og tvivl"),
        N_("Hvor det står, og hvad kilderne ikke er enige om."),
        ("source", "doubt"),
        is_extra=True,
    ),
)
"""Every page, in the order they are written."""


def section_of(path: str) -> FormPage:
    """The page on which a key path is written; the first for the file as a whole."""
    root = path.split(".", maxsplit=1)[0].split("[", maxsplit=1)[0]
    return next((one for one in FORM_PAGES if root in one.roots), FORM_PAGES[0])
