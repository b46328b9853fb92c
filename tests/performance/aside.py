"""What keeps a table right row by row, set aside while it is filled, and made in one go after that:
many times faster, and the same in the end (test_fill.py)."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.models import Model
from tqdm import tqdm

# Primary keys stay: other tables refer to them, and rows come in their order.
CONSTRAINTS = """
select
    format('alter table %%s drop constraint %%I', conrelid::regclass, conname),
    format('alter table %%s add constraint %%I %%s', conrelid::regclass, conname,
        pg_get_constraintdef(oid))
from pg_constraint
where conrelid = any(%s::text[]::regclass[]) and contype = %s
order by oid
"""
INDEXES = """
select format('drop index %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
from pg_index
where indrelid = any(%s::text[]::regclass[])
    and not exists (select from pg_constraint where conindid = indexrelid)
order by indexrelid
"""
# The function of the triggers, asked once for all posts that say the same.
SEARCH_ENTRIES = """
with said as materialized (
    select post.id, circle.language, post.html,
        case when post.parent_id is null then topic.title else '' end as title
    from forums_post post
    join forums_topic topic on topic.id = post.topic_id
    join forums_circle circle on circle.id = topic.circle_id
    where post.hidden_at is null and post.withdrawn_at is null
), folded as materialized (
    select language, title, html, forums_search_words(language::regconfig, title, html) as words
    from (select distinct language, title, html from said)
)
insert into forums_searchentry (post_id, language, words)
select said.id, language, folded.words from said join folded using (language, title, html)
order by said.id
"""


@contextmanager
def set_aside(models: list[type[Model]], *, name: str) -> Iterator[None]:
    """Indexes, references and triggers of these tables, which are empty before; with the search
    entries that the triggers would have written. To be used in a transaction."""
    tables = [model._meta.db_table for model in models]
    with connection.cursor() as cursor:
        # None of it can go while there is something that it has yet to look at.
        cursor.execute("set constraints all immediate")
        cursor.execute("set local maintenance_work_mem = '512MB'")
        cursor.execute("set local work_mem = '128MB'")
        again = []
        for query, *kind in ((CONSTRAINTS, "f"), (CONSTRAINTS, "u"), (INDEXES,)):
            cursor.execute(query, [tables, *kind])
            rows = cursor.fetchall()
            for drop, make in rows:
                cursor.execute(drop)
                again.append(make)
        for table in tables:
            cursor.execute(f"alter table {table} disable trigger user")
        yield
        # References are looked up in indexes, so they come last. Without an analysis PostgreSQL
        # takes the tables for nearly empty.
        steps = [f"analyze {', '.join(tables)}", SEARCH_ENTRIES, *reversed(again)]
        for step in tqdm(steps, desc=f"{name}, indexes", disable=None):
            cursor.execute(step)
        for table in tables:
            cursor.execute(f"alter table {table} enable trigger user")
        cursor.execute("set constraints all deferred")
