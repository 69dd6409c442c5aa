"""The dataset: every table of `data/` as pandas sees it, read once per process."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import pandas as pd

from lcdash import settings
from lcdash.dataset import checking
from lcdash.dataset import descriptor as dataset_descriptor

# Tables this small are read faster, and take less memory, as Python's own text than as Arrow's.
pd.set_option("mode.string_storage", "python")

if TYPE_CHECKING:
    import geopandas as gpd


# How much of a list without end a page and the log are given; `python -m lcdash check` prints all of it.
MOST_LINES, LONGEST_LINE = 100, 500
_ONE_READER_AT_A_TIME = Lock()
# Of a folder that is read before its check has passed it; this project's is a twentieth of that.
MOST_BYTES = 50_000_000


class DataError(Exception):
    """The data folder does not hold to its own rules; `lines` says the first problems, `count` how many there are."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__(f"{len(lines)} problems in the data")
        self.count = len(lines)
        self.lines = [f"{line[:LONGEST_LINE]}..." if len(line) > LONGEST_LINE else line for line in lines[:MOST_LINES]]


class Table:
    """A CSV table as an attribute of a Dataset, under a name that mypy knows."""

    def __set_name__(self, _owner: type, name: str) -> None:
        self.name = name

    def __get__(self, data: Dataset, _owner: type) -> pd.DataFrame:
        """The DataFrame. Raises AttributeError where the folder has no such table."""
        try:
            return data.tables[self.name]
        except KeyError:
            raise AttributeError(f"no table {self.name!r} in {data.folder}") from None


@dataclass(frozen=True, eq=False)  # one dataset is itself: caches may hold on to it
class Dataset:
    """What one data folder holds.

    Each CSV table is an attribute (`dataset.evidence`), a DataFrame with one row per row of the file and the columns of
    the descriptor: text columns hold "" where nothing is known, number columns NaN, list columns tuples of text.
    `spaces` and `provinces` are GeoDataFrames (EPSG:4326), made when first asked for. `records.each` gives typed rows.
    Tables are shared by all readers of a process: copy before you change one.
    """

    folder: Path
    descriptor: dict[str, Any]
    tables: dict[str, pd.DataFrame]
    geojson: dict[str, str] = field(default_factory=dict)  # the text of each GeoJSON file

    sources = Table()
    reading = Table()
    cities = Table()
    memberships = Table()
    descriptions = Table()
    factors = Table()
    facets = Table()
    themes = Table()
    evidence = Table()
    answers = Table()
    needs = Table()
    silences = Table()
    partners = Table()
    partnerships = Table()
    city_links = Table()
    programmes = Table()
    designations = Table()
    events = Table()
    speakers = Table()
    network = Table()
    figures = Table()
    frameworks = Table()
    crosswalk = Table()
    assessments = Table()
    conflicts = Table()
    conflict_claims = Table()
    conflict_targets = Table()
    aliases = Table()
    synonyms = Table()
    search_words = Table()
    codes = Table()
    agreement = Table()
    human_check = Table()
    unbreakable = Table()
    retired = Table()
    stories = Table()
    scenes = Table()

    def table(self, name: str) -> pd.DataFrame:
        """The table that the descriptor calls `name`, with places or without. Raises KeyError where there is none."""
        if name in self.geojson:
            return self.spaces if name == "spaces" else self.provinces
        return self.tables[name]

    @property
    def version(self) -> str:
        return str(self.descriptor["version"])

    @property
    def created(self) -> str:
        """The date of this version, as `2026-11-20`."""
        return str(self.descriptor["created"])[:10]

    @cached_property
    def factor_numbers(self) -> dict[str, str]:
        """Factor -> its number, as pages print it before the name."""
        return dict(zip(self.factors["factor_id"], self.factors["number"].astype(str), strict=True))

    def numbered_factors(self, language: str, column: str = "name") -> dict[str, str]:
        """Factor -> its number and name in `language`: "2 Readiness of personnel and organizations"."""
        return {
            factor_id: f"{self.factor_numbers[factor_id]} {name}"
            for factor_id, name in self.names("factors", language, column).items()
        }

    @cached_property
    def disagreements(self) -> pd.DataFrame:
        """The conflicts in which sources differ: an erratum is told in its own list and draws no sign at a row."""
        return self.conflicts[self.conflicts["kind"] == "disagreement"]

    @cached_property
    def disputes(self) -> pd.DataFrame:
        """The rows of `conflict_targets` that carry the sign "Sources differ"."""
        targets = self.conflict_targets
        return targets[targets["conflict_id"].isin(self.disagreements["conflict_id"])]

    @cached_property
    def spaces(self) -> gpd.GeoDataFrame:
        return self._places("spaces")

    @cached_property
    def provinces(self) -> gpd.GeoDataFrame:
        return self._places("provinces")

    def _places(self, name: str) -> gpd.GeoDataFrame:
        import geopandas as gpd  # half a second that pages without a map do not pay

        resource = self.resource(name)
        fields = dataset_descriptor.schema(resource)["fields"]
        # Columns in the order of the descriptor, whatever that of the properties; also where there is no feature.
        columns = ["geometry", *(column["name"] for column in fields)]
        features = json.loads(self.geojson[name])["features"]
        frame = gpd.GeoDataFrame.from_features(features, columns=columns, crs="EPSG:4326")
        return _typed(frame, fields)

    def resource(self, name: str) -> dict[str, Any]:
        """The descriptor's entry for the table `name`."""
        return next(resource for resource in self.descriptor["resources"] if resource["name"] == name)

    @cached_property
    def _labels(self) -> dict[tuple[str, str], dict[str, str]]:
        codes = self.tables["codes"]
        return {
            (str(name), language): dict(zip(rows["code"], rows[f"name_{language}"], strict=True))
            for name, rows in codes.groupby("list", sort=False)
            for language in ("th", "en")
        }

    def labels(self, codes: str, language: str) -> dict[str, str]:
        """Code -> its name in `language`, in the order of codes.csv, for the list `codes`."""
        return self._labels[codes, language]

    def names(self, table: str, language: str, column: str = "name") -> dict[str, str]:
        """Id -> name in `language` for a table whose first column is its id."""
        request = (table, language, column)
        if request not in self._names:
            frame = self.tables[table]
            self._names[request] = dict(zip(frame.iloc[:, 0], frame[f"{column}_{language}"], strict=True))
        return dict(self._names[request])  # a page may add to it

    @cached_property
    def _names(self) -> dict[tuple[str, str, str], dict[str, str]]:
        return {}


