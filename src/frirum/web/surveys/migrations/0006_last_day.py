from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [('surveys', '0005_pairing')]

    operations = [
        migrations.AddField(model_name='answerfile', name='closes_on', field=models.DateField(null=True)),
    ]
