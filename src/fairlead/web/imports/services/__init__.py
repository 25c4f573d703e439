"""What changes the data: exports that come in, states one goes back to, people who leave."""

from fairlead.web.imports.services.exports import (
    UPLOADS,
    change_mapping,
    import_soon,
    look_at,
    look_soon,
    mark_of,
    safe_name,
    take_export,
    take_upload,
    throw_away,
)
from fairlead.web.imports.services.states import (
    erase,
    erase_soon,
    go_back,
    home,
    note_check,
    refresh,
    refresh_soon,
    tidy,
    undo_soon,
    work_out,
)

__all__ = [
    "UPLOADS",
    "change_mapping",
    "erase",
    "erase_soon",
    "go_back",
    "home",
    "import_soon",
    "look_at",
    "look_soon",
    "mark_of",
    "note_check",
    "refresh",
    "refresh_soon",
    "safe_name",
    "take_export",
    "take_upload",
    "throw_away",
    "tidy",
    "undo_soon",
    "work_out",
]
