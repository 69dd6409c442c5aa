"""What leaves the dashboard: the rows a reader asked for, in their language, as CSV, XLSX or GeoJSON."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from typing import Any, NamedTuple

import pandas as pd

from lcdash import settings, site
from lcdash.content import marks
from lcdash.dataset import descriptor, records
from lcdash.dataset.loading import Dataset
from lcdash.documents import spreadsheet
from lcdash.documents.spreadsheet import UNWRITABLE, harmless
from lcdash.evidence import evidence_map, filtering
from lcdash.language import dates
from lcdash.language.translations import Translations
from lcdash.sources import references, source_coverage

# The longest list of ids that a file is named by.
LONGEST_SLUG = 60
ADDRESSES = ("url", "website", "own_address")  # columns whose cells are links
README_SHEET = "README"
# A download is dated where its readers are. There is no summer time.
THAILAND = timezone(timedelta(hours=7))


class Selection(NamedTuple):
    """What was chosen in one filter: its `label`, and id -> name of each value, in the reader's language."""

    label: str
    names: Mapping[str, str]


Selections = Mapping[str, Selection]  # by the filter's key in a link


class ExportColumn(NamedTuple):
    """A column that leaves: its machine name, its title in words, a cell per row as the dataset holds it (a number is
    one, a list a tuple), and what the cells are (spreadsheet.typed)."""

    name: str
    title: str
    cells: Sequence[Any]
    kind: str = ""

    @property
    def head(self) -> str:
        """What stands above the column: "Statement (Thai) [statement_th]"."""
        return f"{self.title} [{self.name}]"


@dataclass(frozen=True)
class Extract:
    """Rows of a table as a reader asked for them, and what has to be known of them elsewhere.

    table    the table they are of; `also` are tables whose columns stand beside.
    frame    the rows. Columns that neither table knows stay behind, unless `heads` names them.
    t        the words of the page they come from.
    selections    what the rows were chosen by, under the key that each filter has in a link.
    name     what the file is named by, `title` what its first sheet says; those of the table where they are "".
    note     without which the rows would be misread.
    address  where the same rows are shown; "" where the dashboard has no address of its own.
    heads    computed column -> what it is called in the reader's language.
    """

    data: Dataset
    table: str
    frame: pd.DataFrame
    t: Translations
    selections: Selections = field(default_factory=dict)
    also: Sequence[str] = ()
    name: str = ""
    title: str = ""
    note: str = ""
    address: str = ""
    heads: Mapping[str, str] = field(default_factory=dict)

    @property
    def has_places(self) -> bool:
        return hasattr(self.frame, "geometry") or {"lat", "lon"} <= set(self.frame.columns)

    @property
    def tables(self) -> tuple[str, ...]:
        # The words for longitude and latitude are those of cities.
        return (self.table, *self.also, *(["cities"] if self.has_places and self.table != "cities" else []))

    def rows(self) -> pd.DataFrame:
        """The rows with the columns that leave, by machine name, in the order of the descriptor."""
        frame = self.frame
        if hasattr(frame, "geometry"):
            points = [None if place is None or place.is_empty else place for place in frame.geometry]
            frame = pd.DataFrame(frame.drop(columns=frame.geometry.name)).assign(
                lat=[place and round(place.y, 6) for place in points],
                lon=[place and round(place.x, 6) for place in points],
            )
        names = [column["name"] for table in self.tables for column in fields_of(self.data, table)]
        return frame[[name for name in dict.fromkeys([*names, *self.heads]) if name in frame.columns]]

    def columns(self) -> list[ExportColumn]:
        """The columns as they leave: each as held, codes with what they are called, then what is known of each row."""
        rows, t = self.rows(), self.t
        titles = {**self.heads, **titles_of(self.data, self.tables, t.language)}
        kinds, labels = kinds_of(self.data, self.tables, rows), _labels(self, rows)
        columns = []
        for name in rows.columns:
            columns.append(ExportColumn(name, titles[name], rows[name].tolist(), kinds.get(name, "")))
            if name in labels:
                columns.append(ExportColumn(f"{name}_label", f"{titles[name]}: {t('export_label')}", labels[name]))
        beside = _known(self, rows).items()
        return columns + [ExportColumn(name, t(f"export_{name}"), cells, kinds.get(name, "")) for name, cells in beside]

    def titled(self) -> pd.DataFrame:
        """`columns` as text, the way the files of the dataset write cells, under their heads."""
        columns = {column.head: list(map(spreadsheet.written, column.cells)) for column in self.columns()}
        return pd.DataFrame(columns, index=self.frame.index, dtype=str)

    @property
    def missing(self) -> dict[str, int]:
        """The number of statements asked for alike that are not in the rows, under "country" of the whole country,
        under "others" of cities outside the study; nothing for other tables."""
        if self.table != "evidence" or "evidence_id" not in self.frame:
            return {}
        country = _left_out(self)["scope"] == "country"
        counts = {"country": int(country.sum()), "others": int((~country).sum())}
        return {name: n for name, n in counts.items() if n}

    def file_name(self, extension: str) -> str:
        without = "-".join(self.missing)
        absence = f"without-{without}" if without else ""
        what = "_".join(filter(None, [self.name or self.table, absence]))
        return file_name(self.data, what, extension, self.t.language, self.selections)


