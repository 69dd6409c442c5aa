"""What a link shows before the dashboard runs: language, title and one sentence, from the first byte.

Streamlit serves every page as the same empty English shell. A link pasted into a chat or a mail shows what that shell
says, a screen reader takes its language from it, and a search engine its title.
"""

import re
from html import escape

from lcdash import wording

DEFAULT_LANGUAGE = "th"
# As Open Graph writes a language
LOCALES = {"th": "th_TH", "en": "en_GB"}

NEEDS_JAVASCRIPT = {
    "th": "หน้านี้ทำงานได้เมื่อเปิดใช้ JavaScript ในเบราว์เซอร์",
    "en": "This page works when JavaScript is switched on in the browser.",
}

# The four places of the shell that are replaced. A version of Streamlit that writes them otherwise must be noticed.
_LANGUAGE = re.compile(r'<html lang="en">')
_PRELOAD = re.compile(r'href="\./static/media/SourceSans[^"]*"')
_TITLE = re.compile(r"<title>[^<]*</title>")
_NOSCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)


def language_of(wanted: list[str]) -> str:
    """The language a link asks for: its first `lang` that is one of ours, Thai where there is none.

    wanted  all values of `lang` in the link, in order.
    """
    return next((language for language in wanted if language in wording.LANGUAGES), DEFAULT_LANGUAGE)


def shell(template: str, page_id: str, language: str) -> str:
    """Streamlit's shell, saying which page it is and in which language.

    template  the `index.html` that Streamlit ships.
    page_id   one of `wording.PAGES`.
    language  "th" or "en".

    Returns  the same shell with `lang`, title, description and Open Graph tags of that page; the typeface loaded ahead
             is the dashboard's, not Streamlit's.
    Raises   ValueError naming the first part that is not in `template` exactly once.
    """
    page = wording.page(page_id, language)
    title, description = escape(page.title), escape(page.description)
    head = (
        f"<title>{title}</title>\n"
        f'    <meta name="description" content="{description}" />\n'
        f'    <meta property="og:type" content="website" />\n'
        f'    <meta property="og:locale" content="{LOCALES[language]}" />\n'
        f'    <meta property="og:title" content="{title}" />\n'
        f'    <meta property="og:description" content="{description}" />'
    )
    noscript = f"<noscript><h1>{title}</h1><p>{description}</p><p>{NEEDS_JAVASCRIPT[language]}</p></noscript>"
    parts = [
        (_LANGUAGE, f'<html lang="{language}">'),
        (_PRELOAD, 'href="./app/static/fonts/sarabun-thai-400-normal.woff2"'),
        (_TITLE, head),
        (_NOSCRIPT, noscript),
    ]
    for pattern, replacement in parts:
        found = pattern.findall(template)
        if len(found) != 1:
            raise ValueError(f"Streamlit's index.html holds {pattern.pattern!r} {len(found)} times, expected once")
        template = template.replace(found[0], replacement)
    return template
