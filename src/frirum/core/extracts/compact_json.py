"""JSON in one line without blanks, as rows are hashed and kept; a million times a file, so its encoder is made once."""

from __future__ import annotations

import json
import json.encoder
from typing import Any

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
# What the standard library makes anew for every text; None where it has no compiled one.
_MAKE: Any = getattr(json.encoder, "c_make_encoder", None)
_COMPILED: Any = _MAKE and _MAKE(
    None, _ENCODER.default, json.encoder.encode_basestring, None, ":", ",", False, False, True
)


def compact_json(content: object) -> str:
    """The same text as `json.dumps(content, ensure_ascii=False, separators=(",", ":"))`."""
    return "".join(_COMPILED(content, 0)) if _COMPILED else _ENCODER.encode(content)
