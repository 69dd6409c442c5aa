"""A limit for every resource one visitor can take: each is told to the operator, and holds."""

import ast
import asyncio
import inspect
import re
import resource
import subprocess
import sys
import threading
import time
import tomllib
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import zip_longest
from types import SimpleNamespace

import pytest
from starlette.types import Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import (
    BackendOperationRequest,
    BackMsg,
    DataframeChunkRequestPayload,
    DeferredFileRequestPayload,
    DismissSkillsNudgeRequestPayload,
    InstallSkillsRequestPayload,
)
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Common_pb2 import FileURLsRequest
from streamlit.runtime import media_file_manager
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.memory_session_storage import MemorySessionStorage

from lcdash.dataset import loading
from lcdash.documents import offline
from lcdash.serving import gate, left_pages, limits, messages
from lcdash.serving.gate import Gate, Slowed
from lcdash.serving.made_once import MadeOnce
from lcdash.settings import ROOT
from tests.coroutines import finished
from tests.serving import Server

HOSTING = (ROOT / "docs/hosting.md").read_text(encoding="utf-8")
NUMBERS = {name: value for name, value in vars(limits).items() if name.isupper()}


def test_every_limit_stands_in_the_table_for_the_operator_with_its_number() -> None:
    assert len(NUMBERS) > 10
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| ([^|]+) \|", HOSTING, re.MULTILINE))
    assert rows == {name: f"{value:,}" if value is not False else "no" for name, value in NUMBERS.items()}


def test_no_limit_is_a_number_that_nothing_reads() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "lcdash").rglob("*.py"))
    own = inspect.getsource(limits)
    used = set(re.findall(r"limits\.([A-Z_]+)", code)) | {
        node.id for node in ast.walk(ast.parse(own)) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }
    from_elsewhere = {"PRINT_SECONDS", "PRINT_BYTES"}  # chromium.py holds to them
    assert set(NUMBERS) - used - from_elsewhere - {"MESSAGE_BYTES"} == set()
    config = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))["server"]
    assert config["maxWidgetStateSize"] * 1_000_000 == limits.MESSAGE_BYTES
    for file in ("Makefile", "deploy/lcdash@.service"):
        assert f"--ws-max-size {limits.MESSAGE_BYTES} " in (ROOT / file).read_text(encoding="utf-8")


# Pages that are open


class Reader:
    """A page that is open until `close`; `sent` is what it was answered."""

    def __init__(self, gate: Gate, address: str) -> None:
        self._closed = asyncio.Event()
        self.sent: list[Message] = []
        self._task = asyncio.create_task(
            gate({"type": "websocket", "headers": [], "client": (address, 1)}, self._receive, self._send)
        )

    async def _receive(self) -> Message:
        await self._closed.wait()
        return {"type": "websocket.disconnect"}

    async def _send(self, message: Message) -> None:
        self.sent.append(message)

    @property
    def is_in(self) -> bool:
        return [one["type"] for one in self.sent] == ["websocket.accept"]

    async def close(self) -> None:
        self._closed.set()
        await self._task


async def accepts(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "websocket.accept"})
    assert (await receive())["type"] == "websocket.disconnect"


def test_one_address_cannot_take_all_pages_and_closed_ones_are_free_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PAGES_OF_AN_ADDRESS", 3)
    monkeypatch.setattr(limits, "PAGES_IN_ALL", 5)

    async def come_and_go() -> None:
        gate = Gate(accepts)
        greedy = [Reader(gate, "192.0.2.1") for _ in range(4)]
        others = [Reader(gate, f"192.0.2.{number}") for number in (2, 3, 4)]
        await asyncio.sleep(0)
        assert [one.is_in for one in greedy] == [True, True, True, False]
        assert [one.is_in for one in others] == [True, True, False], "five in all"
        assert others[2].sent == [{"type": "websocket.close", "code": 1013}]
        await greedy[0].close()
        late = Reader(gate, "192.0.2.1")
        await asyncio.sleep(0)
        assert late.is_in
        for one in (*greedy, *others, late):
            await one.close()
        assert not gate.open_pages, "nothing is remembered of who has left"

    finished(come_and_go())


def test_what_a_page_sends_faster_than_a_reader_can_click_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MESSAGES_AT_ONCE", 5)
    monkeypatch.setattr(limits, "MESSAGES_A_SECOND", 50)

    async def at_once() -> Message:
        return {"type": "websocket.receive", "bytes": b"x"}

    now = 0.0

    async def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds

    monkeypatch.setattr(gate, "time", SimpleNamespace(monotonic=lambda: now))
    monkeypatch.setattr(gate, "asyncio", SimpleNamespace(sleep=sleep))

    async def take(slowed: Slowed, number: int) -> float:
        started = now
        for _ in range(number):
            await slowed.receive()
        return now - started

    async def both() -> None:
        slowed = Slowed(at_once)
        assert await take(slowed, 5) == 0, "a reader notices nothing"
        assert await take(slowed, 10) == pytest.approx(0.2)

    finished(both())


