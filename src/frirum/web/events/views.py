"""The list of events."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from frirum.core.vocabulary.danish import sort_key
from frirum.web.events.reading import ReadableEvent, readable, visible_events
from frirum.web.organisations.access import keys_with, needs, person
from frirum.web.organisations.models import Organisation
from frirum.web.organisations.permissions import Permission
from frirum.web.site.pages import page_of
from frirum.web.site.tables import Column, build
from frirum.web.site.templatetags.frirum import date
from frirum.web.trail.actions import note_reading
from frirum.web.trail.presenters import event_types


class EventFilter(forms.Form):
    """Organisation and kind of event."""

    organisation = forms.ChoiceField(label=gettext_lazy("Organisation"), required=False)
    event = forms.ChoiceField(label=gettext_lazy("Art"), required=False)

    def __init__(self, data: object, *, names: dict[str, str]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        everything = [("", _("Alle"))]
        self.fields["organisation"].choices = everything + sorted(  # type: ignore[attr-defined]
            names.items(), key=lambda pair: sort_key(pair[1])
        )
        kinds = [(kind.code, str(kind.sentence).split("{")[0].strip(" (")) for kind in event_types()]
        self.fields["event"].choices = everything + sorted(kinds, key=lambda pair: sort_key(pair[1]))  # type: ignore[attr-defined]


@needs(Permission.SEE_EVENTS)
@require_safe
def event_list(request: HttpRequest) -> HttpResponse:
    """Who did what in the organisations whose trail the person may read; the reading is itself an event."""
    keys = keys_with(request.user, Permission.SEE_EVENTS)
    names = dict(Organisation.objects.filter(key__in=keys).values_list("key", "name"))
    form = EventFilter(request.GET or None, names=names)
    chosen = form.cleaned_data if form.is_valid() else {}
    events = visible_events(keys, **chosen)
    page = page_of(request, events)
    # Whatever page, filter or order was asked for; what was asked for by address is read as much as the first page.
    for key in sorted(names):
        note_reading(organisation=key, by=person(request))
    table = _table(request, readable(page.object_list), names)
    context = {"form": form, "page": page, "table": table, "crumbs": [(_("Hændelser"), None)]}
    return render(request, "events/list.html", context)


def _table(request: HttpRequest, events: list[ReadableEvent], names: dict[str, str]) -> object:
    return build(
        request.GET,
        caption=_("Hændelser, de nyeste først"),
        columns=[
            Column("at", _("Tidspunkt")),
            Column("who", _("Hvem")),
            Column("what", _("Hvad")),
            Column("organisation", _("Organisation")),
        ],
        rows=[
            {
                "at": date(event.at),
                "who": event.who,
                "what": event.what,
                "organisation": names.get(event.organisation, ""),
            }
            for event in events
        ],
    )
