"""A definition written by form: from a title to a public page, and nothing that was typed is lost."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from cast import AALBORG, VESTHIMMERLAND, Cast
from django.test import Client
from published import publish_shipped
from unit.web.authoring.pages_as_posted import Posted, as_posted

from frirum.core.authoring.completing import complete, take_in
from frirum.core.authoring.posted import read_page
from frirum.core.authoring.sections import FORM_PAGES
from frirum.core.authoring.writing import read_text, write_into
from frirum.core.paths import catalogue_dir
from frirum.web.authoring.drawing import MUNICIPALITIES, Drawer
from frirum.web.experiments.actions import start_draft
from frirum.web.experiments.models import Draft
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.site.dates import parse_date

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])

_FIELD = re.compile(
    r'<input type="(?P<type>hidden|text|checkbox)"[^>]*?name="(?P<name>[^"]+)"(?P<rest>[^>]*)>'
    r'|<textarea[^>]*name="(?P<area>[^"]+)"[^>]*>\n?(?P<text>.*?)</textarea>'
    r'|<select[^>]*name="(?P<select>[^"]+)"[^>]*>(?P<options>.*?)</select>',
    re.DOTALL,
)


def fields_on(page: str) -> dict[str, list[str]]:
    """What a browser would post of the page's form, as it stands."""
    form = page.split('class="authoring-form"', 1)[1].split("</form>", 1)[0]
    found: dict[str, list[str]] = {}
    for one in _FIELD.finditer(
        re.sub(r'<input class="([^"]*)" type="text"', r'<input type="text"', form).replace(
            '<input type="checkbox" class="form-checkbox" ', '<input type="checkbox" '
        )
    ):
        if one["name"]:
            value = re.search(r'value="([^"]*)"', one[0])
            if one["type"] == "checkbox" and " checked" not in one["rest"]:
                continue
            found.setdefault(one["name"], []).append(html.unescape(value[1]) if value else "")
        elif one["area"]:
            found[one["area"]] = [html.unescape(one["text"])]
        else:
            chosen = re.search(r'<option value="([^"]*)" selected', one["options"])
            first = re.search(r'<option value="([^"]*)"', one["options"])
            found[one["select"]] = [html.unescape((chosen or first)[1])] if first else [""]
    return found


def write(client: Client, page: str, typed: dict[str, Any], **headers: str) -> Any:
    """Fill the fields in and send the page as a browser does."""
    posted = fields_on(client.get(page).content.decode())
    return client.post(page, {**posted, "videre": "", **typed}, headers=headers or None)


def begun(cast: Cast, client: Client, copy_of: str = "") -> Draft:
    cast.log_in(client, cast.karen)
    asked = {"title": "Færre samtaler", "organisation": VESTHIMMERLAND, "network": "nordjylland"}
    answer = client.post("/kladder/ny/", {**asked, "copy_of": copy_of})
    assert answer.status_code == 302, answer.content.decode()
    with organisation_scope([VESTHIMMERLAND]):
        return Draft.objects.get()


PAGES: dict[str, dict[str, Any]] = {
    "kort-fortalt": {"summary": "Borgere nær pension kan vælge færre samtaler."},
    "regler": {
        "legal_basis-0-title": "Bekendtgørelse om frikommuneforsøg",
        "legal_basis-0-kind": "executive_order",
        "legal_basis-0-status": "adopted",
        "provision-0-rule": "foertidspension-opfoelgning",
        "provision-0-derogation": "Kommunen holder samtaler, når borgeren ønsker det.",
    },
    "tid-og-kommuner": {
        "period-0-from": "1/1 2027",
        "period-0-to": "31-12-2029",
        "kommuner": [VESTHIMMERLAND, AALBORG],
    },
    "maalgruppe": {"target_group-0-text": "Borgere på ledighedsydelse", "target_group-0-volume-n": "120",
                   "target_group-0-volume-unit": "borgere"},
    "sagen": {"fact-2-type": "bool", "fact-2-question": "Har borgeren sagt ja?"},
    "rapportering": {"reporting_period-0-title": "2027", "reporting_period-0-from": "01-01-2027",
                     "reporting_period-0-to": "31-12-2027"},
}  # fmt: skip


