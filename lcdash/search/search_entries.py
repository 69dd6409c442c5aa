"""What a search finds, with the texts it is found by.

Cities, topics, factors with their facets, what UNESCO's and other frames say, statements, learning spaces,
organisations with those who speak for them, programmes, events, what else is told of a city; and what stands behind
them: what the documents leave out, sources, conflicts and errata, the codebook, how the data was made, and the pages
themselves.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from lcdash import site
from lcdash.dataset import citations, codebook_text, descriptor, records
from lcdash.dataset.loading import Dataset
from lcdash.language import dates, translations
from lcdash.language.translations import LANGUAGES
from lcdash.search import folding

# In the order they are listed.
KINDS = (
    "city",
    "theme",
    "factor",
    "framework",
    "claim",
    "space",
    "partner",
    "programme",
    "event",
    "fact",
    "silence",
    "source",
    "conflict",
    "code",
    "method",
    "page",
)
BEHIND = frozenset(("silence", "source", "conflict", "code", "method", "page"))  # what stands behind the data
ABOUT = frozenset(("conflict", "code", "method"))  # what tells of the data, and of misspellings too
KNOWN = frozenset(KINDS) - ABOUT - {"source"}  # whose words are those that people mean
MENTIONING = frozenset(("claim", "programme", "event", "fact"))  # whose words name organisations in full
TOLD = ("purpose", "words", "code", "handling", "said")  # running texts
# Where a word may be found, the better place the smaller number; in a field of the last rank never by itself.
FIELDS = {
    **dict.fromkeys(("name", "column"), 0),
    "statement": 1,
    **dict.fromkeys(("alias", "printed", "abbreviation", "former", "member", "since", "date", "quoted"), 1),
    **dict.fromkeys(("speaker", "office", "author", "publisher", "journal", "issued", "appraisal"), 1),
    **dict.fromkeys(TOLD, 2),
    **dict.fromkeys(("theme", "audience", "kind", "province", "region", "standing", "coded", "mentioned"), 3),
    "asked": 4,
    **dict.fromkeys(("city", "legal_form", "as_of"), 5),
}
NAMES = frozenset(("name", "alias", "printed", "abbreviation", "former", "member", "column"))
CALLED = frozenset(
    ("publisher", "journal", "kind", "audience", "province", "region", "standing")
)  # what others are called too
PERSONS = frozenset(("speaker", "author"))
DATES = frozenset(("date", "since"))
RUNNING = 2  # the rank of running texts
BESIDE = 5
SHORT = "abbreviation"
BRACKETS = re.compile(r"\s*\([^)]*\)$")
ABBREVIATED = re.compile(r"\(([A-Z][A-Za-z-]*[A-Z])\)$")  # a name, then its abbreviation: "Network (GNLC)"
# A citation as cells write it, which is no words, with the sign before it: ", `up2023[para=4]`".
_CITATION = r"`?\b[a-z][a-z0-9_]*\[[^\]\n]*\]`?"
CITED = re.compile(rf"[,;]?\s*(?:\({_CITATION}(?:[,;] *{_CITATION})*\)|{_CITATION})")
LINKED = re.compile(r"!?\[([^\]\n]*)\]\([^)\s]*\)")
METHOD = "method"  # the page on how this was made
MENU = (*site.MENU, METHOD)
NAMED = ("title", "menu")  # what a page is called, in its wording


class Told(NamedTuple):
    """How a table tells of cities: the columns of its words and where these count, of codes, of dates."""

    columns: Sequence[str]
    codes: Mapping[str, str] = {}
    dates: Sequence[str] = ()
    field: str = "statement"


FACTS = {
    "needs": Told(["need"]),
    "designations": Told(["title", "field"], {"scheme": "designation_scheme"}, ["year"]),
    "figures": Told(["what", "value"], dates=["year"]),
    "city_links": Told(["detail"], {"kind": "link_kind"}, ["since"]),
    "descriptions": Told(["text"], {"part": "description_part"}),
    "partnerships": Told(["partner_name", "detail"], {"role": "role"}, field="words"),
}
CITIES = ("city_id", "from_city_id", "to_city_id")
# A name that says what a term means, and in whose words: what stands before that, without its article.
TERM = {"th": re.compile(r"^(\S+)\s.*"), "en": re.compile(r"^(?:An? |The )?([^,(]+)[,(].*")}
# What a table of words to find entries by calls a kind of entry; what is told of a city is called by its table.
TABLES = {
    "cities": "city",
    "themes": "theme",
    "factors": "factor",
    "facets": "factor",
    "frameworks": "framework",
    "evidence": "claim",
    "spaces": "space",
    "partners": "partner",
    "programmes": "programme",
    "events": "event",
    "silences": "silence",
    "sources": "source",
    "conflicts": "conflict",
    "tables": "code",
    "codes": "code",
    "method": "method",
}
LIST = "codes."  # before the name of a list of codes, in the id of its entry


class Text(NamedTuple):
    """A text that can be found: one of FIELDS, its language ("" where it belongs to none), its words."""

    field: str
    language: str
    text: str


@dataclass(frozen=True)
class Entry:
    """What can be found: one of KINDS, its id, its texts in the order in which they are shown as a reason.

    cites  ids of the sources a statement is taken from.
    cities  ids of the cities of which a fact tells.
    """

    kind: str
    id: str
    texts: tuple[Text, ...]
    cites: frozenset[str] = frozenset()
    cities: tuple[str, ...] = ()


@dataclass
class _Writer:
    """Writes the entries of a dataset, table by table."""

    data: Dataset
    cities: dict[str, list[Text]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.aliases: dict[tuple[str, str], list[Text]] = {}
        for row in records.each(self.data.aliases, records.Alias):
            # An alias with a source is how that source prints the name; the others are how people write it.
            printed = row.kind in ("ocr", "misprint") or (row.kind == "spelling" and row.source)
            kind = "printed" if printed else str(row.kind)
            text = Text("alias" if kind == "spelling" else kind, "", str(row.alias))
            self.aliases.setdefault((str(row.entity), str(row.entity_id)), []).append(text)
        for row in self.data.cities.to_dict("records"):
            names = [*self.both("city", row, "name"), *self.aliases.get(("city", row["city_id"]), [])]
            self.cities[row["city_id"]] = [Text("city", text.language, text.text) for text in names]

        self.short_names = list(self._short_names())
        self.asked = dict(self._asked())

    def _asked(self) -> Iterator[tuple[tuple[str, str], list[Text]]]:
        """Kind and id of entries -> the words in which people may ask for them."""
        for row in records.each(self.data.search_words, records.SearchWord):
            kind, row_id = TABLES.get(row.table, "fact"), row.row_id
            entry_id = f"{row.table}.{row_id}" if kind == "fact" or row.table == "codes" else row_id
            both = zip(LANGUAGES, (row.thai_words, row.english_words), strict=True)
            yield (kind, entry_id), [Text("asked", language, word) for language, words in both for word in words]

    def _short_names(self) -> Iterator[tuple[str, Text]]:
        """Full names of organisations, folded, each beside a short name that stands for it."""
        for row in self.data.partners.to_dict("records"):
            aliases = [text for text in self.aliases.get(("partner", row["partner_id"]), []) if text.field == SHORT]
            for text in dict.fromkeys([*self.both(SHORT, row, SHORT), *aliases]):
                for language in LANGUAGES:
                    name = folding.compact(BRACKETS.sub("", row[f"name_{language}"]))
                    if text.text and name:
                        yield name, text._replace(field="mentioned")

    def with_short_names(self, entry: Entry) -> Entry:
        """An entry found by the short names of organisations too, where its words name them in full only."""
        own = (text for text in entry.texts if FIELDS[text.field] < FIELDS["mentioned"])
        whole = "\n".join(folding.compact(text.text) for text in own)
        more = (text for name, text in self.short_names if name in whole and folding.compact(text.text) not in whole)
        return replace(entry, texts=tuple(dict.fromkeys([*entry.texts, *more])))

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

    def standing(self, row: Any, column: str) -> list[Text]:
        """As what a city is in a network, of one membership."""
        return self.labels("standing", f"membership_{column}", [row[column]])

    def values(self, language: str) -> list[str]:
        """The value of every figure with its unit, in the words of a city's brief: "about 30,000 people"."""
        figures, t = self.data.figures, translations.Translations("cities", language)
        told = zip(figures["qualifier"], figures["value"], figures[f"unit_{language}"], strict=True)
        return [f"{t(f'value_{sure}', n=f'{value:,.10g}')} {unit}" for sure, value, unit in told]

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
    """Every entry of a dataset, in the order of KINDS and within a kind in that of the dataset."""
    write = _Writer(data)
    for kind in KINDS:
        for entry in WRITERS[kind](write):
            whole = write.with_short_names(entry) if kind in MENTIONING else entry
            asked = write.asked.get((kind, entry.id))
            yield replace(whole, texts=(*whole.texts, *asked)) if asked else whole


