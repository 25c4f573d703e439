from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_scopes"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="language",
            field=models.CharField(blank=True, default="", max_length=12),
        ),
    ]
