"""What is searched: a table of its own, kept by triggers (docs/decisions/0009-search.md).

Every lock it takes is held for milliseconds. The posts that are there already follow in 0007.
"""

import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

import forums.choices

LANGUAGES = [
    ("simple", "Another language (words are found as they are written)"),
    ("arabic", "Arabic"),
    ("danish", "Danish"),
    ("dutch", "Dutch"),
    ("english", "English"),
    ("finnish", "Finnish"),
    ("french", "French"),
    ("german", "German"),
    ("greek", "Greek"),
    ("hindi", "Hindi"),
    ("hungarian", "Hungarian"),
    ("italian", "Italian"),
    ("norwegian", "Norwegian"),
    ("portuguese", "Portuguese"),
    ("romanian", "Romanian"),
    ("russian", "Russian"),
    ("serbian", "Serbian"),
    ("spanish", "Spanish"),
    ("swedish", "Swedish"),
    ("turkish", "Turkish"),
]

# Whatever is no part of a word: punctuation beyond ASCII, currencies, arrows, dingbats, emoji.
SYMBOLS = (
    r"\u00A1-\u00A9\u00AB-\u00B1\u00B4\u00B6-\u00B8\u00BB-\u00BF\u00D7\u00F7\u2012-\u2027"
    r"\u2030-\u205E\u20A0-\u20CF\u2190-\u2BFF\u2E00-\u2E7F\u3001-\u3003\u3008-\u301F\uFE0F"
    r"\uFF01-\uFF0F\uFF1A-\uFF20\uFF3B-\uFF40\uFF5B-\uFF65\U0001F000-\U0001FAFF"
)
# One emoji may be several, joined by a joiner.
RUN = rf"[{SYMBOLS}][{SYMBOLS}\u200D]*"
INVISIBLE = (
    r"\u0001-\u0008\u000E-\u001F\u007F\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF"
)
# Quotes and hyphens, and what they become; in SQL an apostrophe is written twice.
CURLY, STRAIGHT = "“”„‟«»‘’‚‛‹›‐‑", '"' * 6 + "''" * 6 + "--"
SPACES = r"\u00A0\u2000-\u200A\u2028\u2029\u202F\u205F\u3000"

WORDS = rf"""
-- The words of sanitised HTML. The edges of blocks part words, other tags do not. Nobody writes
-- as much as 100,000 characters, but imported articles may be that long, and a tsvector has an end.
create function forums_plain_text(html text) returns text
language sql immutable strict parallel safe as $$
    select left(replace(replace(replace(replace(replace(
        regexp_replace(
            regexp_replace(
                html,
                '</?(?:blockquote|br|dd|dl|dt|h[1-6]|hr|li|ol|p|pre|ul)\y(?:[^>"]|"[^"]*")*>',
                ' ', 'g'
            ),
            '</?[a-z](?:[^>"]|"[^"]*")*>', '', 'g'
        ),
        '&nbsp;', ' '), '&quot;', '"'), '&lt;', '<'), '&gt;', '>'), '&amp;', '&'), 100000)
$$;

-- The same text in such a way that PostgreSQL's parser sees its words, whatever the locale of the
-- database: under the locale C all that is not ASCII is part of a word, be it a curly quote. The
-- control characters that mark what was found (forums/queries/search.py) are taken out here.
create function forums_legible(words text) returns text
language sql immutable strict parallel safe as $$
    select regexp_replace(regexp_replace(regexp_replace(regexp_replace(
        translate(words, '{CURLY}', '{STRAIGHT}'),
        '[{INVISIBLE}]', '', 'g'),
        '[{SPACES}]', ' ', 'g'),
        -- The parser would take it for a tag, and leave it out.
        '<(?=[[:alpha:]/!?])', '< ', 'g'),
        '{RUN}', ' \& ', 'g')
$$;

-- Its words alone. No full stop and no slash either: the parser takes "his/her" for the name of
-- a file, and "late.Then" for that of a host.
create function forums_words_only(words text) returns text
language sql immutable strict parallel safe as $$
    select regexp_replace(forums_legible(words), '[./]|{RUN}', ' ', 'g')
$$;

create function forums_search_words(language regconfig, title text, html text) returns tsvector
language sql immutable strict parallel safe as $$
    select setweight(to_tsvector(language, forums_words_only(title)), 'A')
        || setweight(to_tsvector(language, forums_words_only(forums_plain_text(html))), 'B')
$$;

create function forums_search_query(language regconfig, words text) returns tsquery
language sql immutable strict parallel safe as $$
    select websearch_to_tsquery(language, forums_words_only(words))
$$;
"""

