"""A place that tells of itself: its column beside the members, whom it can learn from, what it takes away."""

import csv
import functools
import gc
import io
import itertools
import re
import shutil
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser

from lcdash import settings
from lcdash.content import evidence_map_picture, own_beside, own_city
from lcdash.dataset import loading
from lcdash.dataset.check import problems as problems_of
from lcdash.documents import chromium_pipe, pictures
from lcdash.documents.self_check import memo, naming, reading, rows, sheet, tables_sheet, template
from lcdash.drawing import svg_writer
from lcdash.evidence import cached_frames, self_check
from lcdash.evidence.self_check import OWN, Entry, SelfCheck
from lcdash.html import unbroken
from lcdash.html.rendering import macro
from lcdash.language import translations
from lcdash.language.translations import Translations
from lcdash.search import place_names
from lcdash.ui.pages.your_city import your_city_page
from lcdash.ui.shared import downloads
from tests import office
from tests.running import document

DATA = loading.load()
T = {language: Translations("your-city", language) for language in translations.LANGUAGES}
FACETS = list(DATA.facets["facet_id"])
PLACES, TECHNOLOGY = FACETS[4], FACETS[5]
ASSESSED = self_check.example_cities(DATA)[0]
MADE_UP = "Nowhere-on-Mun"
TOWN = SelfCheck(
    (
        Entry("place", name=MADE_UP),
        Entry("facets", PLACES, "exists", statement="A library by the river"),
        Entry("facets", TECHNOLOGY, "none"),
        Entry("needs", statement="Children leave school early", audience=("out_of_school",)),
    )
)


def drawn(check: SelfCheck) -> self_check.EvidenceMap:
    return self_check.with_own(cached_frames.evidence_map(DATA, "en"), check, DATA.facets)


def test_what_is_there_stands_as_a_mark_what_is_not_as_a_word_and_the_rest_stays_open() -> None:
    found = drawn(TOWN).cells
    assert list(found[PLACES, OWN].marks) == ["asset"]
    assert (found[TECHNOLOGY, OWN].state, found[TECHNOLOGY, OWN].marks) == ("none", {}), "a gap is no limit"
    others = (FACETS[0], FACETS[-1])
    assert {found[facet, OWN].state for facet in others} == {"open"}, "what a place leaves out is not called silent"
    for t in T.values():
        still = document(svg_writer.svg(evidence_map_picture.with_own(DATA, drawn(TOWN), MADE_UP, t)))
        words = [text.text for text in still.findall(".//text")]
        assert words.count(t("cell_none")) == 1
        (line,) = [one for _, _, held in own_beside.beside(DATA, drawn(TOWN), told(TOWN, t), t).factors for one in held
                   if one.word]  # fmt: skip
        assert (line.word, line.answer and line.answer.facet_id) == (t("cell_none"), TECHNOLOGY)


def told(check: SelfCheck, t: Translations) -> own_city.OwnCity:
    return own_city.own_city(DATA, check, t)


def test_on_a_phone_each_facet_has_the_own_answer_and_a_mark_of_every_member_of_the_study() -> None:
    shown, t = drawn(TOWN), T["en"]
    held = own_beside.beside(DATA, shown, told(TOWN, t), t)
    lines = [one for _, _, facets in held.factors for one in facets]
    assert [one.name for one in lines] == list(DATA.names("facets", "en", "short").values())
    assert [[name for name, _ in held.heads]] * len(lines) == [[name for name, _ in line.cells] for line in lines]
    assert all(one[1] != other[1] for one, other in itertools.pairwise(held.heads)), "no name reaches over the next"
    assert max(held.heads, key=lambda one: len(one[0]))[1] == 0, "the longest stands above all"
    for facet, line in zip(FACETS, lines, strict=True):
        cells = [shown.cells[facet, city] for city in shown.studied]
        assert len(line.cells) == len(cells)
        assert len(line.silent) == sum(not cell.marks for cell in cells)
        assert len(line.limited) == sum("limit" in cell.marks for cell in cells)
    text = document(macro("your_city", "column", t, Translations("evidence_map", "en"), MADE_UP, held)).text_content()
    assert "A library by the river" in text