ROWS = ("factor_id", "facet_id", "themes")  # what a row of the evidence map may be of


def with_the_rest(extract: Extract) -> Extract:
    """The same statements with those of the whole country and of cities outside the study that were asked for alike."""
    evidence = extract.data.evidence
    ids = {*extract.frame["evidence_id"], *_left_out(extract)["evidence_id"]}
    return replace(extract, frame=evidence[evidence["evidence_id"].isin(ids)])


def _left_out(extract: Extract) -> pd.DataFrame:
    """The statements that `with_the_rest` adds, as rows of the evidence.

    Where cities were asked for, only the whole country's are added: what holds for the country holds for them too.
    """
    data = extract.data
    columns = {key: column for key, column in evidence_map.FILTERS.items() if column in data.evidence}
    selection = {columns[key]: list(choice.names) for key, choice in extract.selections.items() if key in columns}
    if "row" in extract.selections:
        (row,) = extract.selections["row"].names
        selection |= {column: [row] for column in ROWS if row in set(data.evidence[column].explode())}
    of_cities = any(set(choice.names) & set(data.cities["city_id"]) for choice in extract.selections.values())
    studied = data.cities.loc[data.cities["in_study"], "city_id"]
    rest = data.evidence["scope"] == "country"
    if not of_cities:
        rest |= ~data.evidence["city_id"].isin(studied)
    alike = filtering.matching(data.evidence, selection)
    in_extract = data.evidence["evidence_id"].isin(extract.frame["evidence_id"])
    return data.evidence[rest & alike & ~in_extract]


def fields_of(data: Dataset, table: str) -> list[dict[str, Any]]:
    """What the descriptor says of each column of a table."""
    fields: list[dict[str, Any]] = descriptor.schema(data.resource(table))["fields"]
    return fields


