"""What was typed, made ready to be looked for: years, months and dates as the data write them, then cut at spaces.

`variants` gives the words as they were typed and, where they hold a person's title or the words of a question ("is
Lamphun a member", "ลำพูนเป็นสมาชิกไหม"), without these as well; last, English words by their stems ("working", "work").
"""

from __future__ import annotations

import re
from typing import NamedTuple

from lcdash.language import dates
from lcdash.language.translations import LANGUAGES
from lcdash.search.folding import compact, folded

BETWEEN = re.compile(r"\s+|(?<=[0-9๐-๙])[-–/](?=[0-9๐-๙])")
# What says of a number that it is a year; one of two digits is of this century, in the era that is said.
BUDDHIST_ERA, COMMON_ERA = r"พ\.?\s?ศ\.?|\bb\.?e\b\.?", r"ค\.?\s?ศ\.?|\b(?:c\.?e|a\.?d)\b\.?|\byear\b"
ERA = re.compile(
    rf"(?:(?:(?P<be>{BUDDHIST_ERA})|(?P<ce>{COMMON_ERA})|ปี(?:\s*พ\.?\s?ศ\.?)?)\s*['’‘]?|(?<!\w)['’‘](?=..(?!\w)))"
    r"(?P<year>[0-9๐-๙]{4}|[0-9๐-๙]{2})(?![0-9๐-๙])",
    re.IGNORECASE,
)
OLDEST = 40  # of the years of two digits after ปี or a month, from which they are Buddhist: 62 is 2562, 19 is 2019
THAI_MONTHS = ("ม.ค", "ก.พ", "มี.ค", "เม.ย", "พ.ค", "มิ.ย", "ก.ค", "ส.ค", "ก.ย", "ต.ค", "พ.ย", "ธ.ค")
# Every way to write a month, without full stops and in small letters -> its name in full.
MONTHS = {
    **{short.replace(".", ""): name for short, name in zip(THAI_MONTHS, dates.MONTHS["th"], strict=True)},
    **{name[:3].casefold(): name for name in dates.MONTHS["en"]},
    **{name.casefold(): name for language in LANGUAGES for name in dates.MONTHS[language]},
}
SPELT = "|".join(
    sorted((r"\.?\s?".join(name) if len(name) < 4 and not name.isascii() else name for name in MONTHS), key=len)[::-1]
)
DAYS = r"[0-9๐-๙]{1,2}(?:\s*(?:[-–]|ถึง|to)\s*[0-9๐-๙]{1,2})?"
DATE = re.compile(
    rf"(?<![^\W0-9๐-๙])(?P<days>{DAYS})?\s*(?<![^\W0-9๐-๙])(?P<month>{SPELT})(?![^\W0-9๐-๙])\.?\s*"
    r"(?P<year>[0-9๐-๙]{4}|[0-9๐-๙]{2})?(?![0-9๐-๙])",
    re.IGNORECASE,
)
NUMERIC = re.compile(
    r"(?<![\w/.-])(?P<day>[0-9๐-๙]{1,2})(?P<sign>[/.-])(?P<month>[0-9๐-๙]{1,2})(?P=sign)(?P<year>[0-9๐-๙]{4}|[0-9๐-๙]{2})(?!\w)"
)
# What stands before a person's name: titles of the academy, of doctors, of anybody.
TITLES = re.compile(
    r"(?<!\S)(?:(?:ศ|รศ|ผศ|ดร|นพ|พญ|น\.ส|อ)\.\s*|(?:ดร|รศ|ผศ)\s+|(?:รอง|ผู้ช่วย)?ศาสตราจารย์\s*|(?:ด็อกเตอร์|อาจารย์)\s*"
    r"|(?:นายแพทย์|นางสาว|นาย(?!ก)|นาง|คุณ(?!ภาพ|ค่า|ธรรม|สมบัติ))\s*|(?:assoc(?:iate)?|asst|assistant|prof(?:essor)?|dr|mrs?|ms|miss)\b\.?\s*)+",
    re.IGNORECASE,
)
# What stands for the first word of a name.
SHORTENED = {r"ม\.(?=[ก-ฮ])": "มหาวิทยาลัย", r"รร\.(?=[ก-ฮ])": "โรงเรียน"}
STEM = re.compile(r"(?<=[a-z]{4})(?:ing|ed)$", re.IGNORECASE)  # what "working" is to "work"
# What makes a question of a name, before and after it; Thai writes it without spaces.
ASKED_BEFORE = re.compile(
    r"(?<!\S)(?:(?:เมือง|จังหวัด|ที่)(?:ไหน|ใด)(?:บ้าง)?(?:ที่)?(?:มี|ทำ|เก่ง|เด่น)?(?:เรื่อง|ด้าน)?(?=\S)|(?:อะไร|ใคร)?คือ(?=\S)|ใครเป็น|ทำไม|ขอข้อมูล|ข้อมูล(?:ของ)?|ข่าว(?!สาร)(?:ของ|จาก)?|เกี่ยวกับ|วันที่|เมื่อ)"
)
ASKED_AFTER = re.compile(
    r"(?:(?:ได้)?(?:เป็น)?สมาชิก(?:เมื่อไร|เมื่อไหร่|ปีไหน)?|มีอะไร|มีใคร|มีที่ไหน|ทำอะไร|คือ(?:อะไร|ใคร|ที่ไหน)?|เป็น(?:ใคร|อะไร|อย่างไร|ยังไง)|"
    r"อยู่(?:ที่)?ไหน|อยู่จังหวัด(?:อะไร|ไหน)|(?:ที่|เมือง|จังหวัด|ปี)ไหน|เกิดอะไรขึ้น|เมื่อไร|เมื่อไหร่|อย่างไร|ยังไง|เท่าไร|เท่าไหร่|กี่แห่ง|"
    r"บ้าง|ไหม|มั้ย|หรือไม่|หรือยัง|หรือเปล่า|รึเปล่า|แล้ว|อะไร|ใคร|ครับ|คะ|ค่ะ)+[?\s]*(?!\S)"
)
# What only asks, joins words or says that something is a member: it counts for little beside the other words.
ASKING = folded(
    "is are was were be been being am does do did doing done has have had having can could will would shall"
    " should may might must what which where when who whom whose why how many much tell show list find look"
    " looking about give get gets got getting me my mine we us our ours you your yours he him his she her hers"
    " they them their theirs it its this that these those there here any some all every each both few several"
    " other others another such own same one ones two three four five six seven eight nine ten please thanks a an"
    " the in of on at by to for from with within via into onto upon as or and but nor so if then than too very"
    " really quite just also only even still yet ever never again once most more less least enough while because"
    " since until before after during between through among along across against toward towards around per etc"
    " like want wants wanted know knows known think thinks say says said saying see seen try tries let lets make"
    " makes made take takes taken go goes going come comes happen happens happened happening exist exists mean"
    " means meaning difference differences explain explained define thing things something anything somebody"
    " anybody someone anyone everyone everybody kind kinds sort way ways vs versus thai thailand cannot member"
    " members membership belong joined join become became news"
) | folded(
    "ความหมาย หมายความ หมายถึง ต้อง ตั้งแต่ เกิด ขึ้น พูด บอก กล่าว ว่า ก็ จะ จึง อาจ ควร เคย มัก คง กำลัง แต่"
    " หรือ ถ้า หาก เพราะ ซึ่ง อัน เช่น เป็นต้น ต่างๆ ทั้ง ทั้งหมด ทุก บาง หลาย หลายๆ อื่น อื่นๆ เอง เลย แล้ว"
    " หน่อย นะ ครับ คะ ค่ะ จ้า ไหม มั้ย เหรอ กี่ เท่าไร เท่าไหร่ เมื่อไร เมื่อไหร่ เมื่อใด อย่างไร ยังไง ทำไม ใคร"
    " ไหน อะไร ใด บ้าง อยาก อยากรู้ อยากทราบ ทราบ รู้ ขอ ช่วย เขา เรา ฉัน ผม คุณ พวก พวกเขา มัน นั้น นี้ เหล่านี้"
    " ค่อย ค่อน มาก เยอะ ที่สุด ไป มา เอา ออก เข้า ลง ถูก ต่อ ตาม ผ่าน ระหว่าง สำหรับ เมื่อ ตอน ช่วง แห่ง สิ่ง"
    " ตัว ไม่ใช่ ที่ไหน"
)