@pytest.mark.parametrize(
    ("entry", "marks"),
    [
        (Entry("facets", PLACES, "planned", kind="practice"), {"practice": True}),
        (Entry("facets", PLACES, "exists", lack="money"), {"asset": False, "limit": False}),
        (Entry("facets", PLACES, "unknown", statement="who knows"), {}),
        (Entry("facets", FACETS[1], "exists"), {"direction": False}),
    ],
    ids=["planned", "there_but_lacking", "unknown", "direction"],
)
def test_an_answer_becomes_the_marks_it_says(entry: Entry, marks: dict[str, bool]) -> None:
    cell = drawn(SelfCheck((entry,))).cells[entry.facet, OWN]
    assert {kind: mark.planned for kind, mark in cell.marks.items()} == marks


def test_a_name_too_long_for_its_column_stands_in_the_title_alone() -> None:
    long = "The Subdistrict Administrative Organization of Nong Kung Si Sawat Phatthana"
    for name, head in ((MADE_UP, MADE_UP), (long, T["en"]("no_name"))):
        still = document(svg_writer.svg(evidence_map_picture.with_own(DATA, drawn(TOWN), name, T["en"])))
        assert [text.text for text in still.findall(".//text")].count(head) == 1
        assert name in still.find(".//svg").get("aria-label")


def test_the_members_stand_as_they_do_without_it() -> None:
    before, after = cached_frames.evidence_map(DATA, "en"), drawn(TOWN)
    assert {key: cell for key, cell in after.cells.items() if key[1] != OWN} == before.cells
    assert (after.studied, after.others, after.silences()) == (before.studied, before.others, before.silences())


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_the_assessed_city_typed_in_shows_the_gaps_that_its_own_page_shows(language: str) -> None:
    check = self_check.example(DATA, ASSESSED, language)
    told = own_city.own_city(DATA, check, T[language])
    words = " / ".join(gap.words for gap in told.gaps)
    assessed = DATA.assessments[DATA.assessments["city_id"] == ASSESSED]
    limits = DATA.evidence[(DATA.evidence["city_id"] == ASSESSED) & (DATA.evidence["appraisal"] == "limit")]
    needs = DATA.needs.loc[DATA.needs["city_id"] == ASSESSED, f"need_{language}"]
    assert len(assessed) >= 3
    for missing in [*assessed[f"missing_{language}"], *limits[f"statement_{language}"]]:
        assert missing in words
    assert [gap.title for gap in told.gaps][: len(needs)] == list(needs), "needs come first"
    blocks = {block.name: " / ".join(words for _, words in block.lacks) for block in told.blocks}
    names = DATA.names("frameworks", language)
    for row in assessed.itertuples():
        assert getattr(row, f"missing_{language}") in blocks[names[row.item_id]]


def test_whom_to_learn_from_comes_with_the_reason_of_this_project_first_and_is_never_the_place_itself() -> None:
    for city in self_check.example_cities(DATA):
        for found in self_check.suggestions(DATA, self_check.example(DATA, city, "en")):
            curated = [reason.curated for reason in found.reasons]
            assert curated == sorted(curated, reverse=True)
            assert len(set(found.cities)) == len(found.cities)
            assert city not in found.cities


def test_every_member_is_named_with_why_under_the_heading_that_says_whose_reason_it_is() -> None:
    town = replace(TOWN, entries=(*TOWN.entries, Entry("needs", statement="Books", topics=("digital_technology",))))
    for language, t in T.items():
        told_city = told(town, t)
        page = document(macro("your_city", "learn", t, told_city.gaps, 3))
        for gap, section in zip(told_city.gaps, page.find_class("own-gap"), strict=True):
            heads = [head.text for head in section.iter("h4")]
            curated = [bool(peer.reason) for peer in gap.peers]
            assert heads == [t(key) for key, any_of in (("by_reason", True), ("by_report", False)) if any_of in curated]
            lines = [line.text_content() for line in section.iter("li")]
            assert all(peer.why and peer.why in line for peer, line in zip(gap.peers, lines, strict=True))
        assert any(
            DATA.names("themes", language)["digital_technology"] in peer.why
            for gap in told_city.gaps
            for peer in gap.peers
        )
        paper = docx.Document(io.BytesIO(memo.file(DATA, told_city, t, award=False))).element.xml
        assert all(peer.why in paper for peer, _ in told_city.peers if peer.reason)
        assert all(peer.words in paper for peer, _ in told_city.peers)


