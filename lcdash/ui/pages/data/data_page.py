"""The parts of the data page: sources, silences, coverage, joining the network, downloads. Each draws only itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from typing import NamedTuple

import pandas as pd
import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from lcdash import settings
from lcdash.dataset import data_package, descriptor, records
from lcdash.dataset.descriptor import DESCRIPTOR
from lcdash.dataset.loading import Dataset
from lcdash.documents import derived, exports, published, workbook
from lcdash.evidence import filtering, matrix, places
from lcdash.evidence.partners import PartnerRole
from lcdash.html import markup
from lcdash.html.markdown import tame
from lcdash.html.rendering import macro
from lcdash.language import dates
from lcdash.language.translations import Translations
from lcdash.site import address
from lcdash.sources import coding_agreement, references, source_coverage
from lcdash.ui.shared import downloads, public_address
from lcdash.ui.shared.downloads import offer
from lcdash.ui.shared.statements import lead, linked, note, only_one, table_titles

PAGE = "data_page"  # the template of this page's parts

# What is in it.


class Holding(NamedTuple):
    """Something the dataset holds: how much of it, its name, where it is shown ("" for nowhere), a word on it."""

    number: str
    name: str
    address: str
    note: str


def about(data: Dataset, t: Translations) -> None:
    """What is in the dataset, how it was made and checked, all of it to take away, and which lists there are."""
    method = Translations("method", t.language)
    checked = "short_unchecked" if coding_agreement.by_persons(data, t.language).empty else "short_checked"
    links = {
        "lines": [method(key) for key in ("short_coded", checked, "short_silence")],
        "method": address("method", t.language),
        "manual": address("data", t.language, part="method"),
    }
    st.html(macro(PAGE, "inside", t, list(_held(data, t)), links, list(_lists(t))))
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="data_take"):
        _package(data, t)
        _whole_workbook(data, t)
        query = {"lang": t.language, "part": "downloads"}
        st.page_link("pages/data.py", label=t("part_downloads"), query_params=query, width="content")


def _held(data: Dataset, t: Translations) -> Iterator[Holding]:
    """What a reader may look for, with its number in the whole dataset."""
    studied = int(data.cities["in_study"].sum())
    pages = {
        "evidence": ("factors", t("held_evidence", n=studied)),
        "cities": ("cities", t("held_cities", n=studied)),
        "themes": ("learn", t("held_themes")),
        "spaces": ("spaces", t("held_spaces", n=len(places.named(data.spaces)))),
        "programmes": ("search", ""),
        "partners": ("partners", ""),
        "frameworks": ("frameworks", ""),
        "conflicts": ("", t("held_conflicts")),
        "sources": ("", t("held_sources", n=len(source_coverage.documents_read(data)))),
    }
    titles = table_titles(data, t)
    for table, (page, key) in pages.items():
        link = address(page, t.language) if page else address("data", t.language, part=table)
        yield Holding(f"{len(data.table(table)):,}", titles[table], link, key)


def _lists(t: Translations) -> Iterator[Holding]:
    for part in ("sources", "codebook", "crossings", "conflicts", "silences", "coverage", "join"):
        yield Holding("", t(f"part_{part}"), address("data", t.language, part=part), t(f"inside_{part}"))


def _package(data: Dataset, t: Translations) -> None:
    """The button that gives all of it as one zip."""
    st.download_button(
        t("package_button"),
        partial(data_package.archive, data.folder),
        file_name=exports.file_name(data, "", "zip"),
        mime="application/zip",
        type="primary",
        on_click="ignore",
        key="download_package",
    )


def _whole_workbook(data: Dataset, t: Translations) -> None:
    """The button that makes one workbook of everything."""
    downloads.make(
        t("workbook_button"),
        partial(workbook.xlsx, data, t.language),
        exports.file_name(data, "workbook", "xlsx", t.language),
        downloads.XLSX,
        t,
    )


# Sources.


def sources(data: Dataset, t: Translations) -> None:
    """Every source: its reference, who speaks, its licence, which tables cite it; the documents read come first."""
    read = source_coverage.documents_read(data)
    rows = data.sources.set_index("source_id", drop=False)
    others = filtering.by_name(rows.drop(index=read), t.language, "reference")
    uses = source_coverage.citing_rows(data)
    lead(t("sources_lead", read=len(read), others=len(others)))
    open_id = only_one(rows.index, t)
    if open_id:
        st.html(_source_list(data, rows.loc[[open_id]], uses, t))
        return
    st.html(macro(PAGE, "heading", t("sources_read")))
    st.html(_source_list(data, rows.loc[read], uses, t))
    _count_table(data, read, uses, t)
    st.html(macro(PAGE, "heading", t("sources_others"), t("sources_others_note")))
    st.html(_source_list(data, others, uses, t))


def _source_list(data: Dataset, rows: pd.DataFrame, uses: pd.DataFrame, t: Translations) -> Markup:
    kinds, languages, voices = (data.labels(codes, t.language) for codes in ("csl_type", "source_language", "voice"))
    titles = table_titles(data, t)
    counts = dict(iter(uses.groupby("source_id")))
    items = []
    for source in records.each(rows, records.Source):
        facts = [
            (t("source_kind"), kinds[source.csl_type]),
            (t("source_language"), languages[source.language]),
            (t("source_voice"), voices[source.voice]),
            (t("source_licence"), source.licence or t("source_no_licence")),
        ]
        read = dates.spoken(source.accessed, t.language) if source.accessed else t("source_not_dated")
        facts.append((t("source_accessed"), read))
        facts_text = " · ".join(f"{term}: {fact}" for term, fact in facts)
        if not source.url:
            facts_text += f" · {t('source_no_link')}"
        own = counts.get(source.source_id)
        tables = t("source_uncited")
        if own is not None:
            tables = ", ".join(f"{titles[table]} {n}" for table, n in zip(own["table"], own["rows"], strict=True))
        items.append(
            {
                "id": source.source_id,
                "reference": linked(t.of(source, "reference"), source.url),
                "address": address("data", t.language, part="sources", id=source.source_id),
                "facts": facts_text,
                "tables": tables,
                "note": t.of(source, "note"),
            }
        )
    return macro(PAGE, "sources", t, items)


def _count_table(data: Dataset, read: list[str], uses: pd.DataFrame, t: Translations) -> None:
    """Tables down, the documents read across, all others in the last column."""
    titles = table_titles(data, t)
    counts = dict(zip(zip(uses["source_id"], uses["table"], strict=True), uses["rows"], strict=True))
    columns = [references.short(data, source_id, t.language) for source_id in read]
    rest = uses[~uses["source_id"].isin(read)].groupby("table")["rows"].sum()
    rows = [
        [titles[table], *(counts.get((source_id, table), "–") for source_id in read), rest.get(table, "–")]
        for table in uses["table"].unique()
    ]
    frame = pd.DataFrame(rows, columns=[t("col_table"), *columns, t("other_sources")])
    st.html(markup.table(frame, t("sources_count")))
    st.html(macro(PAGE, "quiet", t("sources_count_note")))


# What the documents do not say.


def silences(data: Dataset, t: Translations) -> None:
    """The topics the documents leave out, and the facets on which they are silent about a studied city."""
    lead(t("silences_lead"))
    rows = data.silences.set_index("silence_id")
    open_id = only_one(rows.index, t)
    if open_id:
        _silence_list(data, rows.loc[[open_id]], t)
        return
    _silence_list(data, rows, t)
    offer(data, "silences", data.silences, None, t, label=t("download_silences"))

    st.html(macro(PAGE, "heading", t("facets_title"), t("facets_note")))
    st.html(markup.table(_silent_facets(data, t), t("facets_caption")))


def _silence_list(data: Dataset, rows: pd.DataFrame, t: Translations) -> None:
    """Rows of silences.csv by what was looked through."""
    scopes = data.labels("silence_scope", t.language)
    for scope, own in rows.groupby("scope", sort=False):
        pairs = list(zip(own[f"topic_{t.language}"], own[f"note_{t.language}"], strict=True))
        st.html(macro(PAGE, "topics", scopes[str(scope)], pairs))


def _silent_facets(data: Dataset, t: Translations) -> pd.DataFrame:
    studied = filtering.by_name(data.cities[data.cities["in_study"]], t.language)
    names = filtering.names(studied, t.language)
    factors = data.numbered_factors(t.language, "short")
    facets = data.names("facets", t.language)
    rows = []
    for silent in records.each(
        source_coverage.silent_cities(matrix.evidence_matrix(data.evidence, data.facets, studied)),
        source_coverage.SilentCities,
    ):
        # In words where it is all or none: a row of ten names reads like a count.
        text = ", ".join(names[city_id] for city_id in silent.city_ids) or t("silent_none")
        if len(silent.city_ids) == len(names):
            text = t("silent_all")
        rows.append((facets[silent.facet_id], factors[silent.factor_id], text))
    return pd.DataFrame(rows, columns=[t("col_facet"), t("col_factor"), t("col_silent")])


# Coverage and freshness of the documents.


def coverage(data: Dataset, t: Translations) -> None:
    """How much the documents say, city by factor: the one place for such counts, under a sentence on what they are."""
    note(t("coverage_warning"))
    covered = source_coverage.coverage(data.evidence, data.sources)
    st.html(macro(PAGE, "quiet", t("coverage_note")))
    st.html(markup.table(_coverage_table(data, covered, t), t("coverage_caption")))
    offer(
        data,
        "evidence",
        covered,
        None,
        t,
        name="coverage",
        title=t("part_coverage"),
        note=t("coverage_warning"),
        heads={"claims": t("coverage_claims"), "sources": t("coverage_sources"), "newest": t("coverage_newest")},
        label=t("download_table"),
    )


def _coverage_table(data: Dataset, covered: pd.DataFrame, t: Translations) -> pd.DataFrame:
    cells = {}
    for cell in records.each(covered, source_coverage.Coverage):
        newest = t("coverage_no_year") if pd.isna(cell.newest) else dates.year(cell.newest, t.language)
        text = t("coverage_cell", claims=cell.claims, sources=cell.sources, newest=newest)
        # Each number stays with its word when the cell wraps.
        cells[cell.city_id, cell.factor_id] = re.sub(r" (?=\d)", "\u00a0", text)
    cities = filtering.by_name(data.cities, t.language)
    heads = {
        city_id: name if in_study else t("city_not_studied", city=name)
        for city_id, name, in_study in zip(
            cities["city_id"], cities[f"name_{t.language}"], cities["in_study"], strict=True
        )
    } | {"": t("country")}
    factors = data.numbered_factors(t.language, "short")
    rows = [[head, *(cells.get((city_id, factor_id), "–") for factor_id in factors)] for city_id, head in heads.items()]
    return pd.DataFrame(rows, columns=[t("col_city"), *factors.values()])


# Joining the network.


def join(data: Dataset, t: Translations) -> None:
    """What the sources say about joining: UNESCO's documents, its steps, the rounds so far, with dates and links."""
    lead(t("join_lead"))
    note(t("join_unknown"))
    _network_body(data, t)
    frame = data.frameworks[data.frameworks["framework"].str.startswith("unesco")]
    notices = data.events[data.events["kind"] == "publication"]
    cells = [*frame["source"], *notices["source"]]
    st.html(macro(PAGE, "dated", t("join_documents"), list(_unesco_documents(data, cells, t))))
    steps = [
        {"name": t.of(row, "name"), "detail": t.of(row, "detail"), "citation": markup.citation(data, row.source, t)}
        for row in records.each(frame[frame["framework"] == "unesco_step"].sort_values("order"), records.FrameworkItem)
    ]
    st.html(macro(PAGE, "steps", t("join_steps"), steps))
    st.html(macro(PAGE, "dated", t("join_rounds"), list(_rounds(data, t))))