def _full(digits: str, buddhist: bool) -> str:
    """A year of two digits as one of four; one of four as it is."""
    return str(int(digits)) if len(digits) == 4 else f"{'25' if buddhist else '20'}{int(digits):02d}"


def _year(found: re.Match[str]) -> str:
    """A year without what says that it is one: "ปี 62" is "2562", "ค.ศ. 19" is "2019"."""
    digits = found["year"]
    buddhist = found["be"] or "พ" in found.group() or (not found["ce"] and int(digits) >= OLDEST)
    return f" {_full(digits, bool(buddhist))} "


def _month(found: re.Match[str]) -> str:
    """A month beside a day or a year by its full name: "4-6 พ.ย. 66" is "4 6 พฤศจิกายน 2566"; alone it stays."""
    if not (found["days"] or found["year"]):
        return found.group()
    days = " ".join(re.findall(r"\d+", found["days"] or ""))
    year = _full(found["year"], int(found["year"]) >= OLDEST) if found["year"] else ""
    month = re.sub(r"[.\s]", "", found["month"]).casefold()
    return f" {days} {MONTHS[month]} {year} "


def _numeric(found: re.Match[str]) -> str:
    """A date in numbers, day first: "4/11/66" is "4 พฤศจิกายน 2566"."""
    if not 1 <= int(found["month"]) <= len(THAI_MONTHS):
        return found.group()
    year = _full(found["year"], int(found["year"]) >= OLDEST)
    return f" {int(found['day'])} {dates.MONTHS['th'][int(found['month']) - 1]} {year} "


