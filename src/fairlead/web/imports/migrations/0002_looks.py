from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="upload",
            name="mapping",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="upload",
            name="look",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="upload",
            name="turn",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
