"""The lock of a form as a row of its own with the bytes that were locked, and amendments in a chain.

A form that was locked before keeps its fingerprint: its bytes are made again as they were, and what was locked then is
what is held against the rows now.
"""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from frirum.core.locking.chain import amendment_bytes, canonical, fingerprint, moment_text


def lock_anew(apps: Any, schema_editor: Any) -> None:
    """A lock for every form that is locked, and a place in the chain for every amendment."""
    form_model = apps.get_model("evaluations", "EvaluationForm")
    lock_model = apps.get_model("evaluations", "FormLock")
    database = schema_editor.connection.alias
    _triggers(schema_editor, "DISABLE")
    for form in form_model._base_manager.using(database).exclude(lock_sha256=""):
        content = canonical(
            {
                "form": str(form.reference),
                "experiment": form.slug,
                "period": form.period,
                "organisation": form.organisation,
                "definition": form.definition_sha256,
                "points": {one.field: one.text for one in form.entries.all() if one.locked},
            }
        )
        lock_model.objects.using(database).create(
            form=form, canonical=content, sha256=fingerprint(content), after_outcomes=False,
            locked_by=form.locked_by, locked_at=form.locked_at,
        )  # fmt: skip
        previous = fingerprint(content)
        for one in form.amendments.order_by("number"):
            one.previous, one.made_at = previous, one.made_at.replace(microsecond=0)
            values = {
                "form": str(form.reference), "number": one.number, "field": one.field, "text": one.text,
                "reason": one.reason, "major": one.major, "after_outcomes": False,
                "made_by": one.made_by, "made_at": moment_text(one.made_at),
            }  # fmt: skip
            one.sha256 = previous = fingerprint(amendment_bytes(one.previous, values))
            one.save()
    _triggers(schema_editor, "ENABLE")


def _triggers(schema_editor: Any, word: str) -> None:
    """PostgreSQL keeps the triggers of a table that is altered, and they refuse changes to an amendment."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE evaluations_formamendment {word} TRIGGER USER")


class Migration(migrations.Migration):
    """Forward only: the columns that go are in the lock."""

    dependencies = [("evaluations", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="FormLock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("canonical", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("after_outcomes", models.BooleanField()),
                ("locked_by", models.CharField(max_length=100)),
                ("locked_at", models.DateTimeField()),
                (
                    "form",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lock",
                        to="evaluations.evaluationform",
                    ),
                ),
            ],
            options={"verbose_name": "lås af et evalueringsskema"},
        ),
        migrations.AddField("formamendment", "previous", models.CharField(default="", max_length=64), False),
        migrations.AddField("formamendment", "sha256", models.CharField(default="", max_length=64), False),
        migrations.AddField("formamendment", "after_outcomes", models.BooleanField(default=False), False),
        migrations.RunPython(lock_anew, migrations.RunPython.noop),
        migrations.RemoveConstraint("evaluationform", "form_lock_is_whole"),
        migrations.RemoveConstraint("evaluationform", "form_is_locked_before_it_is_sent"),
        migrations.RemoveField("evaluationform", "lock_sha256"),
        migrations.RemoveField("evaluationform", "locked_by"),
        migrations.RemoveField("evaluationform", "locked_at"),
    ]
