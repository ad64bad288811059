"""Which repositories are meant: those of a campaign, those named, or all of an owner's."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from campaign.cli.app import App
from campaign.cli.language import _
from campaign.core.campaign import Campaign, repo_slug
from campaign.core.fields import quoted
from campaign.core.sentence import N_, Sentence, sentence
from campaign.errors import WrongUsage

# https://docs.github.com/en/enterprise-cloud@latest/admin/managing-iam/iam-configuration-reference/username-considerations-for-external-authentication
_OWNER = re.compile(r"([A-Za-z0-9][A-Za-z0-9_-]{0,38})(/?)")

_HOW = Sentence("Give one campaign, repositories as OWNER/REPO, or owners of repositories.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Meant:
    """A campaign with its repositories, or else repositories and owners in the order given."""

    campaign: Campaign | None
    repos_and_owners: tuple[str, ...]

    @property
    def slug(self) -> str | None:
        return self.campaign.slug if self.campaign else None

    def repos(self, owned_by: Callable[[str], Iterable[str]]) -> tuple[str, ...]:
        """Every repository that is meant, once, however its name is written."""
        found: dict[str, str] = {}
        for name in self.repos_and_owners:
            for repo in [name] if "/" in name else owned_by(name):
                found.setdefault(repo.lower(), repo)
        return tuple(found.values())


def read_names(app: App, names: tuple[str, ...]) -> Meant:
    """What the names on the command line mean.

    A name without a slash is a campaign if there is one of that name, else an owner; with a slash
    at its end it is an owner in any case.

    Raises:
        WrongUsage: a name that can mean nothing, or a campaign beside other names.
    """
    if len(names) == 1:
        campaign = _campaign(app, names[0])
        if campaign is not None:
            repos = tuple(target.repo for target in campaign.targets)
            _tell_of_owner(app, campaign)
            return Meant(campaign=campaign, repos_and_owners=repos)
    return Meant(campaign=None, repos_and_owners=tuple(_repo_or_owner(app, each) for each in names))


def _campaign(app: App, name: str) -> Campaign | None:
    """The campaign of that name or in that file; None where a repository or an owner is meant."""
    if _names_a_repository(name):
        return None
    owner = _OWNER.fullmatch(name)
    if owner is None:
        return app.campaign_file(name).campaign
    if owner[2] or not is_campaign(name):
        return None
    return app.campaign_file(name).campaign


def _names_a_repository(name: str) -> bool:
    return re.fullmatch(r"[^/.\s]+/[^/\s]+(?<!\.yaml)(?<!\.yml)", name) is not None


def is_campaign(name: str) -> bool:
    """Whether a campaign has that name."""
    from campaign.adapters.shipped import find

    try:
        find(name)
    except WrongUsage:
        return False
    return True


def _tell_of_owner(app: App, campaign: Campaign) -> None:
    """Where the campaign is called like an owner it lists, both could have been meant."""
    owners = {target.repo.partition("/")[0].lower() for target in campaign.targets}
    if campaign.slug in owners:
        words = _(
            "{name} is a campaign here and an owner of repositories; the campaign is meant. For"
            " all repositories of the owner: {command}"
        )
        command = app.command("check", f"{campaign.slug}/")
        app.screen.say(words.format(name=campaign.slug, command=command))


def _repo_or_owner(app: App, name: str) -> str:
    owner = _OWNER.fullmatch(name)
    if owner and not owner[2] and is_campaign(name):
        words = N_("{name} is a campaign, and it stands beside other names.")
        raise WrongUsage(sentence(words, name=name), hint=_HOW)
    if owner:
        return owner[1]
    try:
        return repo_slug(name)
    except ValueError:
        said = sentence("{name} is not a repository.", name=quoted(name))
        raise WrongUsage(said, hint=_HOW) from None


def campaign_hint(name: str) -> str:
    """Which campaign may have been meant by a name that was taken for an owner's."""
    from campaign.adapters.shipped import find

    try:
        find(name)
    except WrongUsage as error:
        return error.hint
    return Sentence("There is a campaign of that name, too: leave out the slash at its end.")
