from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('uses', '0003_citizen_label_and_correction'),
    ]

    operations = [
        migrations.AddField(
            model_name='citizencorrection',
            name='former_lookup',
            field=models.CharField(blank=True, db_index=True, default='', max_length=64),
            preserve_default=False,
        ),
    ]
