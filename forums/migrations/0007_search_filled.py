"""The posts that were there before 0006 become findable, while the site runs.

A few at a time, each batch in a transaction of its own: somebody who changes or withdraws one of
them waits for that batch and no longer, and is not undone by it. Run again after it was
interrupted, it goes on.
"""

import django.contrib.postgres.indexes
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Max

POSTS_AT_ONCE = 500

FILL = """
insert into forums_searchentry (post_id, language, words)
select post.id, circle.language, forums_search_words(
    circle.language::regconfig, case when post.parent_id is null then topic.title else '' end,
    post.html
)
from forums_post post
join forums_topic topic on topic.id = post.topic_id
join forums_circle circle on circle.id = topic.circle_id
where post.id between %s and %s and post.hidden_at is null and post.withdrawn_at is null
order by post.id
for no key update of post
on conflict (post_id) do nothing
"""


def fill(apps, schema_editor):
    last = apps.get_model("forums", "Post").objects.aggregate(last=Max("id"))["last"] or 0
    with schema_editor.connection.cursor() as cursor:
        for first in range(1, last + 1, POSTS_AT_ONCE):
            cursor.execute(FILL, [first, first + POSTS_AT_ONCE - 1])


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("forums", "0006_search")]
    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        AddIndexConcurrently(
            model_name="searchentry",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["words"], name="search_entry_words"
            ),
        ),
        AddIndexConcurrently(
            model_name="post",
            index=models.Index(fields=["-said_at", "-id"], name="post_newest"),
        ),
    ]
