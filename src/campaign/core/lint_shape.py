"""Rules on who calls, on whom, when and how often."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from campaign.core.lint_given import Given, Note

LONGEST_ACTION = timedelta(days=7)
SAME_OWNER = 3
"""More repositories of one account than this, and the limit per person deserves a thought."""
MOST_MAILS = 1_000
"""E-mails to people who watch the repositories. A thousand are ten issues in one that a hundred
people watch; more than that maintainers have called a flood, h5bp/html5-boilerplate#2370.
"""
SHORTEST_WORDS = 5
"""Up to so many letters a hashtag in capitals is an abbreviation, such as NATO."""


def no_contact(given: Given) -> Iterator[Note]:
    """Maintainers may ask questions, or ask to be left out."""
    if not given.campaign.organiser.contact:
        yield Note(
            path=("organiser",),
            message="Nobody is named whom a maintainer could write to.",
            hint="Add `contact:`, such as an address made for the campaign.",
        )


def hashtag_case(given: Given) -> Iterator[Note]:
    """A screen reader reads the words of NoTechForICE, and a single long one of notechforice."""
    tag = given.campaign.hashtag
    one_case = len(tag) > SHORTEST_WORDS and tag in (tag.lower(), tag.upper())
    if tag.lower() != tag.upper() and (one_case or tag[0].islower()):
        yield Note(
            path=("hashtag",),
            message="Screen readers cannot tell the words of this hashtag apart.",
            hint="Begin each word with a capital: NoTechForICE.",
        )


def long_action(given: Given) -> Iterator[Note]:
    """A campaign is a day, not a siege."""
    action = given.campaign.action
    if action and action.length > LONGEST_ACTION:
        yield Note(
            path=("action", "ends"),
            message=f"The action lasts {action.length.days} days.",
            hint="A day is seen; weeks look like a nuisance. Seven days are plenty.",
        )


def duplicate_target(given: Given) -> Iterator[Note]:
    """A repository counts once, however often and in whatever case it is listed."""
    listed = given.campaign.listed
    first: dict[str, int] = {}
    for index, target in enumerate(listed):
        earlier = first.setdefault(target.key, index)
        if earlier != index:
            yield Note(
                path=("targets", index, "repo"),
                message=f"{target.repo} is the same repository as targets[{earlier}],"
                f" {listed[earlier].repo}: it counts once.",
                hint="Remove one of the two.",
            )


def limit_not_stated(given: Given) -> Iterator[Note]:
    """Who lists many repositories of one account should decide how many one person writes to."""
    owners = Counter(target.owner.lower() for target in given.campaign.targets)
    owner, count = owners.most_common(1)[0]
    if count > SAME_OWNER and "per_person" not in given.campaign.limits.model_fields_set:
        yield Note(
            path=("targets",),
            message=f"{count} targets belong to {owner}, and the file does not say how many"
            " issues one person may open.",
            hint="Decide it: `limits: {per_person: 1}` is the most respectful.",
        )


def maintainer_cost(given: Given) -> Iterator[Note]:
    """Whoever watches a repository gets a mail for every issue, and has asked for none of them."""
    campaign = given.campaign
    weights = sum(target.weight for target in campaign.targets)
    mails = {}
    for target in campaign.targets:
        share = min(1.0, campaign.limits.per_person * target.weight / weights)
        mails[target] = round(campaign.supporters * share) * target.watchers
    if sum(mails.values()) > MOST_MAILS:
        most = max(mails, key=lambda target: mails[target])
        yield Note(
            path=("supporters",),
            message=f"{campaign.supporters:,} supporters mean about {sum(mails.values()):,} e-mails"
            f" to people who watch the repositories: {mails[most]:,} of them for {most.repo}.",
            hint="Lower `per_person`, ask fewer people, or choose repositories that few watch.",
        )
