"""Ordinary log lines, generated, because real logs have owners; every number in them varies.

Run by itself, it compares how often bytes occur in them with what the matcher's rarity of literals assumes.
"""

import random
from collections import Counter
from collections.abc import Iterator

from app.matching.atoms import rarity

_COMPONENTS = (
    "shop.orders",
    "shop.cart",
    "shop.payments",
    "http.access",
    "worker.mail",
    "db.pool",
    "cache",
    "scheduler",
)
_LEVELS = ("INFO ", "INFO ", "INFO ", "DEBUG", "DEBUG", "WARN ")
_MESSAGES = (
    "GET /api/v2/items/{a}?page={b} 200 {c} bytes in {b} ms",
    "POST /api/v2/carts/{a}/lines 201 {c} bytes in {b} ms from 10.{b}.{b}.17",
    "placed order {a} with {b} lines for customer {c}",
    "reserved {b} of item {a} in warehouse {b}, {c} left",
    "connection {b} of pool primary returned after {c} us, {b} idle",
    "sent message {a} to queue invoices, offset {c}, partition {b}",
    "cache hit for key session:{a}:{c} (ttl {b} s)",
    "job cleanup-{b} finished: {c} rows visited, {b} removed, took {b} ms",
    "heartbeat from node-{b}.cluster.example.test, sequence {a}, load 0.{b}",
    "slow query ({b} ms): SELECT id, total FROM orders WHERE customer_id = {c} LIMIT {b}",
)

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
    chance = random.Random(seed)
    for number in range(count):
        yield f"{stamp(number)} {_said(chance)}"


def stamp(number: int) -> str:
    """The time at the head of line *number*: 37 ms after the one before."""
    seconds, milliseconds = divmod(number * 37, 1000)
    minutes, hours = seconds // 60 % 60, seconds // 3600 % 24
    return f"2026-02-02 {hours:02}:{minutes:02}:{seconds % 60:02},{milliseconds:03}"


def crash_loop(count: int, *, seed: int) -> bytes:
    """A log of *count* lines whose last ones are a container that cannot start and is restarted."""
    lines = [*ordinary_lines(count - len(CRASH_LOOP), seed=seed), *CRASH_LOOP]
    return "".join(f"{line}\n" for line in lines).encode()


def _said(chance: random.Random) -> str:
    draw = chance.random()
    message = _MESSAGES[int(draw * len(_MESSAGES))]
    a, b, c = int(draw * 1e9) % 10_000_000, int(draw * 1e12) % 250, int(draw * 1e14) % 100_000
    component = _COMPONENTS[a % len(_COMPONENTS)]
    return f"{_LEVELS[c % len(_LEVELS)]} [{component}] {message.format(a=a, b=b, c=c)}"


def main() -> None:
    """Print the shares of the commonest bytes: generated, assumed, and the ratio of the two."""
    text = "\n".join(ordinary_lines(20_000, seed=1)).encode()
    counts = Counter(text)
    print("byte  parts per thousand  assumed  ratio")
    for byte, count in counts.most_common(24):
        share = 1000 * count / len(text)
        # the rarity of one byte is the fourth root of one over its share plus one
        assumed = rarity(bytes([byte])) ** -4 - 1
        print(f"{chr(byte)!r:>5} {share:19.1f} {assumed:8.0f} {share / assumed:6.2f}")


if __name__ == "__main__":
    main()
