"""Citations for reference managers, held against the documents themselves and against the formats."""

import json
import re
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from lcdash.dataset import data_package, loading
from lcdash.language import translations
from lcdash.language.translations import LANGUAGES
from lcdash.sources import citing

# What the schema of CSL-JSON (csl-data.json of the Citation Style Language project, 1.0.2) says of the parts used here.
# Everything else is refused, as it refuses everything it does not know.
NAME = {
    "type": "object",
    "properties": {part: {"type": "string"} for part in ("family", "given", "literal")},
    "additionalProperties": False,
}
DATE = {
    "type": "object",
    "properties": {
        "date-parts": {
            "type": "array",
            "minItems": 1,
            "maxItems": 2,
            "items": {"type": "array", "minItems": 1, "maxItems": 3, "items": {"type": ["string", "number"]}},
        }
    },
    "additionalProperties": False,
}
TEXTS = ("title", "original-title", "container-title", "publisher", "DOI", "URL", "version", "language", "note")
CSL_DATA = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "type": {
                "type": "string",
                "enum": ["article-journal", "article-newspaper", "dataset", "post-weblog", "report", "webpage"],
            },
            "id": {"type": ["string", "number"]},
            "author": {"type": "array", "items": NAME},
            "issued": DATE,
            "accessed": DATE,
            **{text: {"type": "string"} for text in TEXTS},
            **{number: {"type": ["string", "number"]} for number in ("volume", "issue", "page")},
        },
        "required": ["type", "id"],
        "additionalProperties": False,
    },
}