def test_kinds_of_message_that_no_page_sends_are_left_unheard() -> None:
    """Half a million names of files in one message held the event loop for 17 seconds."""

    def sent(**kinds: object) -> Message:
        return {"type": "websocket.receive", "bytes": BackMsg(**kinds).SerializeToString()}  # type: ignore[arg-type]

    def asks(**payload: object) -> Message:
        return sent(backend_operation_request=BackendOperationRequest(request_id="1", **payload))  # type: ignore[arg-type]

    heard = [
        sent(rerun_script=ClientState(query_string="lang=th")),
        sent(stop_script=True),
        sent(app_heartbeat=True),
        asks(deferred_file=DeferredFileRequestPayload(file_id="of a button")),
        {"type": "websocket.disconnect"},
    ]
    unheard = [
        sent(file_urls_request=FileURLsRequest(request_id="1", file_names=[""] * 3)),
        *(sent(**{kind: True}) for kind in ("clear_cache", "set_run_on_save", "load_git_info")),
        *(sent(**{f"debug_{kind}": True}) for kind in ("disconnect_websocket", "shutdown_runtime")),
        asks(install_skills=InstallSkillsRequestPayload()),
        asks(dismiss_skills_nudge=DismissSkillsNudgeRequestPayload()),
        asks(dataframe_chunk=DataframeChunkRequestPayload(source_id="1", limit=10**6)),
        asks(deferred_file=DeferredFileRequestPayload(file_id="x" * limits.OPERATION_BYTES)),
        sent(),
        {"type": "websocket.receive", "bytes": b"\xff no message"},
        {"type": "websocket.receive", "text": "no bytes"},
    ]
    coming = [one for pair in zip_longest(unheard, heard) for one in pair if one is not None]
    coming.append(coming.pop(coming.index(heard[-1])))

    async def listen() -> list[Message]:
        waiting = iter(coming)

        async def receive() -> Message:
            return next(waiting)

        taken: list[Message] = []

        async def page(_scope: Scope, receive: Receive, _send: Send) -> None:
            taken.extend([await receive() for _ in heard])

        async def send(_message: Message) -> None: ...

        await Gate(page)({"type": "websocket", "headers": [], "client": ("192.0.2.1", 1)}, receive, send)
        return taken

    assert finished(listen()) == heard
    kinds = {field.name for field in BackMsg.DESCRIPTOR.fields}
    assert len(kinds) == 10, "a new kind: does a page of ours send it?"


def test_a_page_that_asks_in_the_name_of_another_hears_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    async def handle(_session: AppSession, request: BackendOperationRequest) -> None:
        asked.append(request.session_id)

    monkeypatch.setattr(AppSession, "_handle_backend_operation_request", handle)
    messages.hear_no_other_page()
    for session_id in ("other", "own"):
        request = BackendOperationRequest(session_id=session_id)
        finished(AppSession._handle_backend_operation_request(SimpleNamespace(id="own"), request))  # type: ignore[arg-type]
    assert asked == ["own"]


