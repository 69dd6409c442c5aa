"""DataFrame in, DataFrame out: what the pages compute from the dataset. No file, widget or global is read here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, compress

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Mask = NDArray[np.bool_]  # True or False per row

STATES = ("reported", "limit", "nothing", "not_studied")


def evidence_matrix(evidence: pd.DataFrame, facets: pd.DataFrame, cities: pd.DataFrame) -> pd.DataFrame:
    """The state of every facet of every factor in every city, from all the evidence there is.

    evidence  one row per claim.   facets  one row per facet_id with its factor_id.
    cities    one row per city_id with in_study.

    Returns  one row per (city_id, factor_id, facet_id), cities and facets in their own order, with `state`, one of
             STATES: "not_studied" for every facet of a city outside the ten-city study, whatever other sources say of
             it; else "limit" where at least one claim is a limit, "reported" where there are claims, "nothing" where
             there are none; and `evidence_ids`, a tuple. A row with facet_id "" is added where a claim is printed that
             fits no facet.
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
    return pd.Series(_all(frame, _matching_each(frame, selection, words).values()), index=frame.index)


def _matching_each(frame: pd.DataFrame, selection: Mapping[str, Sequence[str]], words: str) -> dict[str, Mask]:
    """Which rows each column that asks for something lets through; under "" those that hold the words."""
    found = {}
    for column, wanted in selection.items():
        if wanted:
            asked = frozenset(wanted)
            found[column] = np.array([not asked.isdisjoint(values) for values in _held(frame, column)], dtype=bool)
    if words.strip():
        columns = [name for name in frame.columns if name.endswith(("_th", "_en"))]
        texts = [" ".join(row).casefold() for row in frame[columns].itertuples(index=False, name=None)]
        found[""] = np.array([all(word in text for word in words.casefold().split()) for text in texts], dtype=bool)
    return found


def _all(frame: pd.DataFrame, masks: Iterable[Mask]) -> Mask:
    shown = np.ones(len(frame), dtype=bool)
    for mask in masks:
        shown &= mask
    return shown


def _held(frame: pd.DataFrame, column: str) -> Iterator[tuple[str, ...]]:
    """The values each row holds in a column: several in a list column, else one."""
    return (cell if isinstance(cell, tuple) else (cell,) for cell in frame[column].to_numpy(dtype=object))


def remaining(
    frame: pd.DataFrame, selection: Mapping[str, Sequence[str]], columns: Iterable[str], words: str = ""
) -> dict[str, Mapping[str, int]]:
    """For each of `columns` and each of its values: how many rows would be shown if it alone were chosen in that
    column, other filters unchanged."""
    each = _matching_each(frame, selection, words)
    found: dict[str, Mapping[str, int]] = {}
    for column in columns:
        shown = _all(frame, (mask for name, mask in each.items() if name != column))
        held = chain.from_iterable(compress(_held(frame, column), shown))
        found[column] = Counter(filter(None, held))
    return found


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
    """One row per city and scheme with its standing: status, `since`, whether its unit is disputed, and `units`.

    Units are a tuple of member_type. Where sources name several for one city all are kept, in the order of the table.
    """
    told = memberships[["city_id", "scheme", "status", "since", "disputed", "member_type"]]
    found: dict[tuple[str, str], list[tuple[str, str, bool, str]]] = {}
    for city_id, scheme, *standing in told.itertuples(index=False, name=None):
        found.setdefault((city_id, scheme), []).append(tuple(standing))
    rows = []
    for (city_id, scheme), held in found.items():
        statuses, dates, disputes, units = zip(*held, strict=True)
        since = min(filter(None, dates), default="")
        rows.append((city_id, scheme, statuses[0], since, any(disputes), tuple(dict.fromkeys(units))))
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


def member_standings(memberships: pd.DataFrame) -> pd.DataFrame:
    """The standings of the members of UNESCO's network alone, as `standings` gives them."""
    return standings(memberships[memberships["scheme"] == "gnlc"])


def names(frame: pd.DataFrame, language: str, column: str = "name") -> dict[str, str]:
    """Id -> name in `language`, in the order of `frame`, whose first column of ids is its own."""
    own = next(name for name in frame.columns if name.endswith("_id"))
    return dict(zip(frame[own], frame[f"{column}_{language}"], strict=True))