UNANSWERED = SelfCheck((Entry("place", name=MADE_UP), Entry("facets", TECHNOLOGY, lack="a technician")))


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_what_is_not_answered_is_never_told_as_not_known(language: str) -> None:
    t, chart = T[language], drawn(UNANSWERED)
    sent = [{"part": "place", "name": MADE_UP}, {"part": "facets", "facet": TECHNOLOGY, "lack": "a technician"}]
    assert reading.from_form(DATA, sent).check == UNANSWERED
    assert chart.cells[TECHNOLOGY, OWN].state == "reported", "what it lacks stands there"
    own = told(UNANSWERED, t)
    (answer,) = own.answers
    assert (answer.there, answer.state, answer.marks) == (t("own_open"), "", (("limit", False),))
    wording = Translations("evidence_map", language)
    views = [
        svg_writer.svg(evidence_map_picture.with_own(DATA, chart, MADE_UP, t, alone=True)),
        macro("your_city", "column", t, wording, MADE_UP, own_beside.beside(DATA, chart, own, t)),
        your_city_page._beside(DATA, your_city_page._of(DATA, UNANSWERED, t), ("khon_kaen", "yala"), t),
        macro("your_city", "learn", t, own.gaps, 3),
        macro("your_city", "steps", t, own.steps, own.steps_rule, own.apart),
        macro("your_city", "blocks", t, own.blocks),
        macro("your_city", "tables", t, [MADE_UP], own_city.side_by_side(DATA, [UNANSWERED], t)),
        sheet.document(DATA, own, t),
        docx.Document(io.BytesIO(memo.file(DATA, own, t))).element.xml,
        template.csv_file(DATA, UNANSWERED, t).decode(),
    ]
    not_known = {t("there_unknown"), t("cell_unknown")}
    for view in views:
        texts = {text.strip(" ·:()") for text in re.findall(r"[^<>\n]+", view)}
        assert not texts & not_known
    assert all(t("own_open") in view for view in views[1:9])
    assert reading.read(DATA, template.csv_file(DATA, UNANSWERED, t)).check == UNANSWERED


def test_the_members_that_no_column_shows_are_named() -> None:
    for language, t in T.items():
        names, own = DATA.names("cities", language), told(TOWN, t)
        others = cached_frames.evidence_map(DATA, language).others
        assert [name for name, _ in own.outside] == [names[city] for city in others]
        for text in (macro("your_city", "beside_lines", t, "", own.outside), sheet.document(DATA, own, t)):
            assert t("outside_members", n=len(others)) in text
            assert all(name in text for name, _ in own.outside)


def test_compare_opens_with_those_that_have_something_for_the_first_need_or_gap() -> None:
    chart = cached_frames.evidence_map(DATA, "en")
    title, cities = told(TOWN, T["en"]).first
    need = Entry("needs", statement="Children leave school early", audience=("out_of_school",))
    assert (title, cities) == (need.statement, self_check.suggestions(DATA, SelfCheck((need,)))[0].cities[:2])
    title, cities = told(SelfCheck(TOWN.entries[:3]), T["en"]).first
    assert title == DATA.names("facets", "en")[TECHNOLOGY]
    assert cities
    assert all(set(chart.cells[TECHNOLOGY, city].marks) - {"limit"} for city in cities), "something to see there"
    assert told(SelfCheck(), T["en"]).first == ("", chart.studied[:2])


