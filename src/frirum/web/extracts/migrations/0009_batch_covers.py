"""The days that an extract covers; of what was brought in before nobody has said."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("extracts", "0008_little_room_done"),
    ]

    operations = [
        migrations.AddField(
            model_name="batch",
            name="covers_from",
            field=models.DateField(null=True, verbose_name="Dækker fra"),
        ),
        migrations.AddField(
            model_name="batch",
            name="covers_to",
            field=models.DateField(null=True, verbose_name="Dækker til og med"),
        ),
    ]
