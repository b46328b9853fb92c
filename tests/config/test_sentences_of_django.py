"""What Django would say by itself is said in our words, on every page."""

import ast
import gettext
import re
from pathlib import Path

import django
from django import forms
from django.conf import settings

FOLDER = settings.LOCALE_PATHS[0] / "en" / "LC_MESSAGES"
# Where Django says something to whoever filled in a form.
SAID_IN = (
    "forms/*.py",
    "core/validators.py",
    "contrib/auth/password_validation.py",
    "db/models/fields/__init__.py",
)


def written():
    """Each sentence of the catalogue, by what Django says: as the file for people has it."""
    text = (FOLDER / "django.po").read_text()
    entries = [entry for entry in text.split("\n\n")[1:] if entry.strip()]
    found = {}
    for entry in entries:
        lines = re.findall(r'^(msg\w+(?:\[\d\])?) (".*")$', entry, re.MULTILINE)
        parts = {name: ast.literal_eval(quoted) for name, quoted in lines}
        if "msgid_plural" in parts:
            found[parts["msgid"], 1] = parts["msgstr[0]"]
            found[parts["msgid"], 2] = parts["msgstr[1]"]
        else:
            found[parts["msgid"], 0] = parts["msgstr"]
    return found


def test_the_file_for_the_machine_says_what_the_one_for_people_says():
    with (FOLDER / "django.mo").open("rb") as file:
        told = gettext.GNUTranslations(file)
    for (said, many), ours in written().items():
        assert (told.ngettext(said, "", many) if many else told.gettext(said)) == ours


def test_django_still_says_what_is_said_otherwise_here():
    """Where an upgrade changes a sentence, ours would be passed over."""
    root = Path(django.__file__).parent
    source = "".join(file.read_text() for path in SAID_IN for file in root.glob(path))
    joined = re.sub(r'"\s*\n\s*"', "", source)
    assert [said for said, _many in written() if said not in joined] == []


def test_ours_ask_and_blame_nobody():
    for ours in written().values():
        assert not re.search(
            r"\b(error|invalid|valid|must|fail\w*|ensure|enter)\b|!", ours, re.IGNORECASE
        )


def test_it_is_what_a_form_says():
    class Form(forms.Form):
        day = forms.DateField()
        word = forms.CharField(max_length=3)

    form = Form({"word": "four"})
    assert form.errors["day"] == ["Something is still missing here."]
    assert form.errors["word"] == [
        "Please make this shorter: there is room for 3 characters, and it has 4."
    ]