# What asks what a word means, or how the data was made.
DEFINING = re.compile(
    r"คือ(?:อะไร|$)|หมาย(?:ถึง|ความ)|ความหมาย|แปลว่า|นิยาม|ต่างกัน|\b(?:mean(?:s|ing)?|defin\w+|explain\w*|difference)\b",
    re.IGNORECASE,
)


class Asked(NamedTuple):
    """The words of a query, whether a title before them says that a person is meant, and whether a meaning is asked."""

    words: list[str]
    person: bool = False
    defining: bool = False


def variants(query: str) -> list[Asked]:
    """The words of a query as they were typed, then without titles and Thai that only asks, then English ones by stems.

    Only what differs from those before it.
    """
    from pythainlp.util import normalize

    dated = DATE.sub(_month, NUMERIC.sub(_numeric, ERA.sub(_year, normalize(query)))).strip()
    for short, full in SHORTENED.items():
        dated = re.sub(rf"(?<!\S){short}", full, dated)
    untitled = TITLES.sub("", dated)
    bare = ASKED_AFTER.sub(" ", ASKED_BEFORE.sub("", untitled))
    typed = BETWEEN.split(dated)
    asked = BETWEEN.split(bare.strip())
    stems = [STEM.sub("", word) for word in asked]
    defining = bool(DEFINING.search(query))
    variants = [Asked(typed, defining=defining)]
    for words, person in ((asked, untitled != dated), (stems, False)):
        if any(map(compact, words)) and all(words != other.words for other in variants):
            variants.append(Asked(words, person, defining))
    return variants
