"""Present: a story scene by scene on the whole window; where it is chosen; whether the room is ready for it."""

import streamlit as st

from lcdash.dataset import loading
from lcdash.ui.pages.present import present_page
from lcdash.ui.shared import page_shell, run_log, url_state

t = page_shell.open_page("present", whole_window=present_page.is_open())  # title, language, menu

data = loading.load()  # load
asked = present_page.read(data, t)  # choose
if present_page.is_open():  # show
    if asked:
        present_page.show(data, asked, t)
        run_log.end()
        st.stop()
    url_state.clear("scene")  # a story about one city, and the link does not say which
    st.rerun()
if url_state.one("check", ("1",)):
    present_page.check(data, asked, t)
else:
    present_page.start(data, asked, t)
page_shell.notices(t)
page_shell.close_page(t)
