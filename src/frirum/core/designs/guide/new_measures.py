"""A measure made where it is needed: named at a criterion or goal, it becomes a measure and is chosen there."""

from __future__ import annotations

from frirum.core.designs.guide.plan import ID, NEW_MEASURE, Written, join_choices, settle, split_choices
from frirum.core.designs.guide.steps import step


def names_a_measure(written: Written) -> bool:
    """Whether an item of the step names a measure that does not exist yet."""
    return any(item.get(NEW_MEASURE) for item in written.items)


def make_measures(written: Written, measures: Written) -> tuple[Written, Written]:
    """The step with its new measures chosen, and the measures with them added.

    One that already says the same is chosen, not made twice. A new one has the unit of the criterion that needs it.
    """
    made = [dict(item) for item in measures.items]
    places: list[list[int]] = []
    for item in written.items:
        text = item.get(NEW_MEASURE, "")
        places.append([_place(text, item.get("unit", ""), made)] if text else [])
    named = settle(step("maalinger"), Written(measures.fields, tuple(made)))
    items = []
    for item, needed in zip(written.items, places, strict=True):
        chosen = [*split_choices(item.get("measure", "")), *(named.items[place][ID] for place in needed)]
        kept = {key: text for key, text in item.items() if key != NEW_MEASURE}
        items.append({**kept, "measure": join_choices(dict.fromkeys(chosen))} if needed else kept)
    return Written(written.fields, tuple(items)), named


def _place(text: str, unit: str, made: list[dict[str, str]]) -> int:
    """Where the measure stands among those there are; added at the end where none says the same."""
    for place, one in enumerate(made):
        if one.get("text", "").casefold() == text.casefold():
            return place
    made.append({"text": text, "unit": unit})
    return len(made) - 1
