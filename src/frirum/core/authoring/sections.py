"""The pages of the form: every root key of a definition on one of them, in the order a coordinator thinks."""

from __future__ import annotations

from dataclasses import dataclass

from frirum.core.language import gettext as _


@dataclass(frozen=True)
class FormPage:
    """One page of the form.

    Attributes:
        key: its name in the address.
        roots: the root keys of the definition that stand on it.
        is_short: most new experiments are written without it; it stands after those they need.
    """

    key: str
    title: str
    guidance: str
    roots: tuple[str, ...]
    is_extra: bool = False


def sections() -> tuple[FormPage, ...]:
    """Every page, in the reader's language."""
    return (
        FormPage(
            "kort-fortalt",
            _("Kort fortalt"),
            _("Hvad forsøget hedder, og hvad det går ud på."),
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
            _("Regler og hjemmel"),
            _("Hvilken regel fraviges, hvad gælder i stedet, og hvad giver lov til det?"),
            ("legal_basis", "provision"),
        ),
        FormPage(
            "tid-og-kommuner",
            _("Tid og kommuner"),
            _("Hvornår gælder forsøget, og hvem er med?"),
            ("period", "participation"),
        ),
        FormPage(
            "maalgruppe",
            _("Målgruppe"),
            _("Hvem er forsøget for, og hvor mange er de?"),
            ("target_group",),
        ),
        FormPage(
            "sagen",
            _("Sagen"),
            _("Hvad rådgiveren spørges om, og hvad sagen skal opfylde, for at fritagelsen kan bruges."),
            ("fact", "condition", "exclusion", "ordinary_exception", "cut_off", "example"),
        ),
        FormPage(
            "sagsbehandling",
            _("Frister og notater"),
            _("Hvad der skal gøres, skrives og markeres, når fritagelsen bruges."),
            ("obligation", "note", "mark", "identification", "identification_text", "consent", "responsible"),
        ),
        FormPage(
            "plan",
            _("Evalueringsplan"),
            _("Hvad I vil opnå, og hvordan det ses. Designet begynder med det, der står her."),
            ("plan",),
        ),
        FormPage(
            "redskaber",
            _("Redskaber og målinger"),
            _("Tilsyn, spørgeskemaer og udtræk, og hvordan deres tal regnes ud."),
            ("instrument", "measure", "scale", "population"),
            is_extra=True,
        ),
        FormPage(
            "rapportering",
            _("Rapportering"),
            _("De perioder, ministeriets skema udfyldes for."),
            ("reporting_period",),
        ),
        FormPage(
            "dele",
            _("Dele"),
            _("Et forsøg kan have dele med hver deres målgruppe og betingelser."),
            ("part",),
            is_extra=True,
        ),
        FormPage(
            "forloeb",
            _("Forløb og resultater"),
            _("Hvad der er sket, besluttet og fundet."),
            ("event", "decision", "figure", "conclusion", "remark"),
            is_extra=True,
        ),
        FormPage(
            "kilder",
            _("Kilder og tvivl"),
            _("Hvor det står, og hvad kilderne ikke er enige om."),
            ("source", "doubt"),
            is_extra=True,
        ),
    )


def section_of(path: str) -> FormPage:
    """The page on which a key path is written; the first for the file as a whole."""
    root = path.split(".", maxsplit=1)[0].split("[", maxsplit=1)[0]
    found = sections()
    return next((one for one in found if root in one.roots), found[0])
