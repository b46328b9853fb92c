"""What every test finds when it begins: the cast as if just played, and nothing of other tests."""

# ruff: noqa: S608 (names of tables, which cannot be parameters)

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models, transaction
from django.utils import timezone

from forums.models import ContentNote, Rule
from forums.refs import ALPHABET, LENGTH
from tests.cast import make_cast
from tests.database import empty, empty_unless_used, tables_emptied, tables_guarded
from tests.trackers.own_pages import VAULT_PASSPHRASE
from trackers.actions.vault import set_up_vault

LATER = datetime(2031, 3, 9, 15, tzinfo=UTC)
CHANCE = re.compile(rf"\b[{ALPHABET}]{{{LENGTH}}}\b|-\d{{4}}\b|argon2[^']*")


def portrait():
    """Every row of every model; what is drawn by lot is told by the order in which it appears."""
    rows, places = [], {}
    for model in apps.get_models():
        fields = [field for field in model._meta.concrete_fields if not field.primary_key]
        for row in model._base_manager.order_by("pk"):
            places[model, row.pk] = f"{model._meta.label} {len(places)}"
            rows.append(f"{model._meta.label} { {f.name: told(row, f, places) for f in fields} }")
    drawn = {}
    return CHANCE.sub(lambda found: drawn.setdefault(found[0], str(len(drawn))), "\n".join(rows))


def told(row, field, places):
    value = getattr(row, field.attname)
    if field.is_relation:
        return places.get((field.related_model, value))
    # The clock runs while the cast is played.
    return f"{value:%F at %H}" if isinstance(value, datetime) else value


def in_a_world_of_its_own(play):
    with transaction.atomic():
        play()
        seen = portrait()
        transaction.set_rollback(True)
    return seen.splitlines()


@pytest.mark.django_db
def test_a_copy_of_the_cast_is_what_playing_it_writes_at_any_time(played_cast):
    with time_machine.travel(LATER, tick=False):
        copied, played = map(in_a_world_of_its_own, (played_cast.again, make_cast))
    assert copied == played
    assert sum("2031" in row for row in copied) > 10
    assert sum("2031-03-09 at 15" in row for row in copied) == 5


@pytest.mark.django_db
def test_what_the_cast_says_of_itself_is_what_is_written(played_cast):
    with time_machine.travel(LATER, tick=False):
        cast = played_cast.again()
    people = [thing for thing in vars(cast).values() if isinstance(thing, models.Model)]
    assert len(people) == 6
    for thing in people:
        row = type(thing)._base_manager.get(pk=thing.pk)
        for field in thing._meta.concrete_fields:
            assert getattr(row, field.attname) == getattr(thing, field.attname), field


def contents():
    """What every table holds; of those whose rows are hidden, whether they take any room."""
    guarded = tables_guarded()
    with connection.cursor() as cursor:
        for name in sorted(tables_emptied()):
            if name in guarded:
                cursor.execute(f"select pg_relation_size('{name}')")
            else:
                cursor.execute(f"select array_agg(t::text order by t::text) from {name} t")
            yield name, cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_what_a_test_commits_is_gone_and_what_the_migrations_wrote_is_back():
    # Tables whose rows are hidden take room from what was rolled back as well.
    empty()
    rules = import_module("forums.migrations.0003_house_rules").RULES
    assert Rule.objects.count() == len(rules)
    before = dict(contents())
    call_command("seed_demo")
    Rule.objects.filter(place=1).update(title="Something else")
    ContentNote.objects.all().delete()
    changed = {name for name, found in contents() if found != before[name]}
    assert {"forums_rule", "forums_contentnote", "forums_trail", "trackers_vault"} <= changed
    assert len(changed) > 20
    empty()
    assert dict(contents()) == before


@pytest.mark.django_db(transaction=True)
def test_a_page_that_is_still_on_its_way_comes_to_its_end_first(cast):
    set_up_vault(by=cast.ada, passphrase=VAULT_PASSPHRASE, now=timezone.now())
    has_read, may_go_on = threading.Event(), threading.Event()

    def read_one_table_and_write_another():
        with closing(connection), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("select from trackers_vault")
            has_read.set()
            may_go_on.wait(30)
            Rule.objects.filter(place=1).update(title="Something else")

    with ThreadPoolExecutor(1) as pool:
        page = pool.submit(read_one_table_and_write_another)
        assert has_read.wait(30)
        assert not empty_unless_used()
        may_go_on.set()
        empty()
        page.result()
    assert not Rule.objects.filter(title="Something else")
