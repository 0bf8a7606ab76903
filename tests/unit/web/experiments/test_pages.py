"""The pages of experiments, networks, municipalities and law: what must stand on them, drawn from the definitions."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from cast import SET_UP
from django.test import Client

from frirum.core.catalogue import parse_definition, shipped_catalogue
from frirum.core.catalogue.compilations import rules_of, runs_on, touched_by
from frirum.core.catalogue.labels import label
from frirum.core.paths import catalogue_dir
from frirum.core.vocabulary.law_events import all_law_events
from frirum.core.vocabulary.municipalities import by_code, in_network
from frirum.web.experiments.actions import load_shipped, publish
from frirum.web.experiments.models import Origin
from frirum.web.experiments.pages import difference
from frirum.web.experiments.presentation import page_context
from frirum.web.experiments.timeline import WIDTH, by_date, draw, draw_all
from frirum.web.following.demonstration import definition
from frirum.web.overviews.tiles import tile_map

SEVEN = "foertidspension-opfoelgning"
SLUGS = sorted(
    path.stem for path in (catalogue_dir() / "experiments").glob("*.toml") if not path.stem.startswith("_")
)
on_the_site = pytest.mark.django_db(databases=["default", "statistics"])


@pytest.fixture
def site(client: Client) -> Client:
    load_shipped(by=SET_UP)
    return client


def words(client: Client, address: str) -> str:
    """The page's text without marks."""
    text = client.get(address).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


@on_the_site
def test_every_experiment_page_answers_the_questions_of_a_citizen(site: Client) -> None:
    """What rule, for whom, where, when, how it is judged, what came of it; with every doubt and every source."""
    for experiment in shipped_catalogue().experiments.values():
        text = site.get(f"/forsoeg/{experiment.slug}/").content.decode()
        for term in (
            "Hvilken regel",
            "For hvem",
            "Hvor",
            "Hvornår",
            "Hvordan det bedømmes",
            "Hvad der kom ud af det",
        ):
            assert f"<dt>{term}</dt>" in text, (experiment.slug, term)
        assert text.count('id="tvivl-') == len(experiment.doubts), experiment.slug
        assert label(experiment.status) in text
        for stay in experiment.participation:
            place = by_code(stay.municipality)
            assert place is not None
            assert place.name in text, (experiment.slug, stay.municipality)
        for part in experiment.parts:
            assert f'id="del-{part.slug}"' in text
        for period in experiment.reporting_periods:
            assert f"/forsoeg/{experiment.slug}/skema/{period.id}/" in text
        named, listed = (set(re.findall(rf'{one}(kilde-[^"]+)"', text)) for one in ('href="#', '<li id="'))
        assert named <= listed, (experiment.slug, named - listed)
        assert named or not experiment.sources, experiment.slug
        assert len(text.encode()) < 110_000, (experiment.slug, len(text.encode()))


@on_the_site
def test_what_no_source_states_says_so(site: Client) -> None:
    seven = words(site, f"/forsoeg/{SEVEN}/")
    assert "hjemlen er kun kendt som udkast" in seven
    assert "uden grænse og udgangspunkt" in seven
    assert (
        "Kommunerne"
        not in words(site, "/forsoeg/forsoeg-2027-a-kasser/").split("Hvad der kom ud af det")[1][:80]
    )


@on_the_site
def test_proposed_wording_and_unbalanced_scales_are_marked(site: Client) -> None:
    seen = {"vores ordlyd": False, "skæv skala": False}
    for experiment in shipped_catalogue().experiments.values():
        scales = {**shipped_catalogue().scales, **{scale.id: scale for scale in experiment.scales}}
        questions = [q for instrument in experiment.instruments for q in instrument.questions]
        expected = {
            "vores ordlyd": any(q.wording == "proposed" for q in questions),
            "skæv skala": any(q.scale and not scales[q.scale].balanced for q in questions),
        }
        text = words(site, f"/forsoeg/{experiment.slug}/")
        assert "Hoveddokumenterne: ." not in text
        for mark, there in expected.items():
            if there:
                seen[mark] = True
                assert mark in text, (experiment.slug, mark)
    assert all(seen.values()), seen


