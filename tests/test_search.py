"""Search: what is mistyped, printed otherwise or written in the other language finds what was meant, and says why."""

import csv
import itertools
import re
import subprocess
import sys
import time
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lcdash.dataset import loading
from lcdash.language import translations
from lcdash.language.translations import LANGUAGES
from lcdash.search import folding, ranking, search, search_entries, thai_words
from lcdash.search.search import Answer
from lcdash.search.search_entries import FIELDS, KINDS
from lcdash.settings import ROOT

THAI = "".join(map(chr, range(0x0E01, 0x0E5C)))
TONES = re.compile("[่้๊๋]")
TABLES = {
    "city": "cities",
    "theme": "themes",
    "space": "spaces",
    "partner": "partners",
    "programme": "programmes",
}


@cache
def ask(query: str, language: str = "th") -> Answer:
    return search.index(loading.load()).search(query, language)


def found(query: str, language: str = "th") -> dict[str, list[str]]:
    """Kind -> ids, in the order they are listed."""
    ids: dict[str, list[str]] = {}
    for one in ask(query, language).found:
        ids.setdefault(one.entry.kind, []).append(one.entry.id)
    return ids


def reasons(query: str, kind: str, entry_id: str, language: str = "th") -> list[tuple[str, str]]:
    (one,) = [one for one in ask(query, language).found if (one.entry.kind, one.entry.id) == (kind, entry_id)]
    return [(text.field, text.text) for text in one.reasons]


# The word list: what people type, and what they mean by it

MEANT = [
    # a tone mark that is missing, wrong or too many
    ("เชียงใหม", "city", "chiang_mai"),
    ("เชียงไหม่", "city", "chiang_mai"),
    ("หาดใหญ้", "city", "hat_yai"),
    ("หาดไหญ่", "city", "hat_yai"),
    ("ขอนแกน", "city", "khon_kaen"),
    ("ข่อนแก่น", "city", "khon_kaen"),
    ("ยะล่า", "city", "yala"),
    ("ภู่เก็ต", "city", "phuket"),
    ("พิพิธภันฑ์กาฬสินธุ์", "space", "kalasin_museum"),
    ("กว๋านพะเยา", "space", "kwan_phayao"),
    # a vowel or a letter that sounds or looks alike
    ("ภุเก็ต", "city", "phuket"),
    ("พูเก็ด", "city", "phuket"),
    ("สุโขทยั", "city", "sukhothai"),
    ("สุโขไทย", "city", "sukhothai"),
    ("พเยา", "city", "phayao"),
    ("พะเยาว์", "city", "phayao"),
    ("ยลา", "city", "yala"),
    ("เชียงลาย", "city", "chiang_rai"),
    ("กาลสิน", "city", "kalasin"),
    ("กาฬสินธ์", "city", "kalasin"),
    ("ฉเชิงเทรา", "city", "chachoengsao"),
    ("ฉะเชิงเซา", "city", "chachoengsao"),
    ("กุงเทพ", "city", "bangkok"),
    ("อุดอนธานี", "city", "udon_thani"),
    ("ลำพุน", "city", "lamphun"),
    ("ลําพูน", "city", "lamphun"),  # ํ and า, as some keyboards write ำ
    ("เเม่ฟ้าหลวง", "partner", "mae_fah_luang_university"),  # เ twice, as some write แ
    # Thai without spaces, and with too many
    ("โรงเรียนผู้สูงอายุเชียงใหม่", "space", "chiang_mai_district_older_schools"),
    ("ห้องสมุดฉเชิงเทรา", "space", "kcc_living_library"),
    ("ขอน แก่น", "city", "khon_kaen"),
    ("เมืองยะลา", "city", "yala"),
    ("จังหวัดสุโขทัย", "city", "sukhothai"),
    ("tkparkยะลา", "space", "yala_tk_park"),
    # romanised in another way
    ("Chacheongsao", "city", "chachoengsao"),
    ("Chachoengsow", "city", "chachoengsao"),
    ("Hatyai", "city", "hat_yai"),
    ("Had Yay", "city", "hat_yai"),
    ("Korn Kaen", "city", "khon_kaen"),
    ("KhonKaen", "city", "khon_kaen"),
    ("Kon Ken", "city", "khon_kaen"),
    ("Phoyao", "city", "phayao"),
    ("Payaow", "city", "phayao"),
    ("Chiengmai", "city", "chiang_mai"),
    ("Chieng Rai", "city", "chiang_rai"),
    ("Pooket", "city", "phuket"),
    ("Sukothai", "city", "sukhothai"),
    ("Sukhotai", "city", "sukhothai"),
    ("Kalasindhu", "city", "kalasin"),
    ("Yalla", "city", "yala"),
    ("Lumpoon", "city", "lamphun"),
    ("Krungthep", "city", "bangkok"),
    ("Korn Kaen museum", "space", "khon_kaen_hong_mun_mang"),
    # an English word, misspelt or in its other number
    ("libary", "space", "bangkok_city_library"),
    ("libraries", "space", "bangkok_city_library"),
    ("festivals Bangkok", "programme", "learning_fest_bangkok"),
    ("elderly", "theme", "older_people"),
    # initials, names in part, other names
    ("กสศ", "partner", "eef"),
    ("บพท.", "partner", "pmua"),
    ("อบจ พะเยา", "partner", "phayao_pao"),
    ("EEF 2021 meeting mayor of Yala", "event", "eef_meeting_2021"),
    ("กสศ. ประชุม ยะลา", "event", "eef_meeting_2021"),
    ("อิ่มสมอง", "programme", "kalasin_local_curriculum"),
    ("ระบบดาวกระจายขยายโรงเรียนผู้สูงอายุ", "programme", "chiang_mai_older_school_spread"),
    ("การประชุมวิชาการนานาชาติเพื่อความเสมอภาคทางการศึกษา", "event", "eef_conference_2020"),
    ("การลงนามประกาศเจตนารมณ์", "programme", "yala_declaration"),
    ("โรงเรียนในเครือข่าย 7 แห่ง", "space", "phuket_municipal_schools"),
    ("พงษ์ศักดิ์ ยิ่งชนม์เจริญ", "partner", "yala_municipality"),
    ("PMUA", "partner", "pmua"),
    ("kkt", "partner", "kktt"),
    ("KKT", "partner", "kkts"),
    ("C-CARE", "space", "hat_yai_c_care"),
    ("ccare", "space", "hat_yai_c_care"),
    ("U3A", "space", "chiang_rai_third_age_university"),
    ("แปดริ้ว", "city", "chachoengsao"),
    ("นักจัดการเมือง", "programme", "city_administrators_course"),
    ("สงขลา", "city", "hat_yai"),
    ("Songkhla", "city", "hat_yai"),
    ("ภาคใต้", "city", "satun"),
    # Thai for what has an English name, and the other way round
    ("อุทยานการเรียนรู้ยะลา", "space", "yala_tk_park"),
    ("Prince of Songkla", "partner", "psu_hat_yai"),
]


