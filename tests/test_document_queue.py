"""Files that take seconds: equal wishes are one job, everybody gets a turn, and what goes wrong is told in words."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lcdash.documents import chromium, pictures
from lcdash.language import translations
from lcdash.serving import document_queue, limits
from lcdash.serving.document_queue import FullError, Order, Queue
from lcdash.ui.shared import downloads
from tests import running

SECONDS = 20


class Workshop:
    """A line whose files are made only when `open` is set; `made` names them in the order in which they were."""

    def __init__(self) -> None:
        self.line = Queue("test")
        self.open = threading.Event()
        self.made: list[str] = []

    def ask(self, session: str, name: str, keep: bool = True) -> Order:
        def work() -> bytes:
            self.open.wait(SECONDS)
            self.made.append(name)
            return name.encode()

        return self.line.ask(session, document_queue.key_of("pdf", name), work, keep=keep)


@pytest.fixture
def workshop() -> Iterator[Workshop]:
    workshop = Workshop()
    yield workshop
    workshop.open.set()


def test_the_same_handout_for_ten_people_is_made_once_and_is_there_at_once_for_the_eleventh(workshop: Workshop) -> None:
    orders = [workshop.ask(f"reader {number}", "handout") for number in range(10)]
    workshop.open.set()
    assert {order.content() for order in orders} == {b"handout"}
    late = workshop.ask("reader 11", "handout")
    assert late.is_done(0)
    assert late.content() == b"handout"
    assert workshop.made == ["handout"]


def test_what_only_one_reader_may_know_is_shared_with_nobody_and_leaves_nothing(workshop: Workshop) -> None:
    orders = [workshop.ask(f"reader {number}", "own answers", keep=False) for number in range(2)]
    workshop.open.set()
    assert [order.content() for order in orders] == [b"own answers"] * 2
    assert workshop.made == ["own answers"] * 2
    assert not workshop.line._kept
    assert workshop.ask("reader 3", "own answers").content() == b"own answers"
    assert len(workshop.made) == 3


def test_each_reader_knows_how_many_come_first_and_a_second_wish_waits_for_the_first_of_others(
    workshop: Workshop,
) -> None:
    orders = {name: workshop.ask(name[0], name) for name in ("a1", "a2", "a3", "b1", "c1", "b2")}
    assert {name: order.files_before() for name, order in orders.items()} == {
        "a1": 0,
        "b1": 1,
        "c1": 2,
        "a2": 3,
        "b2": 4,
        "a3": 5,
    }
    workshop.open.set()
    assert orders["a3"].content() == b"a3"
    assert workshop.made == ["a1", "b1", "c1", "a2", "b2", "a3"]


def test_who_leaves_before_the_turn_has_nothing_made_unless_somebody_else_waits_for_it(workshop: Workshop) -> None:
    first = workshop.ask("a", "first")
    left, shared, other, last = (workshop.ask(*wish) for wish in (("b", "x"), ("c", "y"), ("d", "y"), ("e", "z")))
    assert last.files_before() == 3
    left.leave()
    shared.leave()
    assert last.files_before() == 2
    workshop.open.set()
    assert [order.content() for order in (first, other, last)] == [b"first", b"y", b"z"]
    assert workshop.made == ["first", "y", "z"]


def test_a_session_and_the_line_have_room_for_only_so_many(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    orders = [workshop.ask("greedy", str(number)) for number in range(limits.ORDERS_OF_A_SESSION)]
    with pytest.raises(FullError):
        workshop.ask("greedy", "one more")
    orders[-1].leave()
    workshop.ask("greedy", "one instead")
    monkeypatch.setattr(limits, "ORDERS_IN_LINE", limits.ORDERS_OF_A_SESSION)
    workshop.ask("another", "the last that has room")
    with pytest.raises(FullError):
        workshop.ask("somebody", "else")


def test_what_is_kept_has_a_bound_and_what_was_used_longest_ago_goes_first(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MADE_BYTES_KEPT", 3)
    workshop.open.set()
    for name in ("a", "b", "c", "a", "d"):
        assert workshop.ask("reader", name).content() == name.encode()
    assert workshop.made == ["a", "b", "c", "d"]
    assert workshop.ask("reader", "longer than all room").content()
    workshop.made.clear()
    for name in ("a", "c", "d", "b"):
        workshop.ask("reader", name).content()
    assert workshop.made == ["b"]


def test_a_file_that_cannot_be_made_holds_nobody_up(workshop: Workshop) -> None:
    def fails() -> bytes:
        raise OSError("no space left")

    failing = workshop.line.ask("a", "x", fails)
    after = workshop.ask("b", "after")
    workshop.open.set()
    with pytest.raises(OSError, match="no space"):
        failing.content()
    assert after.content() == b"after"
    assert workshop.line.ask("a", "x", lambda: b"now").content() == b"now", "a failure is not kept"


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_a_waiting_reader_is_told_the_place_in_words_and_then_how_long_it_takes(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    t = translations.page("overview", language)
    monkeypatch.setattr(downloads, "SECONDS_BETWEEN_LOOKS", 0.05)
    orders = [workshop.ask(str(number), str(number)) for number in range(3)]
    told: list[str] = []

    class Place:
        def html(self, words: str) -> None:
            told.append(re.sub("<[^>]+>", "", words))
            workshop.open.set()

    downloads._tell(orders[2], Place(), t)
    assert told[0] == t("making_later", n=2)
    assert "2" in told[0]


# What goes wrong


@pytest.fixture
def as_chromium(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Have a shell script stand for Chromium; `$made` in it is the path of the file it was asked for."""

    def use(script: str) -> None:
        program = tmp_path / "chromium.sh"
        made = 'for one in "$@"; do case $one in --screenshot=*|--print-to-pdf=*) made=${one#*=};; esac; done'
        program.write_text(f"#!/bin/sh\n{made}\n{script}\n", encoding="utf-8")
        program.chmod(0o755)
        monkeypatch.setattr(chromium, "find", lambda: str(program))

    return use


