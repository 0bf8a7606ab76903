"""What the gate says where one number could be subtracted from another."""

from __future__ import annotations

from frirum.core.language import gettext as _


def beside_in_the_release(other: str, n: int) -> tuple[str, str]:
    """Why an estimate is held back beside another of the same release, and what to do."""
    return (
        _(
            "{other} er med i den samme frigivelse på næsten de samme personer; forskellen fortæller om færre end {n}."
        ).format(other=other, n=n),
        _("Lad de to hvile på de samme personer, eller spørg kun om den ene."),
    )


def running_on(new: str, old: str, number: int) -> tuple[str, str]:
    """Why counts of a period are asked about, and what to do."""
    return (
        _(
            "Tallene for {new} er på nær få personer flere dem, der er frigivet for {old} i frigivelse {number}. Er de "
            "talt videre på de samme personer, fortæller forskellen om de få."
        ).format(new=new, old=old, number=number),
        _(
            "Tælles der videre fra samme dag, så skriv hele perioden fra den første dag til den sidste (»januar-juni "
            "2027«, eller »til 2027-06-30« for en bestand). Er det virkelig en periode for sig, så sig det: "
            "--same-as ={new}."
        ).format(new=new),
    )


def nearly_the_rest(new: str, whole: tuple[str, int], part: tuple[str, int]) -> tuple[str, str]:
    """Why counts that are what is left of two others are not released, and what to do."""
    return (
        _(
            "Tallene for {new} er på nær få personer det, der er tilbage af {whole} (frigivelse {first}), når {part} "
            "(frigivelse {second}) trækkes fra; forskellen fortæller om de få."
        ).format(new=new, whole=whole[0], first=whole[1], part=part[0], second=part[1]),
        _("Vis dem, der har, og dem, der ikke har, som to kategorier i én tabel."),
    )


def nearly_known(new: str, old: str, number: int) -> tuple[str, str]:
    """Why counts that are said to be new are not released, and what to do."""
    return (
        _(
            "Tallene for {new} er på nær få personer dem, der er frigivet for {old} i frigivelse {number}; forskellen "
            "fortæller om de få."
        ).format(new=new, old=old, number=number),
        _(
            "Er det det samme, så sig det: --same-as {old}={new}. Er det noget andet, så vis det for færre og større "
            "kategorier, hvor de to ligger længere fra hinanden."
        ).format(new=new, old=old),
    )
