"""A question that asks which cities do something: "which cities work with older people", "เมืองไหนดูแลผู้สูงวัยบ้าง".

It is looked for by what it is about alone: words that ask, and verbs that any city does, weigh nothing. Where a
topic or a facet is what it is about, that is its subject.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from lcdash.dataset.loading import Dataset
from lcdash.language.translations import LANGUAGES
from lcdash.search.folding import compact, folded, is_thai
from lcdash.search.queries import ASKING, STEM
from lcdash.search.ranking import Fit
from lcdash.search.readings import EMPTY, PLACE, Readings, Term
from lcdash.search.search_entries import Entry, Text
from lcdash.search.texts import Texts

SUBJECTS = ("theme", "factor")  # kinds of entries that a question may be about
CALLED = frozenset(("alias", "abbreviation", "printed"))  # fields that hold a subject only by the whole of them
NAMING = CALLED | {"name"}
LONG = 8  # letters of a name, folded, that stands in a question by no chance
ASKED = re.compile(
    r"\b(?:which|what)\s+(?:of\s+(?:the|these)\s+)?(?:(?:learning|thai|member)\s+)*"
    r"(?:city|cities|towns?|municipality|municipalities|places?)\b"
    r"|(?:มี)?(?<!อยู่)(?<!อยู่ใน)(?<!อยู่ที่)(?:เมือง|จังหวัด|เทศบาล)(?:แห่งการเรียนรู้)?(?:ไหน|ใด)(?:บ้าง)?",
    re.IGNORECASE,
)
WORDS = re.compile(r"[^\s,;:.?!()]+")
MEMBER = frozenset(("belong", "joined", "join", "member", "members", "membership", "become", "became"))
# What any city does, has or is, and for whom: it says nothing of what is asked about.
COMMON = folded(
    "work help learn learning teach train care look after let use using make give get take bring offer provide"
    " run hold keep put try want need support promote encourage focus develop create build organise organize"
    " arrange go come live educate serve deal good great best better strong known famous doing done thing things"
    " something anything people person persons everyone someone those these our own not lot lots together"
    " programme programmes program programs project projects activity activities special interested"
) | folded(
    "ดูแล ทำ ทำงาน งาน มี เรียน เรียนรู้ การเรียนรู้ การเรียน ช่วย ช่วยเหลือ ช่วยกัน สอน จัด จัดการ จัดให้"
    " เรื่อง ด้าน ใช้ เน้น เด่น เก่ง ดี สนใจ ส่งเสริม สนับสนุน พัฒนา อบรม ฝึก ฝึกอบรม สร้าง เปิด เก็บ สำหรับ"
    " โครงการ กิจกรรม คน ผู้ ผู้คน ประชาชน พวก กลุ่ม เยอะ มาก ที่สุด หลาย หลายๆ ด้วยกัน ร่วม ร่วมกัน ไป มา"
    " ซึ่ง ใส่ใจ ให้ความสำคัญ ให้ความสำคัญกับ สำคัญ จริงจัง น่าสนใจ ต้องการ อยาก แล้ว ก็ จะ ต่อ แก่ แต่ ครับ"
    " คะ ค่ะ ไหม มั้ย"
)
WEIGHTLESS = EMPTY | PLACE | (ASKING - MEMBER) | COMMON


class Standing(NamedTuple):
    """How clearly a question is about a subject, what tells more first."""

    whole: bool  # whether it holds every word
    by_name: bool  # whether its name does, not what it means
    topic: bool  # a facet is of all cities, a topic of some
    named: bool  # whether its name is the question


def standing(fit: Fit, *, named: bool) -> Standing:
    """How clearly a question is about the subject of `fit`; `named`: its name is the question."""
    by_name = all(any(text.field in NAMING for text in told) for told in fit.held)
    return Standing(named or fit.whole, named or by_name, fit.entry.kind == "theme", named)


class CityQuestions:
    """Reads such questions over one dataset's entries and texts."""

    def __init__(self, data: Dataset, entries: Sequence[Entry], texts: Texts, readings: Readings) -> None:
        self._texts, self._readings = texts, readings
        self._groups = [label for language in LANGUAGES for label in data.labels("audience", language).values()]
        ids = {*data.themes["theme_id"], *data.facets["facet_id"]}
        self.orders = [order for order, one in enumerate(entries) if one.kind in SUBJECTS and one.id in ids]
        self._names: dict[str, int] = {}
        for order in self.orders:
            for text in entries[order].texts:
                if text.field in NAMING:
                    self._names.setdefault(compact(text.text), order)

    def words(self, query: str) -> list[str]:
        """What a question about cities is about; none where it is no such question, or names a place."""
        rest, asked = ASKED.subn(" ", query)
        if not asked:
            return []
        phrases = self._readings.phrases(WORDS.findall(rest), self._names)
        words = [word for phrase in phrases for word in self._telling(phrase)]
        return [] if any(self._readings.is_place(term) for term in self._readings.apart(words)) else words

    def _telling(self, word: str) -> Sequence[str]:
        """A word or phrase, unless it says nothing; Thai written together in the runs between what says nothing."""
        folded = compact(word)
        if folded in self._names and len(folded) >= LONG:
            return [word]
        if not folded or folded in WEIGHTLESS or compact(STEM.sub("", word)) in WEIGHTLESS:
            return []
        if not is_thai(folded[0]) or self._readings.is_concept(folded):
            return [word]
        pieces = map(self._bare, self._texts.cut(word))
        return "\n".join(pieces).replace("\n\n", " ").replace("\n", "").split()

    def _bare(self, piece: str) -> str:
        """A Thai word without a verb before it that says nothing: เงิน of มีเงิน; "" where it says nothing itself."""
        folded = compact(piece)
        if folded in WEIGHTLESS:
            return ""
        starts = (at for at in range(1, len(piece)) if compact(piece[:at]) in WEIGHTLESS)
        return next((piece[at:] for at in starts if self._readings.is_concept(compact(piece[at:]))), piece)

    def named(self, query: str, words: Sequence[str]) -> int | None:
        """The subject whose name a question is, but for what says nothing, by its order; None where it is none."""
        folded, least = compact(ASKED.sub(" ", query)), max(LONG, len(compact("".join(words))))
        names = [name for name in self._names if len(name) >= least and name in folded]
        return self._names[max(names, key=len)] if names else None

    def saying(self, term: Term, held: Mapping[int, Sequence[Text]]) -> Mapping[int, Sequence[Text]]:
        """The subjects that are what a word says, by their order, with the texts that say it.

        held  every entry that holds the word.   A group of people has to stand in a subject's own name.
        """
        group = any(self._texts.is_word(label, form) for label in self._groups for form in term.forms)
        told = {order: tuple(self._said_by(term, held[order], group)) for order in self.orders if order in held}
        return {order: texts for order, texts in told.items() if texts}

    def _said_by(self, term: Term, texts: Iterable[Text], group: bool) -> Iterable[Text]:
        for text in texts:
            if text.field in CALLED:
                says = compact(text.text) in term.forms
            else:
                says = (text.field == "name" or not group) and any(
                    self._texts.is_word(text.text, f) for f in term.forms
                )
            if says:
                yield text
