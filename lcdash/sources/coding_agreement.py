"""How the dataset was checked, from its own tables: how far readers agreed, and what persons found."""

from __future__ import annotations

import pandas as pd

from lcdash.dataset import descriptor, records
from lcdash.dataset.loading import Dataset
from lcdash.sources import source_coverage

COUNTED = "rows_then"  # of a round: how many statements there were, nothing being compared
# The items whose single codes are named by another table.
NAMES = {"factor_id": "factors", "facet_id": "facets", "themes": "themes"}


def figure(row: records.Agreement) -> str:
    """What a row of `agreement` says: "7/8 (88%), κ 0.85", κ only where it was computed and on no line of its own."""
    kappa = f", κ\u00a0{row.kappa:.2f}" if pd.notna(row.kappa) else ""
    return f"{row.agreed:.0f}/{row.n:.0f} ({row.agreed / row.n:.0%}){kappa}"


def compared(data: Dataset, round_id: str, language: str) -> pd.DataFrame:
    """What was compared in a round of `agreement`: one row per item, in the order of the file.

    Returns  columns `name` and `meaning` of the item, then one per part of the round, headed by its name, holding a
             `figure`; "" where the part did not compare it.
    """
    rows = _of_round(data, round_id)
    rows = rows[rows["code"].eq("") & rows["item"].ne(COUNTED)]
    parts, items = data.labels("agreement_part", language), data.labels("agreement_item", language)
    told_of = meanings(data, "agreement_item", language)
    figures = rows.assign(figure=[figure(row) for row in records.each(rows, records.Agreement)])
    wide = figures.pivot(index="item", columns="part", values="figure").fillna("")
    wide = wide.loc[rows["item"].drop_duplicates(), rows["part"].drop_duplicates()]
    table = wide.rename(columns=parts).rename_axis(columns=None).reset_index(drop=True)
    table.insert(0, "name", [items[item] for item in wide.index])
    table.insert(1, "meaning", [told_of[item] for item in wide.index])
    return table


def by_code(data: Dataset, round_id: str, item: str, language: str) -> pd.DataFrame:
    """How far readers agreed on each code of an item: `name`, then one column per part as in `compared`.

    The figure of a code: of the rows to which either gave it, those to which both did.
    """
    rows = _of_round(data, round_id)
    rows = rows[rows["item"].eq(item) & rows["code"].ne("")]
    if rows.empty:
        return pd.DataFrame()
    parts, names = data.labels("agreement_part", language), _names(data, item, language)
    figures = rows.assign(figure=[figure(row) for row in records.each(rows, records.Agreement)])
    wide = figures.pivot(index="code", columns="part", values="figure").fillna("")
    wide = wide.loc[rows["code"].drop_duplicates(), rows["part"].drop_duplicates()]
    table = wide.rename(columns=parts).rename_axis(columns=None).reset_index(drop=True)
    table.insert(0, "name", [names.get(code, code) for code in wide.index])
    return table


def statements_then(data: Dataset, round_id: str) -> int:
    """How many statements there were when a round was compared; 0 where the table does not say."""
    rows = _of_round(data, round_id)
    rows = rows[rows["item"].eq(COUNTED)]
    return int(rows["n"].iloc[0]) if len(rows) else 0


def by_persons(data: Dataset, language: str) -> pd.DataFrame:
    """What persons found: one row per table that they checked; no rows where no person has checked.

    Returns  columns `name` of the table, `checked` (verdicts), `true` (those that found the row true to its source),
             `persons` (how many different ones checked in it).
    """
    checks = data.human_check
    counts = [
        {
            "name": descriptor.title(data.resource(str(table)), language),
            "checked": len(rows),
            "true": int(rows["verdict"].eq("holds").sum()),
            "persons": rows["reviewer"].nunique(),
        }
        for table, rows in checks.groupby("table", sort=False)
    ]
    return pd.DataFrame(counts, columns=["name", "checked", "true", "persons"])


def persons_agree(data: Dataset) -> str:
    """How often two persons who checked the same row came to one verdict: "9/10"; "" where no two did."""
    both = data.human_check.groupby(["table", "id"])["verdict"].agg(["size", "nunique"])
    twice = both[both["size"] > 1]
    return f"{int(twice['nunique'].eq(1).sum())}/{len(twice)}" if len(twice) else ""


def cities_by_document(data: Dataset) -> dict[str, list[str]]:
    """Document read paragraph by paragraph -> the ids of the cities it makes a statement on, in the order of cities."""
    documents = source_coverage.documents_read(data)
    cities_of: dict[str, set[str]] = {source_id: set() for source_id in documents}
    for city_id, cell in zip(data.evidence["city_id"], data.evidence["source"], strict=True):
        for source_id in source_coverage.sources_of(cell):
            if city_id and source_id in cities_of:
                cities_of[source_id].add(city_id)
    return {
        source: [city for city in data.cities["city_id"] if city in city_ids] for source, city_ids in cities_of.items()
    }


def _of_round(data: Dataset, round_id: str) -> pd.DataFrame:
    return data.agreement[data.agreement["round"].eq(round_id)]


def meanings(data: Dataset, codes: str, language: str) -> dict[str, str]:
    """Code -> what it means, of the list `codes`."""
    rows = data.codes[data.codes["list"] == codes]
    return dict(zip(rows["code"], rows[f"definition_{language}"], strict=True))


def _names(data: Dataset, item: str, language: str) -> dict[str, str]:
    """Code -> name of the single codes of an item."""
    if item in NAMES:
        return data.names(NAMES[item], language)
    fields = {entry["name"]: entry for entry in descriptor.schema(data.resource("evidence"))["fields"]}
    if item in fields:
        return data.labels(fields[item]["codes"], language)
    return {entry["name"]: descriptor.title(entry, language) for entry in data.descriptor["resources"]}