def _cities(write: _Writer) -> Iterator[Entry]:
    data = write.data
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
            *(text for one in own for column in ("scheme", "status") for text in write.standing(one, column)),
        ])  # fmt: skip


def _themes(write: _Writer) -> Iterator[Entry]:
    for row in write.data.themes.to_dict("records"):
        pairs = (("name", "name"), ("words", "definition"), ("words", "include"))
        texts = [text for name, column in pairs for text in write.both(name, row, column)]
        yield write.entry("theme", row, "theme_id", texts, alias_of="term")


def _factors(write: _Writer) -> Iterator[Entry]:
    """The factors, by their numbers, each followed by its facets."""
    numbered = {language: translations.Translations("search", language) for language in LANGUAGES}
    for row in write.data.factors.to_dict("records"):
        number = write.data.factor_numbers[row["factor_id"]]
        yield write.entry("factor", row, "factor_id", [
            *write.both("name", row, "name"),
            *write.both("abbreviation", row, "short"),
            *(Text("alias", language, t("factor", n=number)) for language, t in numbered.items()),
            *write.both("words", row, "definition"),
        ])  # fmt: skip
        facets = write.data.facets[write.data.facets["factor_id"] == row["factor_id"]]
        for facet in facets.to_dict("records"):
            texts = [*write.both("name", facet, "name"), *write.both("words", facet, "definition")]
            yield write.entry("factor", facet, "facet_id", texts)


