"""What happened when, as an ordered list that CSS draws as a line: for a city, and for the network as a whole."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import NamedTuple

import pandas as pd

from lcdash import dates
from lcdash.dataset import Dataset
from lcdash.wording import Wording

# Of these kinds an event tells what a membership of the same date tells, with more around it.
TELLS_OF_JOINING = ("joined", "funding")


class Entry(NamedTuple):
    """One dated thing: an EDTF date, what kind it is, its words, and the row it comes from with its `source` cell."""

    date: str
    kind: str
    words: str
    table: str
    row_id: str
    source: str


def of_city(data: Dataset, city_id: str, say: Wording) -> list[Entry]:
    """The dated events of a city, and its memberships where no event tells of them, by date."""
    events = data.events[[city_id in cities for cities in data.events["city_ids"]]]
    told = set(events.loc[events["kind"].isin(TELLS_OF_JOINING), "date"])
    own = data.memberships[(data.memberships["city_id"] == city_id) & (data.memberships["since"] != "")]
    statuses, schemes = (data.labels(f"membership_{name}", say.language) for name in ("status", "scheme"))
    joined = []
    for row in own[~own["since"].isin(told)].itertuples():
        words = f"{say.of(row, 'member_name')} · {schemes[row.scheme]}"
        joined.append(Entry(row.since, statuses[row.status], words, "memberships", row.membership_id, row.source))
    return sorted(joined + _entries(data, events, say))


def of_network(data: Dataset, say: Wording) -> list[Entry]:
    """Who joined when, and what concerns no single city; what opened is told where it stands."""
    events = data.events
    of_all = (events["city_ids"].map(len) == 0) & (events["kind"] != "opening")
    return sorted(_entries(data, events[(events["kind"] == "joined") | of_all], say))


def _entries(data: Dataset, events: pd.DataFrame, say: Wording) -> list[Entry]:
    kinds = data.labels("event_kind", say.language)
    return [
        Entry(row.date, kinds[row.kind], say.of(row, "title"), "events", row.event_id, row.source)
        for row in events.itertuples()
    ]


def drawn(entries: list[Entry], say: Wording, tail: Callable[[Entry], str]) -> str:
    """The entries as an ordered list of dates and words. `tail` gives the HTML after the words: remarks and sources."""
    rows = "".join(
        f'<li><span class="when">{_time(one.date, say.language)}</span>'
        f'<div><span class="quiet">{escape(one.kind)}</span> {escape(one.words)} {tail(one)}</div></li>'
        for one in entries
    )
    return f'<ol class="timeline">{rows}</ol>'


def _time(edtf: str, language: str) -> str:
    """A date in words, with its machine form where HTML knows one: HTML has none for an interval."""
    start, _, end = edtf.partition("/")
    if not end:
        return f'<time datetime="{escape(edtf)}">{escape(dates.spoken(edtf, language))}</time>'
    if start[:7] == end[:7] and len(start) == len(end) == len("2023-11-04"):  # days of one month name it once
        return escape(f"{int(start[8:])}–{dates.spoken(end, language)}")
    return escape(dates.spoken(edtf, language))
