"""The site's own entries in the main menu."""

from django.utils.translation import gettext_lazy as _

from frirum.web.site.menu import MenuItem, register

register(MenuItem(label=_("Forside"), route="site:front", order=0))
register(
    MenuItem(
        label=_("Ordliste"),
        route="site:glossary",
        order=900,
        in_footer=True,
        description=_("Fagordene på dansk og engelsk med en kort forklaring af hvert."),
    )
)
