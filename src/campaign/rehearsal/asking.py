"""What a GraphQL field knows of the query it is part of, and how it says no."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from graphql import GraphQLResolveInfo

from campaign.rehearsal.refusals import Attempt


@dataclass(kw_only=True)
class Asking:
    """One query while it is being answered."""

    attempt: Attempt
    cost: int
    nodes: int
    repositories: int = 0
    """How many the query has asked for up to now."""
    lists: int = 0
    """How many lists it has been given."""
    headers: dict[str, str] = field(default_factory=dict)
    """What the answer's head says of refusals in it."""


Info = GraphQLResolveInfo[Asking]


class Denied(Exception):
    """An error in the answer, with GitHub's own `type`, if it has one."""

    def __init__(
        self, kind: str, message: str, extensions: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.extensions = extensions
