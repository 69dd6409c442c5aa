"""A story as the player runs it, on the page and in the file from a stick: both languages whole, before it begins."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup

from lcdash.content import scene_views, stories
from lcdash.content.stage import Stage
from lcdash.content.stories import Scene, Story
from lcdash.dataset.loading import Dataset
from lcdash.html import markup, rendering, scene_html
from lcdash.language import translations
from lcdash.language.translations import Translations

HERE = Path(__file__).parent
STYLE = HERE / "player.css"
# Each rests on those before it, the first of them on markup.MAKE.
PARTS = ("story", "kept", "keys", "over", "lists", "question", "bar", "room", "presenter", "player")
SCRIPTS = tuple(HERE / "player" / f"{part}.js" for part in PARTS)
TEXTS = (
    "previous", "next", "scenes", "details", "from_room", "presenter", "qr", "keys", "leave", "close", "notes",
    "next_scene", "last_scene", "clock", "planned", "spent", "left", "blank_now", "asked_now", "goes_on",
    "switch_language", "key_next", "key_back", "key_first", "key_number", "key_blank", "key_full", "key_leave",
    "name_of_space", "name_of_number", "minutes", "qr_title", "next_answers", "ends", "key_clock", "clock_waits",
)  # fmt: skip


class StoryVersion(NamedTuple):
    """The story in one language; by scene: the source line, the details and the QR code ("" for none)."""

    language: str
    t: Translations
    asking: bool
    scenes: tuple[Scene, ...]
    topics: Stage
    sources: Mapping[str, str]
    details: Mapping[str, Markup]
    codes: Mapping[str, Markup]


def player(
    data: Dataset, story: Story, codes: Mapping[tuple[str, str], str] | None = None, *, begun: bool = True
) -> Markup:
    """The story of `story` in both languages, its own first.

    codes  (language, scene_id) -> the QR code of the scene, as one <svg>; without, no code is drawn.
    begun  False: it is hidden until a reader begins it.
    """
    versions = [_told(data, story, language, codes or {}) for language in (story.language, _other(story.language))]
    model = {version.language: _model(version) for version in versions}
    return rendering.render("player", story=story, told=versions, model=model, begun=begun)


def script() -> str:
    """All that runs a story where no page of the dashboard is around it: `new Player(element)`."""
    return "".join(path.read_text(encoding="utf-8") for path in (markup.MAKE, *SCRIPTS))


def picture(scene: Scene) -> Markup:
    """The picture of a scene alone."""
    return rendering.macro("stage", "picture", scene.stage, Translations("present", scene.language))


def _other(language: str) -> str:
    return next(other for other in translations.LANGUAGES if other != language)


def _told(data: Dataset, story: Story, language: str, codes: Mapping[tuple[str, str], str]) -> StoryVersion:
    t = Translations("present", language)
    scenes = stories.story(data, story.story_id, language, story.host, story.short).scenes
    return StoryVersion(
        language,
        t,
        not story.short,
        scenes,
        scene_views.picture(data, "topics", (), story.host, language),
        {scene.scene_id: t("source_line", named=scene.first_source) if scene.source else "" for scene in scenes},
        {scene.scene_id: scene_html.body(scene.content, t) for scene in scenes},
        {scene.scene_id: rendering.ready(codes.get((language, scene.scene_id), "")) for scene in scenes},
    )


def _model(version: StoryVersion) -> dict[str, object]:
    """What the script knows of a language: its words, and of each scene its id, title, minutes and notes."""
    scenes = [
        {
            "id": scene.scene_id,
            "title": scene.headline,
            "minutes": scene.minutes,
            "notes": dict(scene.notes),
            "ask": scene.question,
        }
        for scene in version.scenes
    ]
    search_t = Translations("search", version.language)
    texts = {key: version.t(key) for key in TEXTS} | {key: search_t(key) for key in ("n_found", "nothing")}
    return {"texts": texts, "scenes": scenes}
