"""The parts of the data page: sources, silences, coverage, joining the network, downloads. Each draws only itself."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import partial
from html import escape
from urllib.parse import urlsplit

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lcdash import dates, descriptor, documents, exports, markup, package, references, settings, transforms
from lcdash.dataset import Dataset
from lcdash.descriptor import DESCRIPTOR
from lcdash.markup import Html
from lcdash.ui import link
from lcdash.ui.downloads import offer
from lcdash.wording import Wording

# Who runs the network, as partnerships.csv tells it.
NETWORK_BODY = "uil"


def only_one(known: Collection[str], say: Wording) -> str | None:
    """The entry that the link asks for by `id`, with the way back to all of them; None where it asks for none."""
    opened = link.one("id", known)
    if opened:
        st.button(say("see_all"), key="_see_all", type="tertiary", on_click=link.clear, args=("id",))
    return opened


def lead(text: str) -> None:
    st.html(f'<p class="lead">{escape(text)}</p>')


def note(text: str) -> None:
    """A sentence without which what follows would be misread."""
    st.html(f'<p class="answer" role="note">{escape(text)}</p>')


def entry(part: str, entry_id: str, summary: str, body: str, say: Wording, *, opened: bool) -> str:
    """One folded entry with an address of its own; `summary` and `body` are HTML."""
    return (
        f'<details class="entry"{" open" if opened else ""}><summary>{summary}</summary>{body}'
        f'<p class="quiet">{markup.link_to("data", say("link_to_this"), say, part=part, id=entry_id)}</p></details>'
    )


# Sources.


def sources(data: Dataset, say: Wording) -> None:
    """Every source: its reference, who speaks, its licence, which tables cite it; the documents read come first."""
    read = documents.documents_read(data)
    rows = data.sources.set_index("source_id", drop=False)
    others = transforms.by_name(rows.drop(index=read), say.language, "reference")
    cited = documents.citing_rows(data)
    lead(say("sources_lead", read=len(read), others=len(others)))
    opened = only_one(rows.index, say)
    if opened:
        st.html(_source_list(data, rows.loc[[opened]], cited, say))
        return
    st.html(f"<h2>{escape(say('sources_read'))}</h2>{_source_list(data, rows.loc[read], cited, say)}")
    _count_table(data, read, cited, say)
    st.html(
        f'<h2>{escape(say("sources_others"))}</h2><p class="quiet">{escape(say("sources_others_note"))}</p>'
        + _source_list(data, others, cited, say)
    )


def _source_list(data: Dataset, rows: pd.DataFrame, cited: pd.DataFrame, say: Wording) -> str:
    kinds, languages, voices = (data.labels(codes, say.language) for codes in ("csl_type", "source_language", "voice"))
    titles = table_titles(data, say)
    counts = dict(iter(cited.groupby("source_id")))
    items = []
    for source in rows.itertuples():
        facts = [
            (say("source_kind"), kinds[source.csl_type]),
            (say("source_language"), languages[source.language]),
            (say("source_voice"), voices[source.voice]),
            (say("source_licence"), source.licence or say("source_no_licence")),
        ]
        if source.accessed:
            facts.append((say("source_accessed"), dates.spoken(source.accessed, say.language)))
        told = " · ".join(f"{term}: {fact}" for term, fact in facts)
        if not source.url:
            told += f" · {say('source_no_link')}"
        own = counts.get(source.source_id)
        tables = say("source_uncited")
        if own is not None:
            tables = ", ".join(f"{titles[table]} {n}" for table, n in zip(own["table"], own["rows"], strict=True))
        note = say.of(source, "note")
        named = Html(f"<code>{escape(source.source_id)}</code>")
        items.append(
            f"<li><p>{linked(say.of(source, 'reference'), source.url)} "
            f"{markup.link_to('data', named, say, part='sources', id=source.source_id)}</p>"
            f'<p class="quiet">{escape(told)}<br>{escape(say("source_cited"))}: {escape(tables)}</p>'
            + (
                f"<details><summary>{escape(say('source_note'))}</summary><p>{escape(note)}</p></details>"
                if note
                else ""
            )
            + "</li>"
        )
    return f'<ol class="sources">{"".join(items)}</ol>'


def linked(text: str, url: str) -> str:
    """A text as HTML with `url` as a link, in the text or after it."""
    words, address = escape(text), escape(url)
    if not url:
        return words
    anchor = markup.to_the_web(url)
    return words.replace(address, anchor) if address in words else f"{words} {anchor}"


def _count_table(data: Dataset, read: list[str], cited: pd.DataFrame, say: Wording) -> None:
    """Tables down, the documents read across, all others in the last column."""
    titles = table_titles(data, say)
    counts = dict(zip(zip(cited["source_id"], cited["table"], strict=True), cited["rows"], strict=True))
    columns = [references.short(data, source_id, say.language) for source_id in read]
    rest = cited[~cited["source_id"].isin(read)].groupby("table")["rows"].sum()
    rows = [
        [titles[table], *(counts.get((source_id, table), "–") for source_id in read), rest.get(table, "–")]
        for table in cited["table"].unique()
    ]
    frame = pd.DataFrame(rows, columns=[say("col_table"), *columns, say("other_sources")])
    st.html(f'{markup.table(frame, say("sources_count"))}<p class="quiet">{escape(say("sources_count_note"))}</p>')


def table_titles(data: Dataset, say: Wording) -> dict[str, str]:
    """Table -> its title in the reader's language."""
    return {one["name"]: descriptor.title(one, say.language) for one in data.descriptor["resources"]}


