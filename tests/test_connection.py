"""No connection: one that never comes about, one that is lost and comes back. The page says so and loses nothing."""

import re
from contextlib import ExitStack

import pytest
from markupsafe import escape
from playwright.sync_api import Browser, WebSocketRoute, expect

from lcdash.content import stories
from lcdash.dataset import loading
from lcdash.language import translations
from tests.browsing import Visit, visiting
from tests.serving import Server

# A websocket goes to a port where nobody listens, as where a network lets only pages through.
NO_WEBSOCKETS = """WebSocket = class extends WebSocket {
  constructor(address, protocols) { super("ws://127.0.0.1:9/", protocols); }
}"""
SECONDS_UNTIL_SAID = 15


def words(key: str, language: str) -> str:
    return translations.Translations("common", language)(f"connection_{key}")


@pytest.mark.slow
def test_where_websockets_are_blocked_a_sentence_leads_to_what_can_be_read_without(
    browser: Browser, server: Server
) -> None:
    with ExitStack() as open_visits:  # of this test's own: no other is to inherit what is blocked
        pages = {}
        for language in translations.LANGUAGES:
            page = pages[language] = open_visits.enter_context(visiting(browser, server.url)).page
            page.add_init_script(NO_WEBSOCKETS)
            page.goto(f"{server.url}/cities?lang={language}&city=yala")
        for language, page in pages.items():
            box = page.get_by_role("alert").filter(has_text=words("never", language))
            expect(box).to_be_visible(timeout=SECONDS_UNTIL_SAID * 1000)
            assert box.get_attribute("lang") == language
            page.wait_for_function(
                "[...document.fonts].some(face => face.family.includes('Sarabun') && face.status === 'loaded')"
            )
            box.get_by_role("link", name=words("read", language)).click()
            expect(page.get_by_role("heading", level=1)).to_contain_text(translations.page("cities", language).title)
            assert page.evaluate("document.documentElement.lang") == language
            assert "city=yala" in page.url


@pytest.mark.slow
def test_there_is_a_list_of_handouts_and_of_all_briefs_in_both_languages(server: Server) -> None:
    for language, other in (("th", "en"), ("en", "th")):
        headers, text = server.get(f"/offline?lang={language}&city=<b>atlantis&story=atlantis")
        assert f'<html lang="{language}">' in text
        assert f'href="offline?lang={language}&amp;city=khon_kaen"' in text
        assert f'href="offline?lang={other}"' in text
        assert "atlantis" not in text
        (story, *_) = [one for one in stories.stories(loading.load(), language) if not one.host]
        assert f'href="offline?lang={language}&amp;story={story.story_id}"' in text
        told = re.sub(r"</?held-word[^>]*>", "", server.get(f"/offline?lang={language}&story={story.story_id}")[1])
        assert f"<h1>{escape(story.name)}</h1>" in told
        assert "content-security-policy" in headers


def test_a_page_whose_network_is_lost_says_so_and_is_whole_again_when_it_is_back(visit: Visit) -> None:
    page = visit.open("/factors", "en", kind="limit", cell="yala.2")
    address = page.url
    visit.context.set_offline(True)
    box = page.locator("#lcdash-connection")
    expect(box).to_have_text(words("lost", "en"))
    expect(page.locator('[data-at="2|yala"]')).to_be_visible()  # what was there can still be read
    visit.context.set_offline(False)
    expect(box).to_be_hidden()
    visit.settle()
    assert page.url == address
    expect(page.locator('[data-at="2|yala"]')).to_have_attribute("aria-selected", "true")
    page.get_by_role("button", name=translations.page("factors", "en")("switch_language")).click()
    visit.settle()
    assert page.evaluate("document.documentElement.lang") == "th"
    visit.console_errors.clear()  # what could not be reached meanwhile


def test_while_a_connection_is_lost_only_our_sentence_speaks_and_what_is_clicked_is_dropped(
    browser: Browser, server: Server
) -> None:
    sockets: list[WebSocketRoute] = []

    def connect(socket: WebSocketRoute) -> None:
        socket.connect_to_server()
        sockets.append(socket)

    with visiting(browser, server.url) as visit:
        page = visit.page
        page.route_web_socket(re.compile("_stcore/stream"), connect)
        visit.open("/present", "en", story="one_hour")
        begin = page.get_by_role("button", name="Start (60 minutes)")
        here = page.url
        page.route(re.compile("_stcore/health"), lambda route: route.fulfill(status=502))
        sockets[-1].close()
        page.wait_for_function(
            "document.querySelector('[data-testid=stApp]').dataset.testConnectionState !== 'CONNECTED'"
        )
        begin.click(force=True)
        page.keyboard.press("Enter")
        box = page.locator("#lcdash-connection")
        expect(box).to_have_text(words("lost", "en"))
        page.wait_for_timeout(4000)  # Streamlit's own box comes with its second try
        assert "Connection error" not in page.locator("body").inner_text()
        expect(page.locator("[data-testid=stConnectionStatus]")).not_to_be_visible()
        page.unroute_all()
        expect(box).to_be_hidden()
        visit.settle()
        assert page.url == here
        begin.click()
        expect(page).to_have_url(re.compile("scene=what_it_is"))
        visit.console_errors.clear()  # what could not be reached meanwhile