def _frameworks(write: _Writer) -> Iterator[Entry]:
    """The items of UNESCO's and other frames; what a term means is found by the term: "A learning city, in ..."."""
    for row in write.data.frameworks.to_dict("records"):
        names = write.both("name", row, "name")
        yield write.entry("framework", row, "item_id", [
            *names,
            *(text._replace(text=TERM[text.language].sub(r"\1", text.text)) for text in names),
            *write.both("abbreviation", row, "short"),
            *write.both("words", row, "detail"),
            *write.labels("kind", "framework", [row["framework"]]),
        ])  # fmt: skip


def _claims(write: _Writer) -> Iterator[Entry]:
    themes = {row["theme_id"]: row for row in write.data.themes.to_dict("records")}
    for row in write.data.evidence.to_dict("records"):
        judged = [row["appraisal"]] if row["appraisal"] != "none" else []
        statement = write.entry("claim", row, "evidence_id", [
            *write.both("statement", row, "statement"),
            Text("quoted", "th", row["printed_words_th"]),
            *write.labels("appraisal", "appraisal", judged),
            *(text for theme in row["themes"] for text in write.both("theme", themes[theme], "name")),
            *write.labels("audience", "audience", row["audience"]),
            *write.of_cities([row["city_id"]]),
            *(Text("as_of", text.language, text.text) for text in write.dated(row["as_of"])),
        ])  # fmt: skip
        cites = frozenset(source_id for source_id, _ in citations.parse(row["source"]))
        yield replace(statement, cites=cites)


def _facts(write: _Writer) -> Iterator[Entry]:
    """What is told of a city beside statements: what it needs, its titles, figures, links and descriptions."""
    resources = {one["name"]: one for one in write.data.descriptor["resources"]}
    partners = write.data.partners.set_index("partner_id")[[f"name_{language}" for language in LANGUAGES]]
    tables = {name: write.data.table(name) for name in FACTS}
    tables["figures"] = tables["figures"].assign(
        **{f"value_{language}": write.values(language) for language in LANGUAGES}
    )
    tables["partnerships"] = tables["partnerships"].join(partners.add_prefix("partner_"), on="partner_id")
    for name, told in FACTS.items():
        title = [Text("kind", language, descriptor.title(resources[name], language)) for language in LANGUAGES]
        for row in tables[name].to_dict("records"):
            cities = tuple(row[column] for column in CITIES if row.get(column))
            fact = Entry("fact", f"{name}.{next(iter(row.values()))}", tuple(dict.fromkeys([
                *(Text(told.field, language, _joined(row, told.columns, language)) for language in LANGUAGES),
                *title,
                *(text for column, codes in told.codes.items() for text in write.labels("kind", codes, [row[column]])),
                *write.labels("audience", "audience", row.get("audience", [])),
                *(text for column in told.dates for text in write.dated(_edtf(row[column]))),
                *write.of_cities(cities),
            ])))  # fmt: skip
            yield replace(fact, cities=cities)