# What the documents do not say.


def silences(data: Dataset, say: Wording) -> None:
    """The topics the documents leave out, and the facets on which they are silent about a studied city."""
    lead(say("silences_lead"))
    scopes = data.labels("silence_scope", say.language)
    for scope, rows in data.silences.groupby("scope", sort=False):
        items = "".join(
            f"<dt>{escape(topic)}</dt><dd>{escape(note)}</dd>"
            for topic, note in zip(rows[f"topic_{say.language}"], rows[f"note_{say.language}"], strict=True)
        )
        st.html(f'<h2>{escape(scopes[str(scope)])}</h2><dl class="topics">{items}</dl>')
    offer(data, "silences", data.silences, None, say, label=say("download_silences"))

    st.html(f'<h2>{escape(say("facets_title"))}</h2><p class="quiet">{escape(say("facets_note"))}</p>')
    st.html(markup.table(_silent_facets(data, say), say("facets_caption")))


def _silent_facets(data: Dataset, say: Wording) -> pd.DataFrame:
    studied = transforms.by_name(data.cities[data.cities["in_study"]], say.language)
    names = transforms.names(studied, say.language)
    factors = data.names("factors", say.language, "short")
    facets = data.names("facets", say.language)
    rows = []
    for silent in documents.silent_cities(transforms.evidence_matrix(data.evidence, data.facets, studied)).itertuples():
        # In words where it is all or none: a row of ten names reads like a count.
        told = ", ".join(names[city_id] for city_id in silent.city_ids) or say("silent_none")
        if len(silent.city_ids) == len(names):
            told = say("silent_all")
        rows.append((facets[silent.facet_id], f"{silent.factor_id} {factors[silent.factor_id]}", told))
    return pd.DataFrame(rows, columns=[say("col_facet"), say("col_factor"), say("col_silent")])


# Coverage and freshness of the documents.


def coverage(data: Dataset, say: Wording) -> None:
    """How much the documents say, city by factor: the one place for such counts, under a sentence on what they are."""
    note(say("coverage_warning"))
    covered = documents.coverage(data.evidence, data.sources)
    st.html(f'<p class="quiet">{escape(say("coverage_note"))}</p>')
    st.html(markup.table(_coverage_table(data, covered, say), say("coverage_caption")))
    titles = {
        "claims": f"{say('coverage_claims')} [claims]",
        "sources": f"{say('coverage_sources')} [sources]",
        "newest": f"{say('coverage_newest')} [newest]",
    }
    offer(
        data,
        "evidence",
        covered.rename(columns=titles),
        None,
        say,
        name="coverage",
        title=say("part_coverage"),
        note=say("coverage_warning"),
        label=say("download_table"),
    )


def _coverage_table(data: Dataset, covered: pd.DataFrame, say: Wording) -> pd.DataFrame:
    cells = {}
    for cell in covered.itertuples():
        newest = say("coverage_no_year") if pd.isna(cell.newest) else dates.year(cell.newest, say.language)
        words = say("coverage_cell", claims=cell.claims, sources=cell.sources, newest=newest)
        # Each number stays with its word when the cell wraps.
        cells[cell.city_id, cell.factor_id] = re.sub(r" (?=\d)", "\u00a0", words)
    cities = transforms.by_name(data.cities, say.language)
    heads = {
        city_id: name if in_study else say("city_not_studied", city=name)
        for city_id, name, in_study in zip(
            cities["city_id"], cities[f"name_{say.language}"], cities["in_study"], strict=True
        )
    } | {"": say("country")}
    factors = data.names("factors", say.language, "short")
    rows = [[head, *(cells.get((city_id, factor_id), "–") for factor_id in factors)] for city_id, head in heads.items()]
    return pd.DataFrame(rows, columns=[say("col_city"), *(f"{number} {name}" for number, name in factors.items())])


