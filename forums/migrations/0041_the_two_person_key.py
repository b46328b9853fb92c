"""Whose a name is takes two people, and what they did about it is never changed. What somebody
wrote can be parted from them, part by part."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

# A row is asked for by one person, and answered once, by another one or by nobody (refused). An
# erased account makes a reference null, as it does in decisions and the trail.
CREATE = """
create function forums_keep_glass() returns trigger language plpgsql as $$
declare
    before jsonb;
    after jsonb;
begin
    if tg_op = 'DELETE' then
        raise exception 'a break-glass is never deleted'
            using errcode = 'integrity_constraint_violation';
    end if;
    if tg_op = 'INSERT' then
        if new.granted_by_id is not null or new.granted_at is not null
            or new.refused_at is not null or new.asked_by_id is null then
            raise exception 'a break-glass is asked for first'
                using errcode = 'integrity_constraint_violation';
        end if;
        return new;
    end if;
    before := to_jsonb(old);
    after := to_jsonb(new);
    if old.granted_at is null and old.refused_at is null
        and (new.granted_at is not null or new.refused_at is not null) then
        if new.granted_at is not null and (
            new.granted_by_id is null or old.asked_by_id is null
            or new.asked_by_id is distinct from old.asked_by_id
            or new.granted_by_id = old.asked_by_id or new.refused_at is not null
            or exists (
                select from forums_persona
                where id = new.persona_id and owner_id = new.granted_by_id
            )
        ) then
            raise exception 'a break-glass takes two'
                using errcode = 'integrity_constraint_violation';
        end if;
        before := before - 'granted_at' - 'refused_at' - 'granted_by_id';
        after := after - 'granted_at' - 'refused_at' - 'granted_by_id';
    end if;
    if new.asked_by_id is null then
        before := before - 'asked_by_id';
        after := after - 'asked_by_id';
    end if;
    if new.granted_by_id is null then
        before := before - 'granted_by_id';
        after := after - 'granted_by_id';
    end if;
    if before is distinct from after then
        raise exception 'a break-glass is answered once, and never changed'
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end;
$$;
create trigger keep_glass before insert or update or delete on forums_breakglass
    for each row execute function forums_keep_glass();
"""

DROP = """
drop trigger keep_glass on forums_breakglass;
drop function forums_keep_glass();
"""


class Migration(migrations.Migration):
    dependencies = [("forums", "0040_hard_cases")]
    operations = [
        migrations.RunSQL(CREATE, DROP),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "tries",
                    models.PositiveIntegerField(db_default=0, default=0, editable=False),
                ),
                ("next_try_at", models.DateTimeField(editable=False, null=True)),
                ("leaves_words", models.BooleanField()),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("until", models.BigIntegerField()),
                ("up_to", models.BigIntegerField(default=0)),
                (
                    "nobody",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="forums.persona",
                    ),
                ),
                (
                    "persona",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="erasure",
                        to="forums.persona",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.AddIndex(
            model_name="trail",
            index=models.Index(fields=["verb", "-id"], name="trail_by_verb"),
        ),
    ]
