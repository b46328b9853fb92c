"""A run that is killed, by the machine and without a chance to put anything away."""

import os
import subprocess
import sys
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import Count, F

from forums.models import Persona, Post, Topic
from tests.forums.actions.importing.bring import bring_file
from tests.forums.wordpress.wxr import comment, item, wxr

ARTICLES, COMMENTS = 30, 40


@pytest.fixture
def export(tmp_path):
    """Thirty articles, in each a row of answers and some beside it, by ten people."""
    items = []
    for number in range(1, ARTICLES + 1):
        first = number * 1000
        items.append(
            item(
                number,
                *(
                    comment(
                        first + n,
                        f"Words {first + n}",
                        parent=first + n - 1 if 0 < n < 20 else 0,
                        author=f"Person {n % 10}",
                        email=f"{n % 10}@mail.example",
                    )
                    for n in range(COMMENTS)
                ),
            )
        )
    path = tmp_path / "export.xml"
    path.write_text(wxr(*items))
    return path


def start(export):
    """The command, in a process of its own, on the database of this test."""
    database = urlsplit(os.environ["DATABASE_URL"])
    url = urlunsplit(database._replace(path="/" + connection.settings_dict["NAME"]))
    return subprocess.Popen(
        [sys.executable, "manage.py", "import_wordpress", str(export), "--circle", "Mornings"],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": url},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("after", [1, 11])
def test_whenever_it_is_killed_the_next_run_goes_on_without_doubles(export, after):
    running = start(export)
    while running.poll() is None and Topic.objects.count() < after:
        pass
    running.kill()
    running.wait()
    here = Topic.objects.count()
    assert after <= here < ARTICLES
    # Whatever is there is whole.
    assert Post.objects.count() == here * (COMMENTS + 1)
    tally = bring_file(export.open("rb"))
    assert (tally.topics, tally.topics_here) == (ARTICLES - here, here)
    assert Post.objects.count() == ARTICLES * (COMMENTS + 1)
    assert Persona.objects.count() == 11
    answered = Post.objects.annotate(answered=Count("answers"))
    assert not answered.exclude(answers_count=F("answered")).exists()
    assert not Topic.objects.exclude(replies_count=COMMENTS).exists()
    again = bring_file(export.open("rb"))
    assert (again.topics, again.replies) == (0, 0)
