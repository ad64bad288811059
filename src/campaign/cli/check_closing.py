"""What stands below a check: through whose eyes, at what cost, and what could not be seen."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from campaign.adapters.gh_token import HOW_TO_SIGN_IN
from campaign.adapters.github_query import OPT_OUT_FILE
from campaign.cli.app import App
from campaign.cli.check_words import counted, once_each, verdict_of
from campaign.cli.language import _, ngettext
from campaign.cli.my_time import both_clocks
from campaign.core.access import Access
from campaign.core.account import Account
from campaign.flow.checking import Survey


def closing_lines(app: App, survey: Survey, *, of_campaign: bool) -> Iterator[str]:
    """One paragraph each, the sum first."""
    yield _sum(app, survey)
    yield from _one_by_now(survey.accesses)
    if survey.unknown_fields:
        yield _(
            "This server does not tell {fields}, as older ones do not: where nothing else does,"
            " the verdict is unknown."
        ).format(fields=", ".join(survey.unknown_fields))
    if of_campaign:
        yield from _notified(once_each(survey.accesses))
    if survey.account is None:
        yield from _without_a_token()
    else:
        yield from _what_the_token_may(survey.account)
    if survey.unanswered:
        yield _unanswered(len(survey.unanswered))
    if survey.resume_at is not None:
        left = sum(verdict_of(each) is None for each in survey.accesses)
        yield _limited(app, survey.resume_at, left=left)


def _sum(app: App, survey: Survey) -> str:
    who = (
        _("Seen as {login}").format(login=survey.account.login)
        if survey.account
        else _("Seen without a token")
    )
    seen = _("{verdicts}. {who} at {time}; {cost}.")
    return seen.format(
        verdicts=counted(once_each(survey.accesses)),
        who=who,
        time=both_clocks(app, survey.checked_at),
        cost="; ".join(_cost(survey)),
    )


def _cost(survey: Survey) -> Iterator[str]:
    cost = survey.cost
    yield ngettext("{n} request", "{n} requests", cost.requests).format(n=cost.requests)
    if cost.points:
        yield ngettext("{n} point", "{n} points", cost.points).format(n=cost.points)
    if survey.free:
        yield ngettext("{n} of them free", "{n} of them free", survey.free).format(n=survey.free)
    if cost.left is not None and cost.resets_at is not None:
        left = _("{n} left until {time} UTC")
        yield left.format(n=cost.left, time=f"{cost.resets_at.astimezone(UTC):%H:%M}")


def _one_by_now(accesses: Sequence[Access]) -> Iterator[str]:
    """Two names may lead to one repository, where it was renamed: it counts once."""
    names: dict[int, list[str]] = {}
    for each in accesses:
        if each.facts.repo_id is not None:
            names.setdefault(each.facts.repo_id, []).append(each.repo)
    for alike in names.values():
        if len(alike) > 1:
            words = _("{names} are names of one repository, which counts once.")
            yield words.format(names=", ".join(alike))


def _notified(accesses: Sequence[Access]) -> Iterator[str]:
    watchers = [each.facts.watchers for each in accesses if each.facts.watchers is not None]
    if not watchers:
        return
    words = ngettext(
        "An issue in every listed repository notifies about {n} person who watches it.",
        "An issue in every listed repository notifies about {n} people who watch them.",
        sum(watchers),
    )
    yield words.format(n=sum(watchers))
    unknown = len(accesses) - len(watchers)
    if unknown:
        more = ngettext(
            "For {n} of them the number is not known.",
            "For {n} of them the numbers are not known.",
            unknown,
        )
        yield more.format(n=unknown)


def _without_a_token() -> Iterator[str]:
    yield _(
        "Whether a repository asks campaigns to stay away was read from its topics alone, not from"
        " the file {file}; `campaign post` reads both."
    ).format(file=OPT_OUT_FILE)
    yield _("With a token GitHub also tells whether your account may open an issue.")
    yield _(HOW_TO_SIGN_IN)


def _what_the_token_may(account: Account) -> Iterator[str]:
    """Open doors are of no use to a token that may not go through them."""
    if not account.may_write:
        yield _(
            "With this token you can look, not post: it lacks the scope public_repo. Run"
            " `gh auth refresh -s public_repo`, or make a classic token with public_repo."
        )
    elif account.fine_grained:
        yield _(
            "This is a fine-grained token: with it GitHub often refuses issues in other people's"
            " repositories, open ones too."
        )


def _unanswered(many: int) -> str:
    words = ngettext(
        "GitHub gave no usable answer about {n} repository: it is unknown. Run the same command"
        " again in a minute.",
        "GitHub gave no usable answer about {n} repositories: they are unknown. Run the same"
        " command again in a minute.",
        many,
    )
    return words.format(n=many)


def _limited(app: App, until: datetime, *, left: int) -> str:
    words = ngettext(
        "GitHub's limit is reached: {n} repository was not looked at. Come back after {time}.",
        "GitHub's limit is reached: {n} repositories were not looked at. Come back after {time}.",
        left,
    )
    return words.format(n=left, time=both_clocks(app, until))
