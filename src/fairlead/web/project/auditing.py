"""Look through the notes of who looked at whom, from the terminal."""

from __future__ import annotations

import os
from dataclasses import dataclass

from fairlead.errors import InputError
from fairlead.lake.store.pages import FILE
from fairlead.lake.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Verified:
    """Whether the notes are whole.

    Parameters
    ----------
    looks
        How many notes there are.
    broken_at
        Number of the first one that was changed, put in, or follows a missing one; None if whole.
    seal
        Of the newest note, to be kept elsewhere; "" where there is none.
    is_seal_there
        Whether a seal kept elsewhere is still in the chain; None where none was given.
    """

    looks: int
    broken_at: int | None
    seal: str
    is_seal_there: bool | None

    @property
    def is_whole(self) -> bool:
        """Say whether nothing was found."""
        return self.broken_at is None and self.is_seal_there is not False


def verify_audit(workspace: Workspace, seal: str = "") -> Verified:
    """Go through every note of a workspace that is or was served.

    Each note is sealed with the seal of the one before: a changed, removed or inserted one shows.
    Whoever can write to the database could seal all of them anew, or cut off the newest ones; a
    seal kept elsewhere shows that too.

    Raises
    ------
    InputError
        The workspace was never served.
    """
    if not os.environ.get("DATABASE_URL") and not (workspace.root / FILE).is_file():
        raise InputError(
            f"{workspace.root} was never served, so nobody looked at anybody in a browser",
            hint="Name the workspace of `fairlead serve` with --workspace.",
        )
    os.environ["FAIRLEAD_WORKSPACE"] = str(workspace.root)
    os.environ["DJANGO_SETTINGS_MODULE"] = "fairlead.web.project.settings"
    import django

    django.setup()
    from fairlead.web.audit.selectors import count_of_looks, has_seal, newest_seal
    from fairlead.web.audit.services import broken_at

    there = has_seal(seal) if seal else None
    return Verified(count_of_looks(), broken_at(), newest_seal(), there)
