"""What is still to be taken out of the posts of others, and search without quotes.

No entry has to be folded anew: until now nothing could be stored in which a quote is framed, since
a figure was no tag that came through the sanitiser.
"""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

# As in 0006, but for the quotes: they can be found where they were said.
PLAIN_TEXT = r"""
create or replace function forums_plain_text(html text) returns text
language sql immutable strict parallel safe as $$
    select left(replace(replace(replace(replace(replace(
        regexp_replace(
            regexp_replace(
                {html},
                '</?(?:blockquote|br|dd|dl|dt|h[1-6]|hr|li|ol|p|pre|ul)\y(?:[^>"]|"[^"]*")*>',
                ' ', 'g'
            ),
            '</?[a-z](?:[^>"]|"[^"]*")*>', '', 'g'
        ),
        '&nbsp;', ' '), '&quot;', '"'), '&lt;', '<'), '&gt;', '>'), '&amp;', '&'), 100000)
$$;
"""
WITHOUT_QUOTES = PLAIN_TEXT.format(
    html="regexp_replace(html, '<figure class=\"quote\">.*?</figure>', ' ', 'g')"
)
WITH_QUOTES = PLAIN_TEXT.format(html="html")


class Migration(migrations.Migration):
    dependencies = [("forums", "0019_names_at_a_distance")]
    operations = [
        migrations.RunSQL(WITHOUT_QUOTES, WITH_QUOTES),
        migrations.CreateModel(
            name="Echo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=40)),
                ("owed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("up_to", models.BigIntegerField(default=0)),
                (
                    "persona",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="echoes",
                        to="forums.persona",
                    ),
                ),
                (
                    "post",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="echo",
                        to="forums.post",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), ("persona", None), ("post__isnull", False)),
                            models.Q(
                                ("persona__isnull", False),
                                ("post", None),
                                models.Q(("name", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="echo_of_a_post_or_of_a_name",
                    ),
                    models.UniqueConstraint(fields=("persona", "name"), name="leaves_a_name_once"),
                ],
            },
        ),
    ]
