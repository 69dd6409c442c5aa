"""The parts of the spaces page: filters, the list of spaces with their details, downloads. Each draws only itself."""

from __future__ import annotations

from functools import cache
from html import escape

import streamlit as st

from lcdash.dataset import Dataset
from lcdash.ui import link
from lcdash.wording import Wording

# HTML in which a reader can choose: a <details data-id> that opens, an <a data-id> that is followed without loading the
# page anew. All of it comes from Python, which escapes what is data's. Text that is the same is left as it stands.
_CHOOSABLE = """
export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".choosable") || parentElement.appendChild(document.createElement("div"));
  root.className = "choosable";
  const first = root.written === undefined;
  if (root.written !== data.html) { root.innerHTML = data.html; root.written = data.html; }
  const moved = root.opened !== data.opened;
  root.opened = data.opened;
  for (const entry of root.querySelectorAll("details[data-id]")) {
    entry.open = entry.dataset.id === data.opened;
    if (!entry.open || !moved) continue;
    const box = entry.getBoundingClientRect();
    if (box.top < 0 || box.top > window.innerHeight - 160) entry.scrollIntoView({ block: first ? "nearest" : "start" });
  }
  const choose = (id) => { root.opened = id; setTriggerValue("chosen", id); };
  root.onclick = (event) => {
    const name = event.target.closest("a[data-id]");
    if (!name || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    choose(name.dataset.id);
  };
  const toggled = (event) => {
    const entry = event.target;
    if (!entry.matches("details[data-id]") || entry.open === (entry.dataset.id === root.opened)) return;
    choose(entry.open ? entry.dataset.id : "");
  };
  root.addEventListener("toggle", toggled, true);
  return () => root.removeEventListener("toggle", toggled, true);
}
"""


@cache
def _choosable() -> st.components.v2.types.ComponentRenderer:
    return st.components.v2.component("lcdash_choosable", js=_CHOOSABLE, isolate_styles=False)


def choosable(html: str, key: str, opened: str | None = None) -> None:
    """Show `html`, made here and escaped; what a reader chooses in it goes into the link as `id`.

    opened  the data-id of the <details> that stands open.
    """

    def choose() -> None:
        link.write("id", [str(st.session_state[key].chosen or "")])

    _choosable()(key=key, data={"html": html, "opened": opened or ""}, on_chosen_change=choose)


def conflict_notes(data: Dataset, table: str, row_id: str, say: Wording) -> str:
    """Where sources differ on this very row, folded until asked for."""
    found = data.conflict_targets
    ids = found.loc[(found["table"] == table) & (found["row_id"] == row_id), "conflict_id"]
    told = "".join(
        f"<div><b>{escape(getattr(one, f'topic_{say.language}'))}</b> "
        f"{escape(getattr(one, f'handling_{say.language}'))}</div>"
        for one in data.conflicts[data.conflicts["conflict_id"].isin(ids)].itertuples()
    )
    return f'<details class="cite"><summary>{escape(say("disputed"))}</summary>{told}</details>' if told else ""
