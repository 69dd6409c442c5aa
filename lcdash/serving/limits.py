"""How much of each resource one visitor, and all of them together, can take: every number of it stands here.

`docs/hosting.md` tells the operator the same in a table, and `tests/test_limits.py` tries each.
"""

# Uploads. No page takes a file today, so that nothing is let in; a page that takes some switches them on.
UPLOADS_ARE_TAKEN = False
UPLOAD_BYTES = 1_000_000  # of one file
UPLOADS_OF_A_SESSION = 4  # files held at once
UPLOAD_BYTES_IN_ALL = 60_000_000  # of every session together
