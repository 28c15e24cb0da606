"""Ordinary log lines of one service, generated, because real logs have owners; every number in them varies.

Run by itself, it compares how often words occur in ordinary logs with what the matcher's table says of them.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator

from app.matching import background
from app.matching.rarity import rarity

_SERVICE = tuple(source for source in background.SOURCES if source.name == "shop")

CRASH_LOOP = (
    "Traceback (most recent call last):",
    '  File "/srv/shop/main.py", line 4, in <module>',
    "    from shop.schemas.order_types import Order",
    "ModuleNotFoundError: No module named 'shop.schemas.order_types'",
    "Container called exit(1)",
    "Back-off restarting failed container cart in pod cart-7d9c6b5f4-9k2lm_shop(3b1c)",
)


def ordinary_lines(count: int, *, seed: int) -> Iterator[str]:
    """*count* lines of one service in the order of their times, none of which tells of a failure."""
    return background.ordinary_lines(count, seed=seed, sources=_SERVICE)


def stamp(number: int) -> str:
    """The time at the head of line *number*: 37 ms after the one before."""
    seconds, milliseconds = divmod(number * 37, 1000)
    minutes, hours = seconds // 60 % 60, seconds // 3600 % 24
    return f"2026-02-02 {hours:02}:{minutes:02}:{seconds % 60:02},{milliseconds:03}"


def crash_loop(count: int, *, seed: int) -> bytes:
    """A log of *count* lines whose last ones are a container that cannot start and is restarted."""
    lines = [*ordinary_lines(count - len(CRASH_LOOP), seed=seed), *CRASH_LOOP]
    return "".join(f"{line}\n" for line in lines).encode()


def main() -> None:
    """Print the surprise of the commonest words in bits: counted in lines drawn anew, by the table, and the ratio."""
    text = "\n".join(background.ordinary_lines(20_000, seed=2)).lower()
    words = Counter(re.findall(r"[a-z]{4,}", text))
    print("word          counted  table  ratio")
    for word, count in words.most_common(24):
        counted = -math.log2(count / len(text))
        told = rarity(word.encode())
        print(f"{word:>12} {counted:8.1f} {told:6.1f} {told / counted:6.2f}")


if __name__ == "__main__":
    main()
