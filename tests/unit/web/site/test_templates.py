"""What no template may contain, and how forms and components are drawn."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

import frirum.web
from frirum.core.language import language
from frirum.web.site.forms import DateField, TextArea

WEB = Path(frirum.web.__file__).parent
TEMPLATES = sorted(WEB.glob("*/templates/**/*.html"))
SPRITE = (WEB / "site/static/site/vendor/dkfds/img/icons.svg").read_text(encoding="utf-8")


def draw(source: str, **context: object) -> str:
    return Template("{% load frirum i18n %}" + source).render(Context(context))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(WEB).as_posix())
def test_nothing_inline_and_nothing_from_outside(path: Path) -> None:
    """The content-security policy would block it; better that a test says so than an empty page."""
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:|hx-on|<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"(?:src|href|action)=[\"'](?:https?:)?//", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(WEB).as_posix())
def test_every_icon_is_in_the_sprite(path: Path) -> None:
    for name in re.findall(r"{% icon \"([a-z-]+)\"", path.read_text(encoding="utf-8")):
        assert f'id="{name}"' in SPRITE, f"{name}: add it to ICONS in script/vendor_dkfds.py"


class Example(forms.Form):
    name = forms.CharField(label="Navn", help_text="Fulde navn")
    text = forms.CharField(label="Begrundelse", widget=TextArea, max_length=500, required=False)
    start = DateField(label="Startdato")
    kind = forms.ChoiceField(
        label="Slags", choices=[("a", "Første"), ("b", "Anden")], widget=forms.RadioSelect
    )
    sure = forms.BooleanField(label="Jeg er sikker")
    file = forms.FileField(label="Fil", required=False)


def test_label_hint_error_input_in_that_order() -> None:
    drawn = Example({"name": ""})["name"].as_field_group()
    places = [drawn.index(part) for part in ('for="id_name"', "Fulde navn", "form-error-message", "<input")]
    assert places == sorted(places)
    assert 'aria-describedby="id_name_helptext id_name_error"' in drawn
    assert 'aria-invalid="true"' in drawn


def test_error_summary_links_each_fault_to_its_field() -> None:
    drawn = str(Example({}))
    assert 'data-module="error-summary"' in drawn
    assert re.findall(r'href="#([a-z_0-9]+)"', drawn) == ["id_name", "id_start", "id_kind_0", "id_sure"]
    for anchor in ("id_name", "id_start", "id_kind_0", "id_sure"):
        assert f'id="{anchor}"' in drawn


def test_unbound_form_has_no_summary() -> None:
    assert "error-summary" not in str(Example())


def test_optional_is_marked_required_is_not() -> None:
    assert "frivilligt" in Example()["text"].as_field_group()
    assert "frivilligt" not in Example()["name"].as_field_group()


def test_character_count_without_silent_cutting() -> None:
    drawn = Example()["text"].as_field_group()
    assert 'data-maxlength="500"' in drawn
    assert " maxlength=" not in drawn


def test_radio_buttons_are_a_fieldset_with_a_legend() -> None:
    drawn = Example()["kind"].as_field_group()
    assert '<legend class="form-label">Slags' in drawn
    assert drawn.count('class="form-radio"') == 2
    assert 'for="id_kind_1"' in drawn


def test_date_field_says_what_is_wrong_and_keeps_what_was_written() -> None:
    form = Example({"start": "31-02-2018"})
    assert "Datoen findes ikke" in form["start"].errors[0]
    assert 'value="31-02-2018"' in form["start"].as_field_group()
    assert (
        Example({"start": "1. juli 2018"}).fields["start"].clean("1. juli 2018").isoformat() == "2018-07-01"
    )


def test_text_from_people_is_escaped() -> None:
    evil = "<script>alert(1)</script>"
    for source in (
        "{% alert 'info' heading=evil %}{{ evil }}{% endalert %}",
        "{% tag evil %}",
        "{% facts pairs %}",
        "{% bar 0.5 evil %}",
        "{% help_here evil %}{{ evil }}{% endhelp_here %}",
        "{% empty_state evil evil %}",
        "{{ evil|da }}",
    ):
        assert "<script>" not in draw(source, evil=evil, pairs=[(evil, evil)]), source


def test_unknown_is_said_not_left_empty() -> None:
    assert draw("{{ value|number }} {{ value|date }} {{ value|share }}", value=None).split(
        "ikke angivet"
    ) == [""] + [" "] * 2 + [""]
    assert "ikke angivet" in draw("{% facts pairs %}", pairs=[("Start", None)])
    assert draw("{% bar value 'Andel' %}", value=None) == ""


def test_danish_content_is_marked_on_english_pages_only() -> None:
    assert draw("{{ text|da }}", text="borger") == "borger"
    with language("en"):
        assert draw("{{ text|da }}", text="borger") == '<span lang="da">borger</span>'
        assert 'lang="da"' in draw("{% danish_content %}<p>borger</p>{% enddanish_content %}")


def test_pagination_keeps_the_search() -> None:
    request = RequestFactory().get("/?q=fleks&side=2")
    drawn = draw("{% pagination page %}", page=Paginator(range(100), 10).page(2), request=request)
    assert 'href="?q=fleks&amp;side=3"' in drawn
    assert drawn.count('aria-current="page"') == 1