@on_the_site
def test_danish_is_marked_on_the_english_page(site: Client) -> None:
    site.cookies["frirum_language"] = "en"
    text = site.get(f"/forsoeg/{SEVEN}/").content.decode()
    assert "Fewer follow-ups for disability pensioners in wage-subsidised jobs" in text
    assert 'lang="da">Ingen mindstekrav til opfølgning' in text
    assert '<h1 id="kort"><span lang="da">' not in text
    replaced = (
        site.get("/forsoeg/loentilskud-jobrotation/")
        .content.decode()
        .split("that ended or were replaced that day:")
    )
    assert "The citizen must have 26 weeks" in replaced[1][:200]


@on_the_site
def test_a_definition_without_sources_says_so(site: Client) -> None:
    """The made-up experiment of the demonstration rests on no document: no heading stands above nothing."""
    publish(
        text=definition(dt.date(2026, 5, 1)), origin=Origin.SHIPPED, organisation="", reason="", by=SET_UP
    )
    text = words(site, "/forsoeg/syntetisk-faa-brug/")
    assert "Beskrivelsen nævner ingen kilder." in text
    assert "Steder, beskrivelsen hviler på" not in text
    assert "Steder, beskrivelsen hviler på" in words(site, f"/forsoeg/{SEVEN}/")


@on_the_site
def test_versions_are_held_against_each_other(site: Client) -> None:
    text = (catalogue_dir() / f"experiments/{SEVEN}.toml").read_text(encoding="utf-8")
    changed = text.replace(
        "virksomhedskonsulenten tilrettelægger dem.", "konsulenten tilrettelægger dem <b>selv</b>."
    )
    publish(text=changed, origin=Origin.SHIPPED, organisation="", reason="Rettet", by=SET_UP)
    shown = site.get(f"/forsoeg/{SEVEN}/versioner/", {"fra": "1", "til": "2"}).content.decode()
    assert shown.count('class="diff-added"') == shown.count('class="diff-removed"') == 1
    assert "&lt;b&gt;selv&lt;/b&gt;" in shown
    same = words(site, f"/forsoeg/{SEVEN}/versioner/?fra=2&til=2")
    assert "Teksterne er ens." in same
    for query in ("?fra=1&til=99", "?fra=x&til=2", "?fra=1", "?fra=²&til=1"):
        assert "Versionen findes ikke" in words(site, f"/forsoeg/{SEVEN}/versioner/{query}")
    assert site.get(f"/forsoeg/{SEVEN}/versioner/1/definition.toml").content.decode() == text
    assert site.get(f"/forsoeg/{SEVEN}/versioner/9/definition.toml").status_code == 404
    assert site.get("/forsoeg/findes-ikke/versioner/").status_code == 404


def test_a_difference_has_three_lines_around_it() -> None:
    lines = difference("\n".join("abcdefghi"), "\n".join("abcdXfghi"))
    assert [(line.kind, line.text) for line in lines if line.kind != "same"] == [
        ("place", "@@ -2,7 +2,7 @@"), ("removed", "-e"), ("added", "+X"),
    ]  # fmt: skip
    assert len(lines) == 9


@on_the_site
def test_networks_and_municipalities(site: Client) -> None:
    north = words(site, "/netvaerk/nordjylland/")
    assert "12,2 mio. kr." in north  # PIXI
    assert "13 ansøgninger sendt 1. november 2017, 10 imødekommet 21. december 2017" in north  # DESIGN
    assert "beskriver ikke dets forsøg" in words(site, "/netvaerk/en-plan/")
    assert "Færre opfølgninger for førtidspensionister" in words(site, "/kommuner/820/")
    assert "table-cards" not in site.get("/kommuner/").content.decode(), "98 cards on a narrow screen"
    for address in ("/kommuner/999/", "/kommuner/1/", "/netvaerk/findes-ikke/"):
        assert site.get(address).status_code == 404


@on_the_site
def test_what_a_source_says_in_words_and_the_help_of_a_question_have_their_english(site: Client) -> None:
    for experiment in shipped_catalogue().experiments.values():
        assert [one.id for one in experiment.figures if one.in_words and not one.in_words_en] == []
        assert [one.id for one in experiment.all_facts() if one.help and not one.help_en] == []
    site.cookies["frirum_language"] = "en"
    short = words(site, "/forsoeg/foertidspension-opfoelgning/").partition("Which rule Under")[0]
    assert "neither more nor fewer" in short
    assert "to a limited extent" in words(site, "/tilbageblik/")


@on_the_site
def test_front_page_counts_live(site: Client) -> None:
    text = words(site, "/")
    assert "Talt i definitionerne" in text
    assert re.search(r"rækker i beslutningen af 26\. august 2021 Talt i definitionerne 18\b", text)


