"""Where GitHub's behaviour is unknown, differs by version or is slow: how it shall be today."""

from dataclasses import dataclass, field


@dataclass(kw_only=True, eq=False, repr=False)
class Switches:
    """Settings of a world; the defaults are the likeliest reality."""

    list_lag: float = 0.0
    """Seconds until lists show a new issue."""
    limit_status: int = 422
    """What refuses an issue under an interaction limit: 422, or 403 (never observed)."""
    policy_status: int = 403
    """The same for "collaborators only": 403, or 404 as for pull requests
    (letta-ai/letta#3203)."""
    older_issues_off_text: bool = False
    """Of the two texts for switched-off issues, the older one."""
    limit_visible: bool = False
    """Whether `viewerCanCreateIssues` and `interactionAbility` tell outsiders of a limit."""
    fine_grained_reaches_public: bool = False
    """Whether a fine-grained token may post to foreign public repositories
    (github/docs#44656 says so, docs: patv2-limitations says no)."""
    retry_after: int | None = 60
    """What a refusal for too much content says in `retry-after`; None: nothing."""
    created_list_reaches_public: bool = False
    """Whether `GET /issues` shows what one opened in other people's public repositories: people
    who tried say no (PyGithub/PyGithub#985, octokit/octokit.net#601, pockethub/PocketHub#678),
    though the documentation speaks of "all visible repositories"."""
    max_age: int = 60
    """Seconds for which a read may be used again, says `cache-control`."""
    unsigned_304_counts: bool = True
    """Whether a 304 without a token takes from the 60 an hour: it is free only "while correctly
    authorized" (docs: best-practices-for-using-the-rest-api; wakatime/macos-wakatime#172)."""
    latency: float = 0.0
    """Seconds of play that each request takes; `StandIn(latency=…)` takes real ones."""
    graphql_enabled: bool = True
    """False: a server without the GraphQL endpoint."""
    old_schema: bool = False
    """A GraphQL schema from before the two fields on issue creation."""
    missing_fields: frozenset[str] = frozenset()
    """Further fields this server's schema lacks, as `Repository.contactLinks`."""
    refused_fields: dict[str, str] = field(default_factory=dict)
    """Fields this token may not see, as `Repository.pullRequests`, and what GitHub says instead
    (facebook/sapling#993); null, or with it all around it that cannot be null
    (boostsecurityio/poutine#415)."""
    validation_limit: int | None = None
    """Top-level fields of one query beyond this many: not even validated in time."""
    resource_limit: int | None = None
    """Top-level fields of one query beyond this many: RESOURCE_LIMITS_EXCEEDED."""
    list_limit: int | None = None
    """Lists of one query beyond this many: the same, at the `nodes` of each further one
    (raycast/extensions#29578)."""
    gateway_limit: int | None = None
    """Top-level fields of one query beyond this many: ten seconds are not enough."""
    gateway_status: int = 502
    """What then comes: 502 (decaporg/decap-cms#6570), or 504 (magit/forge#630)."""
