"""What a link shows before the dashboard runs: language, title and one sentence, from the first byte.

Streamlit serves every page as the same empty English shell. A link pasted into a chat or a mail shows what that shell
says, a screen reader takes its language from it, and a search engine its title.
"""

import json
from functools import cache
from pathlib import Path

from markupsafe import Markup
from streamlit.file_util import get_static_dir

from lcdash.drawing import theme
from lcdash.html.rendering import macro, ready
from lcdash.language import translations
from lcdash.serving import streamlit_page

PAGE = "html_shell"  # the template of its parts
DEFAULT_LANGUAGE = "th"
# As Open Graph writes a language
LOCALES = {"th": "th_TH", "en": "en_GB"}

NEEDS_JAVASCRIPT = {
    "th": "หน้านี้ทำงานได้เมื่อเปิดใช้ JavaScript ในเบราว์เซอร์",
    "en": "This page works when JavaScript is switched on in the browser.",
}

# Above everything, where Streamlit's own signs of a lost connection stand in English and in a corner.
_BOX = (
    "position:fixed;inset:auto 0 0 0;z-index:1000000;margin:0;padding:.7rem 1.2rem;text-align:center;"
    f"font:1.05rem/1.7 {theme.FONT};color:{theme.INK};background:{theme.PAPER};border-top:3px solid {theme.ACCENT}"
)


def language_of(wanted: list[str]) -> str:
    """The language a link asks for: its first `lang` that is one of ours, Thai where there is none.

    wanted  all values of `lang` in the link, in order.
    """
    return next((language for language in wanted if language in translations.LANGUAGES), DEFAULT_LANGUAGE)


@cache
def of_page(page_id: str, language: str) -> str:
    """The shell of one page in one language, made once of the one that Streamlit ships."""
    template = (Path(get_static_dir()) / "index.html").read_text(encoding="utf-8")
    return shell(template, page_id, language)


def shell(template: str, page_id: str, language: str) -> str:
    """Streamlit's shell, saying which page it is and in which language.

    template  the `index.html` that Streamlit ships.
    page_id   one of `site.PAGES`.
    language  "th" or "en".

    Returns  the same shell with `lang`, title, description and Open Graph tags of that page; the typeface loaded ahead
             is the dashboard's, not Streamlit's. A script of ours says when there is no connection (shell.js).
    Raises   ValueError naming the first part that is not in `template` exactly once.
    """
    page = translations.page(page_id, language)
    title, description = page.title, page.description
    parts = [
        (streamlit_page.SHELL_LANGUAGE, macro(PAGE, "opening", language)),
        (streamlit_page.SHELL_PRELOAD, 'href="./app/static/fonts/sarabun-thai-400-normal.woff2"'),
        (streamlit_page.SHELL_TITLE, macro(PAGE, "head", title, description, LOCALES[language])),
        (
            streamlit_page.SHELL_NOSCRIPT,
            macro(PAGE, "without_script", title, description, NEEDS_JAVASCRIPT[language]),
        ),
        (streamlit_page.SHELL_ROOT, macro(PAGE, "root", ready(_BOX), _connection())),
    ]
    for pattern, replacement in parts:
        matches = pattern.findall(template)
        if len(matches) != 1:
            raise ValueError(f"Streamlit's index.html holds {pattern.pattern!r} {len(matches)} times, expected once")
        template = template.replace(matches[0], replacement)
    return template


@cache
def _connection() -> Markup:
    """The script that fills the box that speaks of the connection."""
    texts = {
        language: {
            key: translations.Translations("common", language)(f"connection_{key}") for key in ("never", "lost", "read")
        }
        for language in translations.LANGUAGES
    }
    script = Path(__file__).with_name("shell.js").read_text(encoding="utf-8")
    return ready(script.replace("WORDING", json.dumps(texts, ensure_ascii=False).replace("<", "\\u003c")))