@on_the_site
def test_a_change_of_the_law_under_an_experiment_says_what_changed(site: Client) -> None:
    after = words(site, "/forsoeg/foertidspension-opfoelgning/").rpartition("Loven under forsøget")[2]
    assert after.strip().startswith("1. januar 2020 Ny lov om en aktiv beskæftigelsesindsats")


@on_the_site
def test_law_shows_drafts_and_unverified_as_such(site: Client) -> None:
    text = site.get("/lov/").content.decode()
    rows = dict(re.findall(r'<tr id="regel-([a-z0-9-]+)">(.*?)</tr>', text, flags=re.DOTALL))
    assert "badge-draft" in rows["udkast-23"]
    assert "udkast" in rows["udkast-23"]
    assert "ikke efterprøvet" in rows["forholdstal-2020"]


@on_the_site
def test_a_period_no_source_dates_is_bounded_by_what_they_say(site: Client) -> None:
    """Experiment 8: the first round began on 1 July 2017, the year's extension is 2022, only four ran after 2024."""
    text = words(site, "/forsoeg/mikrolaan/").replace("\u00a0", " ")
    assert (
        "tidligst 1. juli 2017 – senest 31. december 2024 "
        "forlænget 1. januar 2022 (udledt) – 31. december 2022 (udledt)" in text
    )
    assert "At 60 får godkendt et mikrolån. At det lykkes for 45." in text
    never = words(site, "/lov/")
    assert re.search(r"19\. Delvis fritagelse fra uddannelsespålæg aldrig begyndt", never)


def test_every_row_of_the_drawing_has_a_bar_or_says_why_not() -> None:
    drawing = draw_all(tuple(shipped_catalogue().experiments.values()), [])
    assert drawing is not None
    barred = {bar.y for bar in drawing.bars}
    assert [one.text for one in drawing.labels if one.y - 13 not in barred] == ["19"]
    assert [one.instead for one in drawing.labels if one.instead] == ["aldrig begyndt"]


# ---- what the law touches ----


def test_the_law_of_2020_touches_experiment_13_while_it_runs() -> None:
    """DECISION, table 2: the staff ratio is counted in hours from 1 January 2020."""
    experiments = shipped_catalogue().experiments
    event = next(event for event in all_law_events() if event.id == "forholdstal-i-timer")
    touched = touched_by(event, experiments.values())
    assert experiments["forholdstal-ledighedsydelse"] in touched
    assert runs_on(experiments["forholdstal-ledighedsydelse"], event.date)
    assert experiments[SEVEN] not in touched
    assert "foertidspension-opfoelgning" in rules_of(experiments[SEVEN])


def test_a_day_outside_every_period_is_not_running() -> None:
    seven = shipped_catalogue().experiment(SEVEN)
    assert [runs_on(seven, day) for day in (dt.date(2018, 6, 30), dt.date(2018, 7, 1), dt.date(2025, 12, 31))] == [
        False, True, True,
    ]  # fmt: skip
    assert runs_on(seven, dt.date(2026, 1, 1)) is False


@pytest.mark.parametrize(
    ("slug", "day", "answer"),
    [
        ("samtaler-formkrav", dt.date(2020, 1, 1), None),  # no source dates the start
        ("samtaler-formkrav", dt.date(2022, 6, 1), True),
        ("samtaler-formkrav", dt.date(2026, 2, 1), None),  # nor the end
        ("samtaler-formkrav", dt.date(2015, 1, 1), False),  # before the first round of the network
        ("forholdstal", dt.date(2022, 1, 1), False),
        ("sygedagpenge-lae285", dt.date(2020, 1, 1), None),  # no period at all
        ("uddannelsespaalaeg", dt.date(2020, 1, 1), False),  # never started
    ],
)
def test_what_no_source_dates_is_neither_running_nor_over(
    slug: str, day: dt.date, answer: bool | None
) -> None:
    assert runs_on(shipped_catalogue().experiment(slug), day, dt.date(2017, 7, 1)) is answer


# ---- what stands at the top ----


