import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from trackers.vault.policies import own_rows_only

TALLIED = (
    "trackers_contactevent",
    "trackers_checkin",
    "trackers_urge",
    "trackers_journalentry",
)

# A month whose last entry went keeps its tally, empty: where all of them go, nothing is made.
CHANGED = """
create function trackers_month_changed() returns trigger language plpgsql as $$
begin
    if tg_op <> 'INSERT' then
        update trackers_tally tally set sealed = '', mark = gen_random_uuid()
        from (
            select distinct owner_id, date_trunc('month', "on")::date as first_day from gone
        ) month
        where tally.owner_id = month.owner_id and tally."on" = month.first_day;
    end if;
    if tg_op <> 'DELETE' then
        insert into trackers_tally (id, owner_id, "on", part, sealed, mark)
        select gen_random_uuid(), owner_id, first_day, part, '', gen_random_uuid()
        from (
            select distinct owner_id, date_trunc('month', "on")::date as first_day from come
        ) month, unnest(array['days', 'details']) part
        order by owner_id, first_day, part
        on conflict (owner_id, "on", part) do update set sealed = '', mark = excluded.mark;
    end if;
    return null;
end $$
"""

# Each in a statement of its own, as triggers with tables of what changed have to be.
WATCH = """
create trigger month_{verb} after {verb} on {table} {tables}
for each statement execute function trackers_month_changed()
"""
TABLES = {
    "insert": "referencing new table as come",
    "update": "referencing old table as gone new table as come",
    "delete": "referencing old table as gone",
}

# What is there already. Nobody sees all rows at once, so it is done one owner at a time.
MARK_WHAT_IS_THERE = f"""
do $$
declare someone record;
begin
    for someone in select id from accounts_user loop
        perform set_config('app.user_id', someone.id::text, true);
        insert into trackers_tally (id, owner_id, "on", part, sealed, mark)
        select gen_random_uuid(), someone.id, first_day, part, '', gen_random_uuid()
        from (
            {" union ".join(
                f'''select date_trunc('month', "on")::date as first_day from {table}'''
                for table in TALLIED
            )}
        ) month, unnest(array['days', 'details']) part;
    end loop;
    perform set_config('app.user_id', '', true);
end $$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("trackers", "0012_statements_and_erasures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("on", models.DateField()),
                ("sealed", models.BinaryField()),
                ("part", models.CharField(choices=[("days", "days"), ("details", "details")], max_length=8)),
                ("mark", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("owner", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("owner", "on", "part"), name="one_tally_a_month")],
            },
        ),
        own_rows_only("trackers_tally"),
        migrations.RunSQL(MARK_WHAT_IS_THERE, migrations.RunSQL.noop),
        migrations.RunSQL(CHANGED, "drop function trackers_month_changed()"),
        *(
            migrations.RunSQL(
                WATCH.format(verb=verb, table=table, tables=tables),
                f"drop trigger month_{verb} on {table}",
            )
            for table in TALLIED
            for verb, tables in TABLES.items()
        ),
    ]
