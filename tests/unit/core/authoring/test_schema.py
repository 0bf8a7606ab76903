"""The form follows the models: nothing of a definition is without a page, a label or a way to be written."""

from __future__ import annotations

from frirum.core.authoring.schema import WrittenAs, fields_of, tables
from frirum.core.authoring.sections import FORM_PAGES
from frirum.core.authoring.words import table_words, value_label, words_of
from frirum.core.catalogue.experiment import Experiment


def test_every_root_key_stands_on_one_page() -> None:
    placed = [root for one in FORM_PAGES for root in one.roots]
    assert sorted(placed) == sorted(one.key for one in fields_of(Experiment))


def test_nobody_meets_a_key() -> None:
    for table in tables():
        for field in fields_of(table):
            words = words_of(table, field)
            assert words.label
            assert words.label != field.key, (table, field.key)
            if field.kind in (WrittenAs.TABLES, WrittenAs.CONDITIONS) and field.key not in ("all", "any"):
                assert table_words(table, field).one
            for value in field.options:
                assert value_label(field, value), (table, field.key, value)
