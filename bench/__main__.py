"""`make bench`: how fast the dashboard is beside an empty Streamlit page, as one table, written to bench/results/.

Each number is measured in rounds, the empty page and ours in turn; a round's ratio is of the two beside each other.
bench/README.md says what each row means.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from bench import browser, load, network
from bench.load import Page
from lcdash import site
from tests import browsing
from tests.serving import Server

RESULTS = Path(__file__).parent / "results"
EMPTY = Page("/")
FACTORS = Page("/factors?lang=th", "evidence_map", "link", ({"kind": ["practice"]}, {"kind": ["asset"]}, {}))
MAP = Page("/map?lang=th", "city_list", "city", ("yala", "phuket", ""))
WHOLE_MAP = Page(MAP.path)
PARTNERS = Page("/partners?lang=th", "_role")  # filters that a run of the whole page answers
SPACES = Page("/spaces?lang=th", "_kind")
SCENE = Page("/present?lang=th&story=one_hour&scene=what_it_is")
PAPER = Page("/present?lang=th&story=one_hour", "handout")
# What an answer may take of the empty page's: where a part of the page runs, and of the whole page.
CHOICES = {"factors": (FACTORS, 0.25), "map": (MAP, 0.4)}
WHOLE = {"factors": 0.5, "map": 0.7}
ANY_PAGE = 1.0
# `streamlit run` asks a first user for a mail address; nothing else differs from its default settings.
NO_QUESTIONS = {"STREAMLIT_SERVER_HEADLESS": "true"}


@dataclass(frozen=True)
class Size:
    """How much is measured. `seconds` and `readers` (a share of those asked for) are of what many readers do."""

    rounds: int
    times: int
    seconds: int
    readers: float


FULL = Size(rounds=5, times=8, seconds=5, readers=1)
TINY = Size(rounds=1, times=2, seconds=1, readers=0.1)


@dataclass(frozen=True)
class Row:
    """A line of the table: ours and the empty page's (or what ours is held against) per round, and what to reach.

    target   of the median of `measured`; `at_least` where more is better.
    """

    what: str
    unit: str
    ours: list[float]
    beside: list[float]
    target: float
    of_ratio: bool = True
    at_least: bool = False

    @property
    def measured(self) -> list[float]:
        return [one / other for one, other in zip(self.ours, self.beside, strict=True)] if self.of_ratio else self.ours

    @property
    def reached(self) -> bool:
        return median(self.measured) >= self.target if self.at_least else median(self.measured) <= self.target

    def cells(self) -> list[str]:
        sign = "at least" if self.at_least else "at most"
        unit = "x" if self.of_ratio else self.unit
        return [
            self.what,
            ranged(self.beside, self.unit) if self.beside else "",
            ranged(self.ours, self.unit),
            ranged(self.measured, "x") if self.of_ratio else "",
            f"{sign} {self.target:g} {unit}",
            "yes" if self.reached else "NO",
        ]


def ranged(values: list[float], unit: str) -> str:
    return f"{median(values):.3g} {unit} ({min(values):.3g} to {max(values):.3g})"


class Bench:
    """What is running, and the rows so far."""

    def __init__(self, size: Size, folder: Path, started: ExitStack) -> None:
        self.size, self.folder, self.started = size, folder, started
        self.rows: list[Row] = []
        (folder / "stock").mkdir()
        (folder / "stock" / "app.py").write_text('import streamlit as st\n\nst.write("x")\n')

    @contextmanager
    def stock(self) -> Iterator[Server]:
        server = Server(NO_QUESTIONS, "/_stcore/health", with_uvicorn=False, folder=self.folder / "stock")
        try:
            yield server
        finally:
            server.stop()

    @contextmanager
    def ours(self, data: Path | None = None) -> Iterator[Server]:
        server = Server({"LCDASH_DATA": str(data)} if data else {})
        try:
            yield server
        finally:
            server.stop()

    def rounds(self, *measures: Callable[[], float]) -> list[list[float]]:
        """What each of `measures` gave, round by round, in turn."""
        found = [[measure() for measure in measures] for _ in range(self.size.rounds)]
        return [list(values) for values in zip(*found, strict=True)]

    def add(self, what: str, unit: str, ours: list[float], beside: list[float], target: float, **more: bool) -> None:
        self.rows.append(Row(what, unit, ours, beside, target, **more))
        print(" | ".join(self.rows[-1].cells()), flush=True)

    def starting(self) -> None:
        """Start to ready; memory after a first session has seen the pages, and per further one."""
        further = max(2, round(20 * self.size.readers))

        def once(start: Callable[[], object], pages: list[Page]) -> tuple[float, float, float]:
            with start() as server:  # type: ignore[attr-defined]

                async def sessions() -> tuple[float, float]:
                    held = await load.open_many([server.url], pages, len(pages))
                    for reader, page in zip(held, pages, strict=True):
                        await load.ask(reader, page, 0)
                    first = server.megabytes()
                    new = await load.open_many([server.url], pages, further)
                    for number, reader in enumerate(new):
                        await load.ask(reader, pages[number % len(pages)], number)
                    held += new
                    after = server.megabytes()
                    for reader in held:
                        await reader.close()
                    return first, (after - first) / further

                return server.seconds_to_ready, *asyncio.run(sessions())

        found = [(once(self.stock, [EMPTY]), once(self.ours, [PARTNERS, MAP])) for _ in range(self.size.rounds)]
        stock, ours = ([list(values) for values in zip(*side, strict=True)] for side in zip(*found, strict=True))
        self.add("start to ready", "s", ours[0], stock[0], 4)
        self.add("memory after the first session", "MB", ours[1], stock[1], 3)
        self.add("memory per further session", "MB", ours[2], stock[2], 0.5, of_ratio=False)

    def spent(self, server: Server, page: Page) -> Callable[[], float]:
        """Milliseconds of a processor that an answer takes the server, of a reader who pauses between questions."""

        def once() -> float:
            asyncio.run(load.alone(server.url, page, 2))  # what is made once
            before = server.processor_seconds()
            asyncio.run(load.alone(server.url, page, self.size.times))
            return 1000 * (server.processor_seconds() - before) / (self.size.times + 1)

        return once

    def reruns(self, stock: Server, ours: Server) -> None:
        wanted = {f"a choice, {name} page": chosen for name, chosen in CHOICES.items()}
        for page_id in site.PAGES:
            bound = WHOLE.get(page_id, ANY_PAGE)
            wanted[f"the whole page, {page_id} page"] = (Page(f"{site.path_of(page_id)}?lang=th"), bound)
        measures = [self.spent(stock, EMPTY), *(self.spent(ours, page) for page, _ in wanted.values())]
        empty, *found = self.rounds(*measures)
        for (name, (_, bound)), mine in zip(wanted.items(), found, strict=True):
            self.add(f"{name}: processor time of an answer", "ms", mine, empty, bound)

    def carrying(self, stock: Server, ours: Server) -> None:
        def carry(server: Server, page: Page, readers: int) -> Callable[[], float]:
            count = max(2, round(readers * self.size.readers))
            return lambda: asyncio.run(load.paced(server.url, page, count, self.size.seconds))

        found = self.rounds(carry(stock, EMPTY, 20), carry(ours, FACTORS, 45), carry(ours, MAP, 15))
        names = ("20 readers, empty page", "45 readers, factors page", "15 readers, map page")
        for name, seconds, bound in zip(names, found, (1, 0.5, 1), strict=True):
            self.add(f"{name}, once a second: 95 of 100 within", "s", seconds, [], bound, of_ratio=False)

        def most(server: Server, page: Page) -> Callable[[], float]:
            readers = max(2, round(12 * self.size.readers))
            return lambda: asyncio.run(load.most([server.url], page, readers, self.size.seconds))

        empty, factors, country = self.rounds(most(stock, EMPTY), most(ours, FACTORS), most(ours, MAP))
        self.add("answers a second, 12 readers without a pause, factors page", "/s", factors, empty, 2, at_least=True)
        self.add("answers a second, 12 readers without a pause, map page", "/s", country, empty, 1.3, at_least=True)

    def as_it_comes(self) -> None:
        """Forty readers open the same scene within ten seconds, then each asks for the handout."""
        readers = max(2, round(40 * self.size.readers))
        came = []
        for _ in range(self.size.rounds):
            with self.ours() as fresh:  # where nothing is kept yet
                came.append(asyncio.run(load.as_it_comes(fresh.url, SCENE, PAPER, readers, 10 * self.size.readers)))
        name = f"{readers} readers open a scene within ten seconds"
        self.add(f"{name}: the longest wait", "s", [one.page for one in came], [], 3, of_ratio=False)
        waits = [one.file for one in came]
        self.add("then each asks for the handout: the last after the first", "s", waits, [], 10, of_ratio=False)
        files = [float(one.files) for one in came]
        self.add("handouts that arrived whole", "", files, [], readers, of_ratio=False, at_least=True)

    def copies(self, ours: Server) -> None:
        readers = max(2, round(12 * self.size.readers))
        with self.ours() as second:

            def answers(*servers: Server) -> Callable[[], float]:
                urls = [server.url for server in servers]
                return lambda: asyncio.run(load.most(urls, PARTNERS, readers, self.size.seconds))

            one, two = self.rounds(answers(ours), answers(ours, second))
        self.add("answers a second, two copies beside one, partners page", "/s", two, one, 1.6, at_least=True)

    def visits(self, stock: Server, ours: Server) -> None:
        with (
            sync_playwright() as playwright,
            browser.proxied(self.folder, stock.url) as empty,
            browser.proxied(self.folder, ours.url) as dashboard,
        ):
            chromium = browsing.launch(playwright)
            found = [
                [
                    browser.load(chromium, *one)
                    for one in ((empty, "/"), (dashboard, FACTORS.path), (dashboard, MAP.path))
                ]
                for _ in range(self.size.rounds)
            ]
            chromium.close()
        loads = [list(column) for column in zip(*found, strict=True)]
        for name, mine in (("factors page", loads[1]), ("map page", loads[2])):
            self.add(
                f"fresh visit to heading and picture, {name}",
                "s",
                *([one.seconds for one in side] for side in (mine, loads[0])),
                1.3,
            )
        for name, mine in (("factors page", loads[1]), ("map page", loads[2])):
            self.add(
                f"on the wire at a fresh visit, {name}",
                "MB",
                *([one.megabytes for one in side] for side in (mine, loads[0])),
                3.2,
                of_ratio=False,
            )

    def whole_network(self, stock: Server) -> None:
        made = self.folder / "network"
        network.make(made)
        with self.ours(made) as large:
            empty, country, spaces = self.rounds(
                self.spent(stock, EMPTY), self.spent(large, WHOLE_MAP), self.spent(large, SPACES)
            )
            for name, mine, bound in (("map page", country, 1.0), ("spaces page", spaces, 1.2)):
                self.add(f"425 cities, 10,000 spaces: processor time of an answer, {name}", "ms", mine, empty, bound)
            with sync_playwright() as playwright:
                chromium = browsing.launch(playwright)
                for path, key in (("/map", "map_frame"), ("/spaces", "space_map")):
                    with browsing.visiting(chromium, large.url) as visit:
                        visit.open(path, "en")
                        longest = [browser.pan(visit, f".st-key-{key}") for _ in range(self.size.rounds)]
                    self.add(
                        f"425 cities, 10,000 spaces: longest still moment while the map is dragged, {path}",
                        "ms",
                        longest,
                        [],
                        250,
                        of_ratio=False,
                    )
                chromium.close()


def table(rows: list[Row]) -> str:
    head = ["", "empty page, or what ours stands beside", "ours", "ratio", "to reach", "reached"]
    lines = [head, ["---"] * len(head), *(row.cells() for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--tiny", action="store_true", help="a trial: everything once, next to nothing of it; writes nothing"
    )
    parser.add_argument("--only", nargs="*", default=[], help="only these parts; writes nothing")
    given = parser.parse_args()
    before = os.getloadavg()[0]
    started = datetime.now(UTC)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as running:
        bench = Bench(TINY if given.tiny else FULL, Path(folder), running)
        parts = (
            ("reruns", ("stock", "ours")),
            ("carrying", ("stock", "ours")),
            ("copies", ("ours",)),
            ("visits", ("stock", "ours")),
            ("whole_network", ("stock",)),
        )
        wanted = given.only or ["starting", *(name for name, _ in parts), "as_it_comes"]
        for name in ("starting", "as_it_comes"):  # with servers of their own
            if name in wanted:
                getattr(bench, name)()
        servers = {"stock": running.enter_context(bench.stock()), "ours": running.enter_context(bench.ours())}
        for name, arguments in parts:
            if name in wanted:
                getattr(bench, name)(*(servers[one] for one in arguments))
    minutes = (datetime.now(UTC) - started).total_seconds() / 60
    note = (
        f"{started:%Y-%m-%d %H:%M} UTC, {os.cpu_count()} processors, load before {before:.1f}, "
        f"took {minutes:.1f} minutes. Median of {bench.size.rounds} rounds (lowest to highest).\n"
    )
    print(f"\n{note}\n{table(bench.rows)}")
    if not given.tiny and not given.only:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "table.md").write_text(f"{note}\n{table(bench.rows)}", encoding="utf-8")
        rows = {"note": note.strip(), "rows": [asdict(row) for row in bench.rows]}
        (RESULTS / "table.json").write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
