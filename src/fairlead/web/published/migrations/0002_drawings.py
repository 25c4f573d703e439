from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("published", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Drawing",
            fields=[
                (
                    "mark",
                    models.CharField(max_length=64, primary_key=True, serialize=False),
                ),
                ("box", models.CharField(max_length=60)),
                ("inner", models.TextField()),
                ("used_on", models.DateField(db_index=True)),
            ],
        ),
    ]
