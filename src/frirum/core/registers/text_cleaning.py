"""Bytes that say nothing are taken out of a block before it is read again: quotes, lone dots, blanks, returns."""

from __future__ import annotations

import numpy as np

from frirum.core.registers.text_marks import NEWLINE
from frirum.core.registers.text_plain import NotPlain

_QUOTE, _DOT, _SPACE, _RETURN = 34, 46, 32, 13


def cleaned(text: np.ndarray, separator: int) -> np.ndarray:
    """The block without them; ends with a line end.

    Raises:
        NotPlain: a quote stands inside a cell, or a separator or line end inside quotes.
    """
    text = _without_returns(text)
    text = _without_quotes(text, separator)
    before = len(text) + 1
    while before > len(text):
        before = len(text)
        text = _without_blanks(text, separator)
    return _without_dots(text, separator)


def _marks(text: np.ndarray, separator: int) -> tuple[np.ndarray, np.ndarray]:
    """For every byte, whether a mark stands before and after it."""
    mark = (text == separator) | (text == NEWLINE)
    before, after = np.ones(len(text), dtype=bool), np.ones(len(text), dtype=bool)
    before[1:] = mark[:-1]
    after[:-1] = mark[1:]
    return before, after


def _without_returns(text: np.ndarray) -> np.ndarray:
    lone = text == _RETURN
    if not lone.any():
        return text
    lone[:-1] &= text[1:] == NEWLINE
    lone[-1] = False
    return text[~lone]


def _without_quotes(text: np.ndarray, separator: int) -> np.ndarray:
    quote = text == _QUOTE
    if not quote.any():
        return text
    inside = (np.cumsum(quote) & 1).astype(bool)
    mark = (text == separator) | (text == NEWLINE)
    if (mark & inside).any():
        raise NotPlain
    before, after = _marks(text, separator)
    opening = quote & inside
    closing = quote & ~inside
    if (opening & ~before).any() or (closing & ~after).any():
        raise NotPlain
    return text[~quote]


def _without_blanks(text: np.ndarray, separator: int) -> np.ndarray:
    space = text == _SPACE
    if not space.any():
        return text
    before, after = _marks(text, separator)
    return text[~(space & (before | after))]


def _without_dots(text: np.ndarray, separator: int) -> np.ndarray:
    dot = text == _DOT
    if not dot.any():
        return text
    before, after = _marks(text, separator)
    return text[~(dot & before & after)]
