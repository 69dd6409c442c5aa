"""What a new version of Streamlit or folium may take away: each thing that this dashboard leans on is there.

docs/upgrading.md says what to look at where one fails.
"""

import pkgutil
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import streamlit_folium
from streamlit.file_util import get_static_dir

from lcdash.language import translations
from lcdash.serving import streamlit_page
from lcdash.settings import ROOT

OWN = [path for path in sorted((ROOT / "lcdash").rglob("*")) if path.suffix in {".css", ".js", ".html"}]
SHELL = {name: value for name, value in vars(streamlit_page).items() if name.startswith("SHELL_")}
# What maps lean on beside what is documented.
OF_MAPS = (
    "branca.element.MacroElement",  # folium_map.py: what a template has made is not read as one again
    "folium.GeoJson._template",  # folium_map.py: as above
    "folium.template.Template",
    "folium.utilities.JsCode",
    "streamlit_folium._component_func",  # map_frame.py: what st_folium calls once it has written its scripts
    "streamlit_folium._get_feature_group_string",
    "streamlit_folium._get_header",
    "streamlit_folium._get_html",
    "streamlit_folium._get_map_string",
)


@cache
def scripts() -> str:
    """All scripts of Streamlit's page."""
    return "".join(path.read_text(encoding="utf-8") for path in sorted(Path(get_static_dir()).rglob("*.js")))


def is_said(text: str) -> bool:
    """Whether Streamlit's scripts hold this very text."""
    return any(f"{quote}{text}{quote}" in scripts() for quote in "\"'`")


@pytest.mark.parametrize("test_id", streamlit_page.TEST_IDS)
def test_streamlit_draws_what_we_know_by_its_test_id(test_id: str) -> None:
    assert is_said(test_id)


@pytest.mark.parametrize("name", streamlit_page.CLASSES)
def test_streamlit_draws_what_we_know_by_its_class(name: str) -> None:
    assert re.search(rf"className:[^,}}]{{0,80}}\b{name}\b", scripts()) or is_said(name)


@pytest.mark.parametrize("name", [*streamlit_page.IDS, *streamlit_page.ATTRIBUTES])
def test_streamlit_draws_what_we_know_by_its_id_or_attribute(name: str) -> None:
    assert is_said(name)


@pytest.mark.parametrize("name", streamlit_page.SAID)
def test_streamlit_says_in_english_what_we_say_in_the_readers_language(name: str) -> None:
    assert is_said(translations.texts("common")[f"streamlit_{name}"]["en"])


@pytest.mark.parametrize("name", SHELL)
def test_the_shell_has_the_place_that_we_fill(name: str) -> None:
    shell = (Path(get_static_dir()) / "index.html").read_text(encoding="utf-8")
    assert len(SHELL[name].findall(shell)) == 1


@pytest.mark.parametrize("name", [*streamlit_page.INSIDE, *OF_MAPS])
def test_what_we_replace_or_read_inside_a_library_is_there(name: str) -> None:
    found: Any = pkgutil.resolve_name(name)
    assert found is not None


def test_the_frame_of_a_map_calls_it_by_the_name_that_our_scripts_use() -> None:
    frames = [path for path in Path(streamlit_folium.__file__).parent.rglob("*.js") if path.stat().st_size > 1000]
    text = "".join(path.read_text(encoding="utf-8", errors="replace") for path in frames)
    for name in ("map_div", "feature_group", "last_active_drawing"):
        assert name in text, name


# In one place


def test_style_sheets_and_scripts_name_just_what_is_listed_of_streamlits_page() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in OWN)
    read_by_tests = {"data-test-script-state", "data-stale"}
    assert set(re.findall(r"data-testid\^?=[\"']?([\w-]+)", text)) == set(streamlit_page.TEST_IDS)
    assert set(re.findall(r"\.(st[A-Z]\w+)", text)) == set(streamlit_page.CLASSES)
    assert set(re.findall(r"#(st[A-Z]\w+)", text)) == set(streamlit_page.IDS)
    attributes = set(re.findall(r"data-test-[\w-]+|data-stale", text))
    assert attributes == set(streamlit_page.ATTRIBUTES) - read_by_tests


def test_only_listed_parts_of_streamlit_that_are_not_documented_are_imported() -> None:
    lines = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "lcdash").rglob("*.py"))
    imported = re.findall(r"^from (streamlit(?:\.\w+)*) import (.+)$", lines, re.MULTILINE)
    names = {f"{module}.{name.strip()}" for module, listed in imported for name in listed.split(",")}
    documented = {"streamlit.delta_generator.DeltaGenerator"}
    unknown = {name for name in names - documented if not any(one.startswith(name) for one in streamlit_page.INSIDE)}
    assert unknown == set()
