"""Advice on a campaign that is valid but could be better: clearer, fairer, easier to trust."""

from collections.abc import Collection, Iterator, Mapping

from campaign.core import lint_shape, lint_sources, lint_statement, lint_unfinished, lint_words
from campaign.core.advice import Advice, AdviceId
from campaign.core.campaign import Campaign
from campaign.core.lint_given import Rule, prepare

RULES: tuple[tuple[AdviceId, Rule, str], ...] = (
    (
        AdviceId.NO_CONTACT,
        lint_shape.no_contact,
        "Nobody is named whom a maintainer could write to.",
    ),
    (
        AdviceId.HASHTAG_CASE,
        lint_shape.hashtag_case,
        "The words of the hashtag do not begin with capitals, for screen readers.",
    ),
    (
        AdviceId.LONG_ACTION,
        lint_shape.long_action,
        "The action lasts longer than seven days.",
    ),
    (
        AdviceId.MISSING_TRANSLATION,
        lint_words.missing_translation,
        "The title, the template or the prompt of a language is the same as the main one's.",
    ),
    (
        AdviceId.STATEMENT_UNUSED,
        lint_words.statement_unused,
        "A template leaves out the supporter's own words.",
    ),
    (
        AdviceId.STATEMENT_EXPOSED,
        lint_statement.statement_exposed,
        "A template puts the supporter's own words into HTML, where an @name would take effect.",
    ),
    (
        AdviceId.DUPLICATE_TARGET,
        lint_shape.duplicate_target,
        "A repository is listed twice; it counts once.",
    ),
    (
        AdviceId.LIMIT_NOT_STATED,
        lint_shape.limit_not_stated,
        "More than three repositories of one owner, and no limit for each person.",
    ),
    (
        AdviceId.MAINTAINER_COST,
        lint_shape.maintainer_cost,
        f"Watchers of the repositories would get more than {lint_shape.MOST_MAILS:,} e-mails; told"
        " where `supporters` and `watchers` say how many people there are.",
    ),
    (
        AdviceId.NO_SOURCES,
        lint_sources.no_sources,
        "No source is named.",
    ),
    (
        AdviceId.SOURCE_NOT_DATED,
        lint_sources.source_not_dated,
        "A source has no date, not even a year.",
    ),
    (
        AdviceId.SOURCE_NOT_ARCHIVED,
        lint_sources.source_not_archived,
        "A source has no lasting copy.",
    ),
    (
        AdviceId.SOURCE_NOT_CITED,
        lint_sources.source_not_cited,
        "No template cites a source.",
    ),
    (
        AdviceId.TYPED_TIME,
        lint_words.typed_time,
        "A time of day is typed by hand, where {{ action.starts }} names the zone.",
    ),
    (
        AdviceId.TYPED_DATE,
        lint_words.typed_date,
        "A date near the action's is not a day of it, or a date has the wrong weekday beside it.",
    ),
    (
        AdviceId.ALL_CAPITALS,
        lint_words.all_capitals,
        "Several words in capitals read as shouting.",
    ),
    (
        AdviceId.THREAT,
        lint_words.threat,
        "Some words can be read as an insult or a threat.",
    ),
    (
        AdviceId.PERSON_NAMED,
        lint_words.person_named,
        "A name beside a title or role, or an @login, seems to single out a person. It is a guess: "
        "other names, and other scripts than Latin, are not noticed.",
    ),
    (
        AdviceId.SHARE_TOO_LONG,
        lint_words.share_too_long,
        "The text to share is longer than a post on X, Bluesky or Mastodon may be.",
    ),
    (
        AdviceId.PLACEHOLDER_LEFT,
        lint_unfinished.placeholder_left,
        "Words of the starter, an example's address or a TODO are left, or a template is blank.",
    ),
)
"""Every rule: its id, the function that looks for it, and what it is about."""

MEANINGS: Mapping[str, str] = {
    **{each: meaning for each, _, meaning in RULES},
    AdviceId.NOTHING_SILENCED: "The file silences an advice that there is no reason to give.",
}
"""Every advice by its id, and what it is about."""


def advise(campaign: Campaign, templates: Mapping[str, str]) -> tuple[Advice, ...]:
    """Everything worth another look that the file does not silence, in the order of the rules.

    Args:
        templates: language → template source.
    """
    found = _found(campaign, templates)
    heard = (each for each in found if each.id not in campaign.lint)
    return (*heard, *_idle(campaign, {each.id for each in found}))


def silenced(campaign: Campaign, templates: Mapping[str, str]) -> tuple[Advice, ...]:
    """What the file silences, in the order of the rules; `campaign.lint` has the reasons."""
    return tuple(each for each in _found(campaign, templates) if each.id in campaign.lint)


def _found(campaign: Campaign, templates: Mapping[str, str]) -> tuple[Advice, ...]:
    given = prepare(campaign, templates)
    return tuple(
        Advice(id=each, path=note.path, message=note.message, hint=note.hint, words=note.words)
        for each, rule, _ in RULES
        for note in rule(given)
    )


def _idle(campaign: Campaign, found: Collection[AdviceId]) -> Iterator[Advice]:
    for each in campaign.lint:
        if each not in found:
            yield Advice(
                id=AdviceId.NOTHING_SILENCED,
                path=("lint", each.value),
                message=f"There is no advice {each.value} to silence any more.",
                hint="Take this line out.",
            )