# Joining the network.


def join(data: Dataset, say: Wording) -> None:
    """What the sources say about joining: UNESCO's documents, its steps, the rounds so far, with dates and links."""
    lead(say("join_lead"))
    note(say("join_unknown"))
    _network_body(data, say)
    frame = data.frameworks[data.frameworks["framework"].str.startswith("unesco")]
    notices = data.events[data.events["kind"] == "publication"]
    st.html(f"<h2>{escape(say('join_documents'))}</h2>")
    st.html(_unesco_documents(data, [*frame["source"], *notices["source"]], say))
    steps = frame[frame["framework"] == "unesco_step"].sort_values("order")
    items = "".join(
        f"<li><b>{escape(name)}</b><br>{escape(detail)} {markup.citation(data, source, say)}</li>"
        for name, detail, source in zip(
            steps[f"name_{say.language}"], steps[f"detail_{say.language}"], steps["source"], strict=True
        )
    )
    st.html(f'<h2>{escape(say("join_steps"))}</h2><ol class="steps">{items}</ol>')
    st.html(f"<h2>{escape(say('join_rounds'))}</h2>{_rounds(data, say)}")


def _network_body(data: Dataset, say: Wording) -> None:
    body = data.partners[data.partners["partner_id"] == NETWORK_BODY]
    roles = data.partnerships[(data.partnerships["partner_id"] == NETWORK_BODY) & (data.partnerships["city_id"] == "")]
    if body.empty or roles.empty:
        return
    told = " ".join(
        f"{escape(detail)} {markup.citation(data, source, say)}"
        for detail, source in zip(roles[f"detail_{say.language}"], roles["source"], strict=True)
    )
    name, website = body.iloc[0][f"name_{say.language}"], body.iloc[0]["website"]
    st.html(f'<h2>{escape(say("join_body"))}</h2><div class="answer">{linked(f"{name}:", website)}<br>{told}</div>')


def _unesco_documents(data: Dataset, cells: Iterable[str], say: Wording) -> str:
    """The sources among the citations of `cells` in which UNESCO itself speaks, oldest first, undated ones last."""
    cited = documents.sources_of(*cells)
    rows = data.sources[data.sources["source_id"].isin(cited) & (data.sources["voice"] == "unesco")]
    items = []
    for source in rows.sort_values("issued", key=lambda issued: issued.replace("", "9999")).itertuples():
        date = dates.spoken(source.issued, say.language) or say("undated")
        items.append(
            f"<li><b>{escape(date)}</b> {linked(say.of(source, 'title'), source.url)}"
            f'<br><span class="quiet">{escape(say.of(source, "note"))}</span></li>'
        )
    return f'<ul class="dated">{"".join(items)}</ul>'


def _rounds(data: Dataset, say: Wording) -> str:
    items = []
    for event in data.events[data.events["kind"] == "joined"].sort_values("date", ascending=False).itertuples():
        cited = documents.sources_of(event.source)
        anchors = "".join(
            f'<br><span class="quiet">{linked(references.short(data, source_id, say.language), url)}</span>'
            for source_id, url in zip(data.sources["source_id"], data.sources["url"], strict=True)
            if source_id in cited
        )
        date, words = dates.spoken(event.date, say.language), say.of(event, "title")
        items.append(f"<li><b>{escape(date)}</b> {escape(words)}{anchors}</li>")
    return f'<ul class="dated">{"".join(items)}</ul>'


# Downloads.


