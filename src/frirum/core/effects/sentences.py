"""The sentences of `effects`, by what they say."""

from __future__ import annotations

from frirum.core.effects.sentences_panels import PANELS
from frirum.core.effects.sentences_people import PEOPLE
from frirum.core.language import Sentences

say = Sentences({**PEOPLE, **PANELS})
