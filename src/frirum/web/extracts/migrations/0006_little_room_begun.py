"""Rows in little room, first part: people of their own, and keys as numbers beside the old ones."""

import django.db.models.deletion
from django.db import migrations, models

import frirum.web.extracts.hash_keys


class Migration(migrations.Migration):

    dependencies = [
        ("extracts", "0005_stages_and_headings"),
    ]

    operations = [
        migrations.CreateModel(
            name="ExtractPerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation", models.CharField(max_length=60)),
                ("who", models.CharField(db_index=True, max_length=64)),
                ("identity_key", frirum.web.extracts.hash_keys.HashKeyField()),
                ("identity_sealed", models.TextField()),
            ],
            options={"verbose_name": "person i et udtræk"},
        ),
        migrations.AddConstraint(
            model_name="extractperson",
            constraint=models.UniqueConstraint(
                fields=("identity_key", "organisation"), name="extract_person_once"
            ),
        ),
        migrations.RemoveConstraint(model_name="extractrow", name="row_once_in_its_file"),
        migrations.RemoveConstraint(model_name="extractrow", name="row_current_once"),
        migrations.RemoveIndex(model_name="extractrow", name="extract_row_key"),
        migrations.RemoveIndex(model_name="extractrow", name="extract_row_who"),
        migrations.AddField(
            model_name="extractrow",
            name="person",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="rows", to="extracts.extractperson"
            ),
        ),
        migrations.AddField(
            model_name="extractrow",
            name="row_number",
            field=frirum.web.extracts.hash_keys.HashKeyField(null=True),
        ),
        migrations.AddField(
            model_name="extractrow",
            name="content_number",
            field=frirum.web.extracts.hash_keys.HashKeyField(null=True),
        ),
    ]
