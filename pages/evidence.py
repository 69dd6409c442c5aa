"""Evidence: one statement, who says it and where, how it is coded, what differs and what is related, how to cite it."""

import streamlit as st

from lcdash import dataset
from lcdash.ui import evidence_page, frame, link

say = frame.open_page("evidence")  # title, language, menu

data = dataset.load()  # load
opened = link.one("id", set(data.evidence["evidence_id"]))
frame.notices(say)

if not opened:  # show
    evidence_page.invite(say)
else:
    claim = evidence_page.Claim(data, opened, say)
    claim.head()
    left, right = st.columns([3, 2], gap="large")
    with left:
        claim.sources()
        claim.differences()
    with right:
        claim.codes()
    claim.related()
    claim.cite()
frame.close_page(say)