def downloads(data: Dataset, say: Wording) -> None:
    """The package as a zip, tables as CSV, maps and documents as they are. Nothing is made before it is asked for."""
    lead(say("downloads_lead", version=data.version, date=dates.spoken(data.created, say.language)))
    st.html(f"<h2>{escape(say('package_title'))}</h2>")
    st.download_button(
        say("package_button"),
        partial(package.archive, data.folder),
        file_name=exports.file_name(data, "", "zip"),
        mime="application/zip",
        type="primary",
        on_click="ignore",
        key="download_package",
    )
    st.html(f'<p class="quiet">{escape(say("package_note"))}</p>')
    if package.served_by_url:
        _by_url(data, say)

    titles = table_titles(data, say)
    st.html(f"<h2>{escape(say('tables_download'))}</h2>")
    for name, frame in data.tables.items():
        resource = data.resource(name)
        told = descriptor.description(resource, say.language)
        with _file(data, resource["path"], told, say("rows", n=len(frame))):
            offer(data, name, frame, None, say, label=titles[name], width="stretch")
    st.html(f"<h2>{escape(say('maps_download'))}</h2>")
    for resource in data.descriptor["resources"]:
        if resource["format"] == "geojson":
            features = say("features", n=len(getattr(data, resource["name"])))
            told = descriptor.description(resource, say.language)
            with _file(data, resource["path"], told, features):
                _offer_file(data, resource["path"], f"{titles[resource['name']]} (GeoJSON)", resource["mediatype"])
    st.html(f"<h2>{escape(say('documents_download'))}</h2>")
    for path, what, mime in (
        ("README.md", "document_readme", "text/markdown"),
        ("CHANGES.md", "changes", "text/markdown"),
        (DESCRIPTOR, "document_descriptor", "application/json"),
    ):
        if path in package.originals(data.folder):
            with _file(data, path, say(what)):
                _offer_file(data, path, path, mime)
    with _file(data, package.CITATION, say("document_citation")):
        st.download_button(
            package.CITATION,
            package.citation,
            file_name=exports.file_name(data, "CITATION", "cff"),
            mime="text/plain",
            on_click="ignore",
            width="stretch",
        )


def _by_url(data: Dataset, say: Wording) -> None:
    """Where programs read the files, with an example to copy."""
    page = urlsplit(st.context.url or "")
    address = f"{settings.public_address() or f'{page.scheme}://{page.netloc}'}/{package.BY_URL}"
    words = say("by_url_note", zip=package.zip_name(data.descriptor), address=f"{address}/")
    st.html(f"<h2>{escape(say('by_url_title'))}</h2><p>{escape(words)}</p>")
    read = f'pandas.read_csv("{address}/evidence.csv", dtype=str, keep_default_na=False)'
    st.code(f"import pandas\n\nevidence = {read}", language="python")


def _file(data: Dataset, path: str, description: str, size: str = "") -> DeltaGenerator:
    """A line that says what a file is; returns the place for its button."""
    words, button = st.columns([5, 2], vertical_alignment="center")
    name = f"<code>{escape(path)}</code>"
    if package.served_by_url and path in package.files(data.folder):
        name = f'<a href="{escape(f"{package.BY_URL}/{path}")}">{name}</a>'
    about = f"{name} {escape(size)}"
    words.html(f'<p class="file">{about}<br>{escape(description)}</p>')
    return button


def _offer_file(data: Dataset, path: str, label: str, mime: str) -> None:
    """A button that gives a file of the data folder as it is."""
    stem, _, extension = path.rpartition(".")
    st.download_button(
        label,
        package.originals(data.folder)[path],
        file_name=exports.file_name(data, stem, extension),
        mime=mime,
        on_click="ignore",
        key=f"download_{stem}",
        width="stretch",
    )


# The foot.


def versions(data: Dataset, say: Wording) -> None:
    """The versions of data, dashboard and libraries, and what was corrected when."""
    date = dates.spoken(data.created, say.language)
    libraries = ", ".join(
        f"<code>{escape(f'{name} {version}')}</code>" for name, version in package.versions_installed().items()
    )
    st.html(
        f"<h2>{escape(say('versions_title'))}</h2>"
        f"<p>{escape(say('versions', data=data.version, date=date, app=package.app_version()))}</p>"
        f'<p class="quiet">{say("versions_libraries", libraries=libraries)}</p>'
    )
    changes = package.originals(data.folder).get("CHANGES.md")
    if changes:
        with st.expander(say("changes"), key="changes"):
            st.markdown(tame(changes.decode("utf-8-sig")))


def tame(text: str) -> str:
    """Markdown that only formats: no title, headings below those of the page, no pictures, which come from elsewhere.

    Streamlit shows HTML in it as text. Its own signs for colours, icons and formulas are taken as prose has them.
    """
    text = re.sub(r"\A# .*\n", "", text.replace("![", "["))
    text = re.sub(r"^#+ ", "### ", text, flags=re.MULTILINE)
    # Within `code` a sign is a sign already, and a backslash would show.
    return re.sub(r"(`[^`]*`)|([$:])", lambda found: found[1] or f"\\{found[2]}", text)