NO_WORDS = """
drop function forums_search_query(regconfig, text);
drop function forums_search_words(regconfig, text, text);
drop function forums_words_only(text);
drop function forums_legible(text);
drop function forums_plain_text(text);
"""

TRIGGERS = """
create function forums_keep_search_entry() returns trigger language plpgsql as $$
begin
    if new.hidden_at is not null or new.withdrawn_at is not null then
        delete from forums_searchentry where post_id = new.id;
        return null;
    end if;
    -- Whoever is changing the title has the entry; what comes next then reads the new title.
    perform from forums_searchentry where post_id = new.id for update;
    insert into forums_searchentry (post_id, language, words)
    select new.id, circle.language, forums_search_words(
        circle.language::regconfig, case when new.parent_id is null then topic.title else '' end,
        new.html
    )
    from forums_topic topic join forums_circle circle on circle.id = topic.circle_id
    where topic.id = new.topic_id
    on conflict (post_id) do update set language = excluded.language, words = excluded.words;
    return null;
end;
$$;
create trigger keep_search_entry
    after insert or update of html, hidden_at, withdrawn_at, topic_id, parent_id on forums_post
    for each row execute function forums_keep_search_entry();

-- For topics of another title, in another circle, or in a circle of another language. It takes the
-- entries first and reads the posts after that, in a statement of its own: so it never writes
-- down what somebody has just taken back. It waits for no post and for no topic.
create function forums_renew_search_entries(topics bigint[]) returns void language plpgsql as $$
begin
    perform
    from forums_searchentry entry
    join forums_post post on post.id = entry.post_id
    join forums_topic topic on topic.id = post.topic_id
    join forums_circle circle on circle.id = topic.circle_id
    where topic.id = any(topics)
        and (post.parent_id is null or entry.language <> circle.language)
    order by entry.post_id
    for update of entry;

    update forums_searchentry entry
    set language = circle.language, words = forums_search_words(
        circle.language::regconfig, case when post.parent_id is null then topic.title else '' end,
        post.html
    )
    from forums_post post
    join forums_topic topic on topic.id = post.topic_id
    join forums_circle circle on circle.id = topic.circle_id
    where post.id = entry.post_id
        and topic.id = any(topics)
        and (post.parent_id is null or entry.language <> circle.language);
end;
$$;

create function forums_search_follows_topic() returns trigger language plpgsql as $$
begin
    perform forums_renew_search_entries(array[new.id]);
    return null;
end;
$$;
create trigger search_follows after update of title, circle_id on forums_topic
    for each row when (old.title <> new.title or old.circle_id <> new.circle_id)
    execute function forums_search_follows_topic();

create function forums_search_follows_circle() returns trigger language plpgsql as $$
begin
    perform forums_renew_search_entries(
        array(select id from forums_topic where circle_id = new.id)
    );
    return null;
end;
$$;
create trigger search_follows after update of language on forums_circle
    for each row when (old.language <> new.language)
    execute function forums_search_follows_circle();
"""

NO_TRIGGERS = """
drop trigger search_follows on forums_circle;
drop trigger search_follows on forums_topic;
drop trigger keep_search_entry on forums_post;
drop function forums_search_follows_circle();
drop function forums_search_follows_topic();
drop function forums_renew_search_entries(bigint[]);
drop function forums_keep_search_entry();
"""


def speak_the_sites_language(apps, schema_editor):
    """A process of the version before still opens circles, and knows no language: that is what
    the database's own default is for. Those that are there get the site's."""
    apps.get_model("forums", "Circle").objects.update(language=forums.choices.language_of_site())


class Migration(migrations.Migration):
    dependencies = [("forums", "0005_revisions")]
    operations = [
        migrations.AddField(
            model_name="circle",
            name="language",
            field=models.CharField(
                choices=LANGUAGES,
                db_default="simple",
                default=forums.choices.language_of_site,
                max_length=16,
                verbose_name="language",
            ),
        ),
        migrations.RunPython(speak_the_sites_language, migrations.RunPython.noop),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "post",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_entry",
                        serialize=False,
                        to="forums.post",
                    ),
                ),
                (
                    "language",
                    models.CharField(choices=LANGUAGES, editable=False, max_length=16),
                ),
                ("words", django.contrib.postgres.search.SearchVectorField(editable=False)),
            ],
        ),
        migrations.RunSQL(WORDS, NO_WORDS),
        migrations.RunSQL(TRIGGERS, NO_TRIGGERS),
    ]
