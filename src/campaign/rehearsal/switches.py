"""Where GitHub's behaviour is unknown, differs by version or is slow: how it shall be today."""


class Switches:
    """Settings of a world; the defaults are the likeliest reality."""

    def __init__(self) -> None:
        self.list_lag = 0.0
        """Seconds until lists show a new issue."""
        self.limit_status = 422
        """What refuses an issue under an interaction limit: 422, or 403 (never observed)."""
        self.policy_status = 403
        """The same for "collaborators only": 403, or 404 as for pull requests
        (letta-ai/letta#3203)."""
        self.older_issues_off_text = False
        """Of the two texts for switched-off issues, the older one."""
        self.limit_visible = False
        """Whether `viewerCanCreateIssues` and `interactionAbility` tell outsiders of a limit."""
        self.fine_grained_reaches_public = False
        """Whether a fine-grained token may post to foreign public repositories
        (github/docs#44656 says so, docs: patv2-limitations says no)."""
        self.retry_after: int | None = 60
        """What a refusal for too much content says in `retry-after`; None: nothing."""
        self.graphql_enabled = True
        """False: a server without the GraphQL endpoint."""
        self.old_schema = False
        """A GraphQL schema from before the two fields on issue creation."""
        self.resource_limit: int | None = None
        """Top-level fields of one query beyond this many: RESOURCE_LIMITS_EXCEEDED."""
        self.gateway_limit: int | None = None
        """Top-level fields of one query beyond this many: 502, as after ten seconds."""