def with_units(evidence: pd.DataFrame, standing: pd.DataFrame) -> pd.DataFrame:
    """Evidence with a column `units`: the kinds of unit in whose name its city is a member, as `standings` has them."""
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


# Cities side by side

AREA_OF_UNIT = {
    "province": "province",
    "city_municipality": "municipality",
    "town_municipality": "municipality",
    "special_local_government": "special_local_government",
}  # member_type -> the unit_of of the figures that count its people
SIZE_CLASSES = {
    "under_50000": 0,
    "from_50000": 50_000,
    "from_100000": 100_000,
    "from_200000": 200_000,
    "from_1000000": 1_000_000,
}  # size class -> the fewest people in it
RELATIONS = ("limit_here", "shared", "one", "alone")
MODES = ("exists", "aim", "past", "limit")


def size_class(people: float) -> str:
    """The class of SIZE_CLASSES that `people` falls into."""
    return max((name for name, fewest in SIZE_CLASSES.items() if people >= fewest), key=SIZE_CLASSES.__getitem__)


def own_standings(memberships: pd.DataFrame) -> pd.DataFrame:
    """One row per city, as `standings` gives it: that of a member, and of a city that is none the first it has."""
    found = standings(memberships)
    return found.iloc[(found["scheme"] != "gnlc").argsort(kind="stable")].drop_duplicates("city_id")


