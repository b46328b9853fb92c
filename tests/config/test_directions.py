"""What is typed stands the way that it is read, in any writing; codes go from left to right."""

import re

import pytest
from django import forms
from django.urls import reverse

BOX = re.compile(r'<(?:input type="(?:text|search)"|textarea) name="(\w+)"[^>]*>')


class EveryKind(forms.Form):
    line = forms.CharField()
    looked_for = forms.CharField(widget=forms.TextInput(attrs={"type": "search"}))
    words = forms.CharField(widget=forms.Textarea)
    code = forms.CharField(widget=forms.TextInput(attrs={"dir": "ltr"}))
    address = forms.EmailField()
    number = forms.IntegerField()
    day = forms.DateField()
    secret = forms.CharField(widget=forms.PasswordInput)
    seen = forms.CharField(widget=forms.HiddenInput)


def direction(html):
    return re.findall(r' dir="(\w+)"', html)


def test_boxes_for_words_go_by_the_words_and_nothing_else_does():
    found = {field.name: direction(str(field)) for field in EveryKind()}
    assert found == {name: [] for name in EveryKind.base_fields} | {
        "line": ["auto"],
        "looked_for": ["auto"],
        "words": ["auto"],
        "code": ["ltr"],
    }


def test_what_stands_in_a_box_cannot_leave_it():
    form = EveryKind({"line": '"><b>', "words": "</textarea><b>"})
    assert "<b>" not in str(form["line"]) + str(form["words"])
    assert "&quot;&gt;&lt;b&gt;" in str(form["line"])
    assert "&lt;/textarea&gt;&lt;b&gt;" in str(form["words"])


def boxes(page):
    return {box[1]: direction(box[0]) for box in BOX.finditer(page.content.decode())}


@pytest.mark.django_db
def test_on_pages_of_circles(cast, closed, opening):
    def on(user, name, *refs):
        return boxes(cast.client(user).get(reverse(f"forums:{name}", args=refs)))

    auto = ["auto"]
    new_topic = {"title": auto, "words": auto, "face_name": auto}
    assert on(cast.ada, "new_topic", cast.circle.ref) == new_topic
    assert on(cast.cy, "reply", opening.ref) == {"words": auto, "face_name": auto}
    assert on(cast.dov, "circle", closed.ref) == {"answer": auto}
    settings = on(cast.bel, "circle_settings", closed.ref)
    assert settings == {"about": auto, "guidelines": auto, "question": auto}
    assert on(cast.ada, "search") == {"q": auto}
    assert on(cast.ada, "persona") == {"name": auto}


@pytest.mark.django_db
def test_names_and_keys_are_typed_from_left_to_right(client):
    ltr = ["ltr"]
    assert boxes(client.get(reverse("account_login"))) == {"login": ltr}
    assert boxes(client.get(reverse("account_signup"))) == {"username": ltr}
    recover = boxes(client.get(reverse("accounts:recover")))
    assert recover == {"sign_in_name": ltr, "recovery_key": ltr}
