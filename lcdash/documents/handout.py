"""A story as one HTML file: presented from a stick without a network, in both languages, and read or printed on A4."""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup

from lcdash.content.stories import Scene, Story
from lcdash.dataset.loading import Dataset
from lcdash.documents import html_document, stage_drawing
from lcdash.documents.html_document import DocumentSection
from lcdash.evidence import cached_frames
from lcdash.html import markup, player_html, rendering, scene_html, unbroken
from lcdash.language.translations import Translations

STYLE, BEGIN = (Path(__file__).with_suffix(f".{kind}") for kind in ("css", "js"))


def document(data: Dataset, story: Story, t: Translations) -> str:
    """The handout of a story as told, in its language; every statement with the number of its source.

    t  the words of the present page in the language of the story.
    """
    notes = markup.NumberedNotes(data, t)
    parts = [
        DocumentSection(f"scene-{scene.scene_id}", f"{scene.position} {scene.title}", _scene(scene, notes, t))
        for scene in story.scenes
    ]
    parts.append(DocumentSection("scene-sources", t("sources"), notes.listed()))
    lead = rendering.render("handout_begin", t=t, story=story)
    style = STYLE.read_text(encoding="utf-8") + player_html.STYLE.read_text(encoding="utf-8")
    script = player_html.script() + BEGIN.read_text(encoding="utf-8")
    cover = player_html.player(data, story, begun=False)
    page = html_document.document(data, story.name, parts, t, style=style, lead=lead, cover=cover, script=script)
    return unbroken.held_together(page, cached_frames.unbroken(data))


def _scene(scene: Scene, notes: markup.Notes, t: Translations) -> Markup:
    body = scene_html.body(scene.content, t, notes.cite, heading="h3")
    pictures = stage_drawing.drawn(scene.stage, scene.headline, t, cached_frames.unbroken(scene.data))
    return rendering.render("handout_scene", scene=scene, pictures=pictures, shown=body, t=t)
