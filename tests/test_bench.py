"""The bench measures what it says; nothing here reads a clock."""

import subprocess
import sys
from pathlib import Path

import pytest

from bench import load, network
from bench.__main__ import FACTORS, MAP, PARTNERS, Row
from bench.client import Reader
from lcdash.settings import ROOT
from tests.coroutines import finished
from tests.serving import Server


def test_the_readers_of_the_bench_choose_and_the_page_answers_with_its_link(server: Server) -> None:
    async def choose() -> list[str]:
        reader = await Reader.open(server.url + PARTNERS.path)
        links = [reader.query]
        for places in load.CHOICES[1:3]:
            answer = await reader.choose(PARTNERS.key, places)
            links.append(reader.query)
            assert answer.messages > 10
        await reader.close()
        return links

    first, one, both = finished(choose())
    assert first == "lang=th"
    assert one.startswith(f"lang=th&{PARTNERS.key[1:]}=")
    assert both.count(f"{PARTNERS.key[1:]}=") == 2


def test_the_readers_of_the_bench_choose_in_a_part_of_the_page_as_a_script_does(server: Server) -> None:
    async def choose() -> list[str]:
        links = []
        for page in (FACTORS, MAP):
            reader = await Reader.open(server.url + page.path)
            for turn in range(2):
                await load.ask(reader, page, turn)
                links.append(reader.query)
            await reader.close()
        return links

    assert finished(choose()) == ["lang=th&kind=practice", "lang=th&kind=asset", "lang=th&id=yala", "lang=th&id=phuket"]


def test_a_row_of_the_bench_is_reached_by_the_median_of_its_rounds() -> None:
    assert Row("rerun", "ms", ours=[10, 20, 90], beside=[50, 50, 50], target=0.5).reached
    assert not Row("rerun", "ms", ours=[10, 40, 90], beside=[50, 50, 50], target=0.5).reached
    assert not Row("copies", "/s", ours=[15], beside=[10], target=1.6, at_least=True).reached
    assert Row("memory", "MB", ours=[0.4], beside=[0.04], target=0.5, of_ratio=False).reached


def test_the_network_of_the_bench_is_a_valid_dataset(tmp_path: Path) -> None:
    network.make(tmp_path / "data", cities=30, spaces=80)
    checked = subprocess.run(
        [sys.executable, "-m", "lcdash", "check", tmp_path / "data"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout


@pytest.mark.slow
def test_the_whole_bench_runs() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--tiny"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "two copies" in done.stdout
