"""Decisions and the trail can be added to, and nothing else.

The one change that the trigger lets through is the one an erased account makes: a reference to a
person becomes null. Which columns those are is the trigger's argument.
"""

from django.db import migrations

CREATE = """
create function forums_append_only() returns trigger language plpgsql as $$
declare
    person text;
    before jsonb := to_jsonb(old);
    after jsonb;
begin
    if tg_op = 'DELETE' then
        raise exception '% is append-only: rows are never deleted', tg_table_name
            using errcode = 'integrity_constraint_violation';
    end if;
    after := to_jsonb(new);
    foreach person in array tg_argv loop
        if after ->> person is null then
            before := before - person;
            after := after - person;
        end if;
    end loop;
    if before is distinct from after then
        raise exception '% is append-only: rows are never changed', tg_table_name
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end;
$$;
create trigger append_only before update or delete on forums_decision
    for each row execute function forums_append_only('author_id', 'decided_by_id');
create trigger append_only before update or delete on forums_trail
    for each row execute function forums_append_only('by_id');
"""

DROP = """
drop trigger append_only on forums_decision;
drop trigger append_only on forums_trail;
drop function forums_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("forums", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]
