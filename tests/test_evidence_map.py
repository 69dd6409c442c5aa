"""The evidence map's model: what stands in which cell, where it is silent, and what a filter may change."""

from collections.abc import Mapping, Sequence

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lcdash.content import marks, statements
from lcdash.dataset import loading
from lcdash.evidence import cached_frames, conflicts, filtering, standings
from lcdash.evidence import evidence_map as model
from lcdash.evidence.evidence_map import COUNTRY, MARKS, EvidenceMap
from lcdash.language import translations

SOURCES = ("article", "news")
TOPICS = ("older", "digital", "skills")
CITIES = ("a", "b", "c", "late")


@st.composite
def datasets(draw: st.DrawFn) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Evidence, factors, facets and cities: any number of each, facets or none, nothing said at all included."""
    factors = [str(number) for number in range(1, draw(st.integers(1, 3)) + 1)]
    facets = [(f"{factor}_{side}", factor) for factor in factors for side in range(draw(st.integers(0, 2)))]
    cities = [(city, draw(st.booleans())) for city in CITIES[: draw(st.integers(1, 4))]]
    statements = []
    for number in range(draw(st.integers(0, 12))):
        factor = draw(st.sampled_from(factors))
        scope = draw(st.sampled_from(("city", "example", "country")))
        statements.append(
            {
                "evidence_id": f"s{number}",
                "city_id": "" if scope == "country" else draw(st.sampled_from(cities))[0],
                "factor_id": factor,
                "factor_by": draw(st.sampled_from(("source", "project"))),
                "facet_id": draw(st.sampled_from(["", *(facet for facet, of in facets if of == factor)])),
                "scope": scope,
                "kind": draw(st.sampled_from(MARKS[:3])),
                "appraisal": draw(st.sampled_from(("none", "favourable", "limit"))),
                "stage": draw(st.sampled_from(("exists", "planned", "proposed"))),
                "voice": draw(st.sampled_from(("study", "agency"))),
                "audience": (),
                "themes": tuple(draw(st.sets(st.sampled_from(TOPICS)))),
                "statement_th": draw(st.sampled_from(("ห้องสมุด", "ตลาดน้ำ"))),
                "statement_en": draw(st.sampled_from(("a library", "a floating market"))),
                "source": draw(
                    st.sampled_from(("article[table=2 row=a col=1]", "news[para=3]", "news;article[para=1]"))
                ),
            }
        )
    columns = "evidence_id city_id factor_id factor_by facet_id scope kind appraisal stage voice audience themes"
    evidence = pd.DataFrame(statements, columns=[*columns.split(), "statement_th", "statement_en", "source"])
    return (
        evidence,
        pd.DataFrame({"factor_id": factors, "number": factors, "source": "article[sec=analysis]"}),
        pd.DataFrame(facets, columns=["facet_id", "factor_id"]),
        pd.DataFrame(cities, columns=["city_id", "in_study"]),
    )


FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "theme": st.lists(st.sampled_from(TOPICS), unique=True),
        "kind": st.lists(st.sampled_from(MARKS[:3]), unique=True),
        "appraisal": st.lists(st.sampled_from(("limit", "favourable")), unique=True),
        "source": st.lists(st.sampled_from(SOURCES), unique=True),
        "scope": st.lists(st.sampled_from(("example", "country")), unique=True),
    },
)


def drawn(
    tables: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame], topics: bool = False, basis: str = "all"
) -> EvidenceMap:
    evidence, factors, facets, cities = tables
    themes = pd.DataFrame({"theme_id": TOPICS})
    rows = model.topic_rows(themes, evidence) if topics else model.facet_rows(factors, facets)
    judged_by = model.judged_by(evidence, basis, model.the_study(factors))
    return model.evidence_map(evidence, rows, cities, SOURCES, judged_by=judged_by)


def asks_for(row: pd.Series, selection: Mapping[str, Sequence[str]]) -> bool:
    """Whether a statement holds one of the values of every filter that asks for something, said without the index."""
    for key, values in selection.items():
        cell = row[model.FILTERS[key]]
        if values and not set(values) & set(cell if isinstance(cell, tuple) else (cell,)):
            return False
    return True


@settings(max_examples=60, deadline=None)
@given(datasets(), FILTERS, st.sampled_from(("", "library")), st.booleans())
def test_a_mark_is_solid_exactly_when_a_statement_of_that_kind_in_that_cell_matches(
    tables: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame],
    selection: dict[str, list[str]],
    words: str,
    topics: bool,
) -> None:
    shown = drawn(tables, topics)
    solid = model.solid(shown, model.matching(shown.statements, selection, words))
    expected = set()
    for row in shown.rows:
        for column in shown.columns:
            for _, statement in shown.statements.iterrows():
                own = statement["themes"] or (model.UNPLACED,)
                place = own if topics else (statement["facet_id"] or statement["factor_id"],)
                kind = "limit" if statement["appraisal"] == "limit" else statement["kind"]
                where = COUNTRY if statement["scope"] == "country" else statement["city_id"]
                found = words in statement["statement_en"] and asks_for(statement, selection)
                if row.row_id in place and where == column.column_id and found:
                    expected.add((row.row_id, column.column_id, kind))
    assert solid == expected


@settings(max_examples=60, deadline=None)
@given(datasets(), FILTERS)
def test_a_mark_is_underlined_exactly_when_a_statement_that_matches_is_judged_a_strength(
    tables: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame], selection: dict[str, list[str]]
) -> None:
    shown = drawn(tables)
    ids = model.matching(shown.statements, selection)
    appraisal = dict(zip(shown.statements["evidence_id"], shown.statements["appraisal"], strict=True))
    for cell in model.asked(shown, ids).cells.values():
        for mark in cell.marks.values():
            strengths = [one for one in mark.statements if one in ids and appraisal[one] == "favourable"]
            assert mark.favourable == bool(strengths)


@settings(max_examples=60, deadline=None)
@given(datasets(), st.booleans())
def test_every_statement_of_the_cities_shown_and_every_limit_of_the_country_has_a_mark(
    tables: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame], topics: bool
) -> None:
    shown, evidence = drawn(tables, topics), tables[0]
    whole = evidence["scope"] == "country"
    expected = set(evidence.loc[~whole | (evidence["appraisal"] == "limit"), "evidence_id"])
    assert {one for cell in shown.cells.values() for one in cell.statements} == expected
    assert all(set(cell.marks) <= {"limit"} for (_, column), cell in shown.cells.items() if column == COUNTRY)


@settings(max_examples=60, deadline=None)
@given(datasets(), FILTERS, st.sampled_from(("column", "row")), st.booleans())
def test_the_panel_lists_exactly_the_matching_statements(
    tables: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame],
    selection: dict[str, list[str]],
    by: str,
    topics: bool,
) -> None:
    shown = drawn(tables, topics)
    ids = model.matching(shown.statements, selection)
    groups = model.listed(shown, ids, "column" if by == "column" else "row")
    assert {one for group in groups for one in group.statements} == ids
    if by == "column":
        assert sum(len(group.statements) for group in groups) == len(ids)


@settings(max_examples=60, deadline=None)
@given(datasets(), st.sampled_from(model.BASES))
def test_a_cell_is_silent_where_a_city_was_studied_and_the_documents_that_count_say_nothing(
    tables: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame], basis: str
) -> None:
    evidence, _, facets, cities = tables
    shown = drawn(tables, basis=basis)
    studied = dict(zip(cities["city_id"], cities["in_study"], strict=True))
    counts = {"all": bool, "study": lambda cell: "article" in cell, "table": lambda cell: "table=" in cell}
    for row in shown.rows:
        judged = row.kind == "facet" or row.factor_id not in set(facets["factor_id"])
        for column in shown.columns[1:]:
            here = [
                one
                for one in evidence.itertuples()
                if one.scope != "country" and one.city_id == column.column_id and counts[basis](one.source)
                if (one.facet_id or one.factor_id) == row.row_id
            ]
            silent = studied[column.column_id] and judged and not here
            assert (shown.cells[row.row_id, column.column_id].state == "silent") == silent
            if not studied[column.column_id]:
                assert shown.cells[row.row_id, column.column_id].state == "outside"


def shipped(basis: str = "all") -> EvidenceMap:
    data = loading.load()
    cities = filtering.by_name(data.cities, "en")
    members = standings.member_standings(data.memberships)["city_id"]
    judged_by = model.judged_by(data.evidence, basis, model.the_study(data.factors))
    return model.evidence_map(
        data.evidence,
        model.facet_rows(data.factors, data.facets),
        cities[cities["in_study"] | cities["city_id"].isin(members)],
        list(data.sources["source_id"]),
        judged_by=judged_by,
    )


def test_a_narrower_reading_finds_more_silences_and_never_takes_a_mark_away() -> None:
    maps = [shipped(basis) for basis in model.BASES]
    assert maps[0].silences() < maps[1].silences() < maps[2].silences()
    assert maps[0].silences() + len(
        [1 for row in maps[0].rows if row.judged for city in maps[0].studied if maps[0].cells[row.row_id, city].marks]
    ) == len(maps[0].studied) * sum(row.judged for row in maps[0].rows)
    assert [{place: dict(cell.marks) for place, cell in one.cells.items()} for one in maps] == [
        {place: dict(cell.marks) for place, cell in maps[0].cells.items()}
    ] * 3


def test_statements_of_a_cell_stand_by_place_and_then_by_source() -> None:
    shown = shipped()
    of = shown.statements.set_index("evidence_id")
    rank = {source: place for place, source in enumerate(loading.load().sources["source_id"])}
    for cell in shown.cells.values():
        keys = [
            (MARKS.index(of.loc[one, "mark"]), min(rank[source] for source in of.loc[one, "sources"]))
            for one in cell.statements
        ]
        assert keys == sorted(keys)


def test_a_mark_is_planned_only_where_all_it_rests_on_is_a_plan_and_favourable_where_a_source_judges_well() -> None:
    shown = shipped()
    of = loading.load().evidence.set_index("evidence_id")
    marks = [mark for cell in shown.cells.values() for mark in cell.marks.values()]
    for mark in marks:
        own = of.loc[list(mark.statements)]
        assert mark.planned == set(own["stage"]).issubset({"planned", "proposed"})
        assert mark.favourable == ("favourable" in set(own["appraisal"]))
    assert any(mark.planned for mark in marks)
    assert any(mark.favourable for mark in marks)


def test_topic_and_topic_asks_for_statements_that_hold_both() -> None:
    statements = shipped().statements
    pair = next(held for held in statements["themes"] if len(held) > 1)[:2]
    either = model.matching(statements, {"theme": pair})
    both = model.matching(statements, {"theme": pair}, every={"theme"})
    assert both < either
    themes = dict(zip(statements["evidence_id"], statements["themes"], strict=True))
    assert both == {one for one, held in themes.items() if set(pair) <= set(held)}


def test_what_the_picture_says_is_true_of_its_cells() -> None:
    shown = shipped()
    first, *rest = model.most_silent(shown)
    numbers = {
        row.row_id: sum(shown.cells[row.row_id, city].state == "silent" for city in shown.studied) for row in shown.rows
    }
    assert first.cities == max(numbers.values())
    assert set(first.rows) == {row for row, number in numbers.items() if number == first.cities}
    assert all(silence.cities < first.cities for silence in rest)
    often = {row for row, number in numbers.items() if 10 * number >= 7 * len(shown.studied)}
    assert {row for silence in (first, *rest) for row in silence.rows} == often
    for alone in model.in_one_city(shown):
        held = {city: shown.cells[alone.row_id, city].marks for city in shown.studied}
        assert [city for city, marks in held.items() if (alone.kind in marks if alone.kind else marks)] == [
            alone.city_id
        ]
    limits = model.city_limits(shown)
    assert {(row, city) for row, cities in limits.items() for city in cities} == {
        (row, city) for (row, city), cell in shown.cells.items() if city in shown.studied and "limit" in cell.marks
    }


@pytest.mark.parametrize("order", model.ORDERS)
def test_an_order_of_cities_keeps_every_city_and_names_inside_a_group(order: str) -> None:
    data = loading.load()
    cities = filtering.by_name(data.cities, "en")
    standing = standings.member_standings(data.memberships)
    found = model.ordered(cities, order, list(data.labels("region_nso", "en")), standing)
    assert sorted(found["city_id"]) == sorted(cities["city_id"])
    if order == "region":
        for _, group in found.groupby("region_nso"):
            assert list(group["name_en"]) == sorted(group["name_en"], key=str.casefold)


# Where sources differ: one rule


def test_every_place_shows_the_sign_at_the_same_statements_those_a_disagreement_names() -> None:
    data = loading.load()
    t = translations.Translations("evidence_map", "en")
    page = translations.page("cities", "en")
    disagreements = set(data.conflicts.loc[data.conflicts["kind"] == "disagreement", "conflict_id"])
    named = data.conflict_targets[data.conflict_targets["table"] == "evidence"]
    ruled = set(named.loc[named["conflict_id"].isin(disagreements), "row_id"]) - {""}
    assert ruled == conflicts.disputed_rows(data, "evidence")
    severities = data.conflicts.set_index("conflict_id")["severity"]
    of_ruled = {severities[one] for one in named.loc[named["row_id"].isin(ruled), "conflict_id"]}
    assert {"major", "minor"} <= of_ruled, "severity does not decide"
    rows = list(data.evidence.itertuples())
    listed = {row.evidence_id for row in rows if any(s.symbol == "≠" for s in statements.signs(data, row, t))}
    remarked = {row.evidence_id for row in rows if page("disputed") in marks.known_remarks(data, row, page)}
    drawn = cached_frames.evidence_map(data, "en").statements
    filtered = set(drawn.loc[drawn["differ"] == "1", "evidence_id"])
    assert listed == remarked == ruled
    assert filtered == ruled & set(drawn["evidence_id"])
