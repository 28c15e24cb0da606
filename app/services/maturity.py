"""How far a signature has proved itself, computed from what people confirmed and rejected; only shown."""

from typing import Literal

from app.storage.shapes import Seen

Maturity = Literal["new", "on trial", "stable"]

# Stable: so many confirmations, and fewer than one word in so many a rejection.
STABLE_CONFIRMED = 5
STABLE_ONE_REJECTED_IN = 5


def maturity(seen: Seen) -> Maturity:
    """New: nobody has said anything yet.  Stable: 5 or more confirmed it, and under 1 in 5 rejected it.  Else on trial."""
    said = seen.confirmed + seen.rejected
    if not said:
        return "new"
    is_trusted = seen.rejected * STABLE_ONE_REJECTED_IN < said
    return "stable" if seen.confirmed >= STABLE_CONFIRMED and is_trusted else "on trial"
