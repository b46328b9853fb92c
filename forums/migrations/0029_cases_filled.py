"""The cases, reports and decisions that are there already: where they are handled, how they stand,
and a public id for each.

Decisions are append-only, so their ids come as the default of a new column, which no trigger sees.
"""

from django.db import migrations, models

import forums.refs

FILL = """
update forums_case set circle_id = topic.circle_id
from forums_post post join forums_topic topic on topic.id = post.topic_id
where post.id = forums_case.post_id;
update forums_case set state = 'decided' where decided_at is not null;
"""

NEW_REF = """
create function forums_new_ref() returns text language sql volatile as $$
    select string_agg(
        substr('23456789bcdfghjkmnpqrstvwxz', 1 + floor(random() * 27)::int, 1), ''
    ) from generate_series(1, 12)
$$;
"""


def with_ref(model: str) -> migrations.RunSQL:
    table = f"forums_{model}"
    return migrations.RunSQL(
        f"""
        alter table {table} add column ref varchar(12) not null default forums_new_ref();
        alter table {table} alter column ref drop default;
        alter table {table} add constraint {table}_ref_key unique (ref);
        """,
        f"alter table {table} drop column ref",
        state_operations=[
            migrations.AddField(
                model_name=model,
                name="ref",
                field=models.CharField(
                    default=forums.refs.new_ref, editable=False, max_length=12, unique=True
                ),
            )
        ],
    )


class Migration(migrations.Migration):
    dependencies = [("forums", "0028_cases")]
    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(NEW_REF, "drop function forums_new_ref()"),
        with_ref("report"),
        with_ref("decision"),
        migrations.RunSQL("drop function forums_new_ref()", NEW_REF),
    ]