def as_written(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` with every cell as text, the way the files of the dataset write it (spreadsheet.written)."""
    columns = {name: list(map(spreadsheet.written, frame[name].tolist())) for name in frame.columns}
    return pd.DataFrame(columns, index=frame.index, dtype=str)


def titles_of(data: Dataset, tables: Sequence[str], language: str) -> dict[str, str]:
    """Column -> its title in `language`; where several tables know a column, that of the first."""
    fields = [column for table in reversed(tables) for column in fields_of(data, table)]
    return {column["name"]: descriptor.title(column, language) for column in fields}


def titled(data: Dataset, tables: str | Sequence[str], frame: pd.DataFrame, language: str) -> pd.DataFrame:
    """`frame` with its cells as written and columns headed in the reader's language beside the machine name.

    `statement_th` becomes "ข้อความ (ไทย) [statement_th]". Where several tables know a column, the first one heads it;
    columns the descriptor does not know keep their name.
    """
    titles = titles_of(data, [tables] if isinstance(tables, str) else tables, language)
    return as_written(frame).rename(columns={name: f"{title} [{name}]" for name, title in titles.items()})


def csv(frame: pd.DataFrame) -> bytes:
    """`frame` as CSV with a byte order mark, so that Excel shows Thai."""
    text: str = frame.map(harmless).rename(columns=harmless).to_csv(index=False, lineterminator="\r\n")
    return text.encode("utf-8-sig")


def file_name(data: Dataset, what: str, extension: str, language: str = "", choices: Selections | None = None) -> str:
    """The name of a download: which dataset, which version, what of it, as filtered, and in which language."""
    parts = (data.descriptor["name"], data.version, what, slug(choices or {}), language)
    return "_".join(filter(None, parts)) + f".{extension}"


def slug(choices: Selections) -> str:
    """What was asked for as a piece of a file name: ids and Thai or Latin letters, nothing that means a path.

    `yala-phuket-asset`; of a long list the first ones and how many more there are: `yala-phuket+11`.
    """
    texts = [
        re.sub("[^0-9a-z_\u0e01-\u0e4e]+", "-", value.casefold()).strip("-")
        for choice in choices.values()
        for value in choice.names
    ]
    texts = [word[:LONGEST_SLUG] for word in texts if word]
    slugs = texts[:1]
    for word in texts[1:]:
        if len("-".join([*slugs, word])) > LONGEST_SLUG:
            break
        slugs.append(word)
    more = len(texts) - len(slugs)
    return "-".join(slugs) + (f"+{more}" if more else "")


# XLSX


def xlsx(extract: Extract) -> bytes:
    """What has to be known of the rows on the first sheet, README; the rows on the second, as `csv` heads them."""
    from openpyxl import Workbook  # a tenth of a second that only those pay who ask for it

    book = Workbook()
    book.properties.creator = extract.t("cite_author")
    book.properties.title = UNWRITABLE.sub("", f"{_dataset_title(extract)}: {_title(extract)}")
    readme = book.active
    readme.title = README_SHEET
    spreadsheet.lines(readme, list(about(extract)))
    put_rows(book.create_sheet(spreadsheet.sheet_name(_title(extract), [README_SHEET])), extract)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def put_rows(sheet: Any, extract: Extract) -> None:
    """Fill an empty sheet with the rows: numbers, dates, yes or no and addresses are what they are."""
    columns = extract.columns()
    rows = zip(*(column.cells for column in columns), strict=True)
    spreadsheet.table(sheet, [column.head for column in columns], rows, [column.kind for column in columns])


def kinds_of(data: Dataset, tables: Sequence[str], frame: pd.DataFrame) -> dict[str, str]:
    """Column -> what its cells are, as spreadsheet.typed takes it: also an id that is a number, such as a factor's."""
    kinds = dict.fromkeys(ADDRESSES, "address")
    for name in frame.columns:
        if pd.api.types.is_bool_dtype(frame[name]):
            kinds[name] = "boolean"
        elif pd.api.types.is_numeric_dtype(frame[name]):
            kinds[name] = "number"
    for table in reversed(list(tables)):
        for column in fields_of(data, table):
            if column.get("edtf"):
                kinds[column["name"]] = "date"
        for name, (target, key) in _pointed(data, table).items():
            if data.table(target)[key].str.fullmatch(r"[0-9]+").all():
                kinds[name] = "number"
        key = source_coverage.id_column(data, table)
        if key in frame and pd.api.types.is_string_dtype(frame[key]) and frame[key].str.fullmatch(r"[0-9]+").all():
            kinds[key] = "number"
    return kinds


def _pointed(data: Dataset, table: str) -> dict[str, tuple[str, str]]:
    """Column of a table -> the table and the column in it that it points to."""
    return {
        key["fields"][0]: (key["reference"]["resource"] or table, key["reference"]["fields"][0])
        for key in descriptor.schema(data.resource(table)).get("foreignKeys", [])
        if len(key["fields"]) == 1
    }


def _title(extract: Extract) -> str:
    if extract.title:
        return extract.title
    return descriptor.title(extract.data.resource(extract.table), extract.t.language)


def _dataset_title(extract: Extract) -> str:
    return descriptor.title(extract.data.descriptor, extract.t.language)


def about(extract: Extract) -> Iterator[tuple[str, ...]]:
    """What has to be known of the rows, in the reader's language, line by line: one text is a heading, two say what is
    what, three are a line of a list."""
    rows = extract.rows()
    yield (_dataset_title(extract),)
    yield from _about_choice(extract)
    yield from _about_edition(extract, rows)
    yield from _about_sources(extract, rows)
    yield from _about_columns(extract, rows)
    meanings = list(_meanings(extract, rows))
    if meanings:
        yield (extract.t("export_codes"),)
        yield from meanings


def _about_choice(extract: Extract) -> Iterator[tuple[str, ...]]:
    """Which rows these are, from which page, chosen by what."""
    t = extract.t
    yield t("export_rows"), f"{_title(extract)} ({t('export_n_rows', n=len(extract.frame))})"
    if extract.note:
        yield t("export_note"), extract.note
    for name, n in extract.missing.items():
        yield t("export_missing"), t(f"export_without_{name}", n=n)
    yield t("export_page"), t.title
    if extract.address:
        yield t("export_address"), extract.address
    if not extract.selections:
        yield t("export_filters"), t("export_no_filter")
    for choice in extract.selections.values():
        yield t("export_filters"), f"{choice.label}: {', '.join(choice.names.values())}"


def _about_edition(extract: Extract, rows: pd.DataFrame) -> Iterator[tuple[str, ...]]:
    """Of which edition of the data they are, how it is cited, and what has to be known to read them."""
    data, t = extract.data, extract.t
    date = datetime.now(THAILAND).date().isoformat()
    released = dates.spoken(data.created, t.language)
    yield t("export_version"), t("foot_version", version=data.version, date=released)
    yield t("export_made"), dates.spoken(date, t.language)
    for licence in data.descriptor["licenses"]:
        yield t("export_licence"), f"{t('foot_licence')} {licence['path']}"
    year = dates.year(data.created[:4], t.language)
    citation = t("cite_text", year=year, version=data.version, date=released, title=_dataset_title(extract))
    yield t("export_cite"), f"{citation} {t('export_cite_source')}"
    yield t("export_voice"), t("foot_sources")
    yield t("export_independent"), t("foot_independent")
    yield t("export_made_how"), t("foot_made")
    if extract.has_places:
        yield t("export_places"), t("foot_places")
    if extract.table == "evidence" and "kind" in rows:
        yield t("export_reading"), t("our_reading")
    if "attribution" in rows and rows["attribution"].eq("corrected").any():
        yield t("corrected"), f"{t('corrected_row')} [attribution = corrected]"


def _about_sources(extract: Extract, rows: pd.DataFrame) -> Iterator[tuple[str, ...]]:
    """The sources the rows cite, in full."""
    data, t = extract.data, extract.t
    sources = data.sources.set_index("source_id", drop=False).loc[_sources(extract, rows)]
    if len(sources):
        voices = data.labels("voice", t.language)
        yield (t("sources"),)
        for source in records.each(sources, records.Source):
            yield source.source_id, t.of(source, "reference"), voices[source.voice]


def _about_columns(extract: Extract, rows: pd.DataFrame) -> Iterator[tuple[str, ...]]:
    """What each column means."""
    data, t = extract.data, extract.t
    described = {column["name"]: column for table in reversed(extract.tables) for column in fields_of(data, table)}
    yield (t("export_columns"),)
    for name in rows.columns:
        if name in described:
            column = described[name]
            yield name, descriptor.title(column, t.language), descriptor.description(column, t.language)
        else:
            yield name, extract.heads[name], ""


def _sources(extract: Extract, rows: pd.DataFrame) -> list[str]:
    """The ids of the sources that the rows cite, in the order of sources.csv."""
    source_ids: set[str] = set()
    for name in {
        column["name"] for table in extract.tables for column in fields_of(extract.data, table) if column.get("cites")
    }:
        source_ids.update(source_coverage.sources_of(*rows.get(name, ())))
    if extract.table != "sources":
        source_ids.update(rows.get("source_id", ()))
    return [source_id for source_id in extract.data.sources["source_id"] if source_id in source_ids]


def _meanings(extract: Extract, rows: pd.DataFrame) -> Iterator[tuple[str, str, str]]:
    """Column, code or id, and what it is called, for each that stands in the rows."""
    for name, labels in _vocabularies(extract, rows).items():
        items = {item for cell in rows[name] for item in (cell if isinstance(cell, tuple) else (cell,))}
        yield from ((name, code, word) for code, word in labels.items() if code in items)


def _vocabularies(extract: Extract, rows: pd.DataFrame) -> dict[str, Mapping[str, str]]:
    """Column of `rows` -> code or id -> what it is called in the reader's language, where it has names."""
    data, language = extract.data, extract.t.language
    vocabularies: dict[str, Mapping[str, str]] = {}
    for table in extract.tables:
        pointed = _pointed(data, table)
        for column in fields_of(data, table):
            name = column["name"]
            if name not in rows or name in vocabularies:
                continue
            target = pointed[name][0] if name in pointed else column.get("items_of", "").partition(".")[0]
            if "codes" in column:
                vocabularies[name] = data.labels(column["codes"], language)
            elif target and f"name_{language}" in (others := data.table(target)):
                key = source_coverage.id_column(data, target)
                vocabularies[name] = dict(zip(others[key], others[f"name_{language}"], strict=True))
    return vocabularies


def _labels(extract: Extract, rows: pd.DataFrame) -> dict[str, list[str]]:
    """Column of codes or ids -> what they are called, a text per row."""

    def words(cell: Any, names: Mapping[str, str]) -> str:
        items = cell if isinstance(cell, tuple) else (cell,)
        return "; ".join(names.get(item, str(item)) for item in items if item and not pd.isna(item))

    vocabularies = _vocabularies(extract, rows)
    return {name: [words(cell, names) for cell in rows[name]] for name, names in vocabularies.items()}


def _known(extract: Extract, rows: pd.DataFrame) -> dict[str, list[str]]:
    """What has to be known of each row in words: its sources with page and opening words; of a statement also what has
    to be said with it (corrected, factor assigned by this project, sources differ) and its address."""
    data, t = extract.data, extract.t
    columns: dict[str, list[str]] = {}
    if "source" in rows and any(
        column["name"] == "source" and column.get("cites") for column in fields_of(data, extract.table)
    ):
        columns["source_words"] = ["\n".join(references.full(data, cell, t.language)) for cell in rows["source"]]
    if extract.table == "evidence" and "evidence_id" in rows:
        whole = data.evidence.set_index("evidence_id", drop=False)
        remarks = (
            marks.known_remarks(data, records.first(whole.loc[[evidence_id]], records.Evidence), t)
            for evidence_id in rows["evidence_id"]
        )
        columns["remarks"] = ["; ".join(text) for text in remarks]
        if host := settings.public_address():
            own = (site.address("evidence", t.language, id=evidence_id) for evidence_id in rows["evidence_id"])
            columns["own_address"] = [f"{host}/{path}" for path in own]
    return columns


# GeoJSON


def geojson(extract: Extract) -> bytes:
    """The rows as GeoJSON (RFC 7946): longitude first, six decimals, one feature a line, null where no place is known.

    Properties are those of the files, by machine name. Beside the features stands what a map has to say of them.
    """
    data, t = extract.data, extract.t
    places = _geometries(extract.frame)
    rows = extract.rows()
    own = [column["name"] for column in fields_of(data, extract.table) if column["name"] in rows]
    about_it = {
        "type": "FeatureCollection",
        "name": data.descriptor["name"],
        "title": _title(extract),
        "version": data.version,
        "date": data.created,
        "filters": {
            key: {"name": choice.label, "values": dict(choice.names)} for key, choice in extract.selections.items()
        },
        "license": [licence["path"] for licence in data.descriptor["licenses"]],
        "note": [
            *filter(None, [extract.note]),
            *(t(key) for key in ("foot_sources", "foot_independent", "foot_made", "foot_places")),
        ],
    }
    features = [
        json.dumps(
            {
                "type": "Feature",
                "properties": {name: _json_value(value) for name, value in zip(own, values, strict=True)},
                "geometry": place,
            },
            ensure_ascii=False,
            allow_nan=False,
        )
        for values, place in zip(rows[own].itertuples(index=False, name=None), places, strict=True)
    ]
    head = json.dumps(about_it, ensure_ascii=False)[:-1]
    return (f'{head}, "features": [\n' + ",\n".join(features) + "\n]}\n").encode()


def _geometries(frame: pd.DataFrame) -> list[dict[str, Any] | None]:
    if hasattr(frame, "geometry"):
        points = [None if place is None or place.is_empty else (place.x, place.y) for place in frame.geometry]
    else:
        places = zip(frame["lon"], frame["lat"], strict=True)
        points = [None if pd.isna(lon) or pd.isna(lat) else (lon, lat) for lon, lat in places]
    return [point and {"type": "Point", "coordinates": [round(float(part), 6) for part in point]} for point in points]


def _json_value(value: Any) -> Any:
    if isinstance(value, tuple):
        return ";".join(value) or None
    if value is None or value == "" or pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value