def test_every_member_named_for_a_gap_reports_something_there() -> None:
    gap = Entry("facets", TECHNOLOGY, "none")
    (found,) = self_check.suggestions(DATA, SelfCheck((gap,)))
    assert found.reasons
    claims = DATA.evidence.set_index("evidence_id")
    for reason in found.reasons:
        if not reason.curated:
            row = claims.loc[reason.row_id]
            assert (row["facet_id"], row["appraisal"] == "limit") == (TECHNOLOGY, False)


def test_a_need_without_topic_or_people_names_nobody_rather_than_anybody_and_asks_for_them() -> None:
    check = SelfCheck((Entry("needs", statement="Something"),))
    (found,) = self_check.suggestions(DATA, check)
    assert found.reasons == ()
    text = macro("your_city", "learn", T["en"], told(check, T["en"]).gaps, 3)
    assert T["en"]("choose_topic") in text
    assert T["en"]("no_members") not in text


def test_a_next_step_names_its_facets_and_what_is_said_of_them_on_demand() -> None:
    for language, t in T.items():
        check = self_check.example(DATA, ASSESSED, language)
        steps = told(check, t).steps
        page = document(macro("your_city", "steps", t, steps, "the rule"))
        assert [one.text for one in page.find_class("todo")] == [step.todo for step in steps]
        for step in steps:
            whole = t("part_needs") in dict(step.why) or all(facet in step.todo for facet, _ in step.why)
            assert whole, "every facet by its name, where no need comes before it"
            needs = [said for name, said in step.why if name == t("part_needs")]
            assert all(need[:20] in step.todo for need in needs[: own_city.NEEDS_OF_A_STEP]), "in few words"
        folded = [" ".join(one.itertext()) for one in page.iter("details")]
        for step, why in zip(steps, folded, strict=False):
            assert all(facet in why and said in why for facet, said in step.why)
        assert "the rule" in folded[-1]


GONE = SelfCheck(
    (
        Entry("place", name=MADE_UP, province="TH-40"),
        Entry("facets", TECHNOLOGY, "none", statement="A centre that closed", lack="staff"),
        Entry("facets", FACETS[12], "none"),
        Entry("needs", statement="Children leave school early"),
    )
)


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_that_there_is_none_stands_with_its_words_and_its_lack_on_page_sheet_and_memo(language: str) -> None:
    t = T[language]
    own = told(GONE, t)
    none = t("there_none")
    table = your_city_page._beside(DATA, your_city_page._of(DATA, GONE, t), ("khon_kaen", "yala"), t)
    cell = next(row for row in document(table).iter("tr") if "A centre that closed" in row.text_content())[1]
    said = cell.text_content()
    assert said.index(none) < said.index("A centre that closed") < said.index("staff")
    paper = document(sheet.document(DATA, own, t))
    assert f"{none} A centre that closed" in " ".join(paper.text_content().split())
    assert own.gaps[1].words.startswith(none)
    assert "A centre that closed" in own.gaps[1].words
    under = own.blocks[0].name, own.blocks[2].name
    assert own.apart == ((DATA.names("facets", language)[FACETS[12]], ", ".join(under)),)
    assert all(own.apart[0][0] in " ".join(map(str, own.blocks[place].lacks)) for place in (0, 2)), "no other story"
    assert "Children leave school early" in own.steps[0].todo
    memo_text = docx.Document(io.BytesIO(memo.file(DATA, own, t, award=False))).element.xml
    assert t("memo_award") not in memo_text
    assert all(peer.contact.website in memo_text for peer, _ in own.peers)
    assert all(peer.near == (peer.city_id in self_check.near(DATA, GONE)) for peer, _ in own.peers)


def test_a_sheet_lays_the_marks_of_the_members_beside_every_facet() -> None:
    chart = cached_frames.evidence_map(DATA, "en")
    strips = document(sheet.document(DATA, told(TOWN, T["en"]), T["en"])).find_class("strip")[-len(FACETS) :]
    for facet, strip in zip(FACETS, strips, strict=True):
        marks = [len(cell.findall("svg")) for cell in strip.findall("span")]
        assert marks == [len(chart.cells[facet, city].marks) for city in chart.studied]


