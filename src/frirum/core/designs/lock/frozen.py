"""What the lock of a design freezes."""

from __future__ import annotations

from typing import Any

from frirum.core.designs.guide.plan import Content
from frirum.core.designs.guide.steps import keys_locked_at_start


def frozen_steps(content: Content) -> dict[str, Any]:
    """Step key -> what is written, for points 1-5 and the plan of analysis."""
    locked = keys_locked_at_start()
    return {key: written.as_dict() for key, written in content.items() if key in locked}
