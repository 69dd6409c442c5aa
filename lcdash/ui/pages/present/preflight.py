"""Whether the presenter can begin: what a story needs of this computer, checked before the room fills."""

from __future__ import annotations

from typing import NamedTuple

from lcdash import settings
from lcdash.content import stories
from lcdash.dataset.loading import Dataset
from lcdash.documents import chromium
from lcdash.html import player_html, scene_html
from lcdash.language import dates, translations

FONTS = tuple(f"sarabun-{subset}-{weight}-normal.woff2" for subset in ("latin", "thai") for weight in ("400", "600"))


class Check(NamedTuple):
    """One thing that was looked at: what it is, whether it is ready, and what was found or is to be done."""

    name: str
    ready: bool
    words: str


def checks(data: Dataset, address: str, t: translations.Translations) -> list[Check]:
    """What every story needs of this computer, in the words of the present page.

    address  of `public_address.address`, "" where there is none.
    """
    date = dates.spoken(data.created, t.language)
    missing = [name for name in FONTS if not (settings.ROOT / "static" / "fonts" / name).is_file()]
    return [
        Check(t("check_data"), True, t("foot_version", version=data.version, date=date)),
        Check(
            t("check_fonts"),
            not missing,
            t("check_missing", names=", ".join(missing)) if missing else t("check_inside"),
        ),
        Check(t("check_outside"), True, t("check_tiles") if settings.tiles() else t("check_nothing_outside")),
        Check(t("check_room"), bool(address), address or t("qr_none")),
        Check(t("check_pdf"), chromium.is_there(), t("check_inside") if chromium.is_there() else t("pdf_none")),
    ]


def told(data: Dataset, host: str, t: translations.Translations) -> list[Check]:
    """Whether each story can be drawn; `host`, the member in whose city it is told, "" for none."""
    return [_rendered(data, story, host, t) for story in stories.stories(data, t.language)]


def _rendered(data: Dataset, offered: stories.Offered, host: str, t: translations.Translations) -> Check:
    """Whether each scene of a story can be drawn in both languages."""
    broken = []
    for language in translations.LANGUAGES:
        story = stories.story(data, offered.story_id, language, offered.host or host)
        for scene in story.scenes:
            try:
                scene_html.body(scene.content, translations.Translations(t.page, language))
                player_html.picture(scene)
            except Exception as error:
                broken.append(f"{scene.scene_id} ({language}): {error}")
    text = t("check_scenes", n=len(story.scenes)) if not broken else t("check_broken", names="; ".join(broken))
    return Check(offered.name, not broken, text)
