"""Other words for the same thing: what people ask for by the word they use, and the catalogue by its own.

Folded as `search.fold` does. A word that begins with one of a group is found by any of the group; `glossary.toml`
and the words of the catalogue decide what belongs together, and a group holds nothing that is only near.
"""

from functools import lru_cache

_GROUPS: tuple[tuple[str, ...], ...] = (
    ("akasse", "arbejdsloshedskasse"),
    ("covid", "corona"),
    ("dimittend", "nyuddanne"),
    ("flygtning", "indvandrer", "integrationsborger", "integrationsloven"),
    ("forsikrede", "dagpenge"),
    ("jaf", "jobafklaring"),
    ("kursus", "kurser", "opkvalificering"),
    ("laegeerklaering", "laegeattest", "attest"),
    ("pensionist", "fortidspension"),
    ("selvstaendig", "ivaerksaetter", "egen virksomhed"),
    ("sygemeld", "sygedagpenge"),
    ("telefon", "telefonisk"),
    ("terapi", "therapy", "psykologbehandling"),
    ("timebaseret", "opgores i timer"),
    ("video", "skaerm", "online", "digital"),
)


@lru_cache(maxsize=1024)
def other_words(word: str) -> tuple[str, ...]:
    """What else a folded word is called, without itself; empty for a word of its own."""
    groups = [group for group in _GROUPS if any(word.startswith(one) for one in group)]
    return tuple(dict.fromkeys(other for group in groups for other in group if other != word))