def test_what_is_laid_under_a_building_block_is_said_to_be_the_places_own() -> None:
    for language, t in T.items():
        page = document(macro("your_city", "blocks", t, told(self_check.example(DATA, ASSESSED, language), t).blocks))
        heads = [head.text_content() for head in page.findall(".//thead//th")]
        assert heads == [t("block"), t("block_has"), t("block_lacks")]
        assert {cell.get("data-head") for cell in page.iter("td")} == {t("block_has"), t("block_lacks")}


def test_a_town_with_three_answers_gets_a_useful_sheet_of_one_page() -> None:
    told = own_city.own_city(DATA, TOWN, T["en"])
    drawn_sheet = document(sheet.document(DATA, told, T["en"]))
    text = drawn_sheet.text_content()
    for said in (MADE_UP, "A library by the river", "None yet", "Children leave school early"):
        assert said in text
    assert len(told.peers) >= 2
    assert all(peer.name in text and titles for peer, titles in told.peers[:2])
    assert len(told.steps) == own_city.STEPS
    assert len(drawn_sheet.find_class("open")) == len(FACETS) - 2


def test_the_next_steps_are_chosen_by_needs_then_what_is_lacking_then_open_then_planned_then_there() -> None:
    steps = DATA.frameworks[DATA.frameworks["framework"] == self_check.STEPS].sort_values("order")
    ids, asked = list(steps["item_id"]), {row.item_id: row.facet_ids for row in steps.itertuples()}
    unasked = [one for one in ids if not asked[one]]
    every = {facet: Entry("facets", facet, "exists") for facet in FACETS}

    def chosen(*other: Entry) -> list[tuple[str, str, tuple[str, ...]]]:
        told = SelfCheck(tuple((every | {one.facet: one for one in other}).values()))
        return list(map(tuple, self_check.next_steps(DATA, told, (), own_city.STEPS)))

    assert [one[0] for one in chosen()] == [*unasked, ids[0]], "all is there: what the form does not ask comes first"
    lacking = asked[ids[3]][0]
    assert chosen(Entry("facets", lacking, "exists", lack="money"))[0] == (ids[3], "lacking", (lacking,), ())
    planned, open_ = asked[ids[2]][0], asked[ids[1]][0]
    told = chosen(Entry("facets", planned, "planned"), Entry("facets", open_, "unknown"))
    assert [one[:2] for one in told] == [(ids[1], "unstated"), *((one, "unstated") for one in unasked)]
    assert [one.item_id for one in self_check.next_steps(DATA, SelfCheck(), (), own_city.STEPS)] == ids[:3]
    gap, need = Entry("facets", lacking, "none"), Entry("needs", statement="Books", topics=("digital_technology",))
    untold = Entry("needs", statement="Something")
    check = SelfCheck((gap, need, untold))
    found = self_check.suggestions(DATA, check)
    steps = self_check.next_steps(DATA, check, found, own_city.STEPS)
    spoken = set(DATA.evidence.set_index("evidence_id").loc[[one.row_id for one in found[0].reasons], "facet_id"])
    assert any(spoken & set(facets) for facets in asked.values())
    for step in steps:
        led = {
            *(["Books"] if spoken & set(asked[step.item_id]) else []),
            *(["Something"] if step.item_id == ids[0] else []),
        }
        assert set(step.needs) == led
    assert [bool(step.needs) for step in steps] == sorted((bool(step.needs) for step in steps), reverse=True)
    (alone,) = {step.needs for step in self_check.next_steps(DATA, check, found[1:2], 1)}
    assert alone == ("Something",), "a need without a topic leads to the plan, before any gap"


CUT = """() => {
  const page = document.querySelector(".own-sheet"), end = (one) => one.getBoundingClientRect().bottom;
  return [page, ...page.querySelectorAll(".left, .right")].map((part) =>
    part.scrollHeight <= part.clientHeight + 1 && end(part.lastElementChild) <= end(part) + 1);
}"""