@pytest.mark.parametrize(("query", "kind", "entry_id"), MEANT)
def test_what_people_type_finds_what_they_mean_among_the_first(query: str, kind: str, entry_id: str) -> None:
    assert entry_id in found(query).get(kind, [])[:5]


@pytest.mark.parametrize("kind", ["ocr", "spelling", "abbreviation", "former"])
def test_every_other_spelling_finds_its_entity_and_is_named_as_the_reason_where_nothing_better_is(kind: str) -> None:
    aliases = loading.load().aliases
    for row in aliases[aliases["kind"] == kind].itertuples():
        entity = "theme" if row.entity == "term" else row.entity
        assert row.entity_id in found(row.alias).get(entity, []), row.alias


def test_a_name_that_was_garbled_by_text_recognition_says_how_it_is_printed() -> None:
    garbled = loading.load().aliases.query("kind == 'ocr'")
    assert len(garbled) >= 6
    for row in garbled.itertuples():
        fields = {field for field, _ in reasons(row.alias, row.entity, row.entity_id)}
        assert fields == {"printed"}, row.alias
    assert reasons("Chacheongsao", "city", "chachoengsao") == [("printed", "Chacheongsao")]
    assert reasons("แปดริ้ว", "city", "chachoengsao") == [("alias", "แปดริ้ว")]


@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_finds_its_own_also_without_its_tone_marks(kind: str, language: str) -> None:
    frame = getattr(loading.load(), TABLES[kind])
    ids = frame[frame.columns[1 if kind == "space" else 0]]
    for entry_id, name in zip(ids, frame[f"name_{language}"], strict=True):
        first = found(name[:80], language)
        assert entry_id in first.get(kind, []), name
        assert entry_id in found(TONES.sub("", name[:80]), language).get(kind, []), name


