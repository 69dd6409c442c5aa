"""The words of the interface: both languages, saying the same."""

import re
import string
from collections import Counter

import pytest

from lcdash import settings, site
from lcdash.__main__ import SHIPPED_DATA
from lcdash.dataset import loading
from lcdash.dataset.check import NUMBER_WORDS
from lcdash.language import translations

FILES = sorted(path.stem for path in translations.FOLDER.glob("*.toml"))
TEXTS = [(name, key) for name in FILES for key in translations.texts(name)]
THAI = re.compile(r"[\u0E00-\u0E7F]")
# What the data counts today: factors and building blocks, members, cities of the study.
COUNTED = re.compile(
    r"\b(six|ten|thirteen|sixty)\b|(?<![\d{])(6|13|60)(?!\d)|10 (เมือง|cities)|หก(?!เหลี่ยม)|สิบ(สาม)? ?เมือง", re.IGNORECASE
)
# A button that leads to the other language is written in that language.
IN_THE_OTHER_LANGUAGE = {("common", "switch_language")}


def placeholders(text: str) -> Counter[str]:
    return Counter(name for _, name, _, _ in string.Formatter().parse(text) if name)


def numbers(text: str) -> Counter[str]:
    """The numbers of a text in digits, Buddhist years as years of the Common Era."""
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", re.sub(r"\{[^}]*\}", "", text))
    plain = re.sub(r"(\d+) ?(หมื่น|แสน)", lambda found: found[1] + "0" * {"หมื่น": 4, "แสน": 5}[found[2]], plain)
    return Counter(str(int(n) - 543) if 2400 <= int(n) < 2700 else n for n in re.findall(r"\d+", plain))


def missing(text: str, other: str) -> list[str]:
    """The numbers of a text that the other says neither in digits nor in words."""
    only_here = (numbers(text) - numbers(other)).elements()
    return [n for n in only_here if n not in NUMBER_WORDS or not NUMBER_WORDS[n].search(other)]


@pytest.mark.parametrize("name", FILES)
def test_every_text_is_there_in_thai_and_in_english(name: str) -> None:
    for key, text in translations.texts(name).items():
        assert set(text) == set(translations.LANGUAGES), key
        thai, english = text["th"], text["en"]
        if (name, key) in IN_THE_OTHER_LANGUAGE:
            thai, english = english, thai
        assert not THAI.search(english), key
        said = {language: re.sub(r"\{[^}]*\}", "", text) for language, text in {"th": thai, "en": english}.items()}
        assert bool(THAI.search(said["th"])) == bool(re.search("[A-Za-z]", said["en"])), f"{key} in one language only"


@pytest.mark.parametrize("name", FILES)
def test_both_languages_say_the_same_numbers_and_are_filled_in_with_the_same(name: str) -> None:
    for key, text in translations.texts(name).items():
        assert set(placeholders(text["th"])) == set(placeholders(text["en"])), key
        assert missing(text["th"], text["en"]) == missing(text["en"], text["th"]) == [], key


def test_a_number_missing_in_one_language_is_noticed() -> None:
    assert (
        numbers("พ.ศ. 2567 เมือง {n} แห่ง 5 หมื่นคน") == numbers("2024, 50,000 people") == Counter({"2024": 1, "50000": 1})
    )
    assert missing("6 ปัจจัย", "six factors") == []
    assert missing("6 ปัจจัย", "factors") == ["6"]


def test_how_many_members_there_are_is_counted_and_never_written_down() -> None:
    members = loading.load().memberships.query("status == 'member'")["city_id"].nunique()
    assert {(name, key) for name, key in TEXTS if str(members) in numbers(translations.texts(name)[key]["en"])} == set()


def test_what_the_data_counts_is_counted_from_it_and_stands_in_no_wording() -> None:
    """A seventh factor, or another member, makes no text wrong."""
    scenes = loading.read(SHIPPED_DATA).scenes
    told = [str(text) for column in scenes if column.endswith(("_th", "_en")) for text in scenes[column].dropna()]
    written = [text for name, key in TEXTS for text in translations.texts(name)[key].values()]
    assert len(told) > 80
    assert len(written) > 1000
    assert [text for text in (*told, *written) if COUNTED.search(text)] == []
    for text in ("Six factors", "เมืองกับ 6 ปัจจัย", "ปัจจัยหกด้าน", "13 members", "Not in the ten-city study"):
        assert COUNTED.search(text), text


@pytest.mark.parametrize("page", site.PAGES)
def test_every_page_has_a_title_a_description_and_a_name_in_the_menu(page: str) -> None:
    for language in translations.LANGUAGES:
        t = translations.page(page, language)
        assert t.title
        assert t.description
        assert t("menu")


def test_every_text_is_used() -> None:
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for files in ("lcdash/**/*.py", "lcdash/**/*.html", "pages/*.py")
        for path in settings.ROOT.glob(files)
    )
    code += "".join((settings.ROOT / name).read_text(encoding="utf-8") for name in ("app.py", "asgi.py"))
    # A key may be put together (`t(f"place_{status}")`, `t("of_" ~ key)`): then its beginning is written.
    written = set(re.findall(r"""["']([a-z0-9_]+)["']""", code))
    begun = tuple(set(re.findall(r"""f["']([a-z0-9_]+_)\{""", code) + re.findall(r"""["']([a-z0-9_]+_)["'] ~""", code)))
    # Some are named by a code of the dataset ("more_than", "about").
    codes = set(loading.load().codes["code"])
    unused = {(name, key) for name, key in TEXTS if key not in written | codes and not key.startswith(begun)}
    assert unused == set()


def test_a_text_is_filled_in_and_one_of_several_pages_is_found_from_each() -> None:
    t = translations.Translations("factors", "en")
    assert t("n_of_all", n=3, all=9) == translations.texts("common")["n_of_all"]["en"].format(n=3, all=9)
    with pytest.raises(KeyError):
        t("nobody_wrote_this")


def test_a_page_says_its_own_words_before_those_of_all() -> None:
    for page in site.PAGES:
        common = set(translations.texts("common")) & set(translations.texts(page))
        assert {translations.Translations(page, "th")(key) for key in common} == {
            translations.texts(page)[key]["th"] for key in common
        }


def test_a_page_nobody_wrote_does_not_exist() -> None:
    with pytest.raises(FileNotFoundError):
        translations.page("no_such_page", "th")
