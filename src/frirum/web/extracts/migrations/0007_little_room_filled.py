"""Rows in little room, second part: the rows that are there get their person and their keys as numbers.

The hash of a batch's rows is made anew from them. `frirum init` held rows and seals against each other before, and
seals anew afterwards; the guards of the tables, which are made for the columns as they were, come back at the end.
"""

import hashlib
import json

from django.db import migrations

_KEPT = ("current", "superseded", "withdrawn")


def fill(apps, schema_editor):
    from frirum.web.extracts.reading import identity_key, sealed_identity
    from frirum.web.trail import guards
    from frirum.web.uses.identities import Identity, unseal

    row_model, person_model = apps.get_model("extracts", "ExtractRow"), apps.get_model("extracts", "ExtractPerson")
    database = schema_editor.connection.alias
    if not row_model._base_manager.using(database).exists():
        return
    guards.remove(database)
    known = {}
    for row in row_model._base_manager.using(database).order_by("pk").iterator(chunk_size=2_000):
        # It was sealed for its row, and is sealed anew for its person.
        identity = Identity(*json.loads(unseal(row.identity_sealed, f"extract_row:{row.row_key}")))
        key = identity_key(identity)
        if (row.organisation, key) not in known:
            person = person_model(
                organisation=row.organisation, who=row.who, identity_key=key, identity_sealed=sealed_identity(identity, key)
            )
            person.save(using=database)
            known[row.organisation, key] = person.pk
        row_model._base_manager.using(database).filter(pk=row.pk).update(
            person_id=known[row.organisation, key],
            row_number=row.row_key[:16],
            content_number=row.content_key[:16],
        )
    counted = apps.get_model("extracts", "CountedUse")._base_manager.using(database)
    for use in counted.exclude(row_key=""):
        counted.filter(pk=use.pk).update(row_key=use.row_key[:16])
    batches = apps.get_model("extracts", "Batch")._base_manager.using(database)
    for batch in batches.exclude(rows_sha256=""):
        batches.filter(pk=batch.pk).update(rows_sha256=_hash(row_model, database, batch.pk))


def _hash(row_model, database, batch):
    digest = hashlib.sha256()
    rows = row_model._base_manager.using(database).filter(batch_id=batch, state__in=_KEPT).order_by("line")
    fields = ("line", "row_number", "content_number", "person__who", "values", "standing")
    for row in rows.values_list(*fields).iterator(chunk_size=2_000):
        digest.update(json.dumps(row, sort_keys=True, ensure_ascii=False).encode() + b"\n")
    return digest.hexdigest()


class Migration(migrations.Migration):

    dependencies = [
        ("extracts", "0006_little_room_begun"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