# The five documents as their own first pages give them, checked by hand: the reference in both languages, then what a
# reference manager is told, as (type, title, authors, date, where).
BY_HAND: dict[str, dict[str, Any]] = {
    "onec2026": {
        "th": "เฉลิมพร ปัญจาสุธารส, กรกมล จิ่งสำราญ, สิริกานต์ แก้วคงทอง, และวรัญภรณ์ คุณเวช. (2569). "
        "ข้อเสนอในการพัฒนาเมืองแห่งการเรียนรู้ตามแนวคิดระบบนิเวศการเรียนรู้ของสำนักงานเลขาธิการสภาการศึกษา. "
        "วารสารธรรมเพื่อชีวิต, 32(2), 324–347. https://so08.tci-thaijo.org/index.php/dhammalife/index",
        "en": "Punjasutaros, C., Chuengsamran, K., Keawkongthong, S., & Kunnavach, V. (2026). Recommendations for "
        "learning city development based on the learning ecosystem approach of the Office of the Education Council "
        "[in Thai]. Journal of Dhamma for Life, 32(2), 324–347. "
        "https://so08.tci-thaijo.org/index.php/dhammalife/index",
        "csl": {
            "type": "article-journal",
            "title": "Recommendations for Learning City Development Based on the Learning Ecosystem Approach of the "
            "Office of the Education Council",
            "original-title": "ข้อเสนอในการพัฒนาเมืองแห่งการเรียนรู้ตามแนวคิดระบบนิเวศการเรียนรู้ของสำนักงานเลขาธิการสภาการศึกษา",
            "author": [
                {"family": "Punjasutaros", "given": "Chalermporn"},
                {"family": "Chuengsamran", "given": "Kornkamol"},
                {"family": "Keawkongthong", "given": "Sirikarn"},
                {"family": "Kunnavach", "given": "Varunporn"},
            ],
            "container-title": "Journal of Dhamma for Life",
            "volume": "32",
            "issue": "2",
            "page": "324-347",
            "issued": {"date-parts": [[2026, 3, 13]]},
            "URL": "https://so08.tci-thaijo.org/index.php/dhammalife/index",
        },
    },
    "kalasin2021": {
        "th": "[แนวคิดเมืองแห่งการเรียนรู้และบริบทการขับเคลื่อนของเทศบาลเมืองกาฬสินธุ์]. (ม.ป.ป.). "
        "https://kalasinlearningcity.com/?page=w2543443",
        "en": "[The learning city idea and the setting of Kalasin Town Municipality] [in Thai]. (n.d.). "
        "https://kalasinlearningcity.com/?page=w2543443",
        "csl": {
            "type": "webpage",
            "title": "[The learning city idea and the setting of Kalasin Town Municipality]",
            "URL": "https://kalasinlearningcity.com/?page=w2543443",
        },
    },
    "eef2021": {
        "th": "กองทุนเพื่อความเสมอภาคทางการศึกษา. (2564). "
        "[ข่าวการประชุมเรื่องความเสมอภาคทางการศึกษากับแนวคิดเมืองแห่งการเรียนรู้ 22 มิถุนายน 2564].",
        "en": "Equitable Education Fund. (2021). [News of the meeting on equity in education and the learning city "
        "idea, 22 June 2021] [in Thai].",
        "csl": {
            "type": "webpage",
            "title": "[News of the meeting on equity in education and the learning city idea, 22 June 2021]",
            "author": [{"literal": "Equitable Education Fund"}],
            "issued": {"date-parts": [[2021]]},
        },
    },
    "pmua2024": {
        "th": "หน่วยบริหารและจัดการทุนด้านการพัฒนาระดับพื้นที่. (2567, กุมภาพันธ์). "
        "บพท. หนุน ขอนแก่น – ยะลา ร่วมเป็นสมาชิกเครือข่ายโลกด้าน “เมืองแห่งการเรียนรู้ของยูเนสโก "
        "(The UNESCO Global Network of Learning Cities – GNLC)” ประจำปี 2567. https://pmua.or.th/14123/",
        "en": "Program Management Unit on Area Based Development. (2024, February). PMU-A backs Khon Kaen and Yala "
        "as they join the UNESCO Global Network of Learning Cities (GNLC), 2024 [in Thai]. https://pmua.or.th/14123/",
        "csl": {
            "type": "webpage",
            "title": "PMU-A backs Khon Kaen and Yala as they join the UNESCO Global Network of Learning Cities "
            "(GNLC), 2024",
            "original-title": "บพท. หนุน ขอนแก่น – ยะลา ร่วมเป็นสมาชิกเครือข่ายโลกด้าน “เมืองแห่งการเรียนรู้ของยูเนสโก "
            "(The UNESCO Global Network of Learning Cities – GNLC)” ประจำปี 2567",
            "author": [{"literal": "Program Management Unit on Area Based Development"}],
            "issued": {"date-parts": [[2024, 2]]},
            "URL": "https://pmua.or.th/14123/",
        },
    },
    "up2023": {
        "th": "มหาวิทยาลัยพะเยา. (2566). [ข่าวเวทีการเรียนรู้หลักสูตรนักจัดการเมืองแห่งการเรียนรู้ 4-6 พฤศจิกายน 2566].",
        "en": "University of Phayao. (2023). [News of the learning forum of the City Administrators course, "
        "4-6 November 2023] [in Thai].",
        "csl": {
            "type": "webpage",
            "title": "[News of the learning forum of the City Administrators course, 4-6 November 2023]",
            "author": [{"literal": "University of Phayao"}],
            "issued": {"date-parts": [[2023]]},
        },
    },
}

