"""What leaves the dashboard: the rows a reader asked for, in their language, as CSV, XLSX or GeoJSON."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

import pandas as pd

from lcdash.dataset import descriptor
from lcdash.dataset.loading import Dataset
from lcdash.drawing import text_metrics
from lcdash.language import dates
from lcdash.language.translations import Translations
from lcdash.sources import source_coverage

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
# A column that a page computed and headed itself: "Statements [claims]".
HEADED = re.compile(r".+ \[\w+\]")
# What XML, and so XLSX, cannot hold.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
# The longest list of ids that a file is named by.
LONGEST_SLUG = 60
NARROWEST, WIDEST = 12, 60  # of a column, in letters
# In points: the letters of a sheet, one of them in the width of a column, a line (Thai is high), the highest row.
LETTERS, LETTER_WIDE, LINE_HIGH, HIGHEST = 11.0, 5.25, 17.0, 409.0
README_SHEET = "README"
# A download is dated where its readers are. There is no summer time.
THAILAND = timezone(timedelta(hours=7))

Asked = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Extract:
    """Rows of a table as a reader asked for them, and what has to be known of them elsewhere.

    table    the table they are of; `also` are tables whose columns stand beside.
    frame    the rows. Columns that neither table knows stay behind, unless a page headed them (HEADED).
    t        the words of the page they come from.
    asked    name of a filter -> id -> name of what was chosen in it, in the reader's language.
    name     what the file is named by, `title` what its first sheet says; those of the table where they are "".
    note     without which the rows would be misread.
    address  where the same rows are shown; "" where the dashboard has no address of its own.
    """

    data: Dataset
    table: str
    frame: pd.DataFrame
    t: Translations
    asked: Asked = field(default_factory=dict)
    also: Sequence[str] = ()
    name: str = ""
    title: str = ""
    note: str = ""
    address: str = ""

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
        known = [one["name"] for table in self.tables for one in fields_of(self.data, table)]
        headed = [name for name in frame.columns if HEADED.fullmatch(name)]
        return frame[[name for name in dict.fromkeys(known + headed) if name in frame.columns]]

    def titled(self) -> pd.DataFrame:
        return titled(self.data, self.tables, self.rows(), self.t.language)

    def file_name(self, extension: str) -> str:
        return file_name(self.data, self.name or self.table, extension, self.t.language, self.asked)


def fields_of(data: Dataset, table: str) -> list[dict[str, Any]]:
    """What the descriptor says of each column of a table."""
    found: list[dict[str, Any]] = descriptor.schema(data.resource(table))["fields"]
    return found


def harmless(value: object) -> object:
    """A text that a spreadsheet would run as a formula, with an apostrophe before it; everything else unchanged."""
    runs = isinstance(value, str) and value.startswith(FORMULA_STARTS) and not NUMBER.fullmatch(value)
    return f"'{value}" if runs else value


def as_written(frame: pd.DataFrame, fields: list[dict[str, Any]]) -> pd.DataFrame:
    """`frame` with every cell as text, the way the files of the dataset write it.

    Lists are joined by ";", true and false are lower case, what nobody knows is empty, and a whole number is one:
    pandas holds a column of years in which one is missing as 2015.0.
    """
    types = {field["name"]: field["type"] for field in fields}
    return pd.DataFrame(
        {name: [_written(value, types.get(name, "")) for value in frame[name]] for name in frame.columns},
        index=frame.index,
        dtype=str,
    )


def _written(value: Any, kind: str) -> str:
    if isinstance(value, tuple):
        return ";".join(value)
    if kind == "boolean":
        return str(value).lower()
    if value is None or pd.isna(value):
        return ""
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def titled(data: Dataset, tables: str | Sequence[str], frame: pd.DataFrame, language: str) -> pd.DataFrame:
    """`frame` with its cells as written and columns headed in the reader's language beside the machine name.

    `statement_th` becomes "ข้อความ (ไทย) [statement_th]". Where several tables know a column, the first one heads it;
    columns the descriptor does not know keep their name.
    """
    names = [tables] if isinstance(tables, str) else list(tables)
    fields = [one for table in reversed(names) for one in fields_of(data, table)]
    titles = {one["name"]: descriptor.title(one, language) for one in fields}
    return as_written(frame, fields).rename(columns={name: f"{title} [{name}]" for name, title in titles.items()})


def csv(frame: pd.DataFrame) -> bytes:
    """`frame` as CSV with a byte order mark, so that Excel shows Thai."""
    return frame.map(harmless).rename(columns=harmless).to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def file_name(data: Dataset, what: str, extension: str, language: str = "", asked: Asked | None = None) -> str:
    """The name of a download: which dataset, which version, what of it, as filtered, and in which language."""
    parts = (data.descriptor["name"], data.version, what, slug(asked or {}), language)
    return "_".join(filter(None, parts)) + f".{extension}"


def slug(asked: Asked) -> str:
    """What was asked for as a piece of a file name: ids and Thai or Latin letters, nothing that means a path.

    `yala-phuket-asset`; of a long list the first ones and how many more there are: `yala-phuket+11`.
    """
    words = [
        re.sub("[^0-9a-z_\u0e01-\u0e4e]+", "-", one.casefold()).strip("-") for ids in asked.values() for one in ids
    ]
    words = [word[:LONGEST_SLUG] for word in words if word]
    kept = words[:1]
    for word in words[1:]:
        if len("-".join([*kept, word])) > LONGEST_SLUG:
            break
        kept.append(word)
    more = len(words) - len(kept)
    return "-".join(kept) + (f"+{more}" if more else "")


# XLSX


def xlsx(extract: Extract) -> bytes:
    """The rows on the first sheet, as `csv` heads them; on the second, README, what has to be known of them."""
    from openpyxl import Workbook  # a tenth of a second that only those pay who ask for it
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    book.properties.creator = extract.t("cite_author")
    book.properties.title = UNWRITABLE.sub("", f"{_dataset_title(extract)}: {_title(extract)}")

    sheet = book.active
    sheet.title = re.sub(r"[\[\]:*?/\\']", " ", UNWRITABLE.sub("", _title(extract)))[:31].strip()
    raw, written = extract.rows(), extract.titled()
    for column, (name, head) in enumerate(zip(raw.columns, written.columns, strict=True), start=1):
        _put(sheet, 1, column, head, font=Font(bold=True))
        counts = pd.api.types.is_numeric_dtype(raw[name]) and not pd.api.types.is_bool_dtype(raw[name])
        for row, text in enumerate(written[head], start=2):
            _put(sheet, row, column, _number(text) if counts and text else text)
        _widen(sheet, column, [*head.split(" "), *written[head]])
    sheet.freeze_panes = "B2"  # the titles, and the id of a row
    sheet.auto_filter.ref = sheet.dimensions

    readme = book.create_sheet(README_SHEET)
    lines = list(about(extract))
    for row, line in enumerate(lines, start=1):
        for column, text in enumerate(line, start=1):
            _put(readme, row, column, text, font=Font(bold=len(line) == 1 or (len(line) == 2 and column == 1)))
    for column in range(1, 4):
        _widen(readme, column, [line[column - 1] for line in lines if len(line) >= max(column, 2)])
    for one in (sheet, readme):
        for cells in one.iter_rows():
            for cell in cells:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        _heighten(one)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _number(text: str) -> int | float:
    return float(text) if "." in text or "e" in text else int(text)


def _put(sheet: Any, row: int, column: int, value: str | int | float, **style: Any) -> None:
    if value == "":
        return
    if isinstance(value, str):
        cell = sheet.cell(row, column, UNWRITABLE.sub("", value))
        # A text is one, whatever it begins with, and stays one when somebody edits it: Excel shows no apostrophe.
        cell.data_type = "s"
        cell.quotePrefix = harmless(value) != value
    else:
        cell = sheet.cell(row, column, value)
    for name, look in style.items():
        setattr(cell, name, look)


def _widen(sheet: Any, column: int, texts: Iterable[str]) -> None:
    from openpyxl.utils import get_column_letter

    longest = max((len(text) for text in texts), default=0)
    sheet.column_dimensions[get_column_letter(column)].width = min(max(longest + 2, NARROWEST), WIDEST)


def _heighten(sheet: Any) -> None:
    """Make each row as high as the lines in it: LibreOffice shows a row that says nothing of its height as one line."""
    for cells in sheet.iter_rows():
        lines = 1
        for cell in cells:
            if isinstance(cell.value, str):
                room = sheet.column_dimensions[cell.column_letter].width * LETTER_WIDE
                lines = max(lines, text_metrics.lines(cell.value, LETTERS, room, bold=bool(cell.font.b)))
        if lines > 1:
            sheet.row_dimensions[cells[0].row].height = min(lines * LINE_HIGH, HIGHEST)


def _title(extract: Extract) -> str:
    if extract.title:
        return extract.title
    return descriptor.title(extract.data.resource(extract.table), extract.t.language)


def _dataset_title(extract: Extract) -> str:
    return descriptor.title(extract.data.descriptor, extract.t.language)


def about(extract: Extract) -> Iterator[tuple[str, ...]]:
    """What has to be known of the rows, in the reader's language, line by line: one text is a heading, two say what is
    what, three are a line of a list."""
    data, t = extract.data, extract.t
    made = datetime.now(THAILAND).date().isoformat()
    released = dates.spoken(data.created, t.language)
    yield (_dataset_title(extract),)
    yield t("export_rows"), f"{_title(extract)} ({t('export_n_rows', n=len(extract.frame))})"
    if extract.note:
        yield t("export_note"), extract.note
    yield t("export_page"), t.title
    if extract.address:
        yield t("export_address"), extract.address
    if not extract.asked:
        yield t("export_filters"), t("export_no_filter")
    for name, chosen in extract.asked.items():
        yield t("export_filters"), f"{name}: {', '.join(chosen.values())}"
    yield t("export_version"), t("foot_version", version=data.version, date=released)
    yield t("export_made"), dates.spoken(made, t.language)
    for licence in data.descriptor["licenses"]:
        yield t("export_licence"), f"{t('foot_licence')} {licence['path']}"
    year = dates.year(data.created[:4], t.language)
    cited = t("cite_text", year=year, version=data.version, date=released, title=_dataset_title(extract))
    yield t("export_cite"), f"{cited} {t('export_cite_source')}"
    yield t("export_voice"), t("foot_sources")
    yield t("export_independent"), t("foot_independent")
    if extract.has_places:
        yield t("export_places"), t("foot_places")
    rows = extract.rows()
    if extract.table == "evidence" and "kind" in rows:
        yield t("export_reading"), t("our_reading")
    if "attribution" in rows and rows["attribution"].eq("corrected").any():
        yield t("corrected"), f"{t('corrected_row')} [attribution = corrected]"

    sources = data.sources.set_index("source_id").loc[_sources(extract, rows)]
    if len(sources):
        voices = data.labels("voice", t.language)
        yield (t("sources"),)
        for source in sources.itertuples():
            yield str(source.Index), t.of(source, "reference"), voices[source.voice]
    described = {one["name"]: one for table in reversed(extract.tables) for one in fields_of(data, table)}
    yield (t("export_columns"),)
    for name in rows.columns:
        if name in described:
            one = described[name]
            yield name, descriptor.title(one, t.language), descriptor.description(one, t.language)
        else:
            title, _, machine = name.rstrip("]").rpartition(" [")
            yield machine, title, ""
    meanings = list(_meanings(extract, rows))
    if meanings:
        yield (t("export_codes"),)
        yield from meanings


def _sources(extract: Extract, rows: pd.DataFrame) -> list[str]:
    """The ids of the sources that the rows cite, in the order of sources.csv."""
    cited: set[str] = set()
    for name in {one["name"] for table in extract.tables for one in fields_of(extract.data, table) if one.get("cites")}:
        cited.update(source_coverage.sources_of(*rows.get(name, ())))
    if extract.table != "sources":
        cited.update(rows.get("source_id", ()))
    return [source_id for source_id in extract.data.sources["source_id"] if source_id in cited]


def _meanings(extract: Extract, rows: pd.DataFrame) -> Iterator[tuple[str, str, str]]:
    """Column, code or id, and what it is called, for each that stands in the rows."""
    data, language = extract.data, extract.t.language
    told: set[str] = set()
    for table in extract.tables:
        pointed = {
            key["fields"][0]: key["reference"]["resource"]
            for key in descriptor.schema(data.resource(table)).get("foreignKeys", [])
            if len(key["fields"]) == 1
        }
        for one in fields_of(data, table):
            name = one["name"]
            if name not in rows or name in told:
                continue
            told.add(name)
            target = pointed.get(name) or one.get("items_of", "").partition(".")[0]
            names: Mapping[str, str] = {}
            if "codes" in one:
                names = data.labels(one["codes"], language)
            elif target and f"name_{language}" in (others := getattr(data, target)):
                key = source_coverage.id_column(data, target)
                names = dict(zip(others[key], others[f"name_{language}"], strict=True))
            held = {item for cell in rows[name] for item in (cell if isinstance(cell, tuple) else (cell,))}
            yield from ((name, code, word) for code, word in names.items() if code in held)


# GeoJSON


def geojson(extract: Extract) -> bytes:
    """The rows as GeoJSON (RFC 7946): longitude first, six decimals, one feature a line, null where no place is known.

    Properties are those of the files, by machine name. Beside the features stands what a map has to say of them.
    """
    data, t = extract.data, extract.t
    places = _geometries(extract.frame)
    rows = extract.rows()
    own = [one["name"] for one in fields_of(data, extract.table) if one["name"] in rows]
    about_it = {
        "type": "FeatureCollection",
        "name": data.descriptor["name"],
        "title": _title(extract),
        "version": data.version,
        "date": data.created,
        "filters": {name: list(chosen.values()) for name, chosen in extract.asked.items()},
        "license": [licence["path"] for licence in data.descriptor["licenses"]],
        "note": [*filter(None, [extract.note]), t("foot_sources"), t("foot_independent"), t("foot_places")],
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
