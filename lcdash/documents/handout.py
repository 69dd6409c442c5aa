"""A story as one HTML file for those who were in the room: opens from a stick without a network, prints to A4."""

from __future__ import annotations

from html import escape
from pathlib import Path

from lcdash.content.stories import Scene, Story
from lcdash.dataset.loading import Dataset
from lcdash.documents import html_document
from lcdash.documents.html_document import Section
from lcdash.drawing import figures
from lcdash.html import markup, scene_html
from lcdash.language import languages
from lcdash.language.translations import Translations

STYLE = Path(__file__).with_suffix(".css")


def document(data: Dataset, story: Story, t: Translations) -> str:
    """The handout of a story as told, in its language; every statement with the number of its source.

    t  the words of the present page in the language of the story.
    """
    notes = markup.NumberedNotes(data, t)
    parts = [
        Section(f"scene-{scene.scene_id}", f"{scene.position} {scene.title}", _scene(scene, notes, t))
        for scene in story.scenes
    ]
    parts.append(Section("scene-sources", t("sources"), notes.listed()))
    lead = f'<p class="lead">{escape(story.description)} · {escape(t("minutes", n=story.minutes))}</p>'
    drawn = any(scene.content.chart for scene in story.scenes)
    style, script = STYLE.read_text(encoding="utf-8"), _plotly() if drawn else ""
    return html_document.document(data, story.name, parts, t, style=style, lead=lead, script=script)


def _plotly() -> str:
    """The script that draws charts; what would end its element early cannot stand in it."""
    from plotly.offline import get_plotlyjs

    return str(get_plotlyjs()).replace("</script", "<\\/script")


def _scene(scene: Scene, notes: markup.Notes, t: Translations) -> str:
    content = scene.content
    chart = ""
    if content.chart:
        figure = content.chart.figure.to_html(
            full_html=False,
            include_plotlyjs=False,
            config=figures.STILL | {"responsive": True},
            div_id=f"chart-{scene.scene_id}",
        )
        table = scene_html.table(content.chart.frame, content.chart.caption)
        folded = f"<details class='scene-table'><summary>{escape(t('as_table'))}</summary>{table}</details>"
        chart = f'<div class="chart">{figure}</div>{folded}'
    shown = scene_html.body(content, t, notes.cite, heading="h3")
    if content.picture:
        shown = f'<div class="beside">{scene_html.figure(content.picture)}<div>{shown}</div></div>'
    both = "".join(f'<p lang="{language}">{escape(note)}</p>' for language, note in scene.notes.items())
    return (
        f'<p class="scene-message">{languages.html(scene.message, t.language)}</p>'
        f"{chart}{shown}"
        f'<div class="scene-end"><p class="scene-ask"><b>{escape(t("question"))}</b>'
        f"{languages.html(scene.question, t.language)}</p>"
        '<div class="scene-lines"></div>'
        f'<p class="scene-source">{escape(t("source_line", named=scene.source))}</p></div>'
        f'<details class="scene-notes"><summary>{escape(t("notes"))}</summary>{both}</details>'
    )
