"""The answer scales against the documents, word for word; what no document words is marked as proposed."""

import tomllib

import pytest

from frirum.core.paths import catalogue_dir

SCALES = {
    s["id"]: s for s in tomllib.loads((catalogue_dir() / "scales.toml").read_text(encoding="utf-8"))["scale"]
}


# DESIGN, ledighedsydelse questions 1-2 and mentor questions 1-3.
@pytest.mark.parametrize(
    "scale_id, options, balanced",
    [
        ("grad-5", "slet ikke|i mindre grad|hverken eller|i nogen grad|i høj grad", True),
        (
            "kvalitet-4",
            "af dårligere kvalitet|af samme kvalitet|i nogen grad af højere kvalitet|af meget højere kvalitet",
            False,
        ),
        ("brug-4", "aldrig|få gange|ofte|hver gang", False),
    ],
)
def test_the_scales_of_the_documents_are_kept_word_for_word(scale_id, options, balanced):
    scale = SCALES[scale_id]
    assert [option["text"] for option in scale["option"]] == options.split("|")
    assert (scale["balanced"], scale["wording"]) == (balanced, "source")


def test_every_other_scale_is_proposed_and_balanced():
    others = [s for s in SCALES.values() if s["id"] not in ("grad-5", "kvalitet-4", "brug-4")]
    assert others
    assert all(s["wording"] == "proposed" and s["balanced"] for s in others)


@pytest.mark.parametrize("scale_id", SCALES)
def test_options_are_numbered_from_one_and_have_english(scale_id):
    options = SCALES[scale_id]["option"]
    assert [option["value"] for option in options] == list(range(1, len(options) + 1))
    assert all(option["text_en"] for option in options)
