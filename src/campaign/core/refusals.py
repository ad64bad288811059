"""How far a refusal reaches, and the table of those seen in the wild or documented."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """How far a refusal reaches."""

    NONE = "none"
    REPOSITORY = "repository"
    ORGANISATION = "organisation"
    ACCOUNT = "account"
    SIGN_IN = "sign_in"
    """What this token may not do there: another one, or the same elsewhere, perhaps may."""
    DRAFT = "draft"
    PAUSE = "pause"
    """A limit on the pace: come back later."""
    NETWORK = "network"
    """The request did not leave this machine."""
    STRANGER = "stranger"
    """The answer does not come from GitHub."""
    HERE = "here"
    """Nothing was sent: something on this computer stands in the way."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table of refusals: the first row that fits decides."""

    statuses: frozenset[int]
    pattern: str
    scope: Scope
    reason: str

    def fits(self, status: int, words: str) -> bool:
        return status in self.statuses and re.search(self.pattern, words, re.IGNORECASE) is not None


def _rule(statuses: str, pattern: str, scope: Scope, reason: str) -> Rule:
    return Rule(frozenset(map(int, statuses.split())), pattern, scope, reason)


# Status first, then the beginning of the message; the threads show the words in the wild.
RULES = (
    # https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
    _rule("403 429", r"API rate limit (already )?exceeded", Scope.PAUSE, "rate_limit"),
    _rule("403 429", r"secondary rate limit|abuse detection", Scope.PAUSE, "secondary_limit"),
    _rule("403 429", r"temporarily blocked from content creation", Scope.PAUSE, "secondary_limit"),
    _rule("429", r"", Scope.PAUSE, "rate_limit"),
    # cli/cli#4801: "was submitted too quickly"
    _rule("403 422", r"submitted too quickly", Scope.PAUSE, "too_quickly"),
    _rule("401", r"", Scope.ACCOUNT, "bad_credentials"),
    # utterance/utterances#534
    _rule("403", r"email address must be verified", Scope.ACCOUNT, "email_unverified"),
    _rule("403", r"not accessible by", Scope.SIGN_IN, "token_not_sufficient"),
    _rule("403", r"account (was|is|has been) suspended", Scope.ACCOUNT, "account_suspended"),
    # git-town/git-town#4609, fwouts/prmonitor#1042, aquasecurity/trivy#10567, aeonfun/aeon#1083
    _rule(
        "403",
        r"forbids access via|SAML enforcement|IP allow list|OAuth App access restrictions",
        Scope.ORGANISATION,
        "organisation_refuses",
    ),
    # k0shk0sh/FastHub#1782: interaction limits; orgs/community#199961: the creation policy
    _rule(
        "403 404 422",
        r"Interactions on this repository have been restricted|restricted to (prior|collaborators)",
        Scope.REPOSITORY,
        "interaction_limit",
    ),
    _rule("403 404 422", r"correct permissions to execute", Scope.REPOSITORY, "collaborators_only"),
    _rule("403", r"archived", Scope.REPOSITORY, "archived"),
    # caarlos0/fork-cleaner#99: GitHub's own decision, not the owner's
    _rule("403", r"Repository access blocked", Scope.REPOSITORY, "disabled"),
    _rule("403", r"blocked", Scope.REPOSITORY, "blocked"),
    _rule("410", r"", Scope.REPOSITORY, "issues_disabled"),
    _rule("451", r"", Scope.REPOSITORY, "disabled"),
    _rule("404", r"", Scope.REPOSITORY, "missing"),
    _rule("400 415", r"", Scope.DRAFT, "draft_refused"),
    _rule("422", r"too long|blank|missing|invalid request", Scope.DRAFT, "draft_refused"),
    _rule("422", r"spam", Scope.ACCOUNT, "called_spam"),
)
