from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("releases", "0003_period_and_names")]

    operations = [
        migrations.AddField(
            model_name="teamtable",
            name="kind",
            field=models.CharField(
                choices=[("counts", "Antal"), ("estimates", "Skøn")], default="counts", max_length=10
            ),
        ),
        migrations.AddConstraint(
            model_name="teamtable",
            constraint=models.CheckConstraint(
                condition=models.Q(kind__in=["counts", "estimates"]), name="team_table_kind_is_known"
            ),
        ),
    ]
