from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Design",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("by", models.CharField(db_index=True, max_length=16)),
                ("wish", models.JSONField(default=dict)),
                ("state", models.PositiveIntegerField(null=True)),
                ("body", models.JSONField(default=dict)),
                ("rows", models.JSONField(default=list)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
    ]
