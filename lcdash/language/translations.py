"""Every word of the interface, in Thai and in English, read from the files beside `wording/`.

`wording/common.toml` holds what several pages say, `wording/<page>.toml` what one page says. A key is a table with `th`
and `en`; `{name}` in a text is filled in by the caller. What the dataset says (names, statements, codes) is not here:
it comes from `data/`.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "wording"
LANGUAGES = ("th", "en")


@cache
def texts(name: str) -> dict[str, dict[str, str]]:
    """Key -> {"th": ..., "en": ...} of one wording file."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Translations:
    """The words of one page in one language: `t("n_of_all", n=3, all=9)`. Raises KeyError for a key nobody wrote.

    What stands before a "|" is said of one, what follows it of any other number `n`.
    """

    page: str
    language: str

    def __call__(self, key: str, **values: object) -> str:
        own = texts(self.page)
        text = (own if key in own else texts("common"))[key][self.language]
        if not values:
            return text
        singular, _, many = text.partition("|")  # "{n} city|{n} cities"
        return (singular if values.get("n") == 1 else many or singular).format(**values)

    def of(self, row: Any, column: str) -> str:
        """What a row of the dataset says in this language: `t.of(city, "name")` is its `name_th` or `name_en`."""
        return str(getattr(row, f"{column}_{self.language}"))

    @property
    def other(self) -> str:
        """The language that this is not."""
        return next(language for language in LANGUAGES if language != self.language)

    @property
    def title(self) -> str:
        return self("title")

    @property
    def description(self) -> str:
        return self("description")


def page(page_id: str, language: str) -> Translations:
    """The wording of a page. Raises FileNotFoundError for a page that does not exist."""
    texts(page_id)
    return Translations(page_id, language)
