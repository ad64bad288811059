"""What is said of a command line that cannot be meant: click's findings in sentences of ours."""

import re
from collections.abc import Collection
from difflib import get_close_matches

import click
from click.exceptions import NoArgsIsHelpError

from campaign.adapters.gh_token import HOW_TO_SIGN_IN
from campaign.core.sentence import N_, Sentence, in_a_row, sentence

_Told = tuple[str, str]
"""A message and a hint."""


def usage_in_words(error: click.ClickException, *, before_verb: Collection[str]) -> _Told:
    """What is wrong, and what would be right. What click tells in words alone stays English.

    Args:
        before_verb: the options that stand before the verb.
    """
    context = error.ctx if isinstance(error, click.UsageError) else None
    path = context.command_path if context else "campaign"
    page = sentence("`{command} --help` shows what it takes, with an example.", command=path)
    if isinstance(error, click.NoSuchOption):
        return _unknown_option(error.option_name, before_verb, page)
    if isinstance(error, NoArgsIsHelpError):
        return error.message, ""
    if isinstance(error, click.BadParameter):
        return _bad_value(error), in_a_row(_where_to_look(error), page)
    if isinstance(error, click.BadOptionUsage):
        return _misused(error), page
    if found := _EXTRA.fullmatch(error.format_message()):
        return sentence(
            "This is too much: {words}. Words that belong together need quotation marks"
            " around them.",
            words=found[1],
        ), page
    return error.message, page


_LISTED = Sentence("`campaign list` shows the campaigns there are.")

_EXTRA = re.compile(r"Got unexpected extra arguments? \((.*)\)", re.DOTALL)


def no_such_verb(name: str, verbs: Collection[str]) -> Sentence:
    """For a word in the place of a verb that is none; with the one that is perhaps meant."""
    if near := get_close_matches(name, verbs, n=1):
        return sentence(
            "No such command {name}. Did you mean `campaign {verb}`?",
            name=repr(name),
            verb=near[0],
        )
    return sentence("No such command {name}.", name=repr(name))


def _unknown_option(name: str, before_verb: Collection[str], page: Sentence) -> _Told:
    said = sentence("No such option {name}.", name=repr(name))
    if name == "--token":
        return said, HOW_TO_SIGN_IN
    if name in before_verb:
        command = f"campaign {name} …"
        return said, sentence("It stands before the verb: `{command}`.", command=command)
    return said, page


def _bad_value(error: click.BadParameter) -> Sentence:
    param = error.param
    if param is None:
        return sentence("Invalid value: {why}", why=error.message)
    name = param.get_error_hint(error.ctx)
    if isinstance(error, click.MissingParameter):
        words = N_("Missing argument {name}.")
        return sentence(words, name=name)
    return sentence(
        "Invalid value for {name}: {why}", name=name, why=_wanted(param.type) or error.message
    )


def _where_to_look(error: click.BadParameter) -> str:
    if not isinstance(error, click.MissingParameter) or error.param is None:
        return ""
    return _LISTED if error.param.human_readable_name == "CAMPAIGN" else ""


def _wanted(kind: object) -> Sentence | None:
    """What would fit, where we can say it better than click."""
    if isinstance(kind, click.IntRange | click.FloatRange):
        return sentence("a number from {least} to {most} is needed.", least=kind.min, most=kind.max)
    if isinstance(kind, click.Choice):
        names = ", ".join(map(str, kind.choices))
        return sentence("one of these is needed: {names}.", names=names)
    return None


def _misused(error: click.BadOptionUsage) -> Sentence:
    if "does not take" in error.message:
        return sentence("The option {name} takes no value.", name=error.option_name)
    return sentence("The option {name} needs a value.", name=error.option_name)
