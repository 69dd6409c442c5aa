"""A story as one HTML file for those who were in the room: opens from a stick without a network, prints to A4."""

from __future__ import annotations

from html import escape
from pathlib import Path

from lcdash import figures, languages, markup, printed, scene_html
from lcdash.dataset import Dataset
from lcdash.printed import Section
from lcdash.stories import Scene, Story
from lcdash.wording import Wording

STYLE = Path(__file__).with_suffix(".css")


def document(data: Dataset, story: Story, say: Wording) -> str:
    """The handout of a story as told, in its language; every statement with the number of its source.

    say  the words of the present page in the language of the story.
    """
    notes = markup.NumberedNotes(data, say)
    parts = [
        Section(f"scene-{scene.scene_id}", f"{scene.position} {scene.title}", _scene(scene, notes, say))
        for scene in story.scenes
    ]
    parts.append(Section("scene-sources", say("sources"), notes.listed()))
    lead = f'<p class="lead">{escape(story.description)} · {escape(say("minutes", n=story.minutes))}</p>'
    drawn = any(scene.content.chart for scene in story.scenes)
    style, script = STYLE.read_text(encoding="utf-8"), _plotly() if drawn else ""
    return printed.document(data, story.name, parts, say, style=style, lead=lead, script=script)


def _plotly() -> str:
    """The script that draws charts; what would end its element early cannot stand in it."""
    from plotly.offline import get_plotlyjs

    return str(get_plotlyjs()).replace("</script", "<\\/script")


def _scene(scene: Scene, notes: markup.Notes, say: Wording) -> str:
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
        folded = f"<details class='scene-table'><summary>{escape(say('as_table'))}</summary>{table}</details>"
        chart = f'<div class="chart">{figure}</div>{folded}'
    shown = scene_html.body(content, say, notes.cite, heading="h3")
    if content.picture:
        shown = f'<div class="beside">{scene_html.figure(content.picture)}<div>{shown}</div></div>'
    both = "".join(f'<p lang="{language}">{escape(note)}</p>' for language, note in scene.notes.items())
    return (
        f'<p class="scene-message">{languages.html(scene.message, say.language)}</p>'
        f"{chart}{shown}"
        f'<div class="scene-end"><p class="scene-ask"><b>{escape(say("question"))}</b>'
        f"{languages.html(scene.question, say.language)}</p>"
        '<div class="scene-lines"></div>'
        f'<p class="scene-source">{escape(say("source_line", named=scene.source))}</p></div>'
        f'<details class="scene-notes"><summary>{escape(say("notes"))}</summary>{both}</details>'
    )
