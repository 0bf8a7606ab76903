"""The pages of extracts."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import IO, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from frirum.core.errors import FrirumError
from frirum.core.extracts.examples import SYSTEMS, example, examples
from frirum.core.extracts.kinds import kind_named
from frirum.core.files.opening import open_source
from frirum.core.files.source import OpenedFile
from frirum.web.body_limits import takes_files
from frirum.web.extracts import actions, listing
from frirum.web.extracts.columns import columns_page, posted_mapping, start_mapping
from frirum.web.extracts.forms import BatchReasonForm, BringForm, CoveredDaysForm
from frirum.web.extracts.kept_upload import KeptUpload, drop, keep, kept_upload
from frirum.web.extracts.models import Batch, BatchState
from frirum.web.extracts.people import own_municipalities
from frirum.web.extracts.reading import open_batch
from frirum.web.files import store
from frirum.web.files.store import DEFAULT_LIMIT
from frirum.web.organisations.access import needs, person
from frirum.web.organisations.models import Organisation
from frirum.web.organisations.permissions import Permission
from frirum.web.site.listing import list_file, list_table, ordered
from frirum.web.site.pages import CONFLICT, ask, download, page_of, refuse_in, refused_text
from frirum.web.temporary import unnamed_file

View = Callable[..., HttpResponse]


def brings(view: View) -> View:
    """Let in those who bring in extracts of a municipality of their own; nobody else sees that the page exists."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not own_municipalities(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return needs(Permission.BRING_EXTRACT)(never_cache(guarded))


def find(request: HttpRequest, reference: uuid.UUID) -> Batch:
    """The batch of one of the person's own municipalities; another's and a missing one are the same 404."""
    own = Batch.objects.filter(organisation__in=own_municipalities(request.user), reference=reference)
    found = own.select_related("mapping", "corrects").first()
    if found is None:
        raise Http404
    return found