def _joined(row: Any, columns: Sequence[str], language: str) -> str:
    return " · ".join(filter(None, (row[f"{column}_{language}"] for column in columns)))


def _edtf(value: str | float) -> str:
    """A date, or a year that is typed as a number, as EDTF; "" where it is not known."""
    return value if isinstance(value, str) else "" if math.isnan(value) else f"{value:.0f}"


def _spaces(write: _Writer) -> Iterator[Entry]:
    for row in write.data.spaces.drop(columns="geometry").to_dict("records"):
        yield write.entry("space", row, "space_id", [
            *write.both("name", row, "name"),
            *write.both("purpose", row, "purpose"),
            *write.labels("kind", "space_kind", [row["kind"]]),
            *write.labels("audience", "audience", row["audience"]),
            *write.of_cities([row["city_id"]]),
        ])  # fmt: skip


def _partners(write: _Writer) -> Iterator[Entry]:
    """The organisations, found by those who speak for them and their offices too."""
    data = write.data
    works = data.partnerships.groupby("partner_id")["city_id"].unique()
    speakers = data.speakers.explode("partner_ids")
    for row in data.partners.to_dict("records"):
        names = write.both("name", row, "name")
        own = speakers[speakers["partner_ids"] == row["partner_id"]].to_dict("records")
        yield write.entry("partner", row, "partner_id", [
            *names,
            *(Text("legal_form", one.language, _legal_form(one.text)) for one in names),
            *write.both("abbreviation", row, "abbreviation"),
            *(text for one in own for text in write.both("speaker", one, "name")),
            *(text for one in own for text in write.both("office", one, "office")),
            *write.labels("kind", "sector", [row["sector"]]),
            *write.of_cities(works.get(row["partner_id"], [])),
        ])  # fmt: skip


def _programmes(write: _Writer) -> Iterator[Entry]:
    for row in write.data.programmes.to_dict("records"):
        yield write.entry("programme", row, "programme_id", [
            *write.both("name", row, "name"),
            *write.both("purpose", row, "purpose"),
            *write.dated(row["since"], row["until"]),
            *write.labels("kind", "programme_kind", [row["kind"]]),
            *write.labels("audience", "audience", row["audience"]),
            *write.of_cities([row["city_id"]]),
        ])  # fmt: skip


def _events(write: _Writer) -> Iterator[Entry]:
    """The events, found by the word for them too: "events in 2018"."""
    called = [Text("kind", language, translations.texts("search")["kind_event"][language]) for language in LANGUAGES]
    for row in write.data.events.to_dict("records"):
        yield write.entry("event", row, "event_id", [
            *write.both("name", row, "title"),
            *write.dated(row["date"]),
            *called,
            *write.labels("kind", "event_kind", [row["kind"]]),
            *write.of_cities(row["city_ids"]),
        ])  # fmt: skip


def _silences(write: _Writer) -> Iterator[Entry]:
    """What was looked for in the documents and not found."""
    for row in write.data.silences.to_dict("records"):
        texts = [*write.both("name", row, "topic"), *write.both("words", row, "note")]
        yield write.entry("silence", row, "silence_id", texts)


def _sources(write: _Writer) -> Iterator[Entry]:
    for row in write.data.sources.to_dict("records"):
        yield write.entry("source", row, "source_id", [
            *write.both("name", row, "title"),
            Text("alias", "", row["source_id"]),
            *write.both("author", row, "authors"),
            *write.both("publisher", row, "publisher"),
            *write.both("journal", row, "container_title"),
            *(text._replace(field="issued") for text in write.dated(row["issued"])),
            *write.labels("kind", "csl_type", [row["csl_type"]]),
        ])  # fmt: skip


