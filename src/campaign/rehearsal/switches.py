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
        self.created_list_reaches_public = False
        """Whether `GET /issues` shows what one opened in other people's public repositories: people
        who tried say no (PyGithub/PyGithub#985, octokit/octokit.net#601, pockethub/PocketHub#678),
        though the documentation speaks of "all visible repositories"."""
        self.max_age = 60
        """Seconds for which a read may be used again, says `cache-control`."""
        self.unsigned_304_counts = True
        """Whether a 304 without a token takes from the 60 an hour: it is free only "while correctly
        authorized" (docs: best-practices-for-using-the-rest-api; wakatime/macos-wakatime#172)."""
        self.latency = 0.0
        """Seconds of play that each request takes; `StandIn(latency=…)` takes real ones."""
        self.graphql_enabled = True
        """False: a server without the GraphQL endpoint."""
        self.old_schema = False
        """A GraphQL schema from before the two fields on issue creation."""
        self.missing_fields: frozenset[str] = frozenset()
        """Further fields this server's schema lacks, as `Repository.contactLinks`."""
        self.refused_fields: dict[str, str] = {}
        """Fields this token may not see, as `Repository.pullRequests`, and what GitHub says instead
        (facebook/sapling#993); null, or with it all around it that cannot be null
        (boostsecurityio/poutine#415)."""
        self.validation_limit: int | None = None
        """Top-level fields of one query beyond this many: not even validated in time."""
        self.resource_limit: int | None = None
        """Top-level fields of one query beyond this many: RESOURCE_LIMITS_EXCEEDED."""
        self.list_limit: int | None = None
        """Lists of one query beyond this many: the same, at the `nodes` of each further one
        (raycast/extensions#29578)."""
        self.gateway_limit: int | None = None
        """Top-level fields of one query beyond this many: ten seconds are not enough."""
        self.gateway_status = 502
        """What then comes: 502 (decaporg/decap-cms#6570), or 504 (magit/forge#630)."""
