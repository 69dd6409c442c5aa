"""Stories and their scenes: numbers filled in, the host first and its limits last, and what each scene shows."""

import re

import pytest

from lcdash import site
from lcdash.content import model, scene_views, stories
from lcdash.dataset import descriptor, loading, scenes
from lcdash.dataset.loading import Dataset
from lcdash.drawing import svg_writer
from lcdash.html import city_map, player_html
from lcdash.language import translations
from tests import running


@pytest.fixture(scope="module")
def data() -> Dataset:
    return loading.read(loading.settings.data_folder())


def every_story(data: Dataset, language: str) -> list[stories.Story]:
    return [stories.story(data, one.story_id, language, one.host) for one in stories.stories(data, language)]


def texts(content: model.Content) -> list[str]:
    said = [text for group in content.groups for text in (group.title, *(row.words for row in group.rows))]
    cells = [str(cell) for table in content.tables for row in table.frame.itertuples(index=False) for cell in row]
    return said + cells


def test_there_is_a_story_of_all_members_and_one_of_each_member_made_from_its_data(data: Dataset) -> None:
    members = set(data.memberships.loc[data.memberships["scheme"] == "gnlc", "city_id"])
    offered = stories.stories(data, "th")
    assert {one.host for one in offered if one.story_id == "one_city"} == members == set(stories.members(data, "th"))
    assert [one.host for one in offered if one.story_id == "one_hour"] == [""]
    names = data.names("cities", "th")
    for one in offered:
        told = stories.story(data, one.story_id, "th", one.host)
        assert (one.minutes, one.name) == (told.minutes, told.name)
        assert not one.host or names[one.host] in " ".join(scene.title + scene.message for scene in told.scenes)


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_every_scene_of_every_story_says_something_shows_something_and_names_its_source(
    data: Dataset, language: str
) -> None:
    for story in every_story(data, language):
        assert [scene.position for scene in story.scenes] == list(range(1, len(story.scenes) + 1))
        assert len({scene.scene_id for scene in story.scenes}) == len(story.scenes)
        for scene in story.scenes:
            written = [scene.title, scene.message, scene.question, *scene.notes.values()]
            assert all(written), scene.scene_id
            assert not re.search("[{}]", " ".join(written)), scene.scene_id
            assert set(scene.notes) == set(translations.LANGUAGES)
            assert not scene.content.empty
            assert all(texts(scene.content)), scene.scene_id
            assert scene.source, scene.scene_id


def test_the_hour_and_its_short_cut_last_as_long_as_they_say(data: Dataset) -> None:
    assert stories.story(data, "one_hour", "en").minutes == 60
    short = stories.story(data, "one_hour", "en", short=True)
    assert short.minutes == 20
    assert "20 minutes" in short.name and "hour" not in short.name
    shown = running.document(player_html.player(data, short))
    assert len(shown.xpath("//section[@data-scene and @data-whole]")) == 2 * len(short.scenes)  # no press builds them
    assert [one.scene_id for one in short.scenes] == [
        one.scene_id for one in stories.story(data, "one_hour", "en").scenes
    ]
    for host in ("yala", "tak"):  # the opening of the host is in the minutes
        assert stories.story(data, "one_hour", "en", host).minutes == 60
        assert stories.story(data, "one_hour", "en", host, short=True).minutes == 20


def test_numbers_come_from_the_data(data: Dataset) -> None:
    members = data.memberships.query("scheme == 'gnlc'")["city_id"].nunique()
    told = {scene.scene_id: scene for scene in stories.story(data, "one_hour", "en").scenes}
    assert told["from_one"].title == f"From 1 to {members}"
    assert "named in 4 cities" in told["limits"].message
    assert set(stories.numbers(data, "th")) == set(scenes.COMPUTED)
    assert set(stories.of_city(data, "yala", "th")) == set(scenes.OF_A_CITY)


def test_what_the_editors_added_is_out_of_the_count_of_a_city(data: Dataset) -> None:
    of_city = data.spaces[data.spaces["city_id"] == "sukhothai"]
    named = int((of_city["added_by"] == "source").sum())
    assert 0 < named < len(of_city)
    assert stories.of_city(data, "sukhothai", "en")["n_spaces"] == str(named)