def _conflicts(write: _Writer) -> Iterator[Entry]:
    said = dict(iter(write.data.conflict_claims.groupby("conflict_id")))
    for row in write.data.conflicts.to_dict("records"):
        claims = said[row["conflict_id"]].to_dict("records") if row["conflict_id"] in said else []
        yield write.entry("conflict", row, "conflict_id", [
            *write.both("name", row, "topic"),
            *write.both("handling", row, "handling"),
            *(text for claim in claims for text in write.both("said", claim, "claim")),
            *write.labels("kind", "conflict_kind", [row["kind"]]),
        ])  # fmt: skip


def _codebook(write: _Writer) -> Iterator[Entry]:
    """Tables by their names and columns, lists of codes by their codes: an id is that of the entry on the data page."""
    data = write.data
    titles: dict[str, tuple[str, ...]] = {}
    for resource in data.descriptor["resources"]:
        fields = descriptor.schema(resource)["fields"]
        for one in fields:
            if "codes" in one:
                titles.setdefault(one["codes"], tuple(descriptor.title(one, language) for language in LANGUAGES))
        yield Entry("code", resource["name"], tuple(dict.fromkeys([
            *(Text("name", language, descriptor.title(resource, language)) for language in LANGUAGES),
            Text("alias", "", resource["path"]),
            *(Text("words", language, descriptor.description(resource, language)) for language in LANGUAGES),
            *(Text("code", "", one["name"]) for one in fields),
            *(Text("code", language, descriptor.title(one, language)) for one in fields for language in LANGUAGES),
        ])))  # fmt: skip
    for name, codes in data.codes.groupby("list", sort=False):
        rows = codes.to_dict("records")
        heads = titles.get(str(name), (str(name),) * len(LANGUAGES))
        yield Entry("code", f"{LIST}{name}", tuple(dict.fromkeys([
            *(Text("name", language, title) for language, title in zip(LANGUAGES, heads, strict=True)),
            Text("column", "", str(name)),
            *(Text("code", "", row["code"]) for row in rows),
            *(text for row in rows for text in _coded(write.both("coded", row, "name"))),
            *(text for row in rows for text in write.both("code", row, "definition")),
        ])))  # fmt: skip


def _coded(names: Iterable[Text]) -> Iterator[Text]:
    """What codes are called, and the abbreviations in brackets that end their names."""
    for text in names:
        yield text
        if found := ABBREVIATED.search(text.text):
            yield Text("abbreviation", "", found[1])


def _method(write: _Writer) -> Iterator[Entry]:
    """The sections of README.md: how the data is coded, cited, corrected and was checked."""
    for section in codebook_text.sections(write.data.folder):
        texts = [Text("name", language, section.title(language)) for language in LANGUAGES]
        told = ((codebook_text.language_of(block), CITED.sub("", block)) for block in section.blocks)
        words = (Text("words", language, _plain(block)) for language, block in told)
        words = (text for text in words if folding.compact(text.text))
        yield Entry("method", section.section_id, tuple(dict.fromkeys([*texts, *words])))


def _pages(_: _Writer) -> Iterator[Entry]:
    """The pages of the menu and how this was made, of which every word is found."""
    for page_id in MENU:
        words = translations.texts(page_id)
        keys = [key for key in words if key not in NAMED] if page_id == METHOD else ["description"]
        texts = [Text("name", language, words[key][language]) for key in NAMED for language in LANGUAGES]
        said = (Text("words", language, words[key][language]) for key in keys for language in LANGUAGES)
        yield Entry("page", page_id, tuple(dict.fromkeys([*texts, *(text for text in said if "{" not in text.text)])))


def _plain(markdown: str) -> str:
    """Markdown as running text: without the signs that only format it."""
    text = re.sub(r"^\|?[-|: ]+\|?$", "", markdown, flags=re.MULTILINE)
    text = re.sub(r"[`*]", "", LINKED.sub(r"\1", text))
    return " ".join(re.sub(r"\s*\|\s*", " · ", text.replace("|\n|", "|")).split()).strip(" ·")


WRITERS: Mapping[str, Callable[[_Writer], Iterator[Entry]]] = {
    "city": _cities,
    "theme": _themes,
    "factor": _factors,
    "framework": _frameworks,
    "claim": _claims,
    "fact": _facts,
    "space": _spaces,
    "partner": _partners,
    "programme": _programmes,
    "event": _events,
    "silence": _silences,
    "source": _sources,
    "conflict": _conflicts,
    "code": _codebook,
    "method": _method,
    "page": _pages,
}
