"""How much of each resource one visitor, and all of them together, can take: every number of it stands here.

`docs/hosting.md` tells the operator the same in a table, and `tests/test_limits.py` tries each.
"""

from lcdash.documents import chromium

# Uploads. No page takes a file today, so that nothing is let in; a page that takes some switches them on.
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