@pytest.mark.slow
@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_the_sheet_is_one_page_filled_with_members_and_the_memo_of_a_whole_city_has_six_pages_at_most(
    language: str, browser: Browser, tmp_path: Path
) -> None:
    t = T[language]
    whole = [self_check.example(DATA, city, language) for city in self_check.example_cities(DATA)]
    page = browser.new_page(viewport={"width": 900, "height": 1200})
    page.emulate_media(media="print")
    for check in (*whole, TOWN, UNANSWERED, SelfCheck((Entry("place", name="ก" * 120), *TOWN.entries[1:]))):
        page.set_content(unbroken.held_together(sheet.document(DATA, told(check, t), t), cached_frames.unbroken(DATA)))
        page.evaluate("document.fonts.ready")
        assert page.evaluate(CUT) == [True] * 3
        assert page.locator(".right dt, .right dl + ul li").count() >= 3, "more members than the first"
    page.close()
    letter = office.converted(memo.file(DATA, told(whole[0], t), t), "memo.docx", "pdf", tmp_path)
    assert office.pages(letter) <= 6


def test_a_memo_says_nothing_twice() -> None:
    for language, t in T.items():
        own = told(self_check.example(DATA, ASSESSED, language), t)
        xml = docx.Document(io.BytesIO(memo.file(DATA, own, t))).element.xml
        for text in (*own.needs, *(answer.statement for answer in own.answers), *(peer.words for peer, _ in own.peers)):
            assert xml.count(text) <= 1 or len(text) < 30


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_the_memo_is_a_thai_offices_letter_to_edit_in_sarabun_16(language: str) -> None:
    t = T[language]
    for check in (TOWN, self_check.example(DATA, ASSESSED, language)):
        told = own_city.own_city(DATA, check, t)
        made = docx.Document(io.BytesIO(memo.file(DATA, told, t)))
        normal = made.styles["Normal"]
        assert (normal.font.name, normal.font.size.pt) == ("Sarabun", 16)
        xml = made.element.xml
        assert 'w:cs="Sarabun"' in xml
        assert '<w:szCs w:val="32"/>' in xml
        with zipfile.ZipFile(io.BytesIO(memo.file(DATA, told, t))) as parts:
            assert "TH Sarabun New" in parts.read("word/fontTable.xml").decode(), "what offices have instead"
        text = "\n".join(paragraph.text for paragraph in made.paragraphs)
        assert text.startswith(t("memo_title"))
        for key in ("memo_head_office", "memo_head_subject", "sheet_visit", "sheet_steps", "memo_award"):
            assert t(key) in text
        criteria = DATA.frameworks[DATA.frameworks["framework"] == memo.CRITERIA]
        assert len(criteria) == 8
        assert all(name in text for name in criteria[f"name_{language}"])
        assert t("memo_award_unchecked") in text
        assert told.steps_rule in text
        assert "{" not in text
        cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
        assert all(f"{answer.name}\n({answer.there})" in cells for answer in told.answers)


def test_nothing_is_scored_and_nothing_is_called_an_assessment() -> None:
    texts = {key: text["th"] for key, text in translations.texts("your-city").items()}
    assert not [key for key, text in texts.items() if "ประเมิน" in text]
    for check in (TOWN, self_check.example(DATA, ASSESSED, "en")):
        text = document(sheet.document(DATA, own_city.own_city(DATA, check, T["en"]), T["en"])).text_content()
        assert not re.search(r"\b\d+ (of|out of) \d+\b|\btotal\b|%", text)


def test_markup_that_somebody_types_stays_text() -> None:
    harm = "<img src=x onerror=alert(1)>"
    check = replace(TOWN, entries=(*TOWN.entries, Entry("facets", FACETS[0], "exists", statement=harm, lack=harm)))
    told = own_city.own_city(DATA, check, T["en"])
    assert not document(sheet.document(DATA, told, T["en"])).findall(".//img")
    assert "<img" not in svg_writer.svg(evidence_map_picture.with_own(DATA, drawn(check), harm, T["en"]))