def _network_body(data: Dataset, t: Translations) -> None:
    """Who runs the network, as the roles in the whole country tell it."""
    roles = data.partnerships[(data.partnerships["role"] == "operator") & (data.partnerships["city_id"] == "")]
    if roles.empty:
        return
    lines = [
        {
            "name": linked(t.of(row, "name") + ":", row.website),
            "detail": t.of(row, "detail"),
            "citation": markup.citation(data, row.source, t),
        }
        for row in records.each(roles.merge(data.partners.drop(columns="source"), on="partner_id"), PartnerRole)
    ]
    st.html(macro(PAGE, "body", t("join_body"), lines))


def _unesco_documents(data: Dataset, cells: Iterable[str], t: Translations) -> Iterator[dict[str, object]]:
    """The sources among the citations of `cells` in which UNESCO itself speaks, oldest first, undated ones last."""
    sources = source_coverage.sources_of(*cells)
    rows = data.sources[data.sources["source_id"].isin(sources) & (data.sources["voice"] == "unesco")]
    for source in records.each(
        rows.sort_values("issued", key=lambda issued: issued.replace("", "9999")), records.Source
    ):
        date = dates.spoken(source.issued, t.language) or t("undated")
        yield {"date": date, "words": linked(t.of(source, "title"), source.url), "lines": [t.of(source, "note")]}


