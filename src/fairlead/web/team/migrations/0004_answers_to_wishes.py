from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("team", "0003_mentor_meetings"),
    ]

    operations = [
        migrations.AddField(
            model_name="wish",
            name="answer",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="wish",
            name="answered_on",
            field=models.DateField(null=True),
        ),
    ]
