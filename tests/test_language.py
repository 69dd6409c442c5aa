"""What a page says is in the reader's language, labels nobody sees included, and marked where it is in another."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from lcdash import site
from lcdash.dataset import codebook_text, loading
from lcdash.html.rendering import in_language
from lcdash.language import languages, translations
from lcdash.search import search
from tests.browsing import Visit, visiting
from tests.serving import Server

# Of each page the link that makes it say most.
FULL: dict[str, dict[str, Any]] = {
    "overview": {"place": "TH-92"},
    "map": {"id": "yala", "by": "region"},
    "factors": {
        "cell": "yala.3",
        "others": "1",
        "picture": "1",
        "cards": "1",
        "kind": "asset",
        "theme": "learning_centres",
    },
    "cities": {"city": "khon_kaen"},
    "spaces": {"city": "khon_kaen", "id": "khon_kaen_kic"},
    "partners": {"picture": "1"},
    "compare": {"city": ["phayao", "khon_kaen", "yala", "rayong"], "region": "south"},
    "learn": {"limit": "chiang_rai_2_t2"},
    "your-city": {},
    "frameworks": {"part": "factors", "factor": ["1", "2", "3", "4", "5", "6"]},
    "data": {"part": "codebook"},
    "present": {"story": "one_hour", "host": "khon_kaen", "scene": "limits", "notes": "1", "qr": "1"},
    "search": {"q": "ยะลา"},
    "evidence": {"id": "chiang_rai_2_t2"},
    "method": {},
}
# Links that make it say something else, besides the page as it opens.
FURTHER: dict[str, list[dict[str, Any]]] = {
    "map": [
        {"id": "khon_kaen"},
        {"id": "phayao", "by": "year", "status": "pilot"},
        {"layer": "spaces", "id": "phuket", "space": "phuket_cic"},
        {"layer": "topic", "theme": "older_people", "id": "yala"},
    ],
    "cities": [{"city": "satun"}, {"city": "kalasin"}],
    "spaces": [{"audience": "older_people", "region": "north"}],
    "partners": [{"id": "khon_kaen_university"}, {"id": "eef"}],
    "learn": [{"audience": "older_people", "city": "kalasin"}, {"city": "kalasin"}],
    "frameworks": [{"part": "unesco", "id": "block_3"}, {"part": "crosswalk", "factor": "3"}, {"part": "kalasin"}],
    "data": [{"part": part} for part in ("conflicts", "silences", "coverage", "join", "downloads")],
    "present": [
        {"check": "1"},
        {"story": "one_city", "host": "khon_kaen", "scene": "city_partners"},
        *({"scene": scene} for scene in ("from_one", "in_whose_name", "with_whom", "own_ground")),
    ],
    "search": [{"q": words} for words in ("Yala", "Korn Kaen", "2567", "จำกัด", "ดงใหญ่", "xyzzy")],
    "evidence": [
        {"id": one} for one in ("yala_3_t1", "bangkok_2_t1", "yala_5_n2", "hat_yai_1_p1", "phayao_6_n1", "country_2_a1")
    ],
}


def of_both(language: str) -> list[Any]:
    """Each page as its link opens it; `make test` reads half of the pages in each language, `make test-all` all."""
    first = translations.LANGUAGES.index(language)
    return [
        *(
            pytest.param(page, FULL[page], id=page, marks=[] if number % 2 == first else pytest.mark.slow)
            for number, page in enumerate(site.PAGES)
        ),
        *(
            pytest.param(page, query, id=f"{page}-{number}", marks=pytest.mark.slow)
            for page in site.PAGES
            for number, query in enumerate([{}, *FURTHER.get(page, [])])
        ),
    ]


WORD = "[A-Za-z0-9_'’&./+-]*"
LATIN = re.compile(f"[A-Za-z]{WORD}(?: [A-Za-z0-9]{WORD})*")

# Latin letters a Thai page may show, each with its reason. Names that data gives are read from its Thai columns below.
PERMITTED = {
    "CC BY 4.0": "the licence's own name, in Thai writing too",
    "Natural Earth": "the maker of the province lines, who has no Thai name",
    "OpenStreetMap": "a map service's own name",
    "OSM": "the same in short",
    "Google": "the same of another",
    "Google Maps": "the same of another",
    "GeoNames": "the maker of the city points, who has no Thai name",
    "CSV": "a kind of file, called so in Thai",
    "XLSX": "a kind of file, called so in Thai",
    "HTML": "a kind of file, called so in Thai",
    "JSON": "a kind of file, called so in Thai",
    "GeoJSON": "a kind of file, called so in Thai",
    "ZIP": "a kind of file, called so in Thai",
    "python": "a command, typed so",
    "m lcdash review": "the same command",
    "DOI": "a kind of number, called so in Thai",
    "Frictionless": "a programme's own name",
    "CSL-JSON": "a format's own name",
    "BibTeX": "a format's own name",
    "RIS": "a format's own name",
    "pandas": "a programme's own name",
    "R": "a programme's own name",
    "Tab": "the key's own name, as it is printed on it",
    "PPTX": "a kind of file, called so in Thai",
    "PNG": "a kind of file, called so in Thai",
    "SVG": "a kind of file, called so in Thai",
    "A4": "a size of paper, called so in Thai",
    "PDF": "a kind of file, called so in Thai",
    "Chromium": "a programme's own name",
    "Page Up": "the key's own name, as it is printed on it",
    "Page Down": "the key's own name, as it is printed on it",
    "true": "a value as it stands in the files",
    "false": "a value as it stands in the files",
    "lcdash": "the name of this software",
    "English": "the switch to the other language, which is written in that language",
    # Streamlit draws these itself and knows no Thai for them.
    "Link to heading": "Streamlit's",
    "Remove": "Streamlit's",
    "Streamlit Folium Component": "Streamlit's",
}
# What has the same name in every language: files, addresses.
NO_WORDS = re.compile(r"https?://\S+|\b[\w-]+\.(?:csv|json|geojson|md|cff|zip|txt|xlsx)\b")

# Every text and label of the document with the language it is in by the nearest `lang`; what components draw (in shadow
# trees) and frames hold as well. Left out: what nobody is told (display: none); the names of Streamlit's icons; <code>,
# which holds names for machines, the same in every language (ids, files, columns); the log of changes, in both.
READ = """() => {
  const labels = ["aria-label", "aria-description", "aria-roledescription", "alt", "placeholder", "title"];
  const found = [[document.documentElement.lang, document.title]];
  const read = (node, language) => {
    if (node.nodeType === Node.TEXT_NODE) {
      found.push([language, node.textContent]);
      return;
    }
    if (node.nodeType === Node.ELEMENT_NODE) {
      if (["SCRIPT", "STYLE", "TEMPLATE", "NOSCRIPT", "CODE"].includes(node.tagName)) return;
      if (node.matches(".st-key-changes, [data-testid=stIconMaterial]")) return;
      if (getComputedStyle(node).display === "none") return;
      language = node.getAttribute("lang") || language;
      for (const label of labels) if (node.hasAttribute(label)) found.push([language, node.getAttribute(label)]);
      if (node.shadowRoot) read(node.shadowRoot, language);
    }
    for (const child of node.childNodes) read(child, language);
  };
  // A name is one name, whatever of it a search has marked.
  document.querySelectorAll("mark").forEach(mark => mark.replaceWith(mark.textContent));
  document.body.normalize();
  read(document.body, document.documentElement.lang);
  return found;
}"""


def everything_said(visit: Visit) -> list[tuple[str, str]]:
    """Every text and label of the page as (language, text), in its frames as well."""
    return [
        (language, " ".join(text.split()))
        for frame in visit.page.frames
        for language, text in frame.evaluate(READ)
        if text.strip()
    ]


def latin_in_thai_data() -> set[str]:
    """The Latin phrases that the dataset itself has in Thai: in its Thai columns, passages and descriptions of columns.

    They are names, which stay as their owners write them, other spellings of them, and the names of columns.
    """
    data = loading.load()
    tables = [*data.tables.values(), data.spaces.drop(columns="geometry")]
    thai = ("_th", "opens_with", "alias", "licence")
    cells = [str(cell) for table in tables for column in table if column.endswith(thai) for cell in table[column]]
    described = json.dumps(data.descriptor, ensure_ascii=False, indent=0)
    cells += re.findall(r'"\w+_th": "(.*)"', described)
    columns = re.findall(r'"name": "(\w+)"', described)
    return {phrase for cell in cells for phrase in LATIN.findall(cell)} | set(columns)


def latin_in_the_manual() -> set[str]:
    """The Latin phrases of the Thai coding manual, its examples and codes, as it stands and as the search has it."""
    data = loading.load()
    told = [section.text("th") for section in codebook_text.sections(data.folder)]
    found = [entry for entry in search.index(data).entries if entry.kind == "method"]
    told += [text.text for entry in found for text in entry.texts if text.language != "en"]
    # A name in two parts ("derived.datapackage.json") leaves its first where files are taken out.
    return {phrase for text in told for one in (text, NO_WORDS.sub(" · ", text)) for phrase in LATIN.findall(one)}


SHOW_THE_MANUAL = ("data", "search")  # whole, and what is found in it


@pytest.fixture(scope="module")
def permitted() -> set[str]:
    return latin_in_thai_data() | set(PERMITTED)


def untranslated(text: str, permitted: set[str]) -> Iterator[str]:
    """The Latin phrases of a Thai text that nothing permits; several permitted ones may stand side by side."""
    for phrase in LATIN.findall(NO_WORDS.sub(" · ", text)):
        words = phrase.split(" ")
        while words:
            length = next((n for n in range(len(words), 0, -1) if " ".join(words[:n]) in permitted), 0)
            if not length:
                yield phrase
                break
            words = words[length:]


@pytest.fixture(scope="module")
def reader(browser: Browser, server: Server) -> Iterator[Visit]:
    """One reader for all pages: what a browser keeps from page to page is not asked for again."""
    with visiting(browser, server.url) as visit:
        yield visit
        assert visit.outside_requests == []
        assert visit.console_errors == []


@pytest.mark.parametrize(("page_id", "query"), of_both("th"))
def test_a_thai_page_speaks_thai_and_marks_the_other(
    reader: Visit, permitted: set[str], page_id: str, query: dict[str, Any]
) -> None:
    reader.open(site.path_of(page_id), "th", **query)
    # A map names its frame when its marks are drawn.
    reader.page.wait_for_function("() => !document.querySelector('iframe[title^=streamlit_folium]')")
    spoken = everything_said(reader)
    permitted = permitted | (latin_in_the_manual() if page_id in SHOW_THE_MANUAL else set())
    assert sum(bool(languages.THAI.search(text)) for _, text in spoken) > 8, "the page was read"
    foreign = {
        (phrase, text[:80])
        for language, text in spoken
        if language != "en"
        for phrase in untranslated(text, permitted | {"lcdash.", query.get("id", "")})
    }
    assert foreign == set()
    assert reader.page.evaluate("document.documentElement.lang") == "th"


@pytest.mark.parametrize(("page_id", "query"), of_both("en"))
def test_an_english_page_speaks_english_and_marks_the_other(reader: Visit, page_id: str, query: dict[str, Any]) -> None:
    switch = translations.page(page_id, "en")("switch_language")
    reader.open(site.path_of(page_id), "en", **query)
    said = [NO_WORDS.sub("", text) for language, text in everything_said(reader) if language != "th"]
    assert {text[:80] for text in said if languages.THAI.search(text)} == {switch}
    assert reader.page.evaluate("document.documentElement.lang") == "en"


def test_a_text_that_nobody_translated_is_noticed() -> None:
    permitted = {"Smart BKK", "CSV", "Open"}
    assert list(untranslated("ดาวน์โหลด (CSV) ของ Smart BKK", permitted)) == []
    assert list(untranslated("Open CSV", permitted)) == []
    assert list(untranslated("Open the map", permitted)) == ["Open the map"]
    assert list(untranslated("เลือก city", permitted)) == ["city"]
    assert list(untranslated("Smart", permitted)) == ["Smart"]
    assert list(untranslated("ไฟล์ themes.csv จาก https://example.org/a-b", permitted)) == []


def test_words_in_the_other_language_are_marked_with_it() -> None:
    assert languages.pieces("p. 342, “พื้นที่ 2) เอื้อ…”", "en") == [
        ("p. 342, “", None),
        ("พื้นที่ 2) เอื้อ", "th"),
        ("…”", None),
    ]
    assert languages.pieces("หน้า 324, “The development of…”", "th") == [
        ("หน้า 324, ", None),
        ("“The development of…”", "en"),
    ]
    assert languages.pieces("มี “ศูนย์ KIC” และ KGO Token", "th") == [("มี “ศูนย์ KIC” และ KGO Token", None)]
    assert languages.pieces("Has a library", "en") == [("Has a library", None)]
    assert languages.pieces("", "en") == []
    assert in_language("<b> “ก > ข”", "en") == '&lt;b&gt; “<span lang="th">ก &gt; ข</span>”'