ARTICLE_BIBTEX = """@article{onec2026,
  title = {{ข้อเสนอในการพัฒนาเมืองแห่งการเรียนรู้ตามแนวคิดระบบนิเวศการเรียนรู้ของสำนักงานเลขาธิการสภาการศึกษา}},
  author = {ปัญจาสุธารส, เฉลิมพร and จิ่งสำราญ, กรกมล and แก้วคงทอง, สิริกานต์ and คุณเวช, วรัญภรณ์},
  journal = {วารสารธรรมเพื่อชีวิต},
  volume = {32},
  number = {2},
  pages = {324--347},
  year = {2026},
  url = {https://so08.tci-thaijo.org/index.php/dhammalife/index},
  language = {Thai},
  annote = {ตารางที่ 2, หน้า 335},
  month = mar,
  day = {13},
}
"""
ARTICLE_RIS = [
    "TY  - JOUR",
    "ID  - onec2026",
    "AU  - ปัญจาสุธารส, เฉลิมพร",
    "AU  - จิ่งสำราญ, กรกมล",
    "AU  - แก้วคงทอง, สิริกานต์",
    "AU  - คุณเวช, วรัญภรณ์",
    "TI  - ข้อเสนอในการพัฒนาเมืองแห่งการเรียนรู้ตามแนวคิดระบบนิเวศการเรียนรู้ของสำนักงานเลขาธิการสภาการศึกษา",
    "T2  - วารสารธรรมเพื่อชีวิต",
    "VL  - 32",
    "IS  - 2",
    "SP  - 324",
    "EP  - 347",
    "PY  - 2026",
    "DA  - 2026/03/13/",
    "UR  - https://so08.tci-thaijo.org/index.php/dhammalife/index",
    "LA  - th",
    "N1  - ตารางที่ 2, หน้า 335",
    "ER  - ",
    "",
]


def source(source_id: str) -> dict[str, str]:
    sources = loading.load().sources
    row: dict[str, str] = sources[sources["source_id"] == source_id].to_dict("records")[0]
    return row


def every_item(language: str) -> list[dict[str, Any]]:
    data = loading.load()
    items = [citing.of_source(row, language, "note") for row in data.sources.to_dict("records")]
    view = citing.of_dataset(data, language, "A", title="View", key="view", address="https://example.org/a_b?c=%20")
    return [*items, citing.of_dataset(data, language, "lcdash contributors"), view]


@pytest.mark.parametrize("source_id", BY_HAND)
def test_each_document_is_cited_as_its_readers_write_it(source_id: str) -> None:
    assert set(BY_HAND) == set(loading.load().reading["source_id"]), "these are the documents that were read"
    row, known = source(source_id), BY_HAND[source_id]
    for language in LANGUAGES:
        assert row[f"reference_{language}"] == known[language]
    assert citing.of_source(row, "en") == known["csl"] | {"id": source_id, "language": "th"}


