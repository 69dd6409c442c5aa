"""What happened when, as an ordered list that CSS draws as a line: for a city, and for the network as a whole."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from lcdash.dataset import records
from lcdash.dataset.loading import Dataset
from lcdash.evidence import filtering
from lcdash.language.translations import Translations

# Of these kinds an event tells what a membership of the same date tells, with more around it.
TELLS_OF_JOINING = ("joined", "funding")


class TimelineEntry(NamedTuple):
    """One dated thing: an EDTF date, what kind it is, its words, and the row it comes from with its `source` cell."""

    date: str
    kind: str
    words: str
    table: str
    row_id: str
    source: str


def of_city(data: Dataset, city_id: str, t: Translations) -> list[TimelineEntry]:
    """The dated events of a city, and its memberships where no event tells of them, by date."""
    events = filtering.holding(data.events, "city_ids", city_id)
    dates_told = set(events.loc[events["kind"].isin(TELLS_OF_JOINING), "date"])
    own = data.memberships[(data.memberships["city_id"] == city_id) & (data.memberships["since"] != "")]
    statuses, schemes = (data.labels(f"membership_{name}", t.language) for name in ("status", "scheme"))
    joined = []
    for row in records.each(own[~own["since"].isin(dates_told)], records.Membership):
        text = f"{t.of(row, 'member_name')} · {schemes[row.scheme]}"
        joined.append(
            TimelineEntry(row.since, statuses[row.status], text, "memberships", row.membership_id, row.source)
        )
    return sorted(joined + _entries(data, events, t))


def of_network(data: Dataset, t: Translations) -> list[TimelineEntry]:
    """Who joined when, and what concerns no single city; what opened is told where it stands."""
    events = data.events
    of_all = (events["city_ids"].map(len) == 0) & (events["kind"] != "opening")
    return sorted(_entries(data, events[(events["kind"] == "joined") | of_all], t))


def _entries(data: Dataset, events: pd.DataFrame, t: Translations) -> list[TimelineEntry]:
    kinds = data.labels("event_kind", t.language)
    return [
        TimelineEntry(row.date, kinds[row.kind], t.of(row, "title"), "events", row.event_id, row.source)
        for row in records.each(events, records.Event)
    ]