def test_what_was_read_otherwise_is_told() -> None:
    assert ask("Korn Kaen").read == (("Korn Kaen", "Khon Kaen"),)
    assert ask("ห้องสมุดฉเชิงเทรา").read == (("ฉเชิงเทรา", "ฉะเชิงเทรา"),)
    assert ask("Korn Kaen museum").read == (("Korn", "Khon"),)
    for typed in ("ยะลา", "ขอนแกน", "Chacheongsao", "ขอน แก่น", "โรงเรียนผู้สูงอายุเชียงใหม่"):
        assert ask(typed).read == (), "found as it was typed, or only cut into words"


def test_the_word_for_one_thing_is_not_found_within_the_word_for_another() -> None:
    found_in = found("ตัง")
    assert found_in["city"] == ["trang"], "not in ตั้ง, nor in กำลัง"
    assert set(found_in) <= {"city", "fact", "conflict"}, "where what is printed is told of"
    assert "phuket" not in found("art").get("city", [])
    assert all(re.search(r"\barts?\b", text.casefold()) for text in _english_reasons("art"))


def _english_reasons(query: str) -> list[str]:
    return [text.text for one in ask(query, "en").found for text in one.reasons if text.language == "en"]


# Names, people, questions


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_organisation_with_a_letter_left_out_comes_before_statements_that_mention_it(language: str) -> None:
    """But where the letter leaves another word of the data: "Kalasin own Municipality"."""
    late = []
    for row in loading.load().partners.to_dict("records"):
        name = row[f"name_{language}"]
        for at in (len(name) // 3, 2 * len(name) // 3) if len(name) >= 10 else ():
            first = found(f"{name[:at]}{name[at + 1 :]}", language)
            before = itertools.takewhile(lambda kind: kind != "partner", first)
            if "claim" in before or row["partner_id"] not in first.get("partner", []):
                late.append(f"{name[:at]}{name[at + 1 :]}")
    assert len(late) <= 1, late


@pytest.mark.parametrize("title", ["ศ.ดร.", "รศ. ดร. ", "นาย", "ผู้ช่วยศาสตราจารย์ ", "Dr. ", "Prof. Dr ", "Mr "])
def test_a_person_is_found_behind_a_title_and_nothing_else_is(title: str) -> None:
    spoken = loading.load().speakers.query("name_th != ''").explode("partner_ids")
    for row in spoken.itertuples():
        name = row.name_en if title.isascii() else row.name_th
        for asked in (name, name.split()[0]):
            answer = ask(f"{title}{asked}")
            assert row.partner_ids in [one.entry.id for one in answer.found], asked
            assert all({text.field for text in one.reasons} & {"speaker", "author"} for one in answer.found), asked


@pytest.mark.parametrize(
    "asked",
    ["is {en} a member", "When did {en} join?", "{th}เป็นสมาชิกไหม", "{th} มีอะไรบ้าง", "{th}อยู่ที่ไหน", "{th}คืออะไร"],
)
def test_a_question_about_a_city_is_answered_with_the_city(asked: str) -> None:
    for row in loading.load().cities.itertuples():
        answer = ask(asked.format(th=row.name_th, en=row.name_en))
        assert (answer.found[0].entry.kind, answer.found[0].entry.id) == ("city", row.city_id), asked
        assert answer.read == (), "it is read as it was meant, not as another name"


def test_a_question_about_a_province_without_city_is_answered_with_the_province() -> None:
    assert ask("is Ranong a member").province == ask("ระนองเป็นสมาชิกไหม").province == "TH-85"


def test_an_english_word_is_found_in_another_form_where_nothing_has_the_one_typed() -> None:
    answer = ask("universities anchored", "en")
    assert [one.entry.id for one in answer.found] == [one.entry.id for one in ask("universities anchor", "en").found]
    assert answer.read == (), "not by what is spelt like it"


def test_a_page_is_found_by_its_name_before_what_only_speaks_of_it() -> None:
    for page_id in search_entries.MENU:
        for language in LANGUAGES:
            t = translations.page(page_id, language)
            for name in (t("menu"), t.title):
                assert page_id in found(name, language).get("page", []), name
    assert next(iter(found("วิธีจัดทำ"))) == "page"


def test_a_code_comes_before_what_only_speaks_of_it_in_running_text_and_after_what_bears_it() -> None:
    assert next(iter(found("ยกเป็นตัวอย่าง"))) == "code"
    assert next(iter(found("ภาคใต้"))) == "city"
    assert ask("GNLC").found[0].entry.kind == "code", "what it stands for, before who has it in a name"


@pytest.mark.parametrize(
    ("query", "kind", "entry_id"),
    [
        ("lerning city", "framework", "learning_city_unesco"),  # mistyped, and in nearly every text
        ("เมืองแห่งการเรียนรู้คืออะไร", "framework", "learning_city_unesco"),
        ("political will", "framework", "condition_1"),
        ("older peple", "theme", "older_people"),  # a word of a concept, mistyped
        ("library", "space", "kcc_living_library"),  # a kind of space
        ("ข้อจำกัด (ตามเอกสาร)", "code", "codes.appraisal"),  # the label of a code
        ("ปี '67 เมืองเข้าร่วม", "event", "gnlc_joined_2024"),
        ("หน่วยงานทำงานแยกกันเป็นอุปสรรค", "claim", "country_2_a4"),
        ("เด็กด้อยโอกาส", "fact", "needs.yala_disadvantaged_children"),
        ("cooking food city", "fact", "designations.phuket_creative_city"),
        ("ใครให้ทุน", "fact", "partnerships.yala_pmua_funder"),
        ("success factors", "claim", "phuket_1_p2"),
        ("compare cities", "page", "compare"),
    ],
)
def test_words_are_found_in_what_they_mean_and_in_frames_and_facts_of_cities(
    query: str, kind: str, entry_id: str
) -> None:
    assert entry_id in found(query)[kind]
    assert next(iter(found(query))) == kind or kind in ("fact", "theme"), list(found(query))


def test_a_figure_is_found_with_its_value_and_whether_it_is_exact() -> None:
    (fact,) = [one.entry for one in ask("จำนวนผู้สูงอายุเชียงใหม่").found if one.entry.kind == "fact"]
    assert [text.text.rpartition(" · ")[2] for text in fact.texts[:2]] == ["ประมาณ 30,000 คน", "about 30,000 people"]


# Years


@pytest.mark.parametrize(
    "query",
    ["4-6 พ.ย. 66", "4–6 พ.ย. 2566", "4 พย 66", "4-6 พฤศจิกายน 66", "Nov 2023", "4-6 Nov 23", "4/11/2566", "6-11-2023"],
)
def test_a_date_is_found_however_its_month_and_year_are_written(query: str) -> None:
    held = loading.load().events.query("date.str.startswith('2023-11-04')")["event_id"]
    assert found(query)["event"] == list(held)


def test_a_short_month_without_day_or_year_is_no_date() -> None:
    assert "กุมภาพันธ์" not in [term.typed for term in ask("สำนักงาน ก.พ.").terms]


@pytest.mark.parametrize("query", ["2567", "2024", "๒๕๖๗", "พ.ศ. 2567", "พ.ศ.2567", "ปี 2567", "ค.ศ. 2024", "ปี2024"])
def test_a_year_is_found_as_buddhist_and_as_common_year(query: str) -> None:
    assert found(query) == found("2024")
    assert {"bangkok", "khon_kaen", "yala"} == set(found(query)["city"])
    assert "gnlc_joined_2024" in found(query)["event"]


def test_a_date_is_found_in_the_words_of_either_language() -> None:
    for query in ("14 กุมภาพันธ์ 2567", "14 February 2024", "กุมภาพันธ์ 2024"):
        assert "gnlc_joined_2024" in found(query)["event"]
    assert reasons("2567", "event", "gnlc_joined_2024", "th") == [("date", "14 กุมภาพันธ์ 2567")]
    assert reasons("2567", "event", "gnlc_joined_2024", "en") == [("date", "14 February 2024")]
    assert reasons("2567", "city", "yala", "en") == [("since", "14 February 2024")]


def test_a_year_is_a_number_of_its_own() -> None:
    assert folding.fold("พ.ศ. 2567 25670 12567 2450-2451") == "พ ส 2024 25670 12567 1907 1908"


# Limits and names


@pytest.mark.parametrize("query", ["จำกัด", "ข้อจำกัด", "limit", "limits"])
def test_a_search_for_limits_finds_limits_and_no_company(query: str) -> None:
    evidence = loading.load().evidence
    answer = found(query)
    limits = set(evidence.loc[evidence["appraisal"] == "limit", "evidence_id"])
    assert limits <= set(answer["claim"])
    assert answer["claim"][0] in limits
    assert next(iter(answer)) == "claim", "what is judged a limit comes before what only speaks of limits"
    assert "partner" not in answer
    assert not {"kktt_registered_2015", "kkts_registered_2017"} & set(answer.get("event", []))


def test_a_company_is_found_by_its_whole_name_however_much_of_it_is_said() -> None:
    for query in (
        "บริษัท ขอนแก่นพัฒนาเมือง จำกัด",
        "บริษัทขอนแก่นพัฒนาเมืองจำกัด",
        "ขอนแก่นพัฒนาเมือง จำกัด",
        "ขอนแก่นพัฒนาเมือง",
        "Khon Kaen City Development (KKTT) Co., Ltd.",
        "Khon Kaen City Development",
    ):
        assert "kktt" in found(query)["partner"], query


def test_a_city_and_the_word_for_limits_ask_for_limits() -> None:
    assert "partner" not in found("ขอนแก่น จำกัด")
    assert set(found("limits Yala")["claim"]) >= {"yala_6_t2", "yala_2_a1"}
    assert [field for field, _ in reasons("ยะลา ข้อจำกัด", "claim", "yala_6_t2")] == ["statement", "city"]
    assert "yala_6_t2" in found("ปัญหาของยะลา")["claim"], "a problem is a limit"


def test_what_says_that_a_firm_is_limited_is_blanked_wherever_it_stands() -> None:
    for text, left in (
        ("บริษัท ก จำกัด ตั้งขึ้น", "บริษัท ก ตั้งขึ้น"),
        ("บริษัท ก จำกัด (มหาชน)", "บริษัท ก"),
        ("A Co., Ltd. and B Company Limited", "A Co., . and B Company"),
        ("งบประมาณจำกัด", "งบประมาณจำกัด"),
        ("still limited", "still limited"),
    ):
        blanked = folding.without_legal_form(text)
        assert len(blanked) == len(text), "places in it are places in the text"
        assert " ".join(blanked.split()) == left


# Why, and in what order


def test_a_reason_is_given_in_the_readers_language_where_it_can_be() -> None:
    thai, english = (reasons("TK Park", "space", "yala_tk_park", language)[0][1] for language in LANGUAGES)
    assert (thai, english) == ("อุทยานการเรียนรู้ยะลา (TK Park ยะลา)", "TK Park Yala")


def test_every_word_of_a_query_stands_in_the_reasons() -> None:
    for query in ("older people Chiang Mai", "ผู้สูงอายุ เชียงใหม่", "technology limits Yala", "เทศกาล 2566"):
        answer = ask(query)
        index = search.index(loading.load())
        assert answer.found
        for one in answer.found:
            for term in answer.terms:
                assert any(index.spans(text.text, [term]) for text in one.reasons), (query, one.entry.id)


def test_a_claim_is_found_beside_its_city_but_never_by_its_city_alone() -> None:
    evidence = loading.load().evidence
    named = set(found("ยะลา", "th")["claim"])
    words = evidence.set_index("evidence_id")
    assert all("ยะลา" in words.at[one, "statement_th"] + words.at[one, "statement_en"] for one in named)
    silent = words[(words["city_id"] == "yala") & ~words.index.isin(named)]
    assert len(silent), "others are found through the city"


def test_the_entry_of_that_very_name_comes_first_and_its_kind_too() -> None:
    for query, kind, entry_id in (
        ("TK Park", "partner", "tk_park"),
        ("ผู้สูงอายุ", "theme", "older_people"),
        ("ยะลา", "city", "yala"),
        ("Yala Stories", "programme", "yala_stories"),
    ):
        answer = found(query)
        assert next(iter(answer)) == kind
        assert answer[kind][0] == entry_id


def test_kinds_are_not_mixed() -> None:
    kinds = [one.entry.kind for one in ask("learning").found]
    changes = sum(first != second for first, second in itertools.pairwise(kinds))
    assert changes == len(set(kinds)) - 1
    assert set(kinds) <= set(KINDS)


# Marking


def test_the_words_of_a_query_are_marked_where_they_stand_with_their_tone_marks() -> None:
    index = search.index(loading.load())

    def marked(query: str, text: str) -> list[str]:
        return [text[start:end] for start, end in index.spans(text, ask(query).terms)]

    assert marked("หาดใหญ้", "เมืองหาดใหญ่ ในสงขลา") == ["หาดใหญ่"]
    assert marked("ขอนแกน", "ขอนแก่นและขอนแก่น") == ["ขอนแก่น", "ขอนแก่น"]
    assert marked("Khonkaen", "In Khon Kaen, Thailand") == ["Khon Kaen"]
    assert marked("2567", "14 กุมภาพันธ์ 2567") == ["2567"]
    assert marked("2024", "พ.ศ. 2567") == ["2567"]
    assert marked("จำกัด", "บริษัท ก จำกัด มีข้อจำกัด") == ["ข้อจำกัด"]
    assert marked("C-CARE", "KCC are here; C-CARE") == ["C-CARE"]


@given(st.text(alphabet=THAI + "abcEF Ａ2567 .,()-\u200bßİﬁ²๒\n"), st.text(alphabet="ก่า้ำเแะbx 25674"))
def test_marks_lie_in_the_text_and_apart(text: str, word: str) -> None:
    index = search.index(loading.load())
    folded = folding.compact(word)
    spans = index.spans(text, [search.Term(word, (folded,) if folded else ())])
    ends = [0, *(end for _, end in spans)]
    for (start, end), before in zip(spans, ends, strict=False):
        assert before <= start < end <= len(text)
        assert folded[0] in folding.compact(text[start:end])


# Folding


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folding.fold(folding.fold(text)) == folding.fold(text)


@given(st.text(alphabet=THAI + "\u200b 0123456789abc."))
def test_folding_thai_twice_changes_nothing(text: str) -> None:
    folded = folding.fold(text)
    assert folding.fold(folded) == folded
    assert not TONES.search(folded)
    assert folded == " ".join(folded.split())


def test_nothing_of_the_dataset_is_lost_by_folding() -> None:
    index = search.index(loading.load())
    texts = {text.text for entry in index.entries for text in entry.texts}
    assert all(folding.compact(text) for text in texts)
    assert all(text.field in FIELDS for entry in index.entries for text in entry.texts)


def test_romanised_spellings_of_one_name_have_one_key() -> None:
    for name, *others in (
        ("khonkaen", "kornkaen", "konken", "khonkhaen"),
        ("phayao", "payao", "payaow"),
        ("phuket", "puket", "pooket", "phukhet"),
        ("chiangmai", "chiengmai", "jiangmai"),
        ("sukhothai", "sukothai", "sukhotai"),
    ):
        assert {folding.roman_key(other) for other in others} == {folding.roman_key(name)}
    keys = {folding.roman_key(folding.compact(name)) for name in loading.load().cities["name_en"]}
    assert len(keys) == len(loading.load().cities), "and no two cities the same"


@pytest.mark.parametrize("asked", ["Ennoo Suesuwan", "Enno Suesuwan", "เอนนู ซื้อสุวรรณ"])
def test_a_persons_name_is_found_in_another_spelling(asked: str) -> None:
    assert set(found(asked)["partner"]) == set(found("Ennu Suesuwan")["partner"])


def test_an_author_is_found_in_another_spelling_in_either_order() -> None:
    for asked in ("Chalermpon Punjasutharos", "Punjasutharos Chalermpon", "เฉลิมพล ปัญจสุธารส"):
        assert "onec2026" in found(asked).get("source", []), asked


def test_an_office_is_no_persons_name() -> None:
    index = search.index(loading.load())
    persons = index._names._persons
    assert "เอ็นนู ซื่อสุวรรณ" in persons.values()
    assert "Ennu Suesuwan" in persons.values()
    assert not {"Mayor", "Municipality"} & set(persons.values())
    assert {field for field, _ in reasons("Mayor of Yala City", "partner", "yala_municipality", "en")} == {"office"}


def test_a_source_of_that_name_comes_before_statements_that_only_cite_it() -> None:
    assert list(found("thai embassy seoul", "en"))[:2] == ["source", "claim"]
    for query in ("กาฬสินธุ์", "ยะลา พ.ศ. 2567"):
        kinds = list(found(query))
        assert "source" not in kinds or kinds.index("claim") < kinds.index("source"), query


@pytest.mark.parametrize("asked", ["ข่าว{}", "ข่าว {}", "ข่าวของ{}", "{} เท่าไหร่", "how many {}", "news {}", "what {}"])
def test_what_only_asks_drops_out(asked: str) -> None:
    assert found(asked.format("ไทยรัฐ")) == found("ไทยรัฐ")


# Nothing holds all words


def test_what_holds_most_of_the_words_is_offered_and_said_to_hold_only_some() -> None:
    answer = ask("Yala TK Park reading robots", "en")
    assert answer.partly
    assert {("claim", "yala_3_t1"), ("partner", "yala_municipality")} & {
        (one.entry.kind, one.entry.id) for one in answer.found
    }
    assert len(answer.found) <= ranking.SOME
    index = search.index(loading.load())
    held = [
        sum(any(index.spans(text.text, [term]) for text in one.reasons) for term in answer.terms)
        for one in answer.found
    ]
    assert all(2 * number > len(answer.terms) for number in held)
    assert all(number < len(answer.terms) for number in held)
    assert held[0] == max(held), "what holds more of them comes first"


def test_of_as_many_words_the_rarer_come_first() -> None:
    answer = ask("ข่าวไทยรัฐ ตาก ระยอง สตูล หุ่นยนต์")
    assert answer.partly
    assert (answer.found[0].entry.kind, answer.found[0].entry.id) == ("source", "thairath2025")


@pytest.mark.parametrize("noise", ["", "situation", "reports"])
def test_a_statement_is_found_by_three_of_its_rarer_words_whatever_stands_beside_them(noise: str) -> None:
    """Of every fifth statement three long words from its beginning, middle and end, and one that is not of it."""
    statements = loading.load().evidence.set_index("evidence_id")["statement_en"][::5]
    missed, asked = [], 0
    for evidence_id, statement in statements.items():
        words = list(dict.fromkeys(re.findall(r"[A-Za-z]{6,}", statement)))
        if len(words) >= 5:
            asked += 1
            query = f"{words[-1]} {noise} {words[0]} {words[len(words) // 2]}"
            first = [(one.entry.kind, one.entry.id) for one in ask(query, "en").found[:3]]
            missed += [query] if ("claim", evidence_id) not in first else []
    assert asked > 30
    assert len(missed) <= asked // 8, missed


def test_what_is_called_so_comes_before_running_texts_that_hold_every_word() -> None:
    assert "4.1" in [one.entry.id for one in ask("how statements were split", "en").found[:3]]


def test_nothing_is_offered_in_part_where_something_holds_all() -> None:
    with (ROOT / "tests" / "search_queries.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    index = search.index(loading.load())
    # The first four readers asked in words that the dataset has.
    asked = {(row["query"], row["language"]) for row in rows if row["reader"] not in ("fifth", "sixth")}
    in_part = [answer for answer in (ask(*one) for one in asked) if answer.partly]
    for answer in in_part:
        for entry in index.entries:
            texts = [text.text for text in entry.texts]
            assert not all(any(index.spans(text, [term]) for text in texts) for term in answer.terms), entry.id
    assert len(in_part) <= 3, "of 240 queries"
    for query in ("Yala TK Park", "ผู้สูงอายุ เชียงใหม่", "ข่าวไทยรัฐ ตาก ระยอง สตูล"):
        assert ask(query).found, query
        assert not ask(query).partly, query


@pytest.mark.parametrize(
    "asked",
    [
        "ห้องสมุดโคราช",
        "ห้องสมุด โคราช ประชาชน",
        "public library Korat",
        "learning city Ranong province library",
        "Betong public library",
        "betong learning city",
        "เทศบาลตำบลปาย ห้องสมุด ประชาชน",
        "Surat Thani public library",
    ],
)
def test_a_place_that_is_not_known_is_answered_with_no_other(asked: str) -> None:
    assert ask(asked).found == ()


def test_of_places_that_are_named_only_they_are_offered() -> None:
    answer = ask("Yala TK Park reading robots", "en")
    for one in answer.found:
        texts = [text.text.casefold() for text in one.entry.texts]
        assert any("yala" in text for text in texts), one.entry.id
    assert ask("โคราช") == Answer(province="TH-30")


# Nothing found, and whatever anybody types


def test_a_query_that_finds_nothing_says_which_of_its_words_are_found() -> None:
    assert ask("ห้องสมุดดาวอังคาร") == Answer(known=("ห้องสมุด",))
    assert ("space", "yala_tk_park") in [(one.entry.kind, one.entry.id) for one in ask("library in Yala").found]
    assert ask("xyzzy") == Answer()


def test_a_province_of_which_nothing_is_said_is_no_other_place_misspelt() -> None:
    for query in ("ระนอง", "จังหวัดระนอง", "Ranong", "Ranong province"):
        assert ask(query).found == ()
        assert ask(query).province == "TH-85"
    data = loading.load()
    members = set(data.cities["province_iso"])
    for row in data.provinces.itertuples():
        if row.iso not in members:
            for name in (row.name_th, row.name_en):
                assert ask(name).read == (), name


@pytest.mark.parametrize("query", ["", " ", "...", "()[]*+?\\", "่", "\u200b", "🙂", "'\"<script>", "a" * 80, "ก" * 80])
def test_what_is_no_word_finds_nothing_and_breaks_nothing(query: str) -> None:
    assert ask(query).found == () or query == "'\"<script>"


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet=THAI + "abchkoyนมก 25 ยะลาขอนแก่น", max_size=80))
def test_whatever_is_typed_is_answered(query: str) -> None:
    answer = ask(query)
    assert bool(answer.found) == bool(answer.terms)


