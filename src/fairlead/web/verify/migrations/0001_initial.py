from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Declared",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("by", models.CharField(db_index=True, max_length=16)),
                ("name", models.CharField(max_length=120)),
                ("title", models.CharField(max_length=120)),
                ("text", models.TextField()),
                ("body", models.JSONField(default=dict)),
                ("begun_on", models.DateField(null=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
    ]
