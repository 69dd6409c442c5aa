"""Evidence: one statement, who says it and where, how it is coded, what differs and what is related, how to cite it."""

import streamlit as st

from lcdash.dataset import loading
from lcdash.ui.pages import evidence
from lcdash.ui.shared import page_shell, url_state

t = page_shell.open_page("evidence")  # title, language, menu

data = loading.load()  # load
opened = url_state.one("id", set(data.evidence["evidence_id"]))
found_by = url_state.text("q").strip()
page_shell.notices(t)

if not opened:  # show
    evidence.invite(t)
else:
    claim = evidence.Claim(data, opened, t, found_by)
    claim.head()
    left, right = st.columns([3, 2], gap="large")
    with left:
        claim.sources()
        claim.differences()
    with right:
        claim.codes()
    claim.related()
    claim.cite()
page_shell.close_page(t)
