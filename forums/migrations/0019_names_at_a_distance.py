from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("forums", "0018_pictures_of_posts")]

    operations = [
        migrations.AddField(
            model_name="block",
            name="name",
            field=models.CharField(db_default="", max_length=40),
        ),
        migrations.AddField(
            model_name="mute",
            name="name",
            field=models.CharField(blank=True, db_default="", max_length=40),
        ),
    ]
