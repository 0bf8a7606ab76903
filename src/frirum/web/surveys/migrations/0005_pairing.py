from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('surveys', '0004_answer_files'),
    ]

    operations = [
        migrations.AddField(
            model_name='surveywave',
            name='pairing',
            field=models.BooleanField(default=False),
        ),
    ]