def test_how_sure_it_is_stands_at_the_top() -> None:
    catalogue = shipped_catalogue()
    five = page_context(catalogue.experiment("loentilskud-jobrotation"), catalogue)
    assert five["certainty"] == (
        "Holdes op mod: før og efter, sager efter de almindelige regler.", "Der måles også før start."
    )  # fmt: skip
    assert [figure.in_words for figure in five["use_of"]] == ["i begrænset omfang"]
    assert [figure.in_words for figure in five["results"]] == ["god erfaring"]
    twelve = page_context(catalogue.experiment("revalidering-lae265"), catalogue)
    assert twelve["certainty"] == ("Der kunne ikke måles før start.",)
    thirteen = page_context(catalogue.experiment("forholdstal-ledighedsydelse"), catalogue)
    assert thirteen["certainty"] == ("Kilderne nævner hverken en måling før start eller en sammenligning.",)
    assert [figure.value for figure in thirteen["use_of"]] == [8]


# ---- drawings ----


@pytest.mark.parametrize("slug", SLUGS)
def test_a_timeline_lies_inside_its_frame_and_numbers_the_list(slug: str) -> None:
    experiment = shipped_catalogue().experiment(slug)
    drawing = draw(experiment)
    dated = [n for n, event in enumerate(by_date(experiment), start=1) if event.date]
    if drawing is None:  # nothing has a date
        assert dated == []
        assert not any(period.start or period.end for period in experiment.periods)
        return
    assert sorted(mark.number for mark in drawing.marks) == dated
    assert all(bar.x >= 0 and bar.x + bar.width <= WIDTH and bar.width > 0 for bar in drawing.bars)
    assert all(0 < mark.y < drawing.axis for mark in drawing.marks)
    places = [(mark.x, mark.y) for mark in drawing.marks]
    close = [
        (a, b)
        for n, a in enumerate(places)
        for b in places[n + 1 :]
        if abs(a[0] - b[0]) < 20 and abs(a[1] - b[1]) < 20
    ]
    assert close == []


def test_all_timelines_stand_under_each_other() -> None:
    experiments = tuple(shipped_catalogue().experiments.values())
    drawing = draw_all(experiments, [dt.date(2020, 1, 1), dt.date(2020, 1, 1), dt.date(1900, 1, 1)])
    assert drawing is not None
    assert len(drawing.labels) == len(experiments)
    assert len(drawing.marks) == 1
    assert draw_all((), []) is None


@on_the_site
def test_a_day_no_source_states_looks_inferred_wherever_it_is_shown(site: Client) -> None:
    """Experiment 12 has no stated end, the trials of 2027 neither day; DECISION's extensions name no day."""
    for address in ("/forsoeg/revalidering-lae265/", "/forsoeg/", "/lov/"):
        shown = words(site, address).replace("\u00a0", " ")
        assert "1. juli 2018 – 31. december 2021 (udledt)" in shown, address
    assert "1. januar 2027 (udledt) – 31. december 2029 (udledt)" in words(
        site, "/forsoeg/forsoeg-2027-a-kasser/"
    ).replace("\u00a0", " ")
    decisions = words(site, "/beslutninger/").replace("\u00a0", " ")
    found = decisions.count("til og med 31. december 2022 (udledt)")
    assert found == 6, "three in the list and three in the tables"


def test_an_end_that_is_not_stated_is_drawn_as_unknown() -> None:
    text = (catalogue_dir() / f"experiments/{SEVEN}.toml").read_text(encoding="utf-8")
    cut = text.replace('to = 2025-12-31\ninferred = ["from"]\n', 'not_stated = ["to", "legal_basis"]\n', 1)
    cut = cut.replace(
        'source = ["beu-45"]\ndoubt = ["forlaengelsen"]\nnot_stated = ["legal_basis"]', 'source = ["beu-45"]'
    )
    drawing = draw(parse_definition(cut))
    assert drawing is not None
    assert [bar.kind for bar in drawing.bars] == ["approval", "extension", "unknown"]


@pytest.mark.parametrize(
    ("members", "taking_part"),
    [
        (tuple(place.code for place in in_network("nordjylland")), {820}),
        (tuple(place.code for place in in_network("en-plan")), set()),
        ((101, 851, 461), {461}),
        (tuple(place for place in range(101, 900)), {101}),
    ],
)
def test_tiles_never_cover_each_other(members: tuple[int, ...], taking_part: set[int]) -> None:
    drawing = tile_map(members, taking_part)
    known = {code for code in members if by_code(code)}
    assert {tile.place.code for tile in drawing.tiles} == known
    assert len({(tile.x, tile.y) for tile in drawing.tiles}) == len(known)
    assert {tile.place.code for tile in drawing.tiles if tile.taking_part} == taking_part
    assert all(tile.x + 24 <= drawing.width and tile.y + 24 <= drawing.height for tile in drawing.tiles)