def is_running(process_id: int) -> bool:
    try:
        return Path(f"/proc/{process_id}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_chromium_that_hangs_is_ended_with_all_its_children(
    as_chromium: Callable[[str], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chromium, "SECONDS_TO_PRINT", 1)
    as_chromium(f"sleep 60 & echo $! > {tmp_path}/child\nsleep 60")
    started = time.monotonic()
    with pytest.raises(chromium.PrintError):
        chromium.pdf("<p>x</p>")
    assert time.monotonic() - started < 40
    child = int((tmp_path / "child").read_text(encoding="utf-8"))
    deadline = time.monotonic() + 15
    while is_running(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_running(child)


def test_what_chromium_says_in_any_encoding_and_a_damaged_picture_are_failures_like_others(
    as_chromium: Callable[[str], None],
) -> None:
    as_chromium(r"printf '\377\376 broken' >&2")
    with pytest.raises(chromium.PrintError, match="broken"):
        chromium.pdf("<p>x</p>")
    as_chromium(r'printf "\211PNG\r\n\032\n and no more" > "$made"')
    with pytest.raises(chromium.PrintError):
        pictures.drawn("<p>x</p>", 100)
    as_chromium(': > "$made"')
    with pytest.raises(chromium.PrintError):
        chromium.pdf("<p>x</p>")


def test_half_a_character_and_a_document_without_end_break_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert chromium.pdf("<p>\ud800</p>").startswith(b"%PDF-")
    monkeypatch.setattr(chromium, "LONGEST_DOCUMENT", 10)
    with pytest.raises(chromium.PrintError, match="at most 10"):
        chromium.pdf("<p>too long</p>")


def ask(app: AppTest) -> AppTest:
    button = next(one for one in app.button if (one.key or "").endswith(".png"))
    return button.click().run()


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_without_room_in_the_temporary_folder_or_in_the_line_a_reader_gets_our_sentence(
    monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    t = translations.page("overview", language)
    app = running.run("overview", language)
    monkeypatch.setattr(document_queue, "CHROMIUM", Queue("test"))
    with monkeypatch.context() as full:
        full.setattr(chromium.tempfile, "tempdir", "/proc/nobody")
        app = ask(app)
        assert not app.exception
        assert f'role="alert">{t("make_failed")}' in running.html(app)
    monkeypatch.setattr(limits, "ORDERS_OF_A_SESSION", 0)
    app = ask(app)
    assert f'role="alert">{t("make_full")}' in running.html(app)


def test_slides_do_not_wait_for_chromium(monkeypatch: pytest.MonkeyPatch) -> None:
    held = threading.Event()
    document_queue.CHROMIUM.ask("somebody", "slow", lambda: str(held.wait(SECONDS)).encode(), keep=False)
    try:
        app = running.run("compare", "en", city=["yala", "phuket"])
        (button,) = [one for one in app.button if (one.key or "").endswith(".pptx")]
        app = button.click().run()
        again = translations.page("compare", "en")("make_again")
        assert any(label.endswith(again) for label in running.offered(app))
    finally:
        held.set()