def test_a_formula_that_somebody_types_stays_text_in_the_rows_for_a_curator_too() -> None:
    for harm in ('=HYPERLINK("http://evil","x")', "@SUM(1+1)*cmd|' /C calc'!A0", "-1+1", "＝1+1"):
        place, facet, *rest = TOWN.entries
        place = replace(place, name=harm, province=DATA.provinces["iso"].iloc[0])
        topics = tuple(DATA.themes["theme_id"][:1])
        entries = (place, replace(facet, statement=harm, lack=harm, topics=topics), *rest)
        with zipfile.ZipFile(io.BytesIO(rows.archive(DATA, SelfCheck(entries), T["en"]))) as packed:
            tables = [packed.read(name).decode() for name in packed.namelist() if name.endswith(".csv")]
        cells = [cell for table in tables for line in csv.reader(io.StringIO(table)) for cell in line]
        assert any(harm in cell for cell in cells)
        assert [cell for cell in cells if cell.startswith(("=", "@", "-", "+", "＝"))] == []


# Nothing leaves the reader's hands


def everything(check: SelfCheck, language: str) -> None:
    """All that the page makes of what was typed."""
    t = T[language]
    again = reading.from_form(DATA, list(reading.records(check))).check
    told = own_city.own_city(DATA, again, t)
    reading.read(DATA, template.xlsx(DATA, again, t))
    reading.read(DATA, template.csv_file(DATA, again, t))
    sheet.document(DATA, told, t)
    memo.file(DATA, told, t)
    shown = your_city_page.picture(DATA, drawn(again), told.name, t, "column")
    pictures.svg(DATA, shown, t)
    pictures.document(DATA, shown, t)
    tables_sheet.document(DATA, [again, check], t)
    rows.archive(DATA, again, t)
    place_names.province_of(DATA, f"{again.place.name} {language}")  # what the form offers for a name


def caches() -> dict[str, int]:
    """How much each cache of the dashboard holds."""
    kind = type(functools.lru_cache(lambda: None))
    # by type(): isinstance asks a weak proxy for its class, and what it stood for may be gone
    found = [one for one in gc.get_objects() if issubclass(type(one), kind)]
    return {
        f"{one.__module__}.{one.__qualname__}": one.cache_info().currsize for one in found if "lcdash" in one.__module__
    }


def test_no_cache_holds_what_was_typed() -> None:
    everything(TOWN, "en")  # with what is made once of the dataset
    before = caches()
    assert len(before) > 20
    other = [replace(one, statement=f"{one.statement} otherwise", name=f"{one.name} otherwise") for one in TOWN.entries]
    everything(SelfCheck(tuple(other)), "en")
    assert caches() == before


def test_what_is_made_through_the_pipe_is_in_no_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Kept(tempfile.TemporaryDirectory):  # type: ignore[type-arg]
        def __init__(self, **_: object) -> None:
            self.name = str(tmp_path / "profile")
            Path(self.name).mkdir(exist_ok=True)

        def cleanup(self) -> None: ...

        def __exit__(self, *_: object) -> None: ...

    monkeypatch.setattr(chromium_pipe.tempfile, "TemporaryDirectory", Kept)
    told = own_city.own_city(DATA, TOWN, T["en"])
    pdf = chromium_pipe.pdf(sheet.document(DATA, told, T["en"]))
    assert pdf.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    shown = your_city_page.picture(DATA, drawn(TOWN), told.name, T["en"], "column")
    png = pictures.drawn(pictures.document(DATA, shown, T["en"]), shown.height, chromium_pipe.png)
    assert png.startswith(b"\x89PNG")
    assert (tmp_path / "profile").is_dir(), "Chromium was given another folder: nothing was looked at"
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    held = b"".join(path.read_bytes() for path in files)
    assert not [
        one for one in (MADE_UP, "library by the river") if one.encode() in held or one.encode("utf-16-le") in held
    ]


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("องค์การบริหารส่วนจังหวัดพระนครศรีอยุธยา", "องค์การบริหารส่วนจังหวัดพระนครศรีอยุธยา"),
        ("../Hua Hin: 2/'x'", "Hua-Hin-2-x"),
        ("//", naming.NO_NAME),
    ],
)
def test_a_file_is_named_after_its_place_and_the_button_knows_which_state_it_holds(name: str, stem: str) -> None:
    assert naming.stem(name) == stem
    key = downloads.named(f"{stem}_memo.docx", "7_of_memo")
    assert re.fullmatch("[0-9A-Za-z_-]+", key), "as a class of Streamlit's holds it"
    state, latin = key.split("_save_")
    assert state == "_at_7_of_memo"
    read = re.sub("-x([0-9a-f]+)-", lambda code: chr(int(code[1], 16)), latin).replace("--", ".")
    assert read == f"{stem}_memo.docx"


