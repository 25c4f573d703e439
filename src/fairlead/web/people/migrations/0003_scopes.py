from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_tokens"),
    ]

    operations = [
        migrations.AddField(
            model_name="token",
            name="scopes",
            field=models.CharField(default="read", max_length=40),
        ),
    ]
