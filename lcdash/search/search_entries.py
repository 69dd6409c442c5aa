"""What a search finds: every city, theme, claim, space, partner, programme and event, with the texts it is found by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from lcdash.dataset.loading import Dataset
from lcdash.language import dates
from lcdash.language.translations import LANGUAGES
from lcdash.search import folding

KINDS = ("city", "theme", "claim", "space", "partner", "programme", "event")  # in the order they are listed
# Where a word may be found, the better place the smaller number; in a field of the last rank never by itself.
FIELDS = {
    **dict.fromkeys(("name", "statement", "appraisal"), 0),
    **dict.fromkeys(("alias", "printed", "abbreviation", "former", "member", "since", "date", "quoted", "speaker"), 1),
    **dict.fromkeys(("purpose", "words"), 2),
    **dict.fromkeys(("theme", "audience", "kind", "province", "region"), 3),
    **dict.fromkeys(("city", "legal_form", "as_of"), 4),
}
NAMES = frozenset(("name", "alias", "printed", "abbreviation", "former", "member"))
BESIDE = 4


class Text(NamedTuple):
    """A text that can be found: one of FIELDS, its language ("" where it belongs to none), its words."""

    field: str
    language: str
    text: str


@dataclass(frozen=True)
class Entry:
    """What can be found: one of KINDS, its id, its texts in the order in which they are shown as a reason."""

    kind: str
    id: str
    texts: tuple[Text, ...]


@dataclass
class _Writer:
    """Writes the entries of a dataset, table by table."""

    data: Dataset
    cities: dict[str, list[Text]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.aliases: dict[tuple[str, str], list[Text]] = {}
        for row in self.data.aliases.itertuples():
            # An alias with a source is how that source prints the name; the others are how people write it.
            printed = row.kind in ("ocr", "misprint") or (row.kind == "spelling" and row.source)
            kind = "printed" if printed else str(row.kind)
            text = Text("alias" if kind == "spelling" else kind, "", str(row.alias))
            self.aliases.setdefault((str(row.entity), str(row.entity_id)), []).append(text)
        for row in self.data.cities.to_dict("records"):
            names = [*self.both("city", row, "name"), *self.aliases.get(("city", row["city_id"]), [])]
            self.cities[row["city_id"]] = [Text("city", text.language, text.text) for text in names]

    def both(self, field_name: str, row: Any, column: str) -> list[Text]:
        """A pair of columns as texts."""
        return [Text(field_name, language, row[f"{column}_{language}"]) for language in LANGUAGES]

    def labels(self, field_name: str, codes: str, values: Iterable[str]) -> list[Text]:
        """What codes mean, as texts."""
        return [
            Text(field_name, language, self.data.labels(codes, language)[value])
            for value in values
            if value
            for language in LANGUAGES
        ]

    def dated(self, *edtf: str) -> list[Text]:
        return [Text("date", language, dates.spoken(one, language)) for one in edtf if one for language in LANGUAGES]

    def of_cities(self, ids: Iterable[str]) -> list[Text]:
        return [text for city in ids if city for text in self.cities[city]]

    def entry(self, kind: str, row: Any, key: str, texts: Iterable[Text], alias_of: str = "") -> Entry:
        names = [text for text in texts if text.text]
        own = [text for text in names if FIELDS[text.field] < 1]
        rest = [text for text in names if FIELDS[text.field] >= 1]
        also = self.aliases.get((alias_of or kind, row[key]), [])
        return Entry(kind, row[key], tuple(dict.fromkeys([*own, *also, *rest])))


def _legal_form(name: str) -> str:
    """What `folding.without_legal_form` takes out of a name: "จำกัด", "Ltd"; "" where it is no firm."""
    found = folding.LEGAL_FORM.search(name)
    return next(filter(None, (found["form"], found["short"], found["long"])), "") if found else ""


def entries(data: Dataset) -> Iterator[Entry]:
    write = _Writer(data)
    members = data.memberships.groupby("city_id", sort=False)
    standings = {str(city_id): rows.to_dict("records") for city_id, rows in members}
    provinces = {row["iso"]: row for row in data.provinces.drop(columns="geometry").to_dict("records")}
    for row in data.cities.to_dict("records"):
        own = standings.get(row["city_id"], [])
        yield write.entry("city", row, "city_id", [
            *write.both("name", row, "name"),
            *(text for standing in own for text in write.both("member", standing, "member_name")),
            *(text._replace(field="since") for standing in own for text in write.dated(standing["since"])),
            *write.both("province", provinces[row["province_iso"]], "name"),
            *write.labels("region", "region_nso", [row["region_nso"]]),
        ])  # fmt: skip
    for row in data.themes.to_dict("records"):
        pairs = (("name", "name"), ("words", "definition"), ("words", "include"))
        texts = [text for name, column in pairs for text in write.both(name, row, column)]
        yield write.entry("theme", row, "theme_id", texts, alias_of="term")
    themes = {row["theme_id"]: row for row in data.themes.to_dict("records")}
    for row in data.evidence.to_dict("records"):
        judged = [row["appraisal"]] if row["appraisal"] != "none" else []
        yield write.entry("claim", row, "evidence_id", [
            *write.both("statement", row, "statement"),
            Text("quoted", "th", row["printed_words_th"]),
            *write.labels("appraisal", "appraisal", judged),
            *(text for theme in row["themes"] for text in write.both("theme", themes[theme], "name")),
            *write.labels("audience", "audience", row["audience"]),
            *write.of_cities([row["city_id"]]),
            *(Text("as_of", text.language, text.text) for text in write.dated(row["as_of"])),
        ])  # fmt: skip
    for row in data.spaces.drop(columns="geometry").to_dict("records"):
        yield write.entry("space", row, "space_id", [
            *write.both("name", row, "name"),
            *write.both("purpose", row, "purpose"),
            *write.labels("kind", "space_kind", [row["kind"]]),
            *write.labels("audience", "audience", row["audience"]),
            *write.of_cities([row["city_id"]]),
        ])  # fmt: skip
    works = data.partnerships.groupby("partner_id")["city_id"].unique()
    speakers = data.speakers.explode("partner_ids")
    for row in data.partners.to_dict("records"):
        names = write.both("name", row, "name")
        yield write.entry("partner", row, "partner_id", [
            *names,
            *(Text("legal_form", one.language, _legal_form(one.text)) for one in names),
            *write.both("abbreviation", row, "abbreviation"),
            *(
                text
                for speaker in speakers[speakers["partner_ids"] == row["partner_id"]].to_dict("records")
                for column in ("name", "office")
                for text in write.both("speaker", speaker, column)
            ),
            *write.labels("kind", "sector", [row["sector"]]),
            *write.of_cities(works.get(row["partner_id"], [])),
        ])  # fmt: skip
    for row in data.programmes.to_dict("records"):
        yield write.entry("programme", row, "programme_id", [
            *write.both("name", row, "name"),
            *write.both("purpose", row, "purpose"),
            *write.dated(row["since"], row["until"]),
            *write.labels("kind", "programme_kind", [row["kind"]]),
            *write.labels("audience", "audience", row["audience"]),
            *write.of_cities([row["city_id"]]),
        ])  # fmt: skip
    for row in data.events.to_dict("records"):
        yield write.entry("event", row, "event_id", [
            *write.both("name", row, "title"),
            *write.dated(row["date"]),
            *write.labels("kind", "event_kind", [row["kind"]]),
            *write.of_cities(row["city_ids"]),
        ])  # fmt: skip