def test_what_the_hour_says_of_every_studied_city_holds_for_every_one(data: Dataset) -> None:
    """That others take part in each, that each starts from its own ground, that the lead is not always the same."""
    studied = set(data.cities.loc[data.cities["in_study"], "city_id"])
    assert studied <= set(data.evidence.loc[data.evidence["facet_id"] == "culture_participation", "city_id"])
    told = {scene.scene_id: scene for scene in stories.story(data, "one_hour", "en").scenes}
    names = data.names("cities", "en")
    assert {row.who for row in told["own_ground"].content.groups[0].rows} == {names[city] for city in studied}
    sectors = set(told["with_whom"].content.tables[0].frame["Sector"])
    assert data.labels("sector", "en")["local_government"] in sectors and len(sectors) > 1


def test_a_host_opens_the_story_and_what_is_read_of_limits_begins_with_its_own(data: Dataset) -> None:
    usual = stories.story(data, "one_hour", "en")
    hosted = stories.story(data, "one_hour", "en", host="yala")
    assert hosted.scenes[0].view == "city_standing" and hosted.scenes[0].title == "Yala"
    assert [scene.scene_id for scene in hosted.scenes[1:]] == [scene.scene_id for scene in usual.scenes]
    groups = next(scene for scene in hosted.scenes if scene.scene_id == "limits").content.groups
    own, country, others = groups
    assert country.title == "Limits of the whole country" and len(country.rows) == 9
    assert not any(row.who == "Yala" for row in others.rows)
    assert own.title == "Limits of this city: Yala" and len(own.rows) == 2
    assert all(row.remark == "≠" for row in own.rows) and "Sources differ on: " in own.note  # the doubt once
    assert "Sources differ" not in country.note and not any("Sources differ" in row.remark for row in others.rows)
    silent = stories.story(data, "one_hour", "en", host="phuket").scenes
    first = next(scene for scene in silent if scene.scene_id == "limits").content.groups[0]
    assert not first.rows and "does not follow" in first.note


def test_scenes_of_a_city_without_data_are_left_out_and_it_says_that_the_city_was_not_studied(data: Dataset) -> None:
    told = stories.story(data, "one_city", "en", "tak")
    assert [scene.scene_id for scene in told.scenes] == ["city_standing", "city_factors", "city_limits"]
    assert any("not in the study" in group.note for group in told.scenes[0].content.groups)
    assert told.minutes < stories.story(data, "one_city", "en", "yala").minutes


def test_no_scene_counts_or_ranks_cities_against_each_other(data: Dataset) -> None:
    """Cities stand in the order of their names, and no table holds a column of numbers beside them."""
    for scene in stories.story(data, "one_hour", "en").scenes:
        for table in scene.content.tables:
            if table.frame.columns[0] == "City":
                names = list(table.frame["City"])
                assert names == sorted(names, key=str.casefold)
                assert not any(str(cell).isdigit() for cell in table.frame.iloc[:, 1:].to_numpy().ravel())


def test_a_topic_that_is_asked_for_shows_its_statements(data: Dataset) -> None:
    content = scene_views.content(data, "topics", (("theme", ("older_people",)),), "", "en")
    assert content.groups[0].title == data.names("themes", "en")["older_people"]
    assert "Chiang Rai" in {row.who for row in content.groups[0].rows}


def test_every_view_has_a_page_and_every_page_its_keys(data: Dataset) -> None:
    described = next(one for one in descriptor.schema(data.resource("scenes"))["fields"] if one["name"] == "view")
    assert described["constraints"]["enum"] == list(scenes.VIEWS)
    assert {view.page for view in scenes.VIEWS.values()} <= set(site.PAGES)
    assert list(scene_views.VIEWS) == list(scenes.VIEWS)
    assert scenes.VIEWS["map"].keys["by"] == city_map.BY