def test_a_cell_of_the_own_column_leads_to_its_facet_of_the_form_and_others_to_the_map() -> None:
    t = T["en"]
    still = svg_writer.svg(evidence_map_picture.with_own(DATA, drawn(TOWN), MADE_UP, t))
    links = [link.get("href") for link in document(still).iter("a")]
    assert [link for link in links if link.startswith("#")] == [f"#part-{facet}" for facet in FACETS]
    assert any(f"cell=yala.{PLACES}" in link for link in links)
    alone = svg_writer.svg(evidence_map_picture.with_own(DATA, drawn(TOWN), MADE_UP, t, alone=True))
    assert "href" not in alone


# Ready to join the dataset

MADE_UP_THAI = SelfCheck(
    (
        Entry("place", name="เทศบาลตำบลทดสอบ", province="TH-46", since="2026"),
        Entry("facets", PLACES, "planned", statement="หอสมุด 3 แห่ง {ใหม่} ภายใน ๒๕๗๐", topics=("learning_centres",)),
        Entry("facets", TECHNOLOGY, "none", statement="ไม่มีเลย", topics=("digital_technology",)),
        Entry("facets", FACETS[6], "exists", statement="ก" * 300, lack="12345 " * 20, topics=("work_skills",)),
        Entry("facets", FACETS[7], "exists", statement="TK Park.", topics=("work_skills",), audience=("families",)),
        Entry("needs", statement="เด็ก 1,234 คนออกจากโรงเรียน", audience=("out_of_school",)),
        Entry("partners", name="มูลนิธิหนึ่ง", kind="civil_society"),
    )
)
WITH_PROVINCE = replace(TOWN, entries=(replace(TOWN.entries[0], province="TH-92"), *TOWN.entries[1:]))


@pytest.mark.parametrize(
    "languages", [list(T), pytest.param(list(T)[::-1], marks=pytest.mark.slow)], ids=["first", "other"]
)
def test_the_check_accepts_the_rows_of_several_places_and_the_notes_name_what_has_none(
    languages: list[str], tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(settings.data_folder(), folder)
    cities = zip(self_check.example_cities(DATA), languages, strict=True)
    examples = [self_check.example(DATA, city, language) for city, language in cities]
    for told in (*examples, MADE_UP_THAI, WITH_PROVINCE):
        with zipfile.ZipFile(io.BytesIO(rows.archive(DATA, told, T["en"]))) as packed:
            for name in packed.namelist():
                if name.endswith(".csv"):
                    lines = packed.read(name).decode().splitlines(keepends=True)
                    assert lines[0] == (folder / name).read_text(encoding="utf-8").splitlines(keepends=True)[0]
                    with (folder / name).open("a", encoding="utf-8") as file:
                        file.write("".join(lines[1:]))
            note = packed.read(rows.NOTE).decode()
        made, left = rows.rows(DATA, told)
        assert {row["voice"] for row in made.get("evidence", [])} <= {"city"}
        assert all(text in note for text in left)
    assert [str(problem) for problem in problems_of(folder)] == []


def test_without_a_name_and_a_province_there_are_no_rows_and_the_note_says_so() -> None:
    made, left = rows.rows(DATA, TOWN)
    assert made == {}
    assert "A library by the river" in left
