from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="outcome",
            name="topic",
            field=models.CharField(blank=True, max_length=20),
        ),
    ]
