"""The line in which files that take seconds are made: one at a time, equal orders once, and everybody gets a turn.

Two processors hold one Chromium of the server's own. Whoever asks gets an `Order`, which says how many files come first
and can be left; what has been made is kept for the next who asks for the same.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field

from lcdash.serving import limits


class FullError(Exception):
    """There is no room in the line, or none for another file of this session."""


def key_of(*parts: str | bytes) -> str:
    """What equal orders share: a digest of all that their file is made of, the dataset's version in it included."""
    digest = hashlib.sha256()
    for part in parts:
        content = part.encode(errors="surrogatepass") if isinstance(part, str) else part
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()


@dataclass(eq=False)
class _Job:
    """A file to be made, and by `orders` who waits for it; `turn` is how many of that session's files come before."""

    key: str
    work: Callable[[], bytes]
    keep: bool
    turn: int
    orders: set[Order] = field(default_factory=set)
    future: Future[bytes] = field(default_factory=Future)


@dataclass(eq=False)
class Order:
    """One session's wish for a file."""

    session: str
    line: Queue
    job: _Job

    def is_done(self, seconds: float) -> bool:
        """Wait at most so long; whether the file is made, or could not be."""
        try:
            self.job.future.exception(seconds)
        except TimeoutError:
            return False
        return True

    def content(self) -> bytes:
        """The file, waited for; raises what its maker raised."""
        return self.job.future.result()

    def files_before(self) -> int:
        """How many files are made before this one; 0 where it is its turn."""
        return self.line.place(self.job)

    def leave(self) -> None:
        """Give the wish up: a file that nobody else waits for and nobody has begun is not made."""
        self.line.leave(self)


class Queue:
    """Files made one after the other by a thread of their own, which ends when there is nothing to do."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._waiting: list[_Job] = []
        self._current: _Job | None = None
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def ask(self, session: str, key: str, work: Callable[[], bytes], *, keep: bool = True) -> Order:
        """Ask for the file that `key` tells from others (`key_of`); `work` makes it.

        keep  False: nobody else gets this file, and nothing of it stays.

        Raises  FullError where the session or the line has as many as it may.
        """
        with self._lock:
            order = Order(session, self, self._job(session, key, work, keep))
            order.job.orders.add(order)
            return order

    def _job(self, session: str, key: str, work: Callable[[], bytes], keep: bool) -> _Job:
        jobs = [*([self._current] if self._current else []), *self._waiting]
        if keep and key in self._kept:
            self._kept.move_to_end(key)
            done = _Job(key, work, keep, 0)
            done.future.set_result(self._kept[key])
            return done
        own = sum(any(order.session == session for order in job.orders) for job in jobs)
        if own >= limits.ORDERS_OF_A_SESSION:
            raise FullError
        equal = next((job for job in jobs if keep and job.keep and job.key == key), None)
        if equal:
            equal.turn = min(equal.turn, own)
            return equal
        if len(self._waiting) >= limits.ORDERS_IN_LINE:
            raise FullError
        job = _Job(key, work, keep, own)
        self._waiting.append(job)
        if self._current is None:
            self._current = self._next()
            threading.Thread(target=self._make_all, name=self.name, daemon=True).start()
        return job

    def _next(self) -> _Job | None:
        """The first of those whose session has the fewest files before: a second wish waits for others' first."""
        job = min(self._waiting, key=lambda waiting: waiting.turn, default=None)
        if job:
            self._waiting.remove(job)
        return job

    def place(self, job: _Job) -> int:
        """How many files come before a job."""
        with self._lock:
            if job not in self._waiting:
                return 0
            return 1 + sorted(self._waiting, key=lambda waiting: waiting.turn).index(job)

    def leave(self, order: Order) -> None:
        """Take an order out of the line."""
        with self._lock:
            order.job.orders.discard(order)
            if not order.job.orders and order.job in self._waiting:
                self._waiting.remove(order.job)

    def _make_all(self) -> None:
        while job := self._current:
            try:
                content = job.work()
            except BaseException as error:
                job.future.set_exception(error)
            else:
                with self._lock:
                    self._keep(job, content)
                job.future.set_result(content)
            with self._lock:
                self._current = self._next()

    def _keep(self, job: _Job, content: bytes) -> None:
        if not job.keep or len(content) > limits.MADE_BYTES_KEPT:
            return
        self._kept[job.key] = content
        while sum(map(len, self._kept.values())) > limits.MADE_BYTES_KEPT:
            self._kept.popitem(last=False)


CHROMIUM = Queue("chromium")
SLIDES = Queue("slides")