def test_from_a_title_to_a_public_page(cast: Cast, client: Client) -> None:
    draft = begun(cast, client)
    home = f"/kladder/{draft.reference}/"
    for key, typed in PAGES.items():
        answer = write(client, f"{home}skema/{key}/", typed)
        assert answer.status_code == 302, answer.content.decode()
    write(client, f"{home}skema/sagen/", {"condition-led-0-fact": "har_borgeren_sagt_ja"})
    page = client.get(home).content.decode()
    assert "Ingen fejl." in page, page.split("fejl-overskrift")[-1][:1500]
    with organisation_scope([VESTHIMMERLAND]):
        document = read_text(Draft.objects.get().toml)
    assert document["condition"]["all"][0]["text"] == "Har borgeren sagt ja: ja"
    assert document["provision"][0]["statute"]


@pytest.mark.parametrize(
    "slug", ["loentilskud-jobrotation", "foertidspension-opfoelgning", "uddannelsespaalaeg"]
)
def test_a_page_that_nobody_touches_changes_nothing(slug: str) -> None:
    """What a form shows and sends back is what stood there: comments, order and unknown silences too."""
    text = (catalogue_dir() / "experiments" / f"{slug}.toml").read_text(encoding="utf-8")
    document = read_text(text)
    for one in FORM_PAGES:
        posted: Posted = {}
        for line in Drawer(document).page(one):
            posted |= as_posted(line)
        made = read_page(document, one.roots, posted, parse_date)
        if MUNICIPALITIES in posted:
            made = take_in(made, map(int, posted[MUNICIPALITIES]), made)
        assert write_into(text, complete(made, document)) == text, one.key


def test_a_page_with_comments_in_its_text_is_sent_and_sent_back_unchanged(cast: Cast, client: Client) -> None:
    text = (catalogue_dir() / "experiments" / "mikrolaan.toml").read_text(encoding="utf-8")
    cast.log_in(client, cast.karen)
    with organisation_scope([VESTHIMMERLAND]):
        draft = start_draft(slug="kopi", text=text, organisation=VESTHIMMERLAND, by=cast.karen)
    for key in ("sagen", "plan"):
        assert write(client, f"/kladder/{draft.reference}/skema/{key}/", {}).status_code == 302
        with organisation_scope([VESTHIMMERLAND]):
            assert Draft.objects.get(pk=draft.pk).toml == text, key


def test_a_new_draft_lacks_much_and_is_wrong_nowhere(cast: Cast, client: Client) -> None:
    draft = begun(cast, client)
    home = f"/kladder/{draft.reference}/"
    first = client.get(f"{home}skema/kort-fortalt/").content.decode()
    assert "Skal udfyldes." in first
    assert "form-error" not in first
    front = client.get(home).content.decode()
    assert "1 mangler" in front
    assert "1 fejl" not in front
    for key in ("dele", "kilder"):
        page = client.get(f"{home}skema/{key}/").content.decode()
        assert "<details" not in page.split("<form")[-1], "nothing is hidden where all is seldom needed"
    write(client, f"{home}skema/kilder/?ny=doubt", {})
    with organisation_scope([VESTHIMMERLAND]):
        assert "doubt" not in (read_text(Draft.objects.get().toml) or {}), "a doubt nobody wrote"


def test_of_a_long_list_only_what_is_looked_at_is_drawn_and_the_rest_is_kept(
    cast: Cast, client: Client
) -> None:
    publish_shipped("loentilskud-jobrotation")
    draft = begun(cast, client, copy_of="loentilskud-jobrotation")
    address = f"/kladder/{draft.reference}/skema/redskaber/"
    before = read_text(draft.toml)["instrument"]
    short = client.get(address).content.decode()
    assert len(short) < 110_000, "191,000 before"
    assert len(client.get(f"/kladder/{draft.reference}/skema/dele/").content) < 20_000
    assert 'name="instrument-1-title"' not in short
    opened = client.get(f"{address}?aaben=instrument-1").content.decode()
    assert 'name="instrument-1-title"' in opened
    posted = {**fields_on(opened), "instrument-1-title": "Et nyt navn", "aabn": "instrument-2"}
    answer = client.post(address, posted)
    assert answer["Location"].endswith("?aaben=instrument-2#instrument-2")
    with organisation_scope([VESTHIMMERLAND]):
        after = read_text(Draft.objects.get().toml)["instrument"]
    assert after[1]["title"] == "Et nyt navn"
    assert [one for place, one in enumerate(after) if place != 1] == [
        one for place, one in enumerate(before) if place != 1
    ]
