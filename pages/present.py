"""Present: a story scene by scene on the whole window; where it is chosen; whether the room is ready for it."""

import streamlit as st

from lcdash import dataset
from lcdash.ui import frame, link, present_page, runs

say = frame.open_page("present", whole_window=present_page.is_open())  # title, language, menu

data = dataset.load()  # load
asked = present_page.read(data, say)  # choose
if present_page.is_open():  # show
    if asked:
        present_page.show(data, asked, say)
        runs.end()
        st.stop()
    link.clear("scene")  # a story about one city, and the link does not say which
    st.rerun()
if link.one("check", ("1",)):
    present_page.check(data, asked, say)
else:
    present_page.start(data, asked, say)
frame.notices(say)
frame.close_page(say)
