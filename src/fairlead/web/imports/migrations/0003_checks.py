from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0002_looks"),
    ]

    operations = [
        migrations.CreateModel(
            name="Check",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", models.PositiveIntegerField()),
                ("is_same", models.BooleanField()),
                ("note", models.CharField(blank=True, max_length=300)),
                ("by", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
            ],
            options={"ordering": ["-id"]},
        ),
    ]
