"""Words that no line of a printed page may break."""

from lcdash.html import unbroken
from tests.running import document


def test_a_word_is_held_together_in_the_text_of_a_document_and_nowhere_else() -> None:
    aside = "<style>/* เทียบโอน */</style><svg><text>เทียบโอน</text></svg>"
    told = f'{aside}<p title="เทียบโอน">ไม่พบการเทียบโอน <b>เทียบโอน</b></p>'
    held = unbroken.held_together(told, ("เทียบโอน",))
    spans = document(held).xpath("//held-word")
    assert [(one.text, one.get("style"), one.getparent().tag) for one in spans] == [
        ("เทียบโอน", "white-space: nowrap", "p"),
        ("เทียบโอน", "white-space: nowrap", "b"),
    ]
    assert document(held).text_content() == document(told).text_content()
