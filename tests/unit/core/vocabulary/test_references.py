"""References as the documents write them, and as Danish law texts print them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frirum.core.vocabulary.references import Reference, read_place

untimed = settings(deadline=None)  # a busy machine is not a fault

LAS = "lov om aktiv socialpolitik"


@pytest.mark.parametrize(
    "written, place, statute",
    [
        # DESIGN, as written there
        ("§ 10 stk. 3, 2. og 3. pkt. i Lov om en aktiv socialpolitik", "§ 10, stk. 3, 2. og 3. pkt.", "Lov om en aktiv socialpolitik"),
        ("§ 48, stk. 1, i lov om en aktiv beskæftigelsesindsats", "§ 48, stk. 1", "lov om en aktiv beskæftigelsesindsats"),
        ("§ 48 stk. 1 i Lov om en aktiv beskæftigelsesindsats", "§ 48, stk. 1", "Lov om en aktiv beskæftigelsesindsats"),
        ("98b, stk. 1, nr. 1 og 2", None, None),
        ("§ 98b, stk. 1, nr. 1 og 2", "§ 98 b, stk. 1, nr. 1 og 2", ""),
        ("§ 51, stk. 2 og 3", "§ 51, stk. 2 og 3", ""),
        ("LAB. § 2, nr. 7", "§ 2, nr. 7", "LAB"),
        ("Lov om integration af udlændinge i Danmark § 20", "§ 20", "Lov om integration af udlændinge i Danmark"),
        ("§ 5 stk. 2 i Bekendtgørelse om rehabiliteringsplan og rehabiliteringsteamets indstilling om ressourceforløb, fleksjob, førtidspension mv.",
         "§ 5, stk. 2", "Bekendtgørelse om rehabiliteringsplan og rehabiliteringsteamets indstilling om ressourceforløb, fleksjob, førtidspension mv."),
        # DECISION
        ("§ 74 c i lov om aktiv socialpolitik", "§ 74 c", LAS),
        # other usual forms
        ("§ 10, stk. 3, 2. og 3. pkt., i lov om aktiv socialpolitik", "§ 10, stk. 3, 2. og 3. pkt.", LAS),
        ("LAS § 74 c", "§ 74 c", "LAS"),
        ("§ 6, nr. 2-4 og 6", "§ 6, nr. 2, 3, 4 og 6", ""),
        ("§ 6, nr. 2–4", "§ 6, nr. 2-4", ""),
        ("§ 41, stk. 1, nr. 2, 2. pkt.", "§ 41, stk. 1, nr. 2, 2. pkt.", ""),
        ("§  74 C  i\n lov om aktiv socialpolitik", "§ 74 c", LAS),
        ("§ 51 i lov om aktiv socialpolitik", "§ 51", LAS),
        ("§ 51 i i lov om aktiv socialpolitik", "§ 51 i", LAS),
        ("§ 51 i, stk. 2", "§ 51 i, stk. 2", ""),
        # not one reference
        ("lov om aktiv socialpolitik", None, None),
        ("§ c", None, None),
        ("§ 51, stk. 2 og 3 og § 98 b, stk. 1", None, None),
        ("§ 51, stk. 3 og 2", None, None),
        ("§ 51 stk.", None, None),
        ("LAB § 51 i LAB", None, None),
        ("", None, None),
    ],
)  # fmt: skip
def test_read(written, place, statute):
    if place is None:
        with pytest.raises(ValueError):  # noqa: PT011 - "98b" without § has no paragraph, the others are not one
            read_place(written)
        return
    found = read_place(written)
    assert (found.in_statute("X").place, found.statute_name) == (place, statute)


ascending = st.sets(st.integers(1, 12), max_size=4).map(lambda numbers: tuple(sorted(numbers)))
references = st.builds(
    Reference,
    st.just("LAS"),
    st.from_regex(r"[1-9][0-9]{0,2}( [a-k])?", fullmatch=True),
    ascending,
    ascending,
    ascending,
)


@untimed
@given(references)
def test_what_is_printed_is_read_back(reference):
    assert read_place(reference.place).in_statute("LAS") == reference
    full = f"{reference.place}, i {LAS}"
    assert read_place(full).in_statute("LAS") == reference
    assert read_place(full).statute_name == LAS
    assert read_place(f"LAS {reference.place}").statute_name == "LAS"


@pytest.mark.parametrize(
    "a, b, touches",
    [
        ("§ 51", "§ 51, stk. 2", True),
        ("§ 51, stk. 2", "§ 51, stk. 3", False),
        ("§ 51, stk. 2 og 3", "§ 51, stk. 3", True),
        ("§ 51", "§ 51 a", False),
        ("§ 10, stk. 3", "§ 10, stk. 3, 2. pkt.", True),
        ("§ 10, stk. 3, 1. pkt.", "§ 10, stk. 3, 2. og 3. pkt.", False),
        ("§ 2, nr. 6", "§ 2, nr. 7", False),
    ],
)
def test_touches(a, b, touches):
    first, second = (read_place(text).in_statute("LAB") for text in (a, b))
    assert first.touches(second) is second.touches(first) is touches
    assert not first.touches(read_place(b).in_statute("LAS"))
    assert Reference("LAB").touches(first)
    assert first.touches(Reference("LAB"))
    assert Reference("LAB").place == ""
