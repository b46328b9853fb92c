"""The database itself refuses what must not happen to a case: that somebody handles one about
themselves or about a name they keep away from, or answers an appeal against their own decision.

It also keeps what waits out of the search.
"""

from django.db import migrations

HANDLE = """
create function forums_may_handle(who bigint, which bigint) returns boolean
language sql stable as $$
    select not exists (
        select from forums_case c
        left join forums_post post on post.id = c.post_id
        left join forums_topic topic on topic.id = c.topic_id
        join forums_persona subject
            on subject.id in (post.author_id, topic.opened_by_id, c.persona_id)
        where c.id = which and (
            subject.owner_id = who
            or exists (
                select from forums_block block
                join forums_persona own on own.owner_id = who
                where block.by_id = own.id and block.persona_id = subject.id
            )
        )
    ) and not exists (
        select from forums_case c
        join forums_membership membership on membership.circle_id = c.about_circle_id
        where c.id = which and membership.user_id = who
            and membership.role in ('host', 'moderator')
    )
$$;

create function forums_refuse_handler() returns trigger language plpgsql as $$
declare
    who bigint;
    which bigint;
begin
    if tg_table_name = 'forums_case' then
        who := new.claimed_by_id; which := new.id;
    elsif tg_table_name = 'forums_decision' then
        who := new.decided_by_id; which := new.case_id;
    else
        who := new.answered_by_id;
        select case_id into which from forums_decision where id = new.decision_id;
        if exists (
            select from forums_decision
            where id = new.decision_id and decided_by_id = new.answered_by_id
        ) then
            raise exception 'nobody answers an appeal against their own decision'
                using errcode = 'integrity_constraint_violation';
        end if;
    end if;
    if who is not null and not forums_may_handle(who, which) then
        raise exception 'nobody handles a case about themselves or about whom they keep away from'
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end;
$$;
create trigger refuse_handler before insert or update of claimed_by_id on forums_case
    for each row when (new.claimed_by_id is not null) execute function forums_refuse_handler();
create trigger refuse_handler before insert on forums_decision
    for each row when (new.decided_by_id is not null) execute function forums_refuse_handler();
create trigger refuse_handler before insert or update of answered_by_id on forums_appeal
    for each row when (new.answered_by_id is not null) execute function forums_refuse_handler();
"""

HANDLE_NO_MORE = """
drop trigger refuse_handler on forums_appeal;
drop trigger refuse_handler on forums_decision;
drop trigger refuse_handler on forums_case;
drop function forums_refuse_handler();
drop function forums_may_handle(bigint, bigint);
"""

KEEP_ENTRY = """
create or replace function forums_keep_search_entry() returns trigger language plpgsql as $$
begin
    if {gone} then
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
drop trigger keep_search_entry on forums_post;
create trigger keep_search_entry
    after insert or update of {columns} on forums_post
    for each row execute function forums_keep_search_entry();
"""
HELD_TOO = KEEP_ENTRY.format(
    gone="new.hidden_at is not null or new.withdrawn_at is not null or new.held_at is not null",
    columns="html, hidden_at, withdrawn_at, held_at, topic_id, parent_id",
)
AS_BEFORE = KEEP_ENTRY.format(
    gone="new.hidden_at is not null or new.withdrawn_at is not null",
    columns="html, hidden_at, withdrawn_at, topic_id, parent_id",
)


class Migration(migrations.Migration):
    dependencies = [("forums", "0034_notices_of_cases")]
    operations = [
        migrations.RunSQL(HANDLE, HANDLE_NO_MORE),
        migrations.RunSQL(HELD_TOO, AS_BEFORE),
    ]