def test_the_process_asks_for_the_open_files_its_pages_take() -> None:
    """In a process of its own that starts with what systemd gives a service."""
    wanted = limits.PAGES_IN_ALL * limits.FILES_OF_A_PAGE + limits.FILES_OF_THE_SERVER
    program = "import resource; from lcdash.serving import limits; room = limits.make_room();"
    program += "print(room, resource.getrlimit(resource.RLIMIT_NOFILE)[0])"

    def started_with(soft: int, hard: int) -> list[int]:
        answer = subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            capture_output=True,
            check=True,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard)),
        )
        return [int(number) for number in answer.stdout.split()]

    assert started_with(1024, wanted) == [limits.PAGES_IN_ALL, wanted]
    assert started_with(1024, 1024) == [(1024 - limits.FILES_OF_THE_SERVER) // limits.FILES_OF_A_PAGE, 1024]


def test_the_unit_the_proxy_and_the_container_give_as_many_files_as_the_pages_take() -> None:
    wanted = limits.PAGES_IN_ALL * limits.FILES_OF_A_PAGE + limits.FILES_OF_THE_SERVER
    for file, pattern in (
        ("lcdash@.service", r"^LimitNOFILE=(\d+)$"),
        ("compose.yaml", r"nofile: (\d+)"),
    ):
        (number,) = re.findall(pattern, (ROOT / "deploy" / file).read_text(encoding="utf-8"), re.MULTILINE)
        assert int(number) >= wanted, file
    proxy = (ROOT / "deploy/nginx/lcdash.conf").read_text(encoding="utf-8")
    (connections,) = re.findall(r"limit_conn lcdash_connections (\d+);", proxy)
    assert int(connections) >= limits.PAGES_OF_AN_ADDRESS
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in proxy, "else everybody has the proxy's address"


# Pages that are left


def test_a_page_that_was_left_ends_in_time_though_nobody_else_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LEFT_SECONDS", 0.01)
    # Whoever else serves pages in this process may have wrapped it before.
    monkeypatch.setattr(MemorySessionStorage, "save", lambda *_: None)
    closed: list[str] = []
    manager = SimpleNamespace(remove_orphaned_files=lambda: closed.append("files"))
    runtime = SimpleNamespace(
        is_active_session=lambda one: one == "back again", close_session=closed.append, media_file_mgr=manager
    )
    monkeypatch.setattr(left_pages, "Runtime", SimpleNamespace(instance=lambda: runtime))
    left_pages.end_in_time()

    async def leave() -> None:
        storage = MemorySessionStorage()
        for session_id in ("left", "left", "back again"):
            storage.save(SimpleNamespace(session=SimpleNamespace(id=session_id)))  # type: ignore[arg-type]
        await asyncio.sleep(0.1)

    finished(leave())
    assert closed == ["left", "files", "files"]
    assert MemorySessionStorage()._cache.ttl > limits.LEFT_SECONDS  # type: ignore[attr-defined]


def test_what_was_made_for_one_reader_is_taken_away_and_what_others_have_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    manager = MediaFileManager(MemoryMediaFileStorage("/media"))
    runtime = SimpleNamespace(exists=lambda: True, instance=lambda: SimpleNamespace(media_file_mgr=manager))
    monkeypatch.setattr(left_pages, "Runtime", runtime)

    def add(session_id: str, content: bytes) -> str:
        monkeypatch.setattr(media_file_manager, "_get_session_id", lambda: session_id)
        url = manager.add(content, "application/pdf", "1", "a.pdf", is_for_static_download=True)
        return url.rpartition("/")[2].partition(".")[0]

    own, other = add("own", b"own words"), add("other", b"other words")
    monkeypatch.setattr(media_file_manager, "_get_session_id", lambda: "own")
    button = manager.add_deferred(lambda: b"made when it is pressed", "text/plain", "2")
    left_pages.take_files_away("own")
    assert (manager.read_file(own), manager.read_file(other) is None) == (None, False)
    assert manager.execute_deferred(button)


# Documents without a live connection


@pytest.fixture
def making() -> Iterator[tuple[MadeOnce, list[str], threading.Event]]:
    held = threading.Event()
    yield MadeOnce("test", 10), [], held
    held.set()


def test_150_who_ask_for_the_same_document_have_it_made_once_and_hold_nobody_up(
    making: tuple[MadeOnce, list[str], threading.Event],
) -> None:
    made_once, made, held = making

    def make() -> bytes:
        held.wait(10)
        made.append("x")
        return b"x"

    async def all_at_once() -> None:
        readers = [asyncio.create_task(made_once.get("x", make)) for _ in range(150)]
        await asyncio.sleep(0.05)
        readers[0].cancel()  # who leaves takes nothing from the others
        assert await asyncio.wait_for(asyncio.to_thread(lambda: "health"), 2) == "health"
        held.set()
        assert set(await asyncio.gather(*readers[1:])) == {b"x"}

    finished(all_at_once())
    assert made == ["x"]


def test_documents_are_kept_within_their_bound_and_a_failure_is_not_kept(
    making: tuple[MadeOnce, list[str], threading.Event],
) -> None:
    made_once, made, _ = making

    def making_of(name: str) -> bytes:
        made.append(name)
        if name == "broken" and made.count(name) == 1:
            raise OSError
        return name.encode()

    async def ask(*names: str) -> None:
        for name in names:
            await made_once.get(name, lambda name=name: making_of(name))

    async def in_turn() -> None:
        await ask("four", "five5", "four", "sixsix", "four")
        assert made == ["four", "five5", "sixsix"]
        with pytest.raises(OSError):
            await ask("broken")
        await ask("broken")

    finished(in_turn())


def test_there_is_room_to_keep_every_document_of_the_dataset() -> None:
    data = loading.load()
    handout = len(offline.document(data, "en", "one_hour"))
    brief = len(offline.document(data, "en", city_id="yala"))
    number = len(data.cities) + 10  # with handouts and the list
    assert 2 * (10 * handout + number * brief) / 3 < limits.OFFLINE_BYTES_KEPT, "packed they take less than a third"


@pytest.mark.slow
def test_150_readers_of_what_is_offline_hold_up_neither_a_page_nor_the_health_answers(server: Server) -> None:
    cities = list(loading.load().cities["city_id"])[:4]
    wanted = [f"/offline?lang={language}&city={city}" for language in ("th", "en") for city in cities]
    wanted += ["/offline?lang=th&story=one_hour", "/offline?lang=en&story=one_hour"]

    def read(path: str) -> int:
        with urllib.request.urlopen(server.url + path, timeout=200) as answer:  # ten are made, one after the other
            return len(answer.read()) and answer.status

    with ThreadPoolExecutor(150) as readers:
        answers = [readers.submit(read, wanted[number % len(wanted)]) for number in range(150)]
        while not all(answer.done() for answer in answers):
            for path in ("/readyz", "/_stcore/health", "/factors"):
                started = time.monotonic()
                assert server.status(path) == 200
                assert time.monotonic() - started < 5, path
            time.sleep(0.2)
    assert {answer.result() for answer in answers} == {200}
