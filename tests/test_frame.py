"""The frame of every page: menu, language, and at the foot the link, the citation and who is responsible."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect
from streamlit.testing.v1 import AppTest

from lcdash import site
from lcdash.dataset import loading
from lcdash.language import dates, translations
from lcdash.ui.shared import report
from tests.browsing import Visit
from tests.running import component, document, html, run


@pytest.mark.parametrize("page_id", ["overview", "factors"])
@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_the_foot_is_signed_and_the_citation_names_page_version_and_date(page_id: str, language: str) -> None:
    app, data, t = run(page_id, language), loading.load(), translations.page(page_id, language)
    date = dates.spoken(data.created, language)
    foot = unescape(html(app).split('<p class="foot">')[1])
    for part in ("foot_maker", "foot_method", "foot_licence", "foot_sources", "foot_independent", "foot_places"):
        assert t(part) in foot
    assert t("foot_version", version=data.version, date=date) in foot
    (citation,) = [plain for text in app.markdown if data.version in (plain := text.value.replace("\\", ""))]
    for part in (t.title, date, dates.year(data.created[:4], language)):
        assert part in citation


def test_the_menu_leads_to_every_page_in_the_language_of_the_reader() -> None:
    for language in translations.LANGUAGES:
        links = [link.proto for link in run("overview", language).get("page_link")]
        menu = [link.label for link in links[: len(site.MENU)]]
        assert menu == [translations.page(page, language)("menu") for page in site.MENU]
        assert all(f"lang={language}" in link.query_string for link in links)


def reports(page_id: str, language: str = "en", statement: str = "", **query: str) -> tuple[set[str], str, str]:
    """Of what is reported from a page: the addresses that open a message, the text to copy, and all HTML beside it."""

    def dialog(page_id: str, language: str, statement: str) -> None:
        from lcdash.language import translations
        from lcdash.ui.shared import report

        report.offer(translations.page(page_id, language), statement)

    app = AppTest.from_function(dialog, args=(page_id, language, statement), default_timeout=60)
    app.query_params.update({"lang": language, **query})
    app.run()
    assert not app.exception, app.exception
    links = [link.proto.url for link in app.get("link_button")]
    return set(links), component(app, "copy_text", "_report_copy")["text"], unescape(html(app))


def test_who_reports_a_mistake_has_the_statement_its_id_version_and_page_written_already(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LCDASH_PUBLIC_ADDRESS", "https://cities.example.org")
    monkeypatch.setenv("LCDASH_REPORT_ADDRESS", "someone@example.org")
    data = loading.load()
    statement = data.evidence.iloc[0]
    for page_id, query, given in (
        ("evidence", {"id": statement.evidence_id}, ""),
        ("factors", {"view": "facets"}, statement.evidence_id),
    ):
        (link,), text, shown = reports(page_id, "th", given, **query)
        assert link.startswith("mailto:someone@example.org?")
        said = parse_qs(urlsplit(link).query)
        assert said["body"][0].splitlines() == text.splitlines()
        assert text in shown
        assert "ผู้รับแจ้ง: someone@example.org" in shown
        (key, value), page = next(iter(query.items())), translations.page(page_id, "th").title
        address = f"https://cities.example.org/{page_id}?lang=th&{key}={value}"
        for part in (statement.evidence_id, f"“{statement.statement_th}”", page, data.version, address):
            assert part in text
        assert said["subject"] == [f"lcdash {data.version} {statement.evidence_id}"]
        assert said["subject"][0].isascii()


def test_where_nobody_answers_a_page_says_what_to_do_and_gives_a_text_that_names_what_is_open() -> None:
    t, city = translations.page("map", "th"), loading.load().cities.iloc[0]
    links, text, shown = reports("map", "th", id=city.city_id)
    assert links == set()
    assert t("report_nobody") in shown
    assert t("report_which") in shown
    assert t("report_setting") in document(shown).xpath("string(//details[@class='report-operator'])")
    for part in (t.title, city.name_th, city.city_id, f"/map?lang=th&id={city.city_id}", loading.load().version):
        assert part in text


def test_a_web_address_for_reports_is_filled_in_where_it_asks_and_given_all_else() -> None:
    said = {"id": "yala_1_t1", "version": "1.2.3", "address": "/evidence?id=yala_1_t1", "subject": "s", "text": "ก & ข"}
    asked = report.link("https://example.org/new?title={subject}&body={text}", said)
    assert parse_qs(urlsplit(asked).query) == {"title": ["s"], "body": ["ก & ข"]}
    given = parse_qs(urlsplit(report.link("https://example.org/form?lang=th", said)).query)
    assert given == {"lang": ["th"], "id": ["yala_1_t1"], "version": ["1.2.3"], "address": ["/evidence?id=yala_1_t1"]}
    assert report.link("javascript:alert(1)", said) == ""


def test_a_copied_link_is_the_public_address_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert component(run("factors", city=["yala", "phuket"]), "copy_text", "copy_link")["text"] == ""
    monkeypatch.setenv("LCDASH_PUBLIC_ADDRESS", "https://cities.example.org/")
    address = component(run("factors", "th", city=["yala", "phuket"], q="a&b"), "copy_text", "copy_link")["text"]
    assert address == "https://cities.example.org/factors?lang=th&city=yala&city=phuket&q=a%26b"


def test_an_unknown_language_is_named_and_the_page_is_thai() -> None:
    app = run("overview", "fr")
    assert "lang = fr" in html(app)
    assert translations.page("overview", "th")("open_whole") in html(app)


def test_the_link_is_copied_or_where_that_is_refused_shown_to_be_copied(visit: Visit) -> None:
    t = translations.page("overview", "en")
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visit.open("/", "en", place="TH-95")
    page.get_by_role("button", name=t("copy_link")).click()
    copied = page.get_by_role("button", name=t("copied"))
    expect(copied).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url

    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error()) }")
    copied.click()
    box = page.get_by_role("textbox", name=t("copy_failed"))
    expect(box).to_have_value(page.url)
    assert box.evaluate("box => box.selectionEnd - box.selectionStart") == len(page.url)

    # A text the page shows is selected there, not shown a second time.
    page.get_by_role("button", name=t("report_menu")).click()
    page.get_by_role("dialog").get_by_role("button", name=t("report_copy")).click()
    expect(page.get_by_role("status").filter(has_text=t("copy_selected"))).to_be_visible()
    selected = page.evaluate("getSelection().toString()")
    assert page.url.split("/?")[0] in selected
    assert page.locator(".report-text").inner_text().strip() == selected.strip()
    page.get_by_role("dialog").get_by_role("button", name=t("streamlit_close")).click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_page_keeps_its_look_under_and_after_a_dialog(visit: Visit) -> None:
    page, t = visit.open("/cities", "en", city="yala"), translations.texts("common")
    body = page.locator(".city-page")
    before = body.bounding_box()
    page.get_by_role("button", name=t["report_menu"]["en"]).first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert body.bounding_box() == before
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert body.bounding_box() == before


def test_a_statement_that_is_open_in_a_cell_is_reported_in_its_own_words_without_leaving_it(visit: Visit) -> None:
    statement = loading.load().evidence.query("city_id != '' and facet_id != ''").iloc[0]
    address = {"cell": f"{statement.city_id}.{statement.facet_id}"}
    page = visit.open("/factors", "en", **address)
    page.locator(f"[data-report={statement.evidence_id}]").first.click()
    expect(page.get_by_role("dialog").locator(".report-text")).to_contain_text(f"“{statement.statement_en}”")
    assert address["cell"] in page.url


def test_the_menu_marks_the_page_one_is_on_and_tab_titles_say_it(visit: Visit) -> None:
    page = visit.open("/factors", "en")
    t = translations.page("factors", "en")
    current = page.locator('.st-key-menu a[aria-current="page"]')
    assert current.all_inner_texts() == [t("menu")]
    assert page.title() == f"{t.title} · {t('brand')}"
    # Opened in a new tab, every link of the menu leads where its name says.
    paths = page.locator(".st-key-menu a").evaluate_all("links => links.map(link => new URL(link.href).pathname)")
    assert paths == [site.path_of(page_id) for page_id in site.MENU]
    page.get_by_role("button", name=t("switch_language")).click()
    visit.settle()
    t = translations.page("factors", "th")
    assert page.title() == f"{t.title} · {t('brand')}"
    assert current.all_inner_texts() == [t("menu")]
    assert re.search(r"[?&]lang=th\b", page.url)
    assert page.evaluate("document.documentElement.lang") == "th"


# What a browser's own translation does to each text of a page (Chromium's: the text goes, a <font> comes); to an icon
# not, which Streamlit forbids it.
TRANSLATE = """() => {
  const walk = document.createTreeWalker(document.querySelector(".stMain"), NodeFilter.SHOW_TEXT), texts = [];
  while (walk.nextNode())
    if (!walk.currentNode.parentElement.closest("script, style, [translate=no]")) texts.push(walk.currentNode);
  for (const text of texts.filter((one) => one.data.trim())) {
    const font = document.createElement("font"), inner = document.createElement("font");
    inner.textContent = `X${text.data}`;
    font.append(inner);
    text.parentNode.insertBefore(font, text);
    text.remove();
  }
}"""


def test_after_a_browsers_own_translation_a_switch_of_language_leaves_nothing_in_the_old_one(visit: Visit) -> None:
    page = visit.open("/spaces", "en")
    page.evaluate(TRANSLATE)
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^X"))
    page.get_by_role("button", name=translations.page("spaces", "en")("switch_language")).click()
    visit.settle()
    t = translations.page("spaces", "th")
    for level, words in ((1, t.title), (3, t("map_heading"))):
        expect(page.get_by_role("heading", level=level).first).to_have_text(re.compile(re.escape(words)))
    expect(page.locator(".st-key-menu a").first).to_have_text(translations.page(site.MENU[0], "th")("menu"))
    assert page.locator(".stMain font").all_inner_texts() == []


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_where_the_names_do_not_fit_a_button_opens_them_and_present_is_never_off_screen(
    visit: Visit, language: str
) -> None:
    page, t = visit.open("/frameworks", language), translations.page("overview", language)
    names = [translations.page(page_id, language)("menu") for page_id in site.MENU]
    links = page.locator(".st-key-menu a")
    present, button = links.last, page.locator(".menu-fold summary")
    expect(links.filter(visible=True)).to_have_text(names)
    expect(button).not_to_be_visible()
    expect(present).to_be_in_viewport(ratio=1)
    for width, height in ((1024, 768), (390, 844), (360, 740)):
        page.set_viewport_size({"width": width, "height": height})
        expect(present).to_be_in_viewport(ratio=1)
        expect(page.locator(".st-key-to_search a")).to_be_in_viewport(ratio=1)
        expect(button).to_have_text(t("menu_short"))
        button.click()
        expect(links.filter(visible=True)).to_have_text(names)
        for link in links.all():
            expect(link).to_be_in_viewport(ratio=1)
        page.keyboard.press("Escape")
        expect(links.first).not_to_be_visible()
        expect(button).to_be_focused()
        expect(present).to_be_in_viewport(ratio=1)