def read(folder: Path) -> Dataset:
    """Read a data folder that `check` has passed. Raises OSError, ValueError or KeyError where it has not."""
    described = dataset_descriptor.read(folder)
    tables = {
        resource["name"]: _typed(
            pd.read_csv(folder / resource["path"], dtype=str, keep_default_na=False, encoding="utf-8-sig"),
            dataset_descriptor.schema(resource)["fields"],
        )
        for resource in described["resources"]
        if resource["format"] == "csv"
    }
    geojson = {
        resource["name"]: (folder / resource["path"]).read_text(encoding="utf-8-sig")
        for resource in described["resources"]
        if resource["format"] == "geojson"
    }
    return Dataset(folder, described, tables, geojson)


def _typed(frame: pd.DataFrame, fields: list[dict[str, Any]]) -> Any:
    for column in fields:
        name = column["name"]
        if column["type"] == "string":
            frame[name] = frame[name].where(
                frame[name].notna(), ""
            )  # GeoJSON writes null where CSV leaves a cell empty
        if column["type"] in ("integer", "number"):
            frame[name] = pd.to_numeric(frame[name].replace("", None))
        elif column["type"] == "boolean":
            frame[name] = frame[name].astype(str).str.lower().eq("true")
        elif "separator" in column:
            frame[name] = [tuple(filter(None, cell.split(column["separator"]))) for cell in frame[name]]
    return frame


@cache
def load() -> Dataset:
    """The dataset this process serves, checked and read once: what becomes of the files later changes nothing.

    Raises  DataError with every problem that `python -m lcdash check` names where the data breaks a rule: a page then
            shows the list and nothing else, until the files change.
    """
    folder = settings.data_folder()
    stamp = checking.stamp(folder)
    if problems := checking.problems(folder, stamp):
        raise DataError(problems)
    with _ONE_READER_AT_A_TIME:
        return _read(folder, stamp)


def unchecked() -> Dataset | None:
    """What `load` will give if the check passes it, read while the check still runs: for what a start makes of it, and
    for no reader. None where a file is no plain file or all are larger than a dataset is.

    Raises  whatever `read` meets in a folder that breaks the rules.
    """
    folder = settings.data_folder()
    stamp = checking.stamp(folder)
    if not all((folder / name).is_file() for name, *_ in stamp) or sum(size for _, size, _ in stamp) > MOST_BYTES:
        return None
    with _ONE_READER_AT_A_TIME:
        return _read(folder, stamp)


@lru_cache(maxsize=1)
def _read(folder: Path, _stamp: tuple[tuple[str, int, int], ...]) -> Dataset:
    """The dataset of one state of a folder, one object for all who ask."""
    return read(folder)
