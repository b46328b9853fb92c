"""What stands in a tab, and in the list of what was opened: one word that says nothing."""

import re
from pathlib import Path

import forums

TITLE = re.compile(r"{% block title %}(.*?){% endblock")
ONE_WORD = re.compile(r'{% translate "\w+" %}')
TEMPLATES = Path(forums.__file__).parent / "templates"


def test_the_title_of_every_page_is_one_word_that_is_always_the_same():
    titles = {
        path.name: title
        for path in TEMPLATES.rglob("*.html")
        for title in TITLE.findall(path.read_text())
    }
    assert len(titles) > 30
    assert {name for name, title in titles.items() if not ONE_WORD.fullmatch(title)} == set()
