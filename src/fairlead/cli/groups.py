"""Commands that have others beside them: one of them is meant where none is named."""

from __future__ import annotations

from typing import Any

from typer.core import TyperGroup


class VerifyGroup(TyperGroup):
    """``fairlead verify`` is about trainings, unless the first word is another command of it."""

    default_command = "training"

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the default command in front where no command is named."""
        if not args or (args[0] not in self.commands and args[0] != "--help"):
            args = [self.default_command, *args]
        return super().parse_args(ctx, args)