# Words to find entries by


def test_every_row_of_words_to_find_entries_by_is_of_an_entry_that_its_words_find() -> None:
    rows = loading.load().search_words
    entries = search.index(loading.load()).entries
    told = [sum(text.field == "asked" for text in entry.texts) for entry in entries]
    assert sum(map(bool, told)) == len(rows) > 1000
    assert sum(told) == sum(map(len, [*rows["thai_words"], *rows["english_words"]]))


def test_an_entry_found_by_words_that_stand_in_no_text_of_its_own_says_by_which() -> None:
    fields = {field for field, _ in reasons("U3A", "claim", "chiang_rai_4_p1", "en")}
    assert fields == {"asked"}


def test_thai_of_a_query_is_cut_into_words_that_no_text_holds() -> None:
    words = thai_words.dictionary(["ยะลา"])
    assert thai_words.cut("บัตรทองคำยะลา", words) in (["บัตร", "ทองคำ", "ยะลา"], ["บัตรทอง", "คำ", "ยะลา"])
    assert words.prefixes("ยะลา")[-1] == "ยะลา"


# What it costs


def test_a_query_of_many_words_that_each_have_synonyms_is_answered_at_once() -> None:
    words = loading.load().synonyms.groupby("concept")["word"].first()
    start = time.process_time()
    ask(" ".join(words))
    assert time.process_time() - start < 2, "seconds; every way to write them as one would be millions"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pasted_page_of_text_is_answered_at_once(language: str) -> None:
    words = " ".join(loading.load().evidence[f"statement_{language}"])
    for pasted in (words[:6000], " ".join(f"{word}zq" for word in words[:6000].split())):
        start = time.process_time()
        ask(pasted, language)
        assert time.process_time() - start < 5, "seconds"


