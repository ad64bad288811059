"""What to do after a refusal: its own next step for each reason, and no way round a block."""

from collections.abc import Iterable, Iterator

from campaign.adapters.gh_token import HOW_TO_SIGN_IN
from campaign.cli.language import N_, _
from campaign.core.receipt import Outcome, Receipt

_SUPPORT = "https://support.github.com/contact"

_OWNERS_DECISION = (N_("A refusal is the owner's decision, and no fault of yours."),)

_TOKEN = (
    N_("GitHub does not let this account post with this token: its words stand above."),
    HOW_TO_SIGN_IN,
    N_("Then go on with: {again}"),
)

NOT_GITHUB = N_(
    "That answer did not come from GitHub: perhaps from a page on which this network wants"
    " you to sign in. Open any web page in a browser to get through."
)

_STEPS = {
    "blocked": (
        N_(
            "An owner has blocked this account. That holds for all they have: nothing more is sent"
            " to them, and nobody else is asked in their place."
        ),
    ),
    "disabled": (N_("GitHub itself has shut that repository: nobody can post there."),),
    "gone": (N_("A repository is gone. Nothing can be sent there any more."),),
    "moved": (N_("A repository has moved. Please tell the campaign's organiser."),),
    "organisation_refuses": (
        N_("An organisation keeps your token out. What it asks for stands in the words above."),
        N_("Once that is done, go on with: {again}"),
    ),
    "email_unverified": (
        N_("Verify your email address: https://github.com/settings/emails"),
        N_("Then go on with: {again}"),
    ),
    "account_suspended": (
        N_("GitHub has suspended this account. Only GitHub's support can help: {support}"),
    ),
    "called_spam": (
        N_(
            "Please stop here: to try again would make it worse. GitHub's support can tell why it"
            " takes this account's issues for spam: {support}"
        ),
    ),
    **dict.fromkeys(("bad_credentials", "token_not_sufficient", "missing"), _TOKEN),
    "draft_refused": (
        N_("GitHub does not take this text. It was sent nowhere else. To see it whole: {preview}"),
        N_("With other or fewer words of your own, go on with: {again}"),
    ),
    "not_recognised": (
        N_(
            "GitHub's words above are none that this tool knows. Perhaps they ask something of your"
            " account. A repository that has refused is left alone for a day."
        ),
        N_("To go on after that: {again}"),
    ),
    "not_github": (NOT_GITHUB, N_("Then go on with: {again}")),
}
"""By the reason of a refusal; every other one is the owner's decision."""


def after_refusals(
    receipts: Iterable[Receipt], *, others_left: bool, again: str, preview: str
) -> Iterator[str]:
    """The next steps, each once.

    Args:
        others_left: whether the run has left other repositories that may be asked instead.
        again: the command that goes on, and `preview` the one that shows the text.
    """
    reasons = [each.reason for each in receipts if each.outcome is Outcome.REFUSED]
    steps = (step for reason in reasons for step in _STEPS.get(reason, _OWNERS_DECISION))
    for step in dict.fromkeys(steps):
        yield _(step).format(again=again, preview=preview, support=_SUPPORT)
    if reasons and others_left:
        yield _("To look at another repository of the list: {command}").format(command=again)