def _rounds(data: Dataset, t: Translations) -> Iterator[dict[str, object]]:
    for event in records.each(
        data.events[data.events["kind"] == "joined"].sort_values("date", ascending=False), records.Event
    ):
        sources = source_coverage.sources_of(event.source)
        lines = [
            linked(references.short(data, source_id, t.language), url)
            for source_id, url in zip(data.sources["source_id"], data.sources["url"], strict=True)
            if source_id in sources
        ]
        yield {"date": dates.spoken(event.date, t.language), "words": t.of(event, "title"), "lines": lines}


# Downloads.


def everything(data: Dataset, t: Translations) -> None:
    """The package as a zip, tables as CSV, maps and documents as they are. Nothing is made before it is asked for."""
    lead(t("downloads_lead", version=data.version, date=dates.spoken(data.created, t.language)))
    st.html(macro(PAGE, "heading", t("package_title")))
    _package(data, t)
    st.html(macro(PAGE, "quiet", t("package_note")))
    _workbook(data, t)
    if data_package.served_by_url:
        _by_url(data, t)

    titles = table_titles(data, t)
    st.html(macro(PAGE, "heading", t("tables_download")))
    for name, frame in data.tables.items():
        resource = data.resource(name)
        description = descriptor.description(resource, t.language)
        with _file(data, resource["path"], description, t("rows", n=len(frame))):
            offer(data, name, frame, None, t, label=titles[name], width="stretch")
    st.html(macro(PAGE, "heading", t("maps_download")))
    for resource in data.descriptor["resources"]:
        if resource["format"] == "geojson":
            features = t("features", n=len(data.table(resource["name"])))
            description = descriptor.description(resource, t.language)
            with _file(data, resource["path"], description, features):
                _offer_file(data, resource["path"], f"{titles[resource['name']]} (GeoJSON)", resource["mediatype"])
    _documents(data, t)


