"""Show a line outside: its secrets masked, cut to a readable length around what matched in it."""

from collections.abc import Sequence

from app.logs import mask

LENGTH = 2000
# Of a longer line only this much around the match is masked and shown: a secret does not come so long.
_MASKED = 1 << 16

Span = tuple[int, int]


def shown(text: str, spans: Sequence[Span] = ()) -> tuple[str, tuple[Span, ...]]:
    """The masked text, cut short around the first span, and the spans in it, in code points."""
    at = spans[0][0] if spans else 0
    start = max(0, at - _MASKED // 2) if len(text) > _MASKED else 0
    # Masked before it is cut: a cut through a secret would hide what it is known by.
    masked = mask(text[start : start + _MASKED])
    moved = [masked.span(from_ - start, to - start) for from_, to in spans]
    cut = max(0, moved[0][0] - LENGTH // 4) if moved and len(masked.text) > LENGTH else 0
    inside = [(from_ - cut, min(to - cut, LENGTH)) for from_, to in moved if from_ - cut < LENGTH]
    return masked.text[cut : cut + LENGTH], tuple(inside)


def value(text: str, span: Span) -> str:
    """What a line says at *span*, masked as the line is: a value may be secret by the name that stands before it."""
    shown_text, spans = shown(text, [span])
    return shown_text[slice(*spans[0])] if spans else ""
