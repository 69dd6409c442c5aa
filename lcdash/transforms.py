"""DataFrame in, DataFrame out: what the pages compute from the dataset. Nothing here reads a file, a widget or a global."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd

STATES = ("reported", "limit", "nothing", "not_studied")


def evidence_matrix(evidence: pd.DataFrame, facets: pd.DataFrame, cities: pd.DataFrame) -> pd.DataFrame:
    """The state of every facet of every factor in every city, from all the evidence there is.

    evidence  one row per claim.   facets  one row per facet_id with its factor_id.   cities  one row per city_id, in_study.

    Returns  one row per (city_id, factor_id, facet_id), cities and facets in their own order, with `state`, one of STATES:
             "not_studied" for every facet of a city outside the ten-city study, whatever other sources say of it; else
             "limit" where at least one claim is a limit, "reported" where there are claims, "nothing" where there are none;
             and `evidence_ids`, a tuple. A row with facet_id "" is added where a claim is printed that fits no facet.
    Source   states as defined in data/README.md, "Reading the matrix".
    """
    claims = evidence[evidence["scope"] != "country"]
    grouped = dict(iter(claims.groupby(["city_id", "factor_id", "facet_id"], sort=False)))
    sides = list(zip(facets["factor_id"], facets["facet_id"], strict=True))
    rows = []
    for city_id, in_study in zip(cities["city_id"], cities["in_study"], strict=True):
        for factor_id in dict.fromkeys(factor for factor, _ in sides):
            own = [facet for factor, facet in sides if factor == factor_id]
            for facet_id in own + ([""] if (city_id, factor_id, "") in grouped else []):
                group = grouped.get((city_id, factor_id, facet_id), claims.iloc[:0])
                state = (
                    "not_studied"
                    if not in_study
                    else "nothing"
                    if group.empty
                    else "limit"
                    if group["appraisal"].eq("limit").any()
                    else "reported"
                )
                rows.append((city_id, factor_id, facet_id, state, tuple(group["evidence_id"])))
    return pd.DataFrame(rows, columns=["city_id", "factor_id", "facet_id", "state", "evidence_ids"])


def matching(frame: pd.DataFrame, selection: Mapping[str, Sequence[str]], words: str = "") -> pd.Series:
    """Which rows a filter shows.

    selection  column -> the values asked for; a row matches a column if it holds one of them (a list column: if any of
               its items is one), and has to match every column that asks for something.
    words      free text in either language; every word of it has to stand somewhere in the row's text columns.

    Returns  True or False per row of `frame`, with its index.
    """
    shown = pd.Series(True, index=frame.index)
    for column, wanted in selection.items():
        if wanted:
            held = (cell if isinstance(cell, tuple) else (cell,) for cell in frame[column])
            shown &= np.array([not frozenset(wanted).isdisjoint(values) for values in held], dtype=bool)
    if words.strip():
        columns = [name for name in frame.columns if name.endswith(("_th", "_en"))]
        texts = [" ".join(row).casefold() for row in frame[columns].itertuples(index=False, name=None)]
        shown &= np.array([all(word in text for word in words.casefold().split()) for text in texts], dtype=bool)
    return shown


def remaining(
    frame: pd.DataFrame, selection: Mapping[str, Sequence[str]], column: str, words: str = ""
) -> dict[str, int]:
    """For each value of `column`: how many rows would be shown if it alone were chosen there, the other filters as they are."""
    others = {name: wanted for name, wanted in selection.items() if name != column}
    held = frame.loc[matching(frame, others, words), column]
    return {str(value): int(count) for value, count in held.explode().value_counts().items() if value != ""}


def country_limits(evidence: pd.DataFrame) -> pd.DataFrame:
    """The limits named for the whole country, in the order of their factors."""
    return evidence[(evidence["scope"] == "country") & (evidence["appraisal"] == "limit")].sort_values(
        "factor_id", kind="stable"
    )


def theme_presence(evidence: pd.DataFrame) -> pd.DataFrame:
    """Which theme is named for which city: one row per (theme_id, city_id), `limit` True where only a limit is named.

    Presence only: how often a city is named says how much was written about it, not what it does.
    """
    named = evidence[evidence["city_id"] != ""].explode("themes").rename(columns={"themes": "theme_id"})
    presence = (
        named.assign(limit=named["appraisal"] == "limit").groupby(["theme_id", "city_id"], sort=False)["limit"].all()
    )
    return presence.reset_index()


def standings(memberships: pd.DataFrame) -> pd.DataFrame:
    """One row per city with its standing: scheme, status, `since`, whether its unit is disputed and `units` (tuple of member_type).

    Where sources name several units for one city all are kept, in the order of the table.
    """
    rows = []
    for (city_id, scheme), group in memberships.groupby(["city_id", "scheme"], sort=False):
        first = group.iloc[0]
        rows.append(
            {
                "city_id": city_id,
                "scheme": scheme,
                "status": first["status"],
                "since": min((d for d in group["since"] if d), default=""),
                "disputed": bool(group["disputed"].any()),
                "units": tuple(dict.fromkeys(group["member_type"])),
            }
        )
    return pd.DataFrame(rows, columns=["city_id", "scheme", "status", "since", "disputed", "units"])


def by_name(frame: pd.DataFrame, language: str, column: str = "name") -> pd.DataFrame:
    """The rows of `frame` in the order of their names, as a Thai dictionary has it or as the English alphabet."""
    names = frame[f"{column}_{language}"]
    if language == "th":
        from pythainlp.util import collate

        ordered = collate(list(names))
    else:
        ordered = sorted(names, key=str.casefold)
    rank = {name: place for place, name in enumerate(ordered)}
    return frame.iloc[names.map(rank).argsort(kind="stable")]


def with_units(evidence: pd.DataFrame, standing: pd.DataFrame) -> pd.DataFrame:
    """Evidence with a column `units`: the kinds of unit in whose name its city is a member (as `standings` gives them)."""
    units = dict(zip(standing["city_id"], standing["units"], strict=True))
    return evidence.assign(units=[units.get(city, ()) for city in evidence["city_id"]])


def members_by_year(standing: pd.DataFrame) -> pd.DataFrame:
    """How many of these cities were members at the end of each year in which one joined: `year` (CE), `members`."""
    joined = standing["since"].str[:4].astype(int).value_counts().sort_index()
    return joined.cumsum().rename_axis("year").reset_index(name="members")


def conflicts_touching(
    conflicts: pd.DataFrame, targets: pd.DataFrame, table: str, row_ids: Collection[str]
) -> pd.DataFrame:
    """The conflicts that touch one of `row_ids` of `table`, or the table as a whole, in the order of `conflicts`."""
    touched = targets[(targets["table"] == table) & (targets["row_id"].isin(row_ids) | (targets["row_id"] == ""))]
    return conflicts[conflicts["conflict_id"].isin(touched["conflict_id"])]


# Learning spaces


def listed_spaces(spaces: pd.DataFrame, cities: pd.DataFrame, aliases: pd.DataFrame) -> pd.DataFrame:
    """Spaces (one row per space_id, a GeoDataFrame or not) with what their list and its filters need besides.

    Returns  the same rows with `region_nso` of their city; `place`, the precision of the point, "unknown" for a
             physical place nobody has a point for, and "" for what has no place (online, mobile); `called`, "yes" where
             the source itself calls it a place of learning, else "no"; `also_th`, its other names, for the search.
    """
    regions = dict(zip(cities["city_id"], cities["region_nso"], strict=True))
    own = aliases[aliases["entity"] == "space"]
    others = own.groupby("entity_id")["alias"].agg(" ".join)
    placeless = np.where(spaces["mode"] == "physical", "unknown", "")
    return spaces.assign(
        region_nso=spaces["city_id"].map(regions),
        place=spaces["precision"].where(spaces["precision"] != "", pd.Series(placeless, index=spaces.index)),
        called=np.where(spaces["is_learning_space"], "yes", "no"),
        also_th=spaces["space_id"].map(others).fillna(""),
    )


def rooms_under_buildings(spaces: pd.DataFrame) -> pd.DataFrame:
    """The same rows with each room right after its building, and `room`, True where the building is among the rows.

    A room whose building is not among them keeps its place in the order and stands by itself.
    """
    known = set(spaces["space_id"])
    room = spaces["part_of"].isin(known)
    above = {
        space_id: position
        for position, (space_id, inside) in enumerate(zip(spaces["space_id"], room, strict=True))
        if not inside
    }
    # A room inside a room stands under the building of both.
    parent = dict(zip(spaces["space_id"], spaces["part_of"], strict=True))
    places = []
    for position, space_id in enumerate(spaces["space_id"]):
        outer = space_id
        while outer not in above:
            outer = parent[outer]
        places.append((above[outer], outer != space_id, position))
    order = sorted(range(len(places)), key=places.__getitem__)
    return spaces.assign(room=room).iloc[order]


def somewhere_in_city(spaces: pd.DataFrame, cities: pd.DataFrame) -> pd.DataFrame:
    """The spaces of which only the city is known (precision "city"), as one row per city in the order of `cities`.

    Returns  city_id, lat and lon of the city, `space_ids` (tuple). The point is the city's, never that of a space.
    """
    ids = spaces[spaces["precision"] == "city"].groupby("city_id")["space_id"].agg(tuple)
    rows = cities.loc[cities["city_id"].isin(ids.index), ["city_id", "lat", "lon"]]
    return rows.assign(space_ids=rows["city_id"].map(ids))


# Partners


def sector_matrix(
    partnerships: pd.DataFrame, partners: pd.DataFrame, cities: pd.DataFrame, sectors: Sequence[str]
) -> pd.DataFrame:
    """Which organisations of which sector the documents name for which city.

    Returns  one row per (city_id, sector), in the orders given: `partner_ids`, a tuple in the order of `partners`;
             `state`, "reported" where there is one, else "nothing" in a city of the ten-city study and "not_studied" in
             another. Roles without a city (national ones) are in no row.
    """
    sector_of = dict(zip(partners["partner_id"], partners["sector"], strict=True))
    rank = {partner: place for place, partner in enumerate(partners["partner_id"])}
    named: dict[tuple[str, str], set[str]] = {}
    for city_id, partner_id in zip(partnerships["city_id"], partnerships["partner_id"], strict=True):
        named.setdefault((city_id, sector_of[partner_id]), set()).add(partner_id)
    rows = []
    for city_id, in_study in zip(cities["city_id"], cities["in_study"], strict=True):
        for sector in sectors:
            ids = tuple(sorted(named.get((city_id, sector), ()), key=rank.__getitem__))
            rows.append((city_id, sector, "reported" if ids else "nothing" if in_study else "not_studied", ids))
    return pd.DataFrame(rows, columns=["city_id", "sector", "state", "partner_ids"])


def in_several_cities(partnerships: pd.DataFrame) -> pd.DataFrame:
    """The organisations the documents name in more than one city, with their roles there.

    Returns  one row per (partner_id, city_id), in the order of `partnerships` and together by organisation: `roles`,
             each once, and `partnership_ids`, tuples. A role without a city does not make a second city.
    """
    local = partnerships[partnerships["city_id"] != ""]
    cities = local.groupby("partner_id")["city_id"].nunique()
    rows = []
    for partner_id, own in local[local["partner_id"].isin(cities.index[cities > 1])].groupby("partner_id", sort=False):
        for city_id, there in own.groupby("city_id", sort=False):
            rows.append((partner_id, city_id, tuple(dict.fromkeys(there["role"])), tuple(there["partnership_id"])))
    return pd.DataFrame(rows, columns=["partner_id", "city_id", "roles", "partnership_ids"])


def two_sides(pairs: pd.DataFrame, left: Sequence[str], right: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Where the names of a two-sided drawing stand: `left` down one side, the groups of `right` down the other.

    pairs  one row per line to draw, with `left` and `right`; a name without a line is left out, as is an empty group.

    Returns  one row per name and per heading of a group: side ("left", "right", "heading"), id, and `row`, counted from
             the top in lines of text. The orders given are kept, so that the drawing is the same at every visit; the
             side with fewer rows is spread over the height of the other.
    """
    lines: list[tuple[str, str]] = []
    for group, ids in right.items():
        own = [("right", one) for one in ids if one in set(pairs["right"])]
        lines += [("heading", group), *own] if own else []
    starts = [name for name in left if name in set(pairs["left"])]
    height = max(len(lines), len(starts))
    rows = [("left", name, (place + 0.5) * height / len(starts) - 0.5) for place, name in enumerate(starts)]
    rows += [(side, name, (place + 0.5) * height / len(lines) - 0.5) for place, (side, name) in enumerate(lines)]
    return pd.DataFrame(rows, columns=["side", "id", "row"])
