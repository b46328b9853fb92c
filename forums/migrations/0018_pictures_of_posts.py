from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("forums", "0017_content_notes")]

    operations = [
        migrations.AddField(
            model_name="post",
            name="pictures_html",
            field=models.TextField(blank=True, db_default="", default="", editable=False),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(("withdrawn_at", None), ("pictures_html", ""), _connector="OR"),
                name="withdrawn_pictures_are_gone",
            ),
        ),
        migrations.AlterField(
            model_name="image",
            name="alt",
            field=models.CharField(
                blank=True, max_length=300, verbose_name="what can be seen in it"
            ),
        ),
    ]