def _crumbs(*last: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    return [(_("Udtræk"), reverse("extracts:batches")), *last]


@brings
@require_GET
def batches(request: HttpRequest) -> HttpResponse:
    """The batches of the person's municipalities, and the example files."""
    own = Batch.objects.filter(organisation__in=own_municipalities(request.user)).order_by("-uploaded_at")
    columns = listing.batch_columns()
    page = page_of(request, ordered(own, columns, request.GET, then=("-uploaded_at", "pk")))
    context = {
        "page": page,
        "table": listing.batch_table(request.GET, list(page), columns),
        "examples": [
            (SYSTEMS[one.system], kind_named(one.mapping.kind).label, one.path.name) for one in examples()
        ],
        "crumbs": [(_("Udtræk"), None)],
    }
    return render(request, "extracts/batches.html", context)


@brings
@require_GET
def example_file(request: HttpRequest, name: str) -> HttpResponse:
    """A synthetic example file."""
    found = example(name)
    if found is None:
        raise Http404
    return download(found.path.read_bytes(), name=found.path.name, media_type="text/csv")


@takes_files(500)
@brings
@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """Choose a file. It is looked over before it is kept, and refused with line and remedy."""
    own = own_municipalities(request.user)
    places = Organisation.objects.filter(key__in=own).order_by("name").values_list("key", "name")
    accepted = list(Batch.objects.filter(organisation__in=own, state=BatchState.ACCEPTED))
    last = Batch.objects.filter(organisation__in=own).order_by("-pk").first()
    form = BringForm(
        request.POST or None,
        request.FILES or None,
        organisations=list(places),
        accepted=accepted,
        kept=kept.name if (kept := kept_upload(request)) else "",
        initial={"legal_basis": last.legal_basis, "system": last.system} if last else {},
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            with _sent(form.cleaned_data["file"], kept) as sent:
                made, is_new = _bring(request, form.cleaned_data, accepted, sent)
        except FrirumError as refused:
            refuse_in(form, refused, "file")
        else:
            drop(request)
            if is_new:
                return redirect("extracts:columns", reference=made.reference)
            text = _("Filen er hentet ind før, som udtræk {n}. Intet er ændret.")
            messages.info(request, text.format(n=made.number))
            return redirect("extracts:batch", reference=made.reference)
    if form.is_bound and not form.is_valid():
        status = CONFLICT
        form = _keeping_the_file(request, form)
    context = {"form": form, "crumbs": _crumbs((_("Nyt udtræk"), None))}
    return render(request, "extracts/bring.html", context, status=status)


@contextmanager
def _sent(file: Any, kept: KeptUpload | None) -> Iterator[tuple[Iterable[bytes], str, str]]:
    """(content, name, media type) of the file that came with the form, else of the one from before."""
    if file is None and kept is not None:
        with kept.opened() as opened:
            yield iter(lambda: opened.read(1024 * 1024), b""), kept.name, kept.media_type
    else:
        yield file.chunks(), file.name, file.content_type or "application/octet-stream"


def _keeping_the_file(request: HttpRequest, form: BringForm) -> BringForm:
    """The refused form, with the file kept so that it need not be chosen and sent again."""
    file = request.FILES.get("file")
    if file is None or file.size is None or file.size > DEFAULT_LIMIT:
        return form
    kept = keep(request, file)
    # The bound field is made when the form is asked whether it is valid, and has its own words from then on.
    form["file"].help_text = BringForm.still_here(kept.name)
    return form


def _bring(
    request: HttpRequest, data: dict[str, Any], accepted: list[Batch], sent: tuple[Iterable[bytes], str, str]
) -> tuple[Batch, bool]:
    """The batch of a file, and whether it is new."""
    chunks, name, media_type = sent
    with unnamed_file() as (kept, path):
        digest = _copy(chunks, kept)
        before = actions.same_file(organisation=data["organisation"], kind=data["kind"], sha256=digest)
        if before is not None:
            return before, False
        heading_line = data["heading_line"] or 0
        open_source(path, sheet=data["sheet"], heading_line=heading_line)
        kept.seek(0)
        corrects = next((b for b in accepted if str(b.reference) == data.get("corrects")), None)
        made = actions.bring_extract(
            content=kept,  # type: ignore[arg-type]
            name=name,
            media_type=media_type,
            kind=data["kind"],
            system=data["system"],
            sheet=data["sheet"],
            heading_line=heading_line,
            legal_basis=data["legal_basis"],
            delete_on=data["delete_on"],
            corrects=corrects,
            covers=(data["covers_from"], data["covers_to"]),
            organisation=data["organisation"],
            by=person(request),
        )
        return made, True


def _copy(chunks: Iterable[bytes], kept: IO[bytes]) -> str:
    """Write the upload to a file of our own; returns its SHA-256.

    Raises:
        DiskFull: the disk or the quota has no room.
    """
    digest = hashlib.sha256()
    try:
        for chunk in chunks:
            digest.update(chunk)
            kept.write(chunk)
        kept.flush()
    except OSError as fault:
        raise store.explained(fault) from fault
    return digest.hexdigest()


@brings
@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Say which column is what; see the first rows as they are understood; have the file read."""
    found = find(request, reference)
    if found.state not in actions.WAITING:
        return redirect("extracts:batch", reference=reference)
    try:
        with open_batch(found) as source:
            return _columns(request, found, source)
    except FrirumError as refused:
        messages.error(request, refused_text(refused))
        return redirect("extracts:batch", reference=reference)


def _columns(request: HttpRequest, found: Batch, source: OpenedFile) -> HttpResponse:
    reference = found.reference
    if request.method == "POST":
        mapping, saved = posted_mapping(found, source, request.POST.dict()), None
        if request.POST.get("handling") == "laes":
            try:
                actions.map_columns(batch=found, mapping=mapping, by=person(request))
                return redirect("extracts:batch", reference=reference)
            except FrirumError as refused:
                messages.error(request, refused_text(refused))
    else:
        mapping, saved = start_mapping(found, source)
    actions.note_seen(batch=found, by=person(request))
    context = {
        "batch": found,
        "source": source,
        "found": columns_page(found, source, mapping, saved),
        "crumbs": _crumbs(
            (_batch_title(found), reverse("extracts:batch", args=[reference])), (_("Kolonner"), None)
        ),
    }
    return render(request, "extracts/columns.html", context)


def _batch_title(found: Batch) -> str:
    return _("Udtræk {n}").format(n=found.number)


@brings
@require_GET
def batch(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """One batch: where it is, what became of its rows, what was found, what can be done."""
    found = find(request, reference)
    form, rows = listing.found_rows(found, request)
    page = page_of(request, rows)
    job = listing.job_of(found)
    is_stuck = job is not None and job.is_over
    context = {
        "batch": found,
        "title": _batch_title(found),
        "steps": listing.steps(found),
        "facts": listing.facts(found),
        "counts": listing.counts(found),
        "summary": listing.summary(found),
        "form": form,
        "page": page,
        "table": list_table(
            request.GET, list(page), listing.finding_columns(), caption=_("Fund, linje for linje")
        ),
        "job": job,
        "is_working": job is not None and not job.is_over,
        "is_stuck": is_stuck,
        "may_map": found.state in actions.WAITING and (job is None or is_stuck),
        "may_accept": found.state == BatchState.READ and (job is None or is_stuck),
        "may_discard": found.state in actions.WAITING and (job is None or is_stuck),
        "may_withdraw": found.state == BatchState.ACCEPTED,
        "may_state_days": found.state not in (BatchState.DISCARDED, BatchState.WITHDRAWN),
        "history": _history(found),
        "crumbs": _crumbs((_batch_title(found), None)),
    }
    return render(request, "extracts/batch.html", context)


def _history(found: Batch) -> list[Batch]:
    """The other batches of the same kind that count or counted: what this one stands among."""
    same = Batch.objects.filter(organisation=found.organisation, kind=found.kind).exclude(pk=found.pk)
    return list(same.filter(state__in=(BatchState.ACCEPTED, BatchState.WITHDRAWN)).order_by("-number")[:20])


@brings
@require_GET
def findings_file(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """The findings, filtered as the page is, as a file without a word about who the citizens are."""
    found = find(request, reference)
    _form, rows = listing.found_rows(found, request)
    content = list_file(rows.iterator(), listing.finding_columns())
    return download(content, name=f"udtraek-{found.number}-fund.csv", media_type="text/csv")


def _act(
    request: HttpRequest, reference: uuid.UUID, act: Callable[[], object], done: str = ""
) -> HttpResponse:
    try:
        act()
    except FrirumError as refused:
        messages.error(request, refused_text(refused))
    else:
        if done:
            messages.success(request, done)
    return redirect("extracts:batch", reference=reference)


@brings
@require_POST
def read_again(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Go on with a reading that stopped."""
    found = find(request, reference)
    return _act(request, reference, lambda: actions.read_again(batch=found, by=person(request)))


@brings
@require_POST
def accept(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Have the batch kept."""
    found = find(request, reference)
    return _act(request, reference, lambda: actions.order_acceptance(batch=found, by=person(request)))


@brings
@require_http_methods(["GET", "POST"])
def state_days(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Say, or mend, which days a batch covers."""
    found = find(request, reference)
    form = CoveredDaysForm(
        request.POST or None, initial={"covers_from": found.covers_from, "covers_to": found.covers_to}
    )
    status = 200
    if request.method == "POST":
        status = CONFLICT
        if form.is_valid():
            covers = (form.cleaned_data["covers_from"], form.cleaned_data["covers_to"])
            try:
                actions.state_days(batch=found, covers=covers, by=person(request))
            except FrirumError as refused:
                refuse_in(form, refused, "covers_to")
            else:
                messages.success(request, _("Dagene er gemt. Brug pr. år regnes efter dem."))
                return redirect("extracts:batch", reference=reference)
    cancel = reverse("extracts:batch", args=[reference])
    heading = _("Dage, som udtrækket dækker")
    return ask(
        request,
        heading=heading,
        text=_("Hvad der ligger uden for dagene, regnes som ukendt og ikke som 0."),
        submit=_("Gem"),
        form=form,
        cancel_url=cancel,
        crumbs=_crumbs((_batch_title(found), cancel), (heading, None)),
        status=status,
    )


@brings
@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Lay a batch away, with a reason."""
    return _with_reason(
        request,
        find(request, reference),
        actions.discard_batch,
        heading=_("Læg udtrækket væk"),
        text=_("Det, der er læst af filen, slettes. Tallene og din begrundelse bliver stående."),
        done=_("Udtrækket er lagt væk."),
    )


@brings
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Take back a batch that was accepted, with a reason."""
    return _with_reason(
        request,
        find(request, reference),
        actions.withdraw_batch,
        heading=_("Fortryd udtrækket"),
        text=_(
            "Rækkerne og den brug, de gav, trækkes tilbage, og det, de afløste, gælder igen. Intet forsvinder: "
            "både udtrækket og din begrundelse bliver stående."
        ),
        done=_("Udtrækket er fortrudt."),
    )


def _with_reason(
    request: HttpRequest, found: Batch, act: Any, *, heading: str, text: str, done: str
) -> HttpResponse:
    form = BatchReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        return _act(
            request, found.reference, lambda: act(batch=found, reason=reason, by=person(request)), done
        )
    cancel = reverse("extracts:batch", args=[found.reference])
    return ask(
        request,
        heading=heading,
        text=text,
        submit=heading,
        danger=True,
        form=form,
        cancel_url=cancel,
        crumbs=_crumbs((_batch_title(found), cancel), (heading, None)),
        status=CONFLICT if form.is_bound else 200,
    )