def unit_sizes(standing: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """How many people are registered in the unit in whose name a city stands.

    standing  one row per city_id with `units`, as `own_standings` gives it; where sources differ on the unit there is
              one size for each area they name.
    figures   the registered population is told by its words: `what_en` begins with "Registered population".

    Returns  city_id, unit_of, value, year, confidence, source, and `size`, one of SIZE_CLASSES; of several years the
             newest. A unit nobody counts has no row.
    """
    counted = figures[figures["what_en"].str.startswith("Registered population")].sort_values("year", kind="stable")
    newest = counted.drop_duplicates(["city_id", "unit_of"], keep="last").set_index(["city_id", "unit_of"])
    areas = [
        (city_id, area)
        for city_id, units in zip(standing["city_id"], standing["units"], strict=True)
        for area in dict.fromkeys(AREA_OF_UNIT[unit] for unit in units)
        if (city_id, area) in newest.index
    ]
    found = newest.loc[pd.MultiIndex.from_tuples(areas, names=["city_id", "unit_of"])] if areas else newest.iloc[:0]
    sizes = found[["value", "year", "confidence", "source"]].reset_index()
    return sizes.assign(size=[size_class(people) for people in sizes["value"]])


def city_traits(cities: pd.DataFrame, standing: pd.DataFrame, sizes: pd.DataFrame) -> pd.DataFrame:
    """What cities can be alike in: `cities` with `units` and `sizes`, tuples, and region_nso. No measure, no order."""
    units = dict(zip(standing["city_id"], standing["units"], strict=True))
    classes = sizes.groupby("city_id")["size"].agg(lambda found: tuple(dict.fromkeys(found))).to_dict()
    return cities.assign(
        units=[units.get(city, ()) for city in cities["city_id"]],
        sizes=[classes.get(city, ()) for city in cities["city_id"]],
    )


def claim_mode(claim: pd.Series) -> str:
    """As what a claim names its themes, one of MODES: a limit, something past, an aim or plan, or what exists."""
    if claim["appraisal"] == "limit":
        return "limit"
    if claim["stage"] == "past":
        return "past"
    return "exists" if claim["stage"] == "exists" and claim["kind"] != "direction" else "aim"


def theme_relations(claims: pd.DataFrame, cities: Sequence[str], comparable: Collection[str]) -> pd.DataFrame:
    """How the themes of some claims lie between the cities compared.

    claims      the claims of these cities, of one facet or of all.
    cities      two or more city_id, in the order they are read.
    comparable  those of them that were studied and of which the documents speak here. The silence of any other city
                tells nothing: it never makes a difference.

    Returns  one row per theme_id, in the order they are named, with one tuple of cities per mode in MODES, and
             `relation`, one of RELATIONS:
             "limit_here"  a limit in one city, something that exists or is done in another (not: both of it in both);
             "shared"      named for two cities or more, however;
             "one"         named for one city, and another comparable city could have been named;
             "alone"       named for one city, and nothing to compare it with.
    """
    named = claims.assign(mode=[claim_mode(claim) for _, claim in claims.iterrows()]).explode("themes")
    rows = []
    for theme_id, group in named[named["themes"].notna()].groupby("themes", sort=False):
        held = {
            mode: tuple(city for city in cities if ((group["city_id"] == city) & (group["mode"] == mode)).any())
            for mode in MODES
        }
        naming = {city for names in held.values() for city in names}
        limited, existing = set(held["limit"]), set(held["exists"])
        if any(a != b and (b not in limited or a not in existing) for a in limited for b in existing):
            relation = "limit_here"
        elif len(naming) > 1:
            relation = "shared"
        else:
            relation = "one" if set(comparable) - naming else "alone"
        rows.append({"theme_id": theme_id, "relation": relation, **held})
    return pd.DataFrame(rows, columns=["theme_id", "relation", *MODES])


def facet_relations(matrix: pd.DataFrame, evidence: pd.DataFrame, cities: Sequence[str]) -> pd.DataFrame:
    """`theme_relations` within each facet, for the cells of `cities` in an evidence matrix.

    Returns  factor_id, facet_id and the columns of `theme_relations`, and `elsewhere`: the cities that name the theme,
             but under another facet, so that nobody takes that for a difference. What fits no facet is not compared:
             two such claims need not be about the same matter.
    """
    claims = evidence[evidence["city_id"].isin(cities)]
    anywhere = claims.explode("themes").groupby("themes")["city_id"].agg(set).to_dict()
    cells = matrix[matrix["city_id"].isin(cities) & (matrix["facet_id"] != "")]
    found = []
    for (factor_id, facet_id), sides in cells.groupby(["factor_id", "facet_id"], sort=False):
        speaking = sides.loc[sides["state"].isin(("reported", "limit")), "city_id"]
        here = claims[(claims["factor_id"] == factor_id) & (claims["facet_id"] == facet_id)]
        relations = theme_relations(here, cities, list(speaking))
        elsewhere = [
            tuple(
                city
                for city in cities
                if city in anywhere[theme]
                and not here.loc[here["city_id"] == city, "themes"].map(lambda held, one=theme: one in held).any()
            )
            for theme in relations["theme_id"]
        ]
        found.append(relations.assign(factor_id=factor_id, facet_id=facet_id, elsewhere=elsewhere))
    columns = ["factor_id", "facet_id", "theme_id", "relation", *MODES, "elsewhere"]
    return pd.concat(found, ignore_index=True)[columns] if found else pd.DataFrame(columns=columns)


# Whom to learn from


def limits_on(evidence: pd.DataFrame, themes: Collection[str]) -> pd.DataFrame:
    """The limits that touch one of `themes`, under whatever factor: those of cities, then of the whole country."""
    touching = evidence[(evidence["appraisal"] == "limit") & _sharing(evidence, themes)]
    return touching.iloc[(touching["scope"] == "country").argsort(kind="stable")]


def limits_alike(limit: pd.Series, evidence: pd.DataFrame) -> pd.DataFrame:
    """The limits of other cities on a topic of `limit`, with `same`: whether it stands under the same facet as well."""
    others = limits_on(evidence, limit["themes"])
    others = others[(others["scope"] != "country") & (others["city_id"] != limit["city_id"])]
    same = (others["factor_id"] == limit["factor_id"]) & (others["facet_id"] == limit["facet_id"])
    return others.assign(same=same)


def curated_answers(
    limit_id: str, answers: pd.DataFrame, evidence: pd.DataFrame, programmes: pd.DataFrame
) -> pd.DataFrame:
    """What this project relates to a limit, with its reason; related, not a solution.

    Returns  one row per row of `answers` for this limit, in its order: answer_id, reason_th, reason_en, `table`
             ("evidence" or "programmes") and the city_id of what is related ("" where it is of the whole country).
    """
    own = answers[answers["limit_id"] == limit_id]
    places = {
        "evidence": dict(zip(evidence["evidence_id"], evidence["city_id"], strict=True)),
        "programmes": dict(zip(programmes["programme_id"], programmes["city_id"], strict=True)),
    }
    tables = [next(table for table, cities in places.items() if one in cities) for one in own["answer_id"]]
    cities = [places[table][one] for table, one in zip(tables, own["answer_id"], strict=True)]
    return own.drop(columns="limit_id").assign(table=tables, city_id=cities)


def claims_on_topic(limit: pd.Series, evidence: pd.DataFrame, curated: Collection[str]) -> pd.DataFrame:
    """Claims of other cities that share a topic with `limit`, across factors, and name no limit themselves.

    curated  ids that are shown already, with their reason.
    """
    elsewhere = ~evidence["city_id"].isin(("", limit["city_id"])) & ~evidence["evidence_id"].isin(list(curated))
    return evidence[_sharing(evidence, limit["themes"]) & elsewhere & (evidence["appraisal"] != "limit")]


def _sharing(evidence: pd.DataFrame, themes: Collection[str]) -> pd.Series:
    """Which claims hold one of `themes`; without themes none does, whereas a filter that asks for nothing shows all."""
    return matching(evidence, {"themes": list(themes)}) & bool(themes)


# Frameworks

COMPARED = ("unesco_building_block", "unesco_condition")  # what of UNESCO's frame the facets are held against
GAPS = ("partial", "unlinked", "outside", "facet_unlinked")


def items_compared(frameworks: pd.DataFrame, crosswalk: pd.DataFrame) -> pd.DataFrame:
    """The items of a crosswalk: all of the frames in COMPARED, linked or not, then whatever else a link leads to."""
    own = frameworks["framework"].isin(COMPARED)
    beside = frameworks["item_id"].isin(crosswalk["item_id"]) & ~own
    return pd.concat([frameworks[own], frameworks[beside]])


def crosswalk_matrix(crosswalk: pd.DataFrame, facets: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Facets down, items across, each cell the strength of their link.

    crosswalk  one row per link: factor_id, facet_id ("" where the factor is linked as a whole), item_id, strength.
    facets     one row per facet_id with its factor_id.   items  one row per item_id.

    Returns  one row per facet, in the order given, and after a factor's facets one with facet_id "" where a link is of
             the whole factor: factor_id, facet_id, and a column per item_id holding the strength, "" where none is.
    """
    held = dict(
        zip(
            zip(crosswalk["factor_id"], crosswalk["facet_id"], crosswalk["item_id"], strict=True),
            crosswalk["strength"],
            strict=True,
        )
    )
    whole = set(crosswalk.loc[crosswalk["facet_id"] == "", "factor_id"])
    rows = [
        [factor_id, facet_id, *(held.get((factor_id, facet_id, item_id), "") for item_id in items["item_id"])]
        for factor_id, own in facets.groupby("factor_id", sort=False)["facet_id"]
        for facet_id in [*own, *([""] if factor_id in whole else [])]
    ]
    return pd.DataFrame(rows, columns=["factor_id", "facet_id", *items["item_id"]])


def crosswalk_gaps(crosswalk: pd.DataFrame, facets: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Where two frames do not meet, as their crosswalk has it.

    items  as `items_compared` gives them, with `framework`.

    Returns  one row per gap, items first, in the orders given: `gap`, one of GAPS; `id`, of an item or facet; `sides`,
             the (factor_id, facet_id) linked with an item, a tuple of pairs.
             "partial"         an item of the frames in COMPARED that no link meets directly;
             "unlinked"        one that no link leads to;
             "outside"         an item that is linked but belongs to another frame;
             "facet_unlinked"  a facet that links to nothing.
    """
    rows: list[tuple[str, str, tuple[tuple[str, str], ...]]] = []
    for item_id, framework in zip(items["item_id"], items["framework"], strict=True):
        links = crosswalk[crosswalk["item_id"] == item_id]
        gap = (
            "outside"
            if framework not in COMPARED
            else "unlinked"
            if links.empty
            else ""
            if links["strength"].eq("direct").any()
            else "partial"
        )
        if gap:
            rows.append((gap, item_id, tuple(zip(links["factor_id"], links["facet_id"], strict=True))))
    linked = set(crosswalk["facet_id"])
    rows += [("facet_unlinked", facet_id, ()) for facet_id in facets["facet_id"] if facet_id not in linked]
    return pd.DataFrame(rows, columns=["gap", "id", "sides"])
