"""Rules on the words that others read in public: languages, times, tone and persons."""

from collections.abc import Iterator

from campaign.core.campaign import PROMPT, Campaign
from campaign.core.fields import quoted
from campaign.core.languages import base
from campaign.core.lint_given import Given, Note, Path
from campaign.core.persons import persons, teams
from campaign.core.share_length import too_long_for
from campaign.core.template_uses import uses
from campaign.core.tone import shouting, threatening
from campaign.core.typed_times import contradictions, typed_times, wrong_weekdays


def missing_translation(given: Given) -> Iterator[Note]:
    """A second language with the words of the first is no translation."""
    campaign = given.campaign
    main = campaign.issue.language
    prompts = {language: campaign.prompt_in(language) for language in campaign.languages}
    told = (
        (("issue", "title"), campaign.issue.title),
        (("issue", "template"), given.templates),
        (
            ("statement", "prompt"),
            prompts if "prompts" in campaign.statement.model_fields_set else {},
        ),
    )
    for language in campaign.languages:
        for place, texts in told:
            if language != main and texts and texts.get(language) == texts.get(main):
                yield Note(
                    path=(*place, language),
                    message=f"The {place[-1]} for {language} is the same as for {main}.",
                    hint=f"Translate it, or leave the language {language} out.",
                )
    yield from _prompts_missing(campaign)


def _prompts_missing(campaign: Campaign) -> Iterator[Note]:
    """Where the file has no prompt at all, the one of this program is asked in English."""
    if "prompts" in campaign.statement.model_fields_set:
        return
    for language in campaign.languages:
        if base(language) != "en":
            yield Note(
                path=("statement", "prompt", language),
                message=f"The file has no prompt: who writes in {language} is asked in English,"
                f" {quoted(PROMPT)}.",
                hint="Add `statement:` with a `prompt:` for each language.",
            )


def statement_unused(given: Given) -> Iterator[Note]:
    """The supporter's own words need a place."""
    for language, source in given.templates.items():
        if "statement" not in uses(source).names:
            yield Note(
                path=("issue", "template", language),
                message="The template leaves out the supporter's own words.",
                hint="Add {% if statement %}{{ statement }}{% endif %}.",
            )


def typed_time(given: Given) -> Iterator[Note]:
    """A time of day is another moment to readers elsewhere."""
    for path, text in given.public:
        for found in typed_times(text):
            yield Note(
                path=path,
                message=f"{quoted(found)} is a time typed by hand; readers elsewhere misread it.",
                hint="Write {{ action.starts }} in the template: it names the zone.",
                words=found,
            )


def typed_date(given: Given) -> Iterator[Note]:
    """A date typed by hand stays behind when the action moves; a note tells of later days."""
    action = given.campaign.action
    known = {source.date for source in given.campaign.sources}
    for path, text in given.public:
        if action is None or path == ("outcome", "note"):
            continue
        for said in contradictions(text, action, known=known):
            message = f"{quoted(said)} is near the action, but not a day of it"
            yield _typed_date(path, f"{message} ({action.starts_text}).", words=said)
        for said, weekday in wrong_weekdays(text, near=action.starts.date()):
            yield _typed_date(path, f"{quoted(said)} is a {weekday}.", words=said)


def _typed_date(path: Path, message: str, *, words: str) -> Note:
    hint = "Correct it, or write {{ action.starts }} in the template."
    return Note(path=path, message=message, hint=hint, words=words)


def all_capitals(given: Given) -> Iterator[Note]:
    """Capitals are read as shouting, and letter by letter by some screen readers."""
    for path, text in given.public:
        if shout := shouting(text):
            yield Note(
                path=path,
                message=f"{quoted(shout)} reads as shouting.",
                hint="Write it in ordinary letters.",
                words=shout,
            )


def threat(given: Given) -> Iterator[Note]:
    """Who is threatened or insulted is no ally."""
    for path, text in given.public:
        if words := threatening(text):
            yield Note(
                path=path,
                message=f"{quoted(words)} can be read as an insult or a threat.",
                hint="Speak to the readers as possible allies.",
                words=words,
            )


def person_named(given: Given) -> Iterator[Note]:
    """The appeal goes to colleagues as allies; nobody is singled out before strangers."""
    for path, text in given.public:
        for name in dict.fromkeys((*persons(text), *teams(text))):
            called = name.startswith("@")
            yield Note(
                path=path,
                message=f"{quoted(name)} would notify whoever has that name on GitHub."
                if called
                else f"{quoted(_on_its_line(name))} seems to name a person.",
                hint=_IN_CODE_LETTERS if called else _NO_NAMES,
                words=name,
            )


_IN_CODE_LETTERS = "Leave the @ away, or write it in code letters, between backticks."
_NO_NAMES = (
    "Name the company or the office, no employee and no private person. Only @logins, and names"
    " beside a title or role in English or Spanish, are noticed: look for other names yourself."
)


def _on_its_line(name: str) -> str:
    """A name without the next line's beginning, unless it goes on there."""
    first = name.partition("\n")[0]
    return first if first in persons(first) else " ".join(name.split())


def share_too_long(given: Given) -> Iterator[Note]:
    """What a service would cut off or refuse is not shared."""
    text = given.campaign.share.text
    if services := too_long_for(text):
        yield Note(
            path=("share", "text"),
            message=f"The text to share has {len(text)} characters: more than one post may have"
            f" on {', '.join(services)}.",
            hint="Shorten it; 280 characters fit everywhere.",
        )
