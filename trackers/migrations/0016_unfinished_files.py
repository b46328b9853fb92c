from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("trackers", "0015_guards_of_the_log")]

    operations = [
        migrations.AddField(
            model_name="storedfile",
            name="wanted_until",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="storedfile",
            index=models.Index(
                condition=models.Q(("wanted_until__isnull", False)),
                fields=["wanted_until"],
                name="files_unfinished",
            ),
        ),
    ]
