"""Units of the shipped catalogue have English; a unit of somebody's own stands as it is written."""

from frirum.core.catalogue.loader import shipped_catalogue
from frirum.core.language import language
from frirum.core.vocabulary.unit_words import unit_text


def test_every_unit_of_a_measure_has_its_english() -> None:
    units = {
        unit
        for experiment in shipped_catalogue().experiments.values()
        for measure in experiment.all_measures()
        for unit in (measure.unit, measure.rule.unit if measure.rule else None)
        if unit
    }
    with language("en"):
        assert {unit for unit in units if unit_text(unit) == unit} == set()
        assert (unit_text("uger"), unit_text("pladser"), unit_text(None)) == ("weeks", "pladser", "")
    with language("da"):
        assert unit_text("uger") == "uger"
