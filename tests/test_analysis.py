"""docs/analysis.md: its script runs as it stands against a running dashboard, and says what the dataset says."""

import re
from typing import Any

from lcdash.dataset import loading
from lcdash.documents import derived, published
from lcdash.evidence import crossing, wide
from lcdash.settings import ROOT
from tests.serving import Server

TEXT = (ROOT / "docs" / "analysis.md").read_text(encoding="utf-8")


def test_the_script_reads_by_address_crosses_and_reproduces_three_numbers_of_the_readme(server: Server) -> None:
    (script,) = re.findall(r"^```python\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    held: dict[str, Any] = {}
    exec(script.replace("http://127.0.0.1:8501", server.url), held)  # noqa: S102
    told = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    assert (held["cells"], held["statements"], held["passages"]) == (60, 81, 207)
    for words in ("coded all 60 cells of Table 2", "Table 2 still gives 81 rows", "all 207 passages of `reading.csv`"):
        assert words in told
    data = loading.load()
    ids = crossing.crossed(data, "theme", "theme").at("university_anchor", "network_mechanism")
    own = data.evidence[data.evidence["evidence_id"].isin(ids)]
    assert held["cities"] == sorted(set(own["city_id"]) - {""})
    assert held["cities"]
    silent = wide.long(derived.frames(data)["cities_facets"], "facet_id")["state"].isin(["silent", "not studied"])
    assert held["known"].isna().to_numpy().sum() == silent.sum()


def test_every_address_it_names_is_there() -> None:
    names = {*published.names(loading.load())}
    for name in re.findall(r"`/files/([\w.-]+)`", TEXT):
        assert name in names, name