def test_the_index_of_a_dataset_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    entries = search_entries.entries
    monkeypatch.setattr(search_entries, "entries", lambda data: made.append(1) or entries(data))
    data = replace(loading.load())  # the same tables, but a dataset of its own
    assert search.index(data) is search.index(data)
    assert made == [1]
    assert search.index(loading.load()) is not search.index(data)


PAGES_WITHOUT_THAI = """
import sys
from tests.running import run
for page in ("overview", "factors", "evidence", "search"):
    run(page, "en")
print(sorted(name for name in sys.modules if name.startswith("pythainlp")))
run("overview", "th"), run("search", "th")
print([name for name in sys.modules if name in ("pythainlp.tokenize.newmm", "pythainlp.corpus.th_en_translit")])
run("search", "th", q="ห้องสมุดยะลา")
print("pythainlp.tokenize.newmm" in sys.modules)
"""


def test_the_library_for_thai_is_loaded_only_where_something_is_searched_or_sorted_in_thai() -> None:
    lines = subprocess.run(
        [sys.executable, "-c", PAGES_WITHOUT_THAI], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert lines == ["[]", "[]", "True"]


def test_an_excerpt_of_the_coding_manual_keeps_its_words_and_no_rubble() -> None:
    manual = [
        text.text for entry in search_entries.entries(loading.load()) for text in entry.texts if entry.kind == "method"
    ]
    assert any("is city, on a course the university co-organises agency. A mayor" in text for text in manual)
    assert not [text for text in manual if re.search(r" , |, \.(?!\.)|\(\)|`", text)]
