"""What this dashboard leans on in Streamlit beside what its documentation promises: a new version may change each.

Style sheets and scripts import nothing: `tests/test_upgrades.py` holds that they name nothing of Streamlit's page
that is not here, that Streamlit still has all of it, and that nothing stands here in vain (docs/upgrading.md).
"""

import re

# data-testid of an element -> what it is needed for.
TEST_IDS = {
    "stApp": "whether the page is connected (shell.js), and whether it is drawn (tests)",
    "stBidiComponent": "a component in the foot takes no more room than it needs",
    "stBidiComponentIsolated": "words that stay whole are held together inside components",
    "stButton": "buttons of a city's page stand in a line",
    "stButtonGroup": "cities to choose stand close, the chosen ones in the colour of what is chosen",
    "stCaptionContainer": "small notes in a grey that can be read",
    "stCheckbox": "boxes to tick are high enough for a finger",
    "stCode": "letters for code that have Thai",
    "stColumn": "columns that change place or width on a small screen",
    "stConnectionStatus": "Streamlit's own sign of a lost connection, hidden: ours speaks",
    "stDialog": "Streamlit's own box of a lost connection, hidden; the title of ours",
    "stDownloadButton": "the file that a button could not give: our words in place of Streamlit's",
    "stDownloadButtonError": "as above",
    "stElementContainer": "what only runs or styles takes no line",
    "stExpandSidebarButton": "there is no bar at the side: the button that opens it is hidden",
    "stExpander": "sections on the map page stand close",
    "stHeader": "Streamlit's bar, hidden: it would cover the first lines",
    "stHorizontalBlock": "rows of columns that change on a small screen",
    "stHtml": "HTML of ours: what only runs or styles takes no line; words held together",
    "stLayoutWrapper": "the box around a container with a key, in rows that share a line",
    "stMain": "the box that scrolls",
    "stMarkdownContainer": "a browser cuts no label of a button in the foot",
    "stMultiSelect": "a list of choices closes under a finger when one is made",
    "stPageLink": "links of the menu",
    "stPageLink-NavLink": "links of the menu: their address, and which page one is on",
    "stPopover": "buttons of a city's page stand in a line",
    "stPopoverBody": "a city's list of others to compare with has no bullets",
    "stSelectbox": "choices that share a line take no more room than they need",
    "stTextInputRootElement": "a box to type in is high enough for a finger",
    "stToolbar": "as stHeader",
    "stVerticalBlock": "the space between what stands one under the other",
    "InputInstructions": "Streamlit's English under a box that is being typed in, hidden",
}
# class of an element -> what it is needed for. A container's key gives the class `st-key-...`, which is documented.
CLASSES = {
    "stApp": "a rule of ours for text has to outweigh Streamlit's",
    "stHeading": "the room under a heading of the overview",
    "stMain": "the heading that the link past the menu leads to",
    "stMainBlockContainer": "the margins of the page",
}
IDS = {"stMain": "where Streamlit's link past the menu leads; ours leads to the heading"}
ATTRIBUTES = {
    "data-test-connection-state": "whether the page is connected (shell.js)",
    "data-test-script-state": "whether a run has ended (tests)",
    "data-stale": "whether an element is of an earlier run (tests)",
}
# Key of the wording -> what Streamlit says in English to who does not see it, or sees a box of its own.
SAID = ("open", "clear_all", "clear_value", "selected", "main_menu", "dismiss", "close", "copy", "more", "less")

# The places of the shell (`index.html`) that are replaced, each of which has to be there once.
SHELL_LANGUAGE = re.compile(r'<html lang="en">')
SHELL_PRELOAD = re.compile(r'href="\./static/media/SourceSans[^"]*"')
SHELL_TITLE = re.compile(r"<title>[^<]*</title>")
SHELL_NOSCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
SHELL_ROOT = re.compile(r'<div id="root"></div>')

# What is replaced or read inside Streamlit's own Python -> where and why.
INSIDE = {
    "streamlit.net_util.get_external_ip": "gate.py: no outside host is asked for our address",
    "streamlit.net_util.get_internal_ip": "gate.py: as above",
    "streamlit.runtime.Runtime.instance": "gate.py: which files a page holds; downloads.py: whether a reader has left",
    "streamlit.runtime.Runtime.is_active_session": "downloads.py: whether a reader has left",
    "streamlit.runtime.media_file_manager.MediaFileManager.remove_orphaned_files": "left_pages.py: a reader's files go",
    "streamlit.runtime.memory_session_storage.MemorySessionStorage.save": "left_pages.py: when a page is left",
    "streamlit.runtime.session_manager.SessionInfo": "left_pages.py: as above",
    "streamlit.runtime.Runtime.close_session": "left_pages.py: a page that was left ends",
    "streamlit.proto.BackMsg_pb2.BackMsg": "messages.py: which kinds of message a page sends",
    "streamlit.proto.BackMsg_pb2.BackendOperationRequest": "messages.py: as above",
    "streamlit.runtime.app_session.AppSession._handle_backend_operation_request": "messages.py: only its own page's",
    "streamlit.runtime.forward_msg_queue.ForwardMsgQueue.clear": "unsent.py: two choices faster than their answers",
    "streamlit.runtime.scriptrunner.get_script_run_ctx": "downloads.py: whose place in the line it is",
    "streamlit.runtime.state.session_state.Serialized": "widget_values.py: a value before it is read",
    "streamlit.runtime.state.session_state.Value": "widget_values.py: a value as it is read",
    "streamlit.runtime.state.session_state.WStates.__getitem__": "widget_values.py: a value of another kind is none",
    "streamlit.file_util.get_static_dir": "html_shell.py: where the shell lies",
}
