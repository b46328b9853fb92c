import re

import pytest
from django.core.management import CommandError, call_command

from forums.actions.importing import thread
from forums.models import Circle, Post, Topic
from tests.forums.wordpress.wxr import DATA, comment, item, wxr

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(capsys):
    """Runs the command, and gives the lines that it wrote."""

    def run(path, circle="Mornings"):
        call_command("import_wordpress", str(path), circle=circle)
        return capsys.readouterr().out.splitlines()

    return run


@pytest.fixture
def refused(capsys):
    """Runs the command, which refuses: its sentence, and the lines that it wrote before."""

    def refused(path, circle="Mornings"):
        with pytest.raises(CommandError) as error:
            call_command("import_wordpress", str(path), circle=circle)
        assert error.value.returncode == 1
        return str(error.value), capsys.readouterr().out.splitlines()

    return refused


def test_it_ends_with_the_counts(run):
    assert run(DATA / "version-1.2.xml") == [
        "placed further up: 3 (parent missing 1, parent skipped 2)",
        "topics: 2, replies: 7, skipped: 17 (unapproved 2, pingback 1, trackback 1, spam 1, "
        "trash 2, empty 1, under a skipped article 2, draft 1, pending 1, future 1, private 1, "
        "password 1, attachment 1, not an article 1)",
    ]


def test_a_second_time_it_says_what_is_here_already(run):
    run(DATA / "version-1.2.xml")
    lines = run(DATA / "version-1.2.xml")
    assert lines[0] == "already here: topics 2, replies 7"
    assert lines[-1].startswith("topics: 0, replies: 0, skipped: 17 (unapproved 2, ")
    assert len(lines) == 2


def test_where_nothing_is_skipped_it_gives_no_reasons(run):
    assert run(DATA / "version-1.0.xml") == ["topics: 1, replies: 1, skipped: 0"]
    assert Circle.objects.get().name == "Mornings"


def test_topics_that_are_in_another_circle_are_told(run):
    run(DATA / "version-1.0.xml")
    assert "1 of these topics is in another circle, and stays there" in run(
        DATA / "version-1.0.xml", circle="Evenings"
    )


def test_nothing_but_the_counts_is_written_where_nobody_watches(capsys):
    call_command("import_wordpress", str(DATA / "version-1.0.xml"), circle="Mornings")
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("cut-off.xml", "The file ends in the middle, at line 68."),
        ("damaged.xml", "The file is damaged at line 58"),
    ],
)
def test_a_file_that_breaks_gives_the_place_and_the_counts_so_far(refused, name, sentence):
    said, lines = refused(DATA / name)
    assert said.startswith(sentence)
    assert "What stands before that is imported" in said
    assert lines == ["topics: 1, replies: 1, skipped: 0"]
    assert Topic.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "This file is empty."),
        ('{"posts": []}', "This is not a WordPress export."),
        ("PK\x03\x04", "This file is packed."),
        ("<!DOCTYPE html><html></html>", "This is not a WordPress export."),
    ],
)
def test_a_file_that_is_no_export_gives_one_sentence(refused, tmp_path, text, sentence):
    path = tmp_path / "export.xml"
    path.write_text(text)
    said, lines = refused(path)
    assert said.startswith(sentence)
    assert lines == []
    assert not Circle.objects.exists()


def test_a_file_that_is_not_there(refused, tmp_path):
    said, lines = refused(tmp_path / "export.xml")
    assert re.fullmatch(r"\S+export\.xml cannot be opened: No such file or directory\.", said)
    assert lines == []


def test_a_folder_instead_of_a_file(refused, tmp_path):
    said, _lines = refused(tmp_path)
    assert said.endswith("cannot be opened: Is a directory.")


def test_a_name_that_no_circle_can_have(refused):
    said, _lines = refused(DATA / "version-1.0.xml", circle="x" * 81)
    assert said.startswith("A circle of this name cannot be opened:")
    assert not Topic.objects.exists()


def test_somebody_who_stops_it_is_told_how_to_go_on(monkeypatch):
    def stopped(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(thread, "_write", stopped)
    with pytest.raises(CommandError, match="run it again to go on") as error:
        call_command("import_wordpress", str(DATA / "version-1.0.xml"), circle="Mornings")
    assert error.value.returncode == 130


def test_the_pages_show_what_came(run, cast, tmp_path):
    path = tmp_path / "export.xml"
    path.write_text(wxr(item(1, comment(5, "One <b>answer</b>."), title="The long evenings")))
    run(path, circle=cast.circle.name)
    topic = Topic.objects.get()
    page = cast.client(cast.ada).get(topic.get_absolute_url()).content.decode()
    assert "The long evenings" in page
    assert "One <b>answer</b>." in page
    assert Post.objects.get(depth=1).author.name in page
