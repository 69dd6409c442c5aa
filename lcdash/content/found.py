"""What a search has found, in words: its name, and what tells it from others of a like name."""

from __future__ import annotations

from typing import Any

from lcdash.dataset.loading import Dataset
from lcdash.language import dates
from lcdash.language.translations import Translations
from lcdash.search.search_entries import Entry

# The column that names a row, where that is not its name.
TITLES = {"claim": "statement", "event": "title", "source": "reference", "conflict": "topic", "silence": "topic"}


class EntryNames:
    """What entries are called in one language; `t` are the words of the search page."""

    def __init__(self, data: Dataset, t: Translations) -> None:
        self.data, self.t = data, t
        self.cities = data.names("cities", t.language)
        tables = {
            "city": data.cities,
            "theme": data.themes,
            "claim": data.evidence,
            "space": data.spaces.drop(columns="geometry"),
            "partner": data.partners,
            "programme": data.programmes,
            "event": data.events,
            "framework": data.frameworks,
            "silence": data.silences,
            "source": data.sources,
            "conflict": data.conflicts,
        }
        self.rows = {kind: table.set_index(table.columns[0], drop=False) for kind, table in tables.items()}

    def row(self, entry: Entry) -> Any:
        """The row of the dataset that was found; None for what is none, such as a page."""
        return self.rows[entry.kind].loc[entry.id] if entry.kind in self.rows else None

    def title(self, entry: Entry, row: Any) -> str:
        """What an entry is called in the reader's language; of a source, its reference."""
        if row is None:  # of a fact what it says, which stands first; of what stands behind the data its name
            return next(text.text for text in entry.texts if text.language == self.t.language)
        return str(row[f"{TITLES.get(entry.kind, 'name')}_{self.t.language}"])

    def beside(self, entry: Entry, row: Any) -> list[str]:
        """What tells an entry from others of a like name."""
        kind = entry.kind
        if kind == "claim":
            return [
                self.cities.get(row["city_id"], self.t("country")),
                self.t("factor", n=self.data.factor_numbers[row["factor_id"]]),
            ]
        if kind == "event":
            return [dates.spoken(row["date"], self.t.language), *(self.cities[city] for city in row["city_ids"])]
        if kind == "fact":
            return [self.cities[city] for city in entry.cities] or [self.t("country")]
        if kind == "framework":
            return [self.data.labels("framework", self.t.language)[row["framework"]]]
        if kind == "silence":
            return [self.t("not_reported"), self.data.labels("silence_scope", self.t.language)[row["scope"]]]
        if kind in ("space", "programme"):
            return [self.cities.get(row["city_id"], self.t("country"))]
        return [short] if kind == "partner" and (short := str(row[f"abbreviation_{self.t.language}"])) else []
