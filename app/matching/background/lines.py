"""Ordinary lines in the order of their times: stretches of one source after another, as in a log of many services."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from app.matching.background.applications import APPLICATIONS
from app.matching.background.builds import BUILDS
from app.matching.background.containers import CONTAINERS
from app.matching.background.databases import DATABASES
from app.matching.background.draws import Draws
from app.matching.background.system import SYSTEM
from app.matching.background.templates import BEGIN, Source, filled
from app.matching.background.web import WEB

SOURCES: tuple[Source, ...] = (*SYSTEM, *WEB, *DATABASES, *BUILDS, *CONTAINERS, *APPLICATIONS)
# So many lines of one source stand together.
_SHORTEST, _LONGEST = 10, 60
_PAUSE = timedelta(milliseconds=37)


def ordinary_lines(count: int, *, seed: int, sources: Sequence[Source] = SOURCES) -> Iterator[str]:
    """*count* lines of healthy software, none of which tells of a failure."""
    draws = Draws(seed)
    source, left = sources[0], 0
    for number in range(count):
        if not left:
            source, left = draws.one_of(sources), draws.between(_SHORTEST, _LONGEST)
        left -= 1
        yield filled(draws.one_of(source.templates), draws, BEGIN + number * _PAUSE)
