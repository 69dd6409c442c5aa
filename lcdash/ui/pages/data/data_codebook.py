"""The codebook drawn from the descriptor and codes.csv, and the conflicts between sources."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from lcdash.dataset import codebook_text, descriptor, records
from lcdash.dataset.codebook_text import Section
from lcdash.dataset.loading import Dataset
from lcdash.evidence import filtering
from lcdash.html import conflicts as conflict_html
from lcdash.html import markup
from lcdash.html.markdown import spoken
from lcdash.html.rendering import macro
from lcdash.language.translations import Translations
from lcdash.search.search_entries import LIST
from lcdash.site import address
from lcdash.sources import references, source_coverage
from lcdash.ui.shared import filters, statements
from lcdash.ui.shared.downloads import offer

# The sections of README.md that say how to code again.
CODING = "4"
BOOK = "codebook"  # the template of its parts
SEVERITIES = "severity"
# What to call a row of a table without a name of its own.
ROW_NAMES = ("name", "title", "topic", "member_name", "what", "detail")


# The codebook.


def codebook(data: Dataset, t: Translations) -> None:
    """Tables and columns, lists of codes, and what factors, facets and themes mean."""
    statements.lead(t("codebook_lead"))
    tables, lists = _table_entries(data, t), _list_entries(data, t)
    open_id = statements.only_one([*tables, *lists], t)
    if open_id:
        summary, body = (tables | lists)[open_id]
        st.html(statements.entry("codebook", open_id, summary, body, t, expanded=True))
        for section in codebook_text.sections(data.folder):
            if open_id == f"{LIST}{section.code}":
                _section(section, t)
        return
    st.html(macro(BOOK, "coding", t("codebook_readme"), t("coding_title")))
    for section in codebook_text.sections(data.folder):
        if section.section_id.split(".")[0] == CODING:
            with st.expander(section.title(t.language), key=f"section_{section.section_id}"):
                st.markdown(spoken(section.text(t.language), t.language), unsafe_allow_html=True)
    for title, entries in (("tables_title", tables), ("lists_title", lists)):
        folded = [statements.entry("codebook", key, *texts, t, expanded=False) for key, texts in entries.items()]
        st.html(macro("entry", "group", t(title), "", folded))
    st.html(macro(BOOK, "concepts", t("concepts_title"), _concepts(data, t)))


def method(data: Dataset, t: Translations) -> None:
    """How the data is coded, cited, corrected and was checked: the sections of README.md, each with its address."""
    statements.lead(t("method_lead"))
    sections = {section.section_id: section for section in codebook_text.sections(data.folder)}
    open_id = statements.only_one(sections, t)
    if open_id:
        _section(sections[open_id], t)
        return
    rows = [
        (section.level, address("data", t.language, part="method", id=number), section.title(t.language))
        for number, section in sections.items()
    ]
    st.html(macro(BOOK, "sections", rows))


def _section(section: Section, t: Translations) -> None:
    st.html(macro(BOOK, "heading", section.title(t.language)))
    st.markdown(spoken(section.text(t.language), t.language), unsafe_allow_html=True)


@cache
def _table_entries(data: Dataset, t: Translations) -> dict[str, tuple[Markup, Markup]]:
    """Table -> summary and body of its entry."""
    entries = {}
    for resource in data.descriptor["resources"]:
        schema = descriptor.schema(resource)
        rows = [
            (
                macro(BOOK, "column", descriptor.title(field, t.language), field["name"]),
                _type(field, t),
                _allowed(data, schema, field, t),
                descriptor.description(field, t.language),
            )
            for field in schema["fields"]
        ]
        heads = [t("col_column"), t("col_type"), t("col_allowed"), t("col_description")]
        title = descriptor.title(resource, t.language)
        summary = macro(BOOK, "summary", title, resource["path"], descriptor.description(resource, t.language))
        entries[resource["name"]] = summary, macro("table", "table", heads, rows, title)
    return entries


def _type(field: dict[str, Any], t: Translations) -> str:
    if field.get("cites"):
        return t("type_citation")
    kind = t("type_date") if field.get("edtf") else t(f"type_{field['type']}")
    separator = field.get("separator")
    return f"{kind}, {t('type_list', separator=separator)}" if separator else kind


def _allowed(data: Dataset, schema: dict[str, Any], field: dict[str, Any], t: Translations) -> Markup:
    """What the descriptor demands of a column, and the codes it allows."""
    codes = field.get("item_enum") or field.get("constraints", {}).get("enum") or ()
    return macro(BOOK, "rules", list(_rules(data, schema, field, t)), t("rule_codes"), codes)


def _rules(data: Dataset, schema: dict[str, Any], field: dict[str, Any], t: Translations) -> Iterator[str]:
    constraints = field.get("constraints", {})
    keys = schema.get("primaryKey", [])
    if field["name"] in keys:
        yield t("rule_key")
    elif constraints.get("unique"):
        yield t("rule_unique")
    if constraints.get("required"):
        yield t("rule_required")
    targets = [
        (key["reference"]["resource"], key["reference"]["fields"][0])
        for key in schema.get("foreignKeys", [])
        if key["fields"] == [field["name"]] and key["reference"]["resource"]
    ]
    if "items_of" in field:
        table, _, column = field["items_of"].partition(".")
        targets.append((table, column))
    for table, column in targets:
        yield t("rule_points_to", table=descriptor.title(data.resource(table), t.language), column=column)


@cache
def _list_entries(data: Dataset, t: Translations) -> dict[str, tuple[Markup, Markup]]:
    """`codes.` and the name of a list -> summary and body of its entry."""
    used: dict[str, list[tuple[str, str]]] = {}
    for resource in data.descriptor["resources"]:
        for field in descriptor.schema(resource)["fields"]:
            if "codes" in field:
                place = descriptor.title(resource, t.language), descriptor.title(field, t.language)
                used.setdefault(field["codes"], []).append(place)
    entries = {}
    for name, codes in data.codes.groupby("list", sort=False):
        places = used.get(str(name), [])
        title = places[0][1] if places else t(f"list_{name}")
        columns = ", ".join(f"{table} ({column})" for table, column in places)
        note = t("list_used_in", columns=columns) if places else t("list_display")
        rows = [
            (macro(BOOK, "code", code), label, definition)
            for code, label, definition in zip(
                codes["code"], codes[f"name_{t.language}"], codes[f"definition_{t.language}"], strict=True
            )
        ]
        heads = [t("col_code"), t("col_name"), t("col_definition")]
        summary = macro(BOOK, "summary", title, name, note)
        entries[f"{LIST}{name}"] = summary, macro("table", "table", heads, rows, title)
    return entries


def _concepts(data: Dataset, t: Translations) -> list[Markup]:
    """Factors with their facets, and themes, as three tables."""
    factors = pd.DataFrame(
        {
            t("col_factor"): list(data.numbered_factors(t.language).values()),
            t("col_definition"): data.factors[f"definition_{t.language}"],
        }
    )
    names = data.numbered_factors(t.language, "short")
    facets = pd.DataFrame(
        {
            t("col_facet"): data.facets[f"name_{t.language}"],
            t("col_factor"): [names[factor_id] for factor_id in data.facets["factor_id"]],
            t("col_definition"): data.facets[f"definition_{t.language}"],
        }
    )
    themes = filtering.by_name(data.themes, t.language)
    meanings = {
        t("col_theme"): themes[f"name_{t.language}"],
        t("col_definition"): themes[f"definition_{t.language}"],
        t("col_include"): themes[f"include_{t.language}"],
        t("col_exclude"): themes[f"exclude_{t.language}"],
    }
    return [
        markup.table(factors, t("col_factor")),
        markup.table(facets, t("col_facet")),
        markup.table(pd.DataFrame(meanings), t("col_theme")),
    ]


# Where sources differ.


def conflicts(data: Dataset, t: Translations) -> None:
    """The disagreements by severity, then the errata: what each source says, what is done about it, what it touches."""
    differing = len(data.disagreements)
    statements.lead(t("conflicts_lead", n=differing, errata=len(data.conflicts) - differing))
    entries = _conflict_entries(data, t)
    severities = data.labels(SEVERITIES, t.language)
    open_id = statements.only_one(entries, t)
    if open_id:
        st.html(statements.entry("conflicts", open_id, *entries[open_id], t, expanded=True))
        return
    rows = _searchable(data)
    cities = filtering.by_name(data.cities, t.language)
    wanted = [
        filters.Filter("severity", "severity", severities),
        filters.Filter(
            "city",
            "cities",
            filtering.names(cities, t.language),
            counted=False,
        ),
    ]
    choice = filters.choose(rows, wanted, t)
    visible = rows[choice.mask]
    definitions = dict(zip(data.codes["code"], data.codes[f"definition_{t.language}"], strict=True))
    erratum = {"erratum": data.labels("conflict_kind", t.language)["erratum"]}
    for column, names in (("severity", severities), ("kind", erratum)):
        for code, name in names.items():
            ids = visible.loc[visible[column] == code, "conflict_id"]
            folded = [statements.entry("conflicts", key, *entries[key], t, expanded=False) for key in ids]
            if folded:
                st.html(macro("entry", "group", name, definitions[code], folded))
    if len(visible):
        both = data.conflicts[choice.mask].merge(data.conflict_claims, on="conflict_id")  # a row per claim
        offer(data, "conflicts", both, choice, t, also=["conflict_claims"], label=t("download_conflicts"))


def _searchable(data: Dataset) -> pd.DataFrame:
    """Conflicts with the cities they touch, and what the sources say where the search for words finds it."""
    touched = source_coverage.conflict_cities(data)
    claims = data.conflict_claims.groupby("conflict_id")[["claim_th", "claim_en"]].agg(" ".join)
    rows = data.conflicts.assign(cities=[touched[conflict_id] for conflict_id in data.conflicts["conflict_id"]])
    return rows.join(claims, on="conflict_id").fillna({"claim_th": "", "claim_en": ""})


@cache
def _conflict_entries(data: Dataset, t: Translations) -> dict[str, tuple[str, Markup]]:
    """Conflict id -> summary and body of its entry."""
    targets = dict(iter(data.conflict_targets.groupby("conflict_id")))
    rows = _RowNames(data, t)
    entries = {}
    for conflict in records.each(data.conflicts, records.Conflict):
        touched = rows.touched(targets.get(conflict.conflict_id, data.conflict_targets.iloc[:0]))
        body = macro("conflict", "entry", conflict_html.of(data, conflict, t), t, touched)
        entries[conflict.conflict_id] = t.of(conflict, "topic"), body
    return entries


class _RowNames:
    """How a reader knows the rows that a conflict touches."""

    def __init__(self, data: Dataset, t: Translations) -> None:
        self.data, self.t = data, t
        self.titles = statements.table_titles(data, t)
        self.cities = data.names("cities", t.language)
        self.studied = set(data.cities.loc[data.cities["in_study"], "city_id"])
        self.evidence = data.evidence.set_index("evidence_id")[["city_id", "factor_id"]]
        self.sources = set(data.sources["source_id"])
        self._names: dict[str, dict[str, str]] = {}

    def touched(self, targets: pd.DataFrame) -> list[tuple[str, list[Markup]]]:
        """The rows that `targets` (of conflict_targets) point to, each once, under the title of their table."""
        items = []
        for table, rows in targets.groupby("table", sort=False):
            ids = zip(rows["row_id"], rows["column"], strict=True)
            names = dict.fromkeys(self._row(str(table), row_id, column) for row_id, column in ids)
            items.append((self.titles[str(table)], list(names)))
        return items

    def _row(self, table: str, row_id: str, column: str) -> Markup:
        if table == "evidence" and row_id in self.evidence.index:
            text = self._cell(*self.evidence.loc[row_id])
        else:
            text = self._name(table, row_id) if row_id else self.t("whole_table")
        name = ""
        if column:
            fields = descriptor.schema(self.data.resource(table))["fields"]
            title = next(descriptor.title(field, self.t.language) for field in fields if field["name"] == column)
            name = self.t("touched_column", column=title)
        return macro(BOOK, "touched", text, name)

    def _cell(self, city_id: str, factor_id: str) -> str:
        """The cell of the matrix in which a statement stands, as a link where the matrix has that cell."""
        city = self.cities.get(city_id, self.t("country"))
        text = self.t("cell_of", city=city, factor=self.data.factor_numbers[factor_id])
        if city_id not in self.studied:
            return text
        return markup.link_to("factors", text, self.t, cell=f"{city_id}.{factor_id}")

    def _name(self, table: str, row_id: str) -> str:
        """A row's name, else that of its city, else the source that it is of, else its id."""
        if table not in self._names:
            frame = self.data.table(table)
            ids = frame[source_coverage.id_column(self.data, table)]
            columns = [f"{name}_{self.t.language}" for name in ROW_NAMES]
            column = next((name for name in columns if name in frame.columns), "")
            names = frame[column] if column else frame.get("city_id", ids).map(self.cities)
            self._names[table] = dict(zip(ids, names, strict=True))
        known_name = self._names[table].get(row_id)
        if known_name and not pd.isna(known_name):
            return str(known_name)
        return references.short(self.data, row_id, self.t.language) if row_id in self.sources else row_id
