"""Rows in little room, third part: the old columns go, and what is left of indexes is what is asked by."""

import django.db.models.deletion
from django.db import migrations, models

import frirum.web.extracts.hash_keys


def without_guards(apps, schema_editor):
    from frirum.web.trail import guards

    # They name the columns that go; after the migration they are made anew.
    guards.remove(schema_editor.connection.alias)


class Migration(migrations.Migration):

    dependencies = [
        ("extracts", "0007_little_room_filled"),
    ]

    operations = [
        migrations.RunPython(without_guards, migrations.RunPython.noop),
        migrations.RemoveField(model_name="extractrow", name="who"),
        migrations.RemoveField(model_name="extractrow", name="identity_sealed"),
        migrations.RemoveField(model_name="extractrow", name="row_key"),
        migrations.RemoveField(model_name="extractrow", name="content_key"),
        migrations.RenameField(model_name="extractrow", old_name="row_number", new_name="row_key"),
        migrations.RenameField(model_name="extractrow", old_name="content_number", new_name="content_key"),
        migrations.AlterField(
            model_name="extractrow", name="row_key", field=frirum.web.extracts.hash_keys.HashKeyField()
        ),
        migrations.AlterField(
            model_name="extractrow", name="content_key", field=frirum.web.extracts.hash_keys.HashKeyField()
        ),
        migrations.AlterField(
            model_name="extractrow",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="rows", to="extracts.extractperson"
            ),
        ),
        migrations.AlterField(
            model_name="extractrow", name="organisation", field=models.CharField(max_length=60)
        ),
        migrations.AlterField(
            model_name="extractrow",
            name="replaces",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced_by",
                to="extracts.extractrow",
            ),
        ),
        migrations.AlterField(
            model_name="extractrow",
            name="ended_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ended_rows",
                to="extracts.batch",
            ),
        ),
        migrations.AddIndex(
            model_name="extractrow",
            index=models.Index(
                condition=models.Q(("replaces__isnull", False)), fields=["replaces"], name="extract_row_replaces"
            ),
        ),
        migrations.AddIndex(
            model_name="extractrow",
            index=models.Index(
                condition=models.Q(("ended_by__isnull", False)), fields=["ended_by"], name="extract_row_ended_by"
            ),
        ),
        migrations.AddConstraint(
            model_name="extractrow",
            constraint=models.UniqueConstraint(fields=("row_key", "batch"), name="row_once_in_its_file"),
        ),
        migrations.AddConstraint(
            model_name="extractrow",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "current")), fields=("row_key",), name="row_current_once"
            ),
        ),
    ]
