"""The page that says how the dataset was made and checked; every number on it is read or computed from the data."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import pandas as pd
import streamlit as st
from markupsafe import Markup

from lcdash import site
from lcdash.content import statements
from lcdash.dataset import records
from lcdash.dataset.loading import Dataset
from lcdash.evidence import filtering
from lcdash.evidence.evidence_map import MARKS
from lcdash.html import markup
from lcdash.html.rendering import render
from lcdash.language import translations
from lcdash.language.translations import Translations
from lcdash.sources import coding_agreement, source_coverage

# The round in which statements were coded a second time.
CODED = "second_coding"


class Document(NamedTuple):
    """A document that was read as a whole: its reference, and the cities that it makes a statement on."""

    reference: Markup
    cities: str


class Round(NamedTuple):
    """One round of reading: its name, what was done, and what was compared as a table; `codes` are folded tables."""

    name: str
    meaning: str
    table: Markup
    codes: tuple[Markup, ...] = ()


class SignEntry(NamedTuple):
    """A sign or mark: `key` says how it is drawn, `sign` is its letter where it is one."""

    key: str
    name: str
    meaning: str
    sign: str = ""


def show(data: Dataset, t: Translations) -> None:
    """Draw how the study was read and coded, the same for every reader."""
    st.html(_page(data, t.language))


@cache
def _page(data: Dataset, language: str) -> str:
    """The page as HTML, which no choice changes."""
    t = translations.page("method", language)
    read = source_coverage.documents_read(data)
    people = coding_agreement.by_persons(data, t.language)
    return render(
        "method",
        t=t,
        version=data.version,
        documents=_documents(data, t),
        passages=len(data.reading),
        statements=len(data.evidence),
        then=coding_agreement.statements_then(data, CODED),
        of_study=int(sum(read[0] in source_coverage.sources_of(cell) for cell in data.evidence["source"])),
        rounds=_rounds(data, t),
        people=_table(people, t("people_title"), t, ("people_table", "people_checked", "people_true", "people_n")),
        persons_agree=coding_agreement.persons_agree(data),
        more_read=", ".join(_more_read(data, t)),
        signs=_signs(data, t),
        links={
            "data": site.address("data", t.language, part="sources"),
            "frameworks": site.address("frameworks", t.language, part="factors"),
        },
    )


def _signs(data: Dataset, t: Translations) -> list[SignEntry]:
    """Every sign and mark of the dashboard, as legends call it; what a code means is what the codebook says."""
    wording = Translations("evidence_map", t.language)
    names = data.labels("kind", t.language) | data.labels("appraisal", t.language)
    lists = ("state", "kind", "appraisal")  # a limit is an appraisal before it is the state of a cell
    code_meanings = {
        code: text for sign in lists for code, text in coding_agreement.meanings(data, sign, t.language).items()
    }
    signs = [SignEntry(key, names[key], code_meanings[key]) for key in (*MARKS, "favourable")]
    signs.append(SignEntry("planned", wording("planned"), t("sign_planned")))
    signs.append(SignEntry("silent", wording("silent"), code_meanings["nothing"]))
    signs.append(SignEntry("outside", wording("outside"), code_meanings["not_studied"]))
    signs += [
        SignEntry("hit", wording("matches"), t("sign_hit")),
        SignEntry("hollow", wording("matches_not"), t("sign_hollow")),
    ]
    signs += [
        SignEntry("found", wording("reported"), t("sign_found")),
        SignEntry("own", t("sign_own"), t("sign_own_means")),
    ]
    meanings = {"by_project": t("sign_project"), "differ": t("sign_differing"), "uncertain": t("sign_unsure")}
    signs += [SignEntry(key, wording(f"sign_key_{key}"), meanings[key], sign) for key, sign in statements.SIGNS.items()]
    signs.append(SignEntry("star", t("sign_star"), t("sign_star_means"), "*"))
    return [sign._replace(name=sign.name[:1].upper() + sign.name[1:]) for sign in signs]


def _documents(data: Dataset, t: Translations) -> list[Document]:
    names = data.names("cities", t.language)
    return [
        Document(
            markup.reference(data, source_id, t),
            ", ".join(names[city] for city in cities),
        )
        for source_id, cities in coding_agreement.cities_by_document(data).items()
    ]


def _more_read(data: Dataset, t: Translations) -> list[str]:
    """Names of the studied cities of which a document besides the study makes a statement, in the order of names."""
    _study, *others = source_coverage.documents_read(data)
    cities_by_document = coding_agreement.cities_by_document(data)
    more = {city for document in others for city in cities_by_document[document]}
    studied = data.cities[data.cities["in_study"] & data.cities["city_id"].isin(more)]
    return [t.of(city, "name") for city in records.each(filtering.by_name(studied, t.language), records.City)]


def _rounds(data: Dataset, t: Translations) -> list[Round]:
    names = data.labels("agreement_round", t.language)
    meanings = coding_agreement.meanings(data, "agreement_round", t.language)
    lines = []
    for round_id in dict.fromkeys(data.agreement["round"]):
        whole = coding_agreement.compared(data, round_id, t.language)
        table = _table(whole, names[round_id], t, ("compared", "meaning"))
        # A round that was counted table by table has no whole of which these would be the codes.
        codes = _singly(data, round_id, t, "people_table" if whole.empty else "code")
        lines.append(Round(names[round_id], meanings[round_id], table or Markup().join(codes), codes if table else ()))
    return lines


def _singly(data: Dataset, round_id: str, t: Translations, head: str) -> tuple[Markup, ...]:
    """A table per item of the round whose codes (or tables) are told one by one, under `head`."""
    items = data.labels("agreement_item", t.language)
    frames = [(items[item], coding_agreement.by_code(data, round_id, item, t.language)) for item in items]
    return tuple(_table(frame, name, t, (head,)) for name, frame in frames if len(frame))


def _table(frame: pd.DataFrame, caption: str, t: Translations, heads: tuple[str, ...]) -> Markup:
    """A frame as HTML, its first columns headed by the wording's `heads`; empty where the frame is."""
    if frame.empty:
        return Markup()
    heads_in_words = [*map(t, heads), *frame.columns[len(heads) :]]
    return markup.table(frame.set_axis(heads_in_words, axis=1), caption)
