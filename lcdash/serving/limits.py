"""How much of each resource one visitor, and all of them together, can take: every number of it stands here,
but those of a file that is opened on "Your city", which stand where it is read (documents/self_check/opening.py).

`docs/hosting.md` tells the operator the same in a table, and `tests/test_limits.py` tries each.
"""

from lcdash.documents import chromium
from lcdash.documents.self_check import opening

# Uploads through Streamlit's own address. No page needs it, so that nothing is let in: "Your city" has its file from a
# message of its component, within MESSAGE_BYTES (documents/self_check/opening.py).
UPLOADS_ARE_TAKEN = False
UPLOAD_BYTES = 1_000_000  # of one file
UPLOADS_OF_A_SESSION = 4  # files held at once
UPLOAD_BYTES_IN_ALL = 60_000_000  # of every session together

# Files that take seconds: documents and pictures by Chromium in one line, slides in another, one at a time each.
ORDERS_OF_A_SESSION = 3  # waiting or being made, in one line
ORDERS_IN_LINE = 60
MADE_BYTES_KEPT = 100_000_000  # of each line, given up in the order of their last use
PRINT_SECONDS = chromium.SECONDS_TO_PRINT  # of one document, then Chromium and its children are ended
PRINT_BYTES = chromium.LONGEST_DOCUMENT  # of the HTML of one document

# Stories as the player gets them, with a code for each scene: a megabyte or two each, by what the browser says is its
# address.
STORIES_KEPT = 16

# Documents to read without a live connection (/offline), packed: all of this dataset's take about thirty million bytes.
OFFLINE_BYTES_KEPT = 100_000_000

# Pages that are open: each is a websocket and up to four open files. A closed one is held for a reader whose connection
# comes back, within the two minutes that Streamlit knows it by.
LEFT_SECONDS = 110
PAGES_OF_AN_ADDRESS = 250  # a town hall has one address
PAGES_IN_ALL = 1000
MESSAGE_BYTES = 1_000_000  # of what a page sends at once; server.maxWidgetStateSize says the same
OPERATION_BYTES = 1_000  # of a page that asks for the file of a download button; a longer message is left unheard
YOUR_CITY_BYTES = opening.FILE_BYTES  # of the files opened at once on "Your city", which come in such a message
MESSAGES_A_SECOND = 20  # of one page; what comes faster waits
MESSAGES_AT_ONCE = 60
FILES_OF_A_PAGE = 4
FILES_OF_THE_SERVER = 500


def make_room() -> int:
    """Let this process open as many files as PAGES_IN_ALL take, and return how many pages there is room for.

    Many systems start a service with 1,024 open files, which the 254th page would go past; they let it ask for more.
    """
    wanted = PAGES_IN_ALL * FILES_OF_A_PAGE + FILES_OF_THE_SERVER
    try:
        import resource
    except ImportError:  # Windows counts otherwise
        return PAGES_IN_ALL
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
    if resource.RLIM_INFINITY != now < allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, most))
    return PAGES_IN_ALL if allowed == wanted else max(1, (allowed - FILES_OF_THE_SERVER) // FILES_OF_A_PAGE)
