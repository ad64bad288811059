"""What a repository asks of those who open issues there: its forms, links and guide.

The API binds nobody to these; a considerate campaign minds them all the same.
https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/configuring-issue-templates-for-your-repository
"""

from collections.abc import Iterator

from campaign.core.access import RepoFacts
from campaign.core.sentence import N_, Sentence, sentence

MOST = 5
"""Forms or links that are named; of more, the first ones."""


def house_rules(facts: RepoFacts) -> tuple[Sentence, ...]:
    """What its maintainers ask for, one sentence for each wish; empty where nothing is known."""
    return tuple(_rules(facts))


def _rules(facts: RepoFacts) -> Iterator[Sentence]:
    forms = ", ".join(facts.forms[:MOST]) + (", …" if len(facts.forms) > MOST else "")
    if facts.blank_issues is False and forms:
        yield sentence(
            "It asks people to use one of its forms ({forms}): consider its web form.", forms=forms
        )
    elif facts.blank_issues is False:
        yield Sentence("Its web page offers no blank issue: consider what it offers instead.")
    elif forms:
        yield sentence("It offers forms ({forms}): consider its web form.", forms=forms)
    for name, url in facts.contact_links[:MOST]:
        yield sentence("It sends people elsewhere, too: {name} ({url}).", name=name, url=url)
    if facts.contributing:
        guide = N_("It has a guide for contributors: consider reading it first ({url}).")
        yield sentence(guide, url=facts.contributing)
