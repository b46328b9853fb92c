from django.db import migrations

from trackers.vault.policies import clock_may, own_rows_only

OWN = [
    "link", "loghead", "incident", "incidentversion", "attachment", "removal", "exportrecord",
    "incidentdraft", "upload", "attachmentcopy", "export", "storedfile", "owedwork",
]  # fmt: skip
RECORDED = ["incidentversion", "attachment", "removal", "exportrecord"]

# What is recorded stays as it was recorded. It may go once a link says that it was taken out, or
# with everything else: then the vault is gone first (actions/erasing.py).
GUARDS = """
create function trackers_link_stays() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if old.removed_by_id is null and new.removed_by_id is not null
            and (old.id, old.owner_id, old.seq, old.kind, old.recorded_at)
                = (new.id, new.owner_id, new.seq, new.kind, new.recorded_at)
            and (old.commitment, old.hash, old.mark) = (new.commitment, new.hash, new.mark)
        then
            return new;
        end if;
        raise exception 'a link of the log is never changed';
    end if;
    if exists (select from trackers_vault where owner_id = old.owner_id) then
        raise exception 'a link of the log is never taken away';
    end if;
    return old;
end $$;

create trigger link_stays before update or delete on trackers_link
for each row execute function trackers_link_stays();

create function trackers_recorded_stays() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        raise exception 'what was recorded in the log is never changed';
    end if;
    if exists (select from trackers_vault where owner_id = old.owner_id)
        and not exists (
            select from trackers_link where id = old.link_id and removed_by_id is not null
        )
    then
        raise exception 'what was recorded in the log is not taken away without a trace';
    end if;
    return old;
end $$;
"""
DROP_GUARDS = """
drop trigger link_stays on trackers_link;
drop function trackers_link_stays();
drop function trackers_recorded_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("trackers", "0014_incident_log")]

    operations = [
        *(own_rows_only(f"trackers_{name}") for name in OWN),
        # The clock has to find what is owed. What it then does, it does as its owner.
        clock_may("trackers_storedfile", "select"),
        clock_may("trackers_owedwork", "select"),
        migrations.RunSQL(GUARDS, DROP_GUARDS),
        *(
            migrations.RunSQL(
                f"create trigger recorded_stays before update or delete on trackers_{name} "
                "for each row execute function trackers_recorded_stays()",
                f"drop trigger recorded_stays on trackers_{name}",
            )
            for name in RECORDED
        ),
    ]
