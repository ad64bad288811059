"""Whose repositories are all looked at: read from their owners' lists, and told aloud."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from campaign.cli.app import App
from campaign.cli.check_names import campaign_hint, is_campaign
from campaign.cli.check_words import reason_words
from campaign.cli.language import _, ngettext
from campaign.core.access import Access, Owned, RepoFacts
from campaign.core.sentence import in_a_row
from campaign.core.verdict import judge
from campaign.errors import CampaignError, RateLimited, SignInNeeded
from campaign.flow.listing import is_shut

if TYPE_CHECKING:
    from campaign.adapters.github import GitHub


class OwnersLists:
    """The lists read in this run, and what they tell of closed doors."""

    def __init__(self, app: App, forge: "GitHub") -> None:
        self._app = app
        self._forge = forge
        self._shut: dict[str, RepoFacts] = {}

    @property
    def shut(self) -> Mapping[str, RepoFacts]:
        """By name in lower case: where nobody can open an issue, whoever looks."""
        return self._shut

    def names_of(self, owner: str) -> list[str]:
        """Everything an owner has in public; raises what reading the list raises."""
        self._tell_how_it_is_taken(owner)
        try:
            owned = self._forge.repositories_of(owner)
        except (SignInNeeded, RateLimited):  # somebody has that name
            raise
        except CampaignError as error:
            error.hint = in_a_row(error.hint, campaign_hint(owner))
            raise
        now = self._forge.now()
        shut = [each for each in owned.repositories if is_shut(each, now=now)]
        self._shut |= {each.repo.lower(): each for each in shut}
        self._tell(owner, owned, [judge(each, now=now) for each in shut])
        return [each.repo for each in owned.repositories]

    def _tell_how_it_is_taken(self, owner: str) -> None:
        """A campaign may have been meant."""
        words = _("{owner} is no campaign here, so it is taken for an owner of repositories.")
        if is_campaign(owner):
            words = _("{owner}/ with a slash at its end is taken for an owner of repositories.")
        self._app.screen.say(words.format(owner=owner))

    def _tell(self, owner: str, owned: Owned, shut: list[Access]) -> None:
        say = self._app.screen.say
        several = len(owned.repositories) - len(shut)
        words = ngettext(
            "{owner} has {n} public repository that takes issues.",
            "{owner} has {n} public repositories that take issues.",
            several,
        )
        say(words.format(owner=owner, n=several))
        if shut:
            words = ngettext(
                "{n} more is closed to everybody ({why}).",
                "{n} more are closed to everybody ({why}).",
                len(shut),
            )
            say(words.format(n=len(shut), why=reasons_counted(shut)))
        if owned.hidden:
            words = ngettext(
                "GitHub keeps {n} more from this account.",
                "GitHub keeps {n} more from this account.",
                owned.hidden,
            )
            say(words.format(n=owned.hidden))


def reasons_counted(accesses: Iterable[Access]) -> str:
    """`archived: 20, issues are switched off: 3`, the most frequent first."""
    counts = Counter(each.reason for each in accesses)
    one = _("{reason}: {n}")
    return _(", ").join(
        one.format(reason=reason_words(reason), n=n) for reason, n in counts.most_common()
    )
