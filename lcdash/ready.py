"""Whether the presenter can begin: what a story needs of this computer, checked before the room fills."""

from __future__ import annotations

from typing import NamedTuple

from lcdash import chromium, dates, scene_html, settings, stories, wording
from lcdash.dataset import Dataset

FONTS = tuple(f"sarabun-{subset}-{weight}-normal.woff2" for subset in ("latin", "thai") for weight in ("400", "600"))


class Check(NamedTuple):
    """One thing that was looked at: what it is, whether it is ready, and what was found or is to be done."""

    name: str
    ready: bool
    words: str


def checks(data: Dataset, host: str, address: str, say: wording.Wording) -> list[Check]:
    """Everything a story needs, in the words of the present page.

    host     the member in whose city it is told, "" for none.   address  of `room.address`, "" where there is none.
    """
    date = dates.spoken(data.created, say.language)
    missing = [name for name in FONTS if not (settings.ROOT / "static" / "fonts" / name).is_file()]
    found = [
        Check(say("check_data"), True, say("foot_version", version=data.version, date=date)),
        Check(
            say("check_fonts"),
            not missing,
            say("check_missing", names=", ".join(missing)) if missing else say("check_inside"),
        ),
        Check(say("check_outside"), True, say("check_tiles") if settings.tiles() else say("check_nothing_outside")),
        Check(say("check_room"), bool(address), address or say("qr_none")),
        Check(say("check_pdf"), chromium.is_there(), say("check_inside") if chromium.is_there() else say("pdf_none")),
    ]
    return found + [_rendered(data, one, host, say) for one in stories.stories(data, say.language)]


def _rendered(data: Dataset, offered: stories.Offered, host: str, say: wording.Wording) -> Check:
    """Whether each scene of a story can be drawn in both languages."""
    broken, drawn = [], 0
    for language in wording.LANGUAGES:
        told = stories.story(data, offered.story_id, language, offered.host or host)
        for scene in told.scenes:
            try:
                scene_html.body(scene.content, wording.Wording(say.page, language))
                if scene.content.chart:
                    scene.content.chart.figure.to_json()
                drawn += 1
            except Exception as error:
                broken.append(f"{scene.scene_id} ({language}): {error}")
    words = say("check_scenes", n=drawn) if not broken else say("check_broken", names="; ".join(broken))
    return Check(offered.name, not broken, words)
