"""The table of what all processes of the server count together: sign-ins tried, calls made."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.db import migrations


def make(_apps: Any, editor: Any) -> None:
    """Make the table `CACHES` names."""
    call_command("createcachetable", database=editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_language"),
    ]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
