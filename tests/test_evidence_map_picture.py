"""The still picture of the evidence map: what stands in it is what the model says, in every medium."""

import re

import pytest
from lxml import etree

from lcdash.content import evidence_map_picture
from lcdash.dataset import loading
from lcdash.drawing import shapes, theme
from lcdash.drawing.svg_writer import svg as written
from lcdash.evidence import cached_frames
from lcdash.evidence import evidence_map as model
from lcdash.language import translations

COLOURS = {colour: kind for kind, colour in theme.MARK_COLOURS.items()}


def words_of(svg: str) -> list[str]:
    return [one.text or "" for one in etree.fromstring(svg).iter("{*}text")]


def marks_of(svg: str) -> int:
    """How many marks are drawn, whatever their look, those of the legend included."""
    shapes = [one for one in etree.fromstring(svg) if not one.tag.endswith("text")]
    held = [one for one in shapes if one.get("fill") in COLOURS or one.get("stroke") in (*COLOURS, theme.HOLLOW)]
    return len([one for one in held if not (one.tag.endswith("rect") and one.get("height") == "2")]) - sum(
        1 for one in shapes if one.get("stroke") == theme.HOLLOW and one.get("stroke-width") == "1"
    )


@pytest.mark.parametrize("language", translations.LANGUAGES)
@pytest.mark.parametrize("view", ["facets", "topics"])
def test_the_still_picture_holds_every_mark_every_silence_and_every_name(language: str, view: str) -> None:
    data = loading.load()
    drawn = cached_frames.evidence_map(data, language, view)
    svg = written(evidence_map_picture.whole(data, language, view=view))
    columns = (model.COUNTRY, *drawn.studied)
    marks = sum(len(drawn.cells[row.row_id, column].marks) for row in drawn.rows for column in columns)
    assert marks_of(svg) == marks + 6  # and those of the legend
    dashes = [one for one in etree.fromstring(svg).iter("{*}rect") if one.get("fill") == theme.COLOURS["nothing"]]
    assert len(dashes) == drawn.silences() + 1
    told = words_of(svg)
    assert etree.fromstring(svg).get("aria-label") == evidence_map_picture.title(data, language, view)
    names = data.names("cities", language)
    assert all(names[city] in told for city in drawn.studied)
    assert not re.search("rotate|textLength", svg)


def test_a_filter_hollows_what_does_not_match_and_leaves_every_silence() -> None:
    data = loading.load()
    drawn = cached_frames.evidence_map(data, "en")
    ids = model.matching(drawn.statements, {"theme": ["older_people"]})
    svg = etree.fromstring(written(evidence_map_picture.whole(data, "en", matching=ids)))
    hollow = [one for one in svg if one.get("stroke") == theme.HOLLOW and one.get("stroke-width") == "1.3"]
    solid = model.solid(drawn, ids)
    marks = sum(
        len(drawn.cells[row.row_id, city].marks) for row in drawn.rows for city in (model.COUNTRY, *drawn.studied)
    )
    assert len(hollow) == marks - len(solid) + 1
    strengths = drawn.statements[drawn.statements["evidence_id"].isin(ids)]
    strengths = strengths[strengths["appraisal"] == "favourable"]
    under = [one for one in svg.iter("{*}rect") if one.get("height") == "2" and one.get("fill") in COLOURS]
    assert len(under) == len(strengths[["facet_id", "factor_id", "city_id", "mark"]].drop_duplicates()) + 1
    assert (
        len([one for one in svg.iter("{*}rect") if one.get("fill") == theme.COLOURS["nothing"]]) == drawn.silences() + 1
    )


def test_nothing_lies_outside_the_picture() -> None:
    data = loading.load()
    for drawing in (evidence_map_picture.whole(data, "th"), evidence_map_picture.small(data, "en")):
        assert drawing.label
        boxes = [one for one in drawing.shapes if isinstance(one, shapes.Box)]
        circles = [one for one in drawing.shapes if isinstance(one, shapes.Circle)]
        assert boxes
        edges = [(one.left, one.left + one.width, one.top + one.height) for one in boxes]
        edges += [(one.x - one.radius, one.x + one.radius, one.y + one.radius) for one in circles]
        for left, right, bottom in edges:
            assert left >= 0
            assert right <= drawing.width
            assert bottom <= drawing.height


def test_the_small_picture_shows_a_limit_beside_whatever_else_is_said() -> None:
    data = loading.load()
    drawn = cached_frames.evidence_map(data, "en")
    svg = etree.fromstring(written(evidence_map_picture.small(data, "en")))
    cells = [drawn.cells[row.row_id, city] for row in drawn.rows if row.kind != "factor" for city in drawn.studied]
    limits = [one for one in svg.iter("{*}path") if one.get("fill") == theme.MARK_COLOURS["limit"]]
    found = [one for one in svg if one.get("fill") == theme.FOUND_MARK]
    assert len(limits) == sum("limit" in cell.marks for cell in cells) + 1
    assert len(found) == sum(bool(set(cell.marks) - {"limit"}) for cell in cells) + 1