def test_a_citation_names_the_same_who_and_what_as_the_reference() -> None:
    for row in loading.load().sources.to_dict("records"):
        for language in LANGUAGES:
            item, reference = citing.of_source(row, language), row[f"reference_{language}"]
            assert item["title"].casefold() in reference.casefold(), row["source_id"]
            first = item.get("author", [{}])[0]
            assert (first.get("family") or first.get("literal", "")) in reference, row["source_id"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_csl_json_holds_to_its_schema(language: str) -> None:
    Draft7Validator.check_schema(CSL_DATA)
    written = json.loads(citing.csl_json(every_item(language)))
    assert list(Draft7Validator(CSL_DATA).iter_errors(written)) == []
    assert len({item["id"] for item in written}) == len(written)


def test_the_article_is_written_in_every_format_as_it_was_by_hand() -> None:
    item = citing.of_source(source("onec2026"), "th", "ตารางที่ 2, หน้า 335")
    assert citing.bibtex([item]) == ARTICLE_BIBTEX
    assert citing.ris([item]).split("\r\n") == ARTICLE_RIS
    assert json.loads(citing.csl_json([item])) == [item]
    assert item["author"][0] == {"family": "ปัญจาสุธารส", "given": "เฉลิมพร"}


def test_a_month_is_written_where_no_day_is_known_and_nothing_where_no_date_is() -> None:
    items = [citing.of_source(source(name), "en") for name in ("pmua2024", "kalasin2021")]
    news, undated = citing.bibtex(items).split("\n\n")
    assert "  year = {2024},\n" in news
    assert "  month = feb,\n" in news
    assert "day =" not in news
    assert not re.search("year|month", undated)
    assert "DA  - 2024/02//" in citing.ris(items)
    assert citing.ris(items).count("PY  - ") == 1


def test_a_body_is_one_author_whatever_its_name_holds() -> None:
    item = {
        "id": "x",
        "type": "report",
        "title": "T",
        "language": "en",
        "author": [{"literal": "Ministry of Research, Science and Innovation"}, {"family": "Lee", "given": "Ann"}],
    }
    assert "author = {{Ministry of Research, Science and Innovation} and Lee, Ann}" in citing.bibtex([item])


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_written_can_be_read_line_by_line(language: str) -> None:
    items = every_item(language)
    records = citing.ris(items).split("ER  - \r\n")
    assert len(records) == len(items) + 1
    for record in records[:-1]:
        lines = record.strip().split("\r\n")
        assert lines[0].startswith("TY  - ")
        assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - \S.*", line) for line in lines)
    text = citing.bibtex(items)
    assert re.findall(r"^@\w+\{(\w+),$", text, re.MULTILINE) == [item["id"] for item in items]
    assert text.count("{") == text.count("}")


@given(st.text(min_size=1), st.text(min_size=1))
def test_no_name_or_title_ends_its_field_or_starts_a_command(title: str, name: str) -> None:
    item = {"id": "x", "type": "webpage", "title": title, "author": [{"literal": name}], "language": "en", "URL": name}
    text = citing.bibtex([item])
    depth = 0
    for sign in text:
        depth += (sign == "{") - (sign == "}")
        assert depth >= 0
    assert depth == 0
    inside = text.removeprefix("@misc{x,\n  title = {{").partition("}},\n  author = {{")[0]
    assert not re.search(r"(?<!\\)[&%$#_]", inside)
    assert all(line == "" or re.match(r"[A-Z][A-Z0-9]  - ", line) for line in citing.ris([item]).split("\r\n"))


# The dataset itself


def test_the_dataset_is_cited_with_the_version_date_and_authors_of_its_citation_file() -> None:
    data, stated = loading.load(), yaml.safe_load(data_package.citation())
    for language in LANGUAGES:
        t = translations.Translations("common", language)
        item = citing.of_dataset(data, language, t("cite_author"))
        assert item["version"] == str(stated["version"])
        day = stated["date-released"]
        assert item["issued"] == {"date-parts": [[day.year, day.month, day.day]]}
        assert t("cite_text", year="", version="", date="", title="").startswith(t("cite_author"))
        assert "URL" not in item, "the dashboard has no address of its own"
    assert [author["name"] for author in stated["authors"]] == [
        translations.Translations("common", "en")("cite_author")
    ]
    assert item["title"] == data.descriptor["title"]


def test_a_view_of_the_dataset_is_cited_as_a_part_of_it() -> None:
    data = loading.load()
    address = "https://example.org/factors?cell=yala.3"
    item = citing.of_dataset(data, "th", "ผู้จัดทำ", title="ยะลา ปัจจัยที่ 3", key="yala.3", address=address)
    assert item["id"] == "lcdash_yala.3"
    assert item["container-title"] == data.descriptor["title_th"]
    assert item["URL"] == address
    assert "T2  - เมืองแห่งการเรียนรู้ของไทย" in citing.ris([item])
    assert "howpublished = {เมืองแห่งการเรียนรู้ของไทย" in citing.bibtex([item])


def test_bibtex_keeps_the_thai_title_of_a_work_that_is_cited_in_english() -> None:
    source = loading.load().sources.set_index("source_id", drop=False).loc["onec2026"].to_dict()
    english, thai = (citing.bibtex([citing.of_source(source, language)]) for language in ("en", "th"))
    assert f"origtitle = {{{{{source['title_th']}}}}}" in english
    assert source["title_en"] in english
    assert "origtitle" not in thai
    data = loading.load()
    english, thai = (citing.bibtex([citing.of_dataset(data, language, "x")]) for language in ("en", "th"))
    assert f"origtitle = {{{{{data.descriptor['title_th']}}}}}" in english
    assert "origtitle" not in thai
