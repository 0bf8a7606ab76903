from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("releases", "0002_looser_rule")]

    operations = [
        migrations.AddField(
            model_name="teamtable",
            name="period",
            field=models.CharField(default="", max_length=100, verbose_name="Periode"),
            preserve_default=False,
        ),
        migrations.AddField(model_name="releaserequest", name="names", field=models.JSONField(default=list)),
    ]
