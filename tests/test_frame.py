"""The frame of every page: menu, language, and at the foot the link, the citation and who is responsible."""

import re

import pytest
from playwright.sync_api import expect

from lcdash import site
from lcdash.dataset import loading
from lcdash.language import dates, translations
from tests.browsing import Visit
from tests.running import component, html, run


@pytest.mark.parametrize("page_id", ["overview", "factors"])
@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_the_foot_is_signed_and_the_citation_names_page_version_and_date(page_id: str, language: str) -> None:
    app, data, t = run(page_id, language), loading.load(), translations.page(page_id, language)
    date = dates.spoken(data.created, language)
    foot = html(app).split('<p class="foot">')[1]
    for part in ("foot_licence", "foot_sources", "foot_independent", "foot_places"):
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


def test_a_mistake_can_be_reported_only_where_somebody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    t = translations.page("overview", "en")

    def reports() -> list[str]:
        return [
            link.proto.url for link in run("overview").get("link_button") if link.proto.label == t("report_mistake")
        ]

    assert reports() == []
    monkeypatch.setenv("LCDASH_REPORT_ADDRESS", "mailto:someone@example.org")
    assert reports() == ["mailto:someone@example.org"]


def test_a_copied_link_is_the_public_address_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert component(run("factors", city=["yala", "phuket"]), "copy_link")["address"] == ""
    monkeypatch.setenv("LCDASH_PUBLIC_ADDRESS", "https://cities.example.org/")
    address = component(run("factors", "th", city=["yala", "phuket"], q="a&b"), "copy_link")["address"]
    assert address == "https://cities.example.org/factors?lang=th&city=yala&city=phuket&q=a%26b"


def test_an_unknown_language_is_named_and_the_page_is_thai() -> None:
    app = run("overview", "fr")
    assert "lang = fr" in html(app)
    assert app.title[0].value == translations.page("overview", "th").title


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
