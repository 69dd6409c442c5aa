"""What a page that was left leaves behind: its state, and the files that were made for it alone."""

from __future__ import annotations

import asyncio

from streamlit.runtime import Runtime
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.session_manager import SessionInfo

from lcdash.serving import limits


def end_in_time() -> None:
    """End a page that was left LEFT_SECONDS ago and did not come back, and take its files away.

    Streamlit does so when others come and go: what was typed on the last page of a day would be held until the next.
    """
    save = MemorySessionStorage.save
    waiting: dict[str, asyncio.TimerHandle] = {}

    def end(session_id: str) -> None:
        del waiting[session_id]
        if not Runtime.instance().is_active_session(session_id):
            Runtime.instance().close_session(session_id)
            _sweep(Runtime.instance().media_file_mgr)

    def save_for_a_while(storage: MemorySessionStorage, session_info: SessionInfo) -> None:
        save(storage, session_info)
        session_id = session_info.session.id
        if before := waiting.pop(session_id, None):
            before.cancel()
        waiting[session_id] = asyncio.get_running_loop().call_later(limits.LEFT_SECONDS, end, session_id)

    MemorySessionStorage.save = save_for_a_while  # type: ignore[method-assign, assignment]


def take_files_away(session_id: str) -> None:
    """Serve no longer what was made for a page that stays open; its buttons make files as before."""
    if not Runtime.exists():
        return
    manager = Runtime.instance().media_file_mgr
    with manager._lock:
        files = manager._files_by_session_and_coord.get(session_id, {})
        for place in [place for place, file in files.items() if file in manager._file_metadata]:
            del files[place]
    _sweep(manager)


def _sweep(manager: MediaFileManager) -> None:
    """Take away what no page shows any longer; a download goes the second time."""
    for _ in range(2):
        manager.remove_orphaned_files()