def test_a_story_nobody_wrote_or_without_its_city_is_refused(data: Dataset) -> None:
    for story_id, host in (("no_such", ""), ("one_city", ""), ("one_hour", "kalasin"), ("one_city", "nowhere")):
        with pytest.raises(KeyError):
            stories.story(data, story_id, "en", host)


@pytest.mark.parametrize("host", ["", "chiang_rai", "phuket"])
def test_a_headline_says_at_each_press_what_is_drawn_by_then(data: Dataset, host: str) -> None:
    stage = scene_views.picture(data, "limits", (("appraisal", ("limit",)),), host, "en")
    for press in (0, 1, 2):
        said = "".join(part.words for part in stage.headline if part.build <= press)
        drawn = [[cell for cell in column if cell.kind and cell.build <= press]
                 for column in zip(*(line.cells for line in stage.lines), strict=True)]  # fmt: skip
        limited = {head.words for head, cells in zip(stage.heads, drawn, strict=True) if cells and not head.country}
        named = {city for city in data.names("cities", "en").values() if city in said}
        assert [int(number) for number in re.findall(r"\d+", said)] == [
            len(drawn[0]), *([len(limited - named)] if limited else [])
        ]  # fmt: skip
        assert named <= limited


def test_the_silences_begin_with_the_row_of_the_headline_and_every_row_is_silent_of_a_city(data: Dataset) -> None:
    stage = scene_views.picture(data, "silences", (("part", ("silences",)),), "", "en")
    first = [line for line in stage.lines if line.build == 0]
    assert first and all(f"{line.number} of 10 cities" in stage.headline[0].words for line in first)
    assert all(line.words.lower() in stage.headline[0].words for line in first)
    assert "Not reported" in stage.headline[0].words
    assert all(any(cell.kind == "silent" for cell in line.cells) for line in stage.lines)
    assert len(stage.lines) + int(re.findall(r"\d+", stage.keys[-1].words)[0]) == len(data.facets)


def test_the_cities_of_several_sectors_are_those_with_several_boxes(data: Dataset) -> None:
    grid = scene_views.picture(data, "leads", (), "", "en").lines
    boxes = [sum(bool(cell.kind) for cell in column) for column in zip(*(line.cells for line in grid), strict=True)]
    assert stories.numbers(data, "en")["n_shared_cities"] == str(sum(number > 1 for number in boxes))


def test_a_city_that_is_no_member_has_a_hollow_mark_among_the_cities_of_topics(data: Dataset) -> None:
    stage = scene_views.picture(data, "topics", (), "", "en")
    assert [(key.form, key.words) for key in stage.keys[:2]] == [("member", "Member"), ("pilot", "Pilot area")]
    for city in running.document(svg_writer.svg(stage.drawing)).xpath("//*[local-name() = 'g' and @data-city]"):
        hollow = city.xpath("./*[@class='at'][not(local-name() = 'circle')]")
        assert bool(hollow) != (city.get("data-city") in stories.members(data, "en"))


def test_the_cities_with_a_mentor_are_those_its_line_leads_to_and_the_host_stands_out(data: Dataset) -> None:
    told = stories.story(data, "one_hour", "en", "phayao").scenes
    scene = next(one for one in told if one.view == "ties")
    drawn = running.document(svg_writer.svg(scene.stage.drawing))
    texts = [one.text for one in drawn.xpath("//*[local-name() = 'text']")]
    assert texts == ["Mentor city", "Mentored cities", "Phayao", "Lamphun", "Trang", "Udon Thani"]
    bold = [one.text for one in drawn.xpath("//*[local-name() = 'text' and @font-weight]")]
    assert bold == ["Mentor city", "Mentored cities", "Phayao"]
    mentoring = next(group for group in scene.content.groups if group.title == "Mentoring").rows
    assert {row.who for row in mentoring} == {f"Phayao → {city}" for city in ("Lamphun", "Trang", "Udon Thani")}
    assert scene.headline == f"The documents name Phayao as mentor of {len(mentoring)} cities"
    assert {"Method or course taken up", "Funder"} <= {group.title for group in scene.content.groups}
