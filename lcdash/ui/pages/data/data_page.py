"""The parts of the data page: sources, silences, coverage, joining the network, downloads. Each draws only itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from html import escape
from urllib.parse import urlsplit

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lcdash import settings
from lcdash.dataset import data_package, descriptor
from lcdash.dataset.descriptor import DESCRIPTOR
from lcdash.dataset.loading import Dataset
from lcdash.documents import derived, exports, published, workbook
from lcdash.evidence import filtering, matrix
from lcdash.html import markup
from lcdash.html.markdown import tame
from lcdash.html.markup import Html
from lcdash.language import dates
from lcdash.language.translations import Translations
from lcdash.sources import references, source_coverage
from lcdash.ui.shared import downloads
from lcdash.ui.shared.downloads import offer
from lcdash.ui.shared.statements import lead, linked, note, only_one, table_titles

# Sources.


def sources(data: Dataset, t: Translations) -> None:
    """Every source: its reference, who speaks, its licence, which tables cite it; the documents read come first."""
    read = source_coverage.documents_read(data)
    rows = data.sources.set_index("source_id", drop=False)
    others = filtering.by_name(rows.drop(index=read), t.language, "reference")
    cited = source_coverage.citing_rows(data)
    lead(t("sources_lead", read=len(read), others=len(others)))
    opened = only_one(rows.index, t)
    if opened:
        st.html(_source_list(data, rows.loc[[opened]], cited, t))
        return
    st.html(f"<h2>{escape(t('sources_read'))}</h2>{_source_list(data, rows.loc[read], cited, t)}")
    _count_table(data, read, cited, t)
    st.html(
        f'<h2>{escape(t("sources_others"))}</h2><p class="quiet">{escape(t("sources_others_note"))}</p>'
        + _source_list(data, others, cited, t)
    )


def _source_list(data: Dataset, rows: pd.DataFrame, cited: pd.DataFrame, t: Translations) -> str:
    kinds, languages, voices = (data.labels(codes, t.language) for codes in ("csl_type", "source_language", "voice"))
    titles = table_titles(data, t)
    counts = dict(iter(cited.groupby("source_id")))
    items = []
    for source in rows.itertuples():
        facts = [
            (t("source_kind"), kinds[source.csl_type]),
            (t("source_language"), languages[source.language]),
            (t("source_voice"), voices[source.voice]),
            (t("source_licence"), source.licence or t("source_no_licence")),
        ]
        read = dates.spoken(source.accessed, t.language) if source.accessed else t("source_not_dated")
        facts.append((t("source_accessed"), read))
        told = " · ".join(f"{term}: {fact}" for term, fact in facts)
        if not source.url:
            told += f" · {t('source_no_link')}"
        own = counts.get(source.source_id)
        tables = t("source_uncited")
        if own is not None:
            tables = ", ".join(f"{titles[table]} {n}" for table, n in zip(own["table"], own["rows"], strict=True))
        note = t.of(source, "note")
        named = Html(f"<code>{escape(source.source_id)}</code>")
        items.append(
            f"<li><p>{linked(t.of(source, 'reference'), source.url)} "
            f"{markup.link_to('data', named, t, part='sources', id=source.source_id)}</p>"
            f'<p class="quiet">{escape(told)}<br>{escape(t("source_cited"))}: {escape(tables)}</p>'
            + (f"<details><summary>{escape(t('source_note'))}</summary><p>{escape(note)}</p></details>" if note else "")
            + "</li>"
        )
    return f'<ol class="sources">{"".join(items)}</ol>'


def _count_table(data: Dataset, read: list[str], cited: pd.DataFrame, t: Translations) -> None:
    """Tables down, the documents read across, all others in the last column."""
    titles = table_titles(data, t)
    counts = dict(zip(zip(cited["source_id"], cited["table"], strict=True), cited["rows"], strict=True))
    columns = [references.short(data, source_id, t.language) for source_id in read]
    rest = cited[~cited["source_id"].isin(read)].groupby("table")["rows"].sum()
    rows = [
        [titles[table], *(counts.get((source_id, table), "–") for source_id in read), rest.get(table, "–")]
        for table in cited["table"].unique()
    ]
    frame = pd.DataFrame(rows, columns=[t("col_table"), *columns, t("other_sources")])
    st.html(f'{markup.table(frame, t("sources_count"))}<p class="quiet">{escape(t("sources_count_note"))}</p>')


# What the documents do not say.


def silences(data: Dataset, t: Translations) -> None:
    """The topics the documents leave out, and the facets on which they are silent about a studied city."""
    lead(t("silences_lead"))
    rows = data.silences.set_index("silence_id")
    opened = only_one(rows.index, t)
    if opened:
        _silence_list(data, rows.loc[[opened]], t)
        return
    _silence_list(data, rows, t)
    offer(data, "silences", data.silences, None, t, label=t("download_silences"))

    st.html(f'<h2>{escape(t("facets_title"))}</h2><p class="quiet">{escape(t("facets_note"))}</p>')
    st.html(markup.table(_silent_facets(data, t), t("facets_caption")))


def _silence_list(data: Dataset, rows: pd.DataFrame, t: Translations) -> None:
    """Rows of silences.csv by what was looked through."""
    scopes = data.labels("silence_scope", t.language)
    for scope, own in rows.groupby("scope", sort=False):
        items = "".join(
            f"<dt>{escape(topic)}</dt><dd>{escape(note)}</dd>"
            for topic, note in zip(own[f"topic_{t.language}"], own[f"note_{t.language}"], strict=True)
        )
        st.html(f'<h2>{escape(scopes[str(scope)])}</h2><dl class="topics">{items}</dl>')


def _silent_facets(data: Dataset, t: Translations) -> pd.DataFrame:
    studied = filtering.by_name(data.cities[data.cities["in_study"]], t.language)
    names = filtering.names(studied, t.language)
    factors = data.numbered_factors(t.language, "short")
    facets = data.names("facets", t.language)
    rows = []
    for silent in source_coverage.silent_cities(
        matrix.evidence_matrix(data.evidence, data.facets, studied)
    ).itertuples():
        # In words where it is all or none: a row of ten names reads like a count.
        told = ", ".join(names[city_id] for city_id in silent.city_ids) or t("silent_none")
        if len(silent.city_ids) == len(names):
            told = t("silent_all")
        rows.append((facets[silent.facet_id], factors[silent.factor_id], told))
    return pd.DataFrame(rows, columns=[t("col_facet"), t("col_factor"), t("col_silent")])


# Coverage and freshness of the documents.


def coverage(data: Dataset, t: Translations) -> None:
    """How much the documents say, city by factor: the one place for such counts, under a sentence on what they are."""
    note(t("coverage_warning"))
    covered = source_coverage.coverage(data.evidence, data.sources)
    st.html(f'<p class="quiet">{escape(t("coverage_note"))}</p>')
    st.html(markup.table(_coverage_table(data, covered, t), t("coverage_caption")))
    titles = {
        "claims": f"{t('coverage_claims')} [claims]",
        "sources": f"{t('coverage_sources')} [sources]",
        "newest": f"{t('coverage_newest')} [newest]",
    }
    offer(
        data,
        "evidence",
        covered.rename(columns=titles),
        None,
        t,
        name="coverage",
        title=t("part_coverage"),
        note=t("coverage_warning"),
        label=t("download_table"),
    )


def _coverage_table(data: Dataset, covered: pd.DataFrame, t: Translations) -> pd.DataFrame:
    cells = {}
    for cell in covered.itertuples():
        newest = t("coverage_no_year") if pd.isna(cell.newest) else dates.year(cell.newest, t.language)
        words = t("coverage_cell", claims=cell.claims, sources=cell.sources, newest=newest)
        # Each number stays with its word when the cell wraps.
        cells[cell.city_id, cell.factor_id] = re.sub(r" (?=\d)", "\u00a0", words)
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
    st.html(f"<h2>{escape(t('join_documents'))}</h2>")
    st.html(_unesco_documents(data, [*frame["source"], *notices["source"]], t))
    steps = frame[frame["framework"] == "unesco_step"].sort_values("order")
    items = "".join(
        f"<li><b>{escape(name)}</b><br>{escape(detail)} {markup.citation(data, source, t)}</li>"
        for name, detail, source in zip(
            steps[f"name_{t.language}"], steps[f"detail_{t.language}"], steps["source"], strict=True
        )
    )
    st.html(f'<h2>{escape(t("join_steps"))}</h2><ol class="steps">{items}</ol>')
    st.html(f"<h2>{escape(t('join_rounds'))}</h2>{_rounds(data, t)}")


def _network_body(data: Dataset, t: Translations) -> None:
    """Who runs the network, as the roles in the whole country tell it."""
    roles = data.partnerships[(data.partnerships["role"] == "operator") & (data.partnerships["city_id"] == "")]
    if roles.empty:
        return
    told = ""
    for one in roles.merge(data.partners.drop(columns="source"), on="partner_id").itertuples():
        name = linked(t.of(one, "name") + ":", one.website)
        detail = f"{escape(t.of(one, 'detail'))} {markup.citation(data, one.source, t)}"
        told += f'<div class="answer">{name}<br>{detail}</div>'
    st.html(f"<h2>{escape(t('join_body'))}</h2>{told}")


def _unesco_documents(data: Dataset, cells: Iterable[str], t: Translations) -> str:
    """The sources among the citations of `cells` in which UNESCO itself speaks, oldest first, undated ones last."""
    cited = source_coverage.sources_of(*cells)
    rows = data.sources[data.sources["source_id"].isin(cited) & (data.sources["voice"] == "unesco")]
    items = []
    for source in rows.sort_values("issued", key=lambda issued: issued.replace("", "9999")).itertuples():
        date = dates.spoken(source.issued, t.language) or t("undated")
        items.append(
            f"<li><b>{escape(date)}</b> {linked(t.of(source, 'title'), source.url)}"
            f'<br><span class="quiet">{escape(t.of(source, "note"))}</span></li>'
        )
    return f'<ul class="dated">{"".join(items)}</ul>'


def _rounds(data: Dataset, t: Translations) -> str:
    items = []
    for event in data.events[data.events["kind"] == "joined"].sort_values("date", ascending=False).itertuples():
        cited = source_coverage.sources_of(event.source)
        anchors = "".join(
            f'<br><span class="quiet">{linked(references.short(data, source_id, t.language), url)}</span>'
            for source_id, url in zip(data.sources["source_id"], data.sources["url"], strict=True)
            if source_id in cited
        )
        date, words = dates.spoken(event.date, t.language), t.of(event, "title")
        items.append(f"<li><b>{escape(date)}</b> {escape(words)}{anchors}</li>")
    return f'<ul class="dated">{"".join(items)}</ul>'


# Downloads.


def everything(data: Dataset, t: Translations) -> None:
    """The package as a zip, tables as CSV, maps and documents as they are. Nothing is made before it is asked for."""
    lead(t("downloads_lead", version=data.version, date=dates.spoken(data.created, t.language)))
    st.html(f"<h2>{escape(t('package_title'))}</h2>")
    st.download_button(
        t("package_button"),
        partial(data_package.archive, data.folder),
        file_name=exports.file_name(data, "", "zip"),
        mime="application/zip",
        type="primary",
        on_click="ignore",
        key="download_package",
    )
    st.html(f'<p class="quiet">{escape(t("package_note"))}</p>')
    _workbook(data, t)
    if data_package.served_by_url:
        _by_url(data, t)

    titles = table_titles(data, t)
    st.html(f"<h2>{escape(t('tables_download'))}</h2>")
    for name, frame in data.tables.items():
        resource = data.resource(name)
        told = descriptor.description(resource, t.language)
        with _file(data, resource["path"], told, t("rows", n=len(frame))):
            offer(data, name, frame, None, t, label=titles[name], width="stretch")
    st.html(f"<h2>{escape(t('maps_download'))}</h2>")
    for resource in data.descriptor["resources"]:
        if resource["format"] == "geojson":
            features = t("features", n=len(getattr(data, resource["name"])))
            told = descriptor.description(resource, t.language)
            with _file(data, resource["path"], told, features):
                _offer_file(data, resource["path"], f"{titles[resource['name']]} (GeoJSON)", resource["mediatype"])
    st.html(f"<h2>{escape(t('documents_download'))}</h2>")
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
    st.html(f'<h2>{escape(t("workbook_title"))}</h2><p class="quiet">{escape(t("workbook_note"))}</p>')
    downloads.make(
        t("workbook_button"),
        partial(workbook.xlsx, data, t.language),
        exports.file_name(data, "workbook", "xlsx", t.language),
        downloads.XLSX,
        t,
    )
    st.html(f"<h2>{escape(t('derived_heading'))}</h2>")
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
    page = urlsplit(st.context.url or "")
    address = f"{settings.public_address() or f'{page.scheme}://{page.netloc}'}/{data_package.BY_URL}"
    words = t("by_url_note", zip=data_package.zip_name(data.descriptor), address=f"{address}/")
    st.html(f"<h2>{escape(t('by_url_title'))}</h2><p>{escape(words)}</p>")
    read = f'pandas.read_csv("{address}/evidence.csv", dtype=str, keep_default_na=False)'
    st.code(f"import pandas\n\nevidence = {read}", language="python")
    name = data_package.zip_name(data.descriptor)
    kept = " · ".join(f"[{version}]({data_package.BY_URL}/{version}/{name})" for version in published.editions())
    if kept:
        st.markdown(f"{t('editions_kept')}: {kept}")


def _file(data: Dataset, path: str, description: str, size: str = "") -> DeltaGenerator:
    """A line that says what a file is; returns the place for its button."""
    words, button = st.columns([5, 2], vertical_alignment="center")
    name = f"<code>{escape(path)}</code>"
    if data_package.served_by_url and path in published.names(data):
        name = f'<a href="{escape(f"{data_package.BY_URL}/{path}")}">{name}</a>'
    about = f"{name} {escape(size)}"
    words.html(f'<p class="file">{about}<br>{escape(description)}</p>')
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
    libraries = ", ".join(
        f"<code>{escape(f'{name} {version}')}</code>" for name, version in data_package.versions_installed().items()
    )
    st.html(
        f"<h2>{escape(t('versions_title'))}</h2>"
        f"<p>{escape(t('versions', data=data.version, date=date, app=data_package.app_version()))}</p>"
        f'<p class="quiet">{t("versions_libraries", libraries=libraries)}</p>'
    )
    changes = data_package.originals(data.folder).get("CHANGES.md")
    if changes:
        with st.expander(t("changes"), key="changes"):
            st.markdown(tame(changes.decode("utf-8-sig")))
