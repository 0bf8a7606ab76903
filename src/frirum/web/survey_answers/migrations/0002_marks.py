from django.db import migrations, models

from frirum.web.survey_answers.rowless import without_rowid


class Migration(migrations.Migration):

    dependencies = [
        ('survey_answers', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='SurveyMark',
            fields=[
                ('key', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('wave', models.UUIDField(db_index=True)),
                ('mark', models.CharField(max_length=32)),
            ],
            options={
                'verbose_name': 'mærke på et svar på spørgeskema',
            },
        ),
        migrations.RunPython(without_rowid('survey_answers_surveymark'), migrations.RunPython.noop),
    ]
