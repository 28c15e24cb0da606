"""Windows as authors write them: ``50 lines``, ``500ms``, ``30s``, ``2m``, ``1h``."""

import re

from app.matching.signature import Window

WINDOW_FORMS = "write 50 lines, 500ms, 30s, 2m or 1h"

_WINDOW = re.compile(r"(\d{1,9}) ?(lines?|ms|s|m|h)")
_MILLISECONDS = {"h": 3_600_000, "m": 60_000, "s": 1000, "ms": 1}


def read_window(text: str) -> Window | None:
    """The window that *text* names; None where it names none."""
    found = _WINDOW.fullmatch(text.strip())
    if found is None:
        return None
    number, unit = int(found[1]), found[2]
    if unit.startswith("line"):
        return Window(lines=number)
    return Window(seconds=number * _MILLISECONDS[unit] / 1000)


def write_window(window: Window) -> str:
    """The shortest exact form of a window, to the millisecond."""
    if window.lines is not None:
        return f"{window.lines} lines"
    milliseconds = round((window.seconds or 0) * 1000)
    unit = next(unit for unit, size in _MILLISECONDS.items() if milliseconds % size == 0) if milliseconds else "s"
    return f"{milliseconds // _MILLISECONDS[unit]}{unit}"
