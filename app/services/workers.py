"""Worker processes for matching: single-threaded, each with the library compiled, under a deadline.

Hyperscan holds the interpreter's lock for each match, so that matching beside a busy server thread would crawl; a
process also contains a crash, and can be ended at its deadline.
"""

import multiprocessing
import pickle
import tempfile
from collections.abc import Callable
from concurrent.futures import TimeoutError as FutureTimeout
from pathlib import Path
from threading import Lock
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from app.errors import OutOfTime, WorkerLost
from app.matching.matcher import Matcher
from app.records.library import Library

P = ParamSpec("P")
T = TypeVar("T")
# A worker is renewed after so many logs, as insurance against memory that libraries do not give back.
TASKS_PER_WORKER = 2000
# A worker may still be reading the library before the latest one.
KEPT_LIBRARIES = 4


class Matching(Protocol):
    """Where matching is done."""

    def run(self, task: Callable[Concatenate[Matcher, P], T], library: Library, *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of *task* with the library's matcher."""
        ...

    def warm(self, library: Library) -> None:
        """Be ready for this library."""

    def close(self) -> None:
        """End what was started."""


class InThisProcess:
    """Matching without another process: for a command that has one log to match, and no one else to serve."""

    def run(self, task: Callable[Concatenate[Matcher, P], T], library: Library, *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of *task* with the library's matcher."""
        return task(library.matcher(), *args, **kwargs)

    def warm(self, library: Library) -> None:
        """Nothing to get ready."""

    def close(self) -> None:
        """Nothing to end."""


class Workers:
    """A pool of processes.  A library travels once to each, by way of a private file."""

    def __init__(self, count: int, *, seconds: float) -> None:
        self._seconds = seconds
        self._folder = tempfile.TemporaryDirectory(prefix="casebook-")
        # Not fork: a forked child would inherit the threads' locks of a running server.
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPool(max_workers=count, max_tasks=TASKS_PER_WORKER, context=context)
        self._count = count
        self._spooling = Lock()

    def run(self, task: Callable[Concatenate[Matcher, P], T], library: Library, *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of *task* with the library's matcher; OutOfTime or WorkerLost where it did not end well."""
        path = self._spooled(library)
        future = self._pool.schedule(_run, args=(path, task, args, kwargs), timeout=self._seconds)
        try:
            return future.result()  # type: ignore[no-any-return]  # pebble's futures are untyped
        except FutureTimeout:
            self._compile(path)
            raise OutOfTime(self._seconds) from None
        except ProcessExpired:
            self._compile(path)
            raise WorkerLost from None

    def warm(self, library: Library) -> None:
        """Have every worker compile the library, so that the first log does not wait for it."""
        path = self._spooled(library)
        for compiled in [self._compile(path) for _ in range(self._count * 2)]:
            compiled.result()

    def close(self) -> None:
        """End the processes; work that is under way is given up."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()
        self._folder.cleanup()

    def _compile(self, path: str) -> "ProcessFuture[Any]":
        """Have a worker compile the library, without a deadline: the next log need not wait for it within its own."""
        return self._pool.schedule(_run, args=(path, _nothing, (), {}))

    def _spooled(self, library: Library) -> str:
        path = Path(self._folder.name) / f"library-{library.digest}"
        # Many threads may meet a new library at once; one of them writes it.
        with self._spooling:
            if not path.exists():
                path.write_bytes(pickle.dumps(library))
                for old in sorted(path.parent.iterdir(), key=lambda file: file.stat().st_mtime)[:-KEPT_LIBRARIES]:
                    old.unlink()
        return str(path)


# The one state of a worker process: the matcher of the library that it saw last.
_compiled: dict[str, Matcher] = {}


def _run(path: str, task: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:  # noqa: ANN401 (passes through)
    if path not in _compiled:
        library: Library = pickle.loads(Path(path).read_bytes())  # noqa: S301 (written by this very process group)
        _compiled.clear()
        _compiled[path] = library.matcher()
    return task(_compiled[path], *args, **kwargs)


def _nothing(_matcher: Matcher) -> None:
    """Compile only."""
