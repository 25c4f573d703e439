"""What changes people, assignments, roles and accounts."""

from fairlead.web.people.services.accounts import (
    MOST_TOKENS,
    NobodySignsUp,
    change_account,
    code_is_right,
    end_sessions,
    give_roles,
    invitation_of,
    invite,
    invited,
    make_cast,
    make_first_administrator,
    make_token,
    set_active,
    set_individuals,
    set_password,
    take_token_away,
)
from fairlead.web.people.services.leaving import forget_person, names_of_person
from fairlead.web.people.services.teams import (
    TeamRow,
    assign,
    join_persons,
    match_directory,
    take_team_file,
)

__all__ = [
    "MOST_TOKENS",
    "NobodySignsUp",
    "TeamRow",
    "assign",
    "change_account",
    "code_is_right",
    "end_sessions",
    "forget_person",
    "give_roles",
    "invitation_of",
    "invite",
    "invited",
    "join_persons",
    "make_cast",
    "make_first_administrator",
    "make_token",
    "match_directory",
    "names_of_person",
    "set_active",
    "set_individuals",
    "set_password",
    "take_team_file",
    "take_token_away",
]
