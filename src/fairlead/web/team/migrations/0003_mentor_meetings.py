from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("team", "0002_mentoring"),
    ]

    operations = [
        migrations.AddField(
            model_name="meeting",
            name="is_mentoring",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="series",
            name="is_mentoring",
            field=models.BooleanField(default=False),
        ),
    ]