def _documents(data: Dataset, t: Translations) -> None:
    """What is to be read with the tables, and how to cite them."""
    st.html(macro(PAGE, "heading", t("documents_download")))
    for path, what, mime in (
        ("README.md", "document_readme", "text/markdown"),
        ("CHANGES.md", "changes", "text/markdown"),
        (DESCRIPTOR, "document_descriptor", "application/json"),
    ):
        if path in data_package.originals(data.folder):
            with _file(data, path, t(what)):
                _offer_file(data, path, path, mime)
    with _file(data, data_package.CITATION, t("document_citation")):
        st.download_button(
            data_package.CITATION,
            data_package.citation,
            file_name=exports.file_name(data, "CITATION", "cff"),
            mime="text/plain",
            on_click="ignore",
            width="stretch",
        )


def _workbook(data: Dataset, t: Translations) -> None:
    """One workbook of everything, and the tables computed from the dataset; each is made when it is asked for."""
    analysis = Translations("analysis", t.language)
    st.html(macro(PAGE, "heading", t("workbook_title"), t("workbook_note")))
    _whole_workbook(data, t)
    st.html(macro(PAGE, "heading", t("derived_heading")))
    note(analysis("silence_note"))
    for name in derived.frames(data):
        with _file(data, f"{name}.csv", analysis(f"note_{name}")):
            st.download_button(
                f"{analysis(name)} (CSV)",
                partial(_derived, data, name),
                file_name=exports.file_name(data, name, "csv"),
                mime="text/csv",
                on_click="ignore",
                key=f"download_{name}",
                width="stretch",
            )


def _derived(data: Dataset, name: str) -> bytes:
    return data_package.BYTE_ORDER_MARK + derived.files(data)[f"{name}.csv"]


def _by_url(data: Dataset, t: Translations) -> None:
    """Where programs read the files, with an example to copy."""
    address = f"{settings.public_address() or public_address.bar()}/{data_package.BY_URL}"
    text = t("by_url_note", zip=data_package.zip_name(data.descriptor), address=f"{address}/")
    st.html(macro(PAGE, "by_url", t("by_url_title"), text))
    read = f'pandas.read_csv("{address}/evidence.csv", dtype=str, keep_default_na=False)'
    st.code(f"import pandas\n\nevidence = {read}", language="python")
    name = data_package.zip_name(data.descriptor)
    editions = " · ".join(f"[{version}]({data_package.BY_URL}/{version}/{name})" for version in published.editions())
    if editions:
        st.markdown(f"{t('editions_kept')}: {editions}")


def _file(data: Dataset, path: str, description: str, size: str = "") -> DeltaGenerator:
    """A line that says what a file is; returns the place for its button."""
    left_side, button = st.columns([5, 2], vertical_alignment="center")
    served = data_package.served_by_url and path in published.names(data)
    link = f"{data_package.BY_URL}/{path}" if served else ""
    left_side.html(macro(PAGE, "file", path, link, size, description))
    return button


def _offer_file(data: Dataset, path: str, label: str, mime: str) -> None:
    """A button that gives a file of the data folder as it is."""
    stem, _, extension = path.rpartition(".")
    st.download_button(
        markup.literal(label),
        data_package.originals(data.folder)[path],
        file_name=exports.file_name(data, stem, extension),
        mime=mime,
        on_click="ignore",
        key=f"download_{stem}",
        width="stretch",
    )


# The foot.


def versions(data: Dataset, t: Translations) -> None:
    """The versions of data, dashboard and libraries, and what was corrected when."""
    date = dates.spoken(data.created, t.language)
    text = t("versions", data=data.version, date=date, app=data_package.app_version())
    libraries = [f"{name} {version}" for name, version in data_package.versions_installed().items()]
    st.html(macro(PAGE, "versions", t, text, libraries))
    changes = data_package.originals(data.folder).get("CHANGES.md")
    if changes:
        with st.expander(t("changes"), key="changes"):
            st.markdown(tame(changes.decode("utf-8-sig")))
