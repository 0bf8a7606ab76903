from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("runs", "0002_watched_harms")]

    operations = [
        migrations.AddField(
            model_name="runfile",
            name="data_kind",
            field=models.CharField(blank=True, default="", max_length=64),
            preserve_default=False,
        ),
    ]
