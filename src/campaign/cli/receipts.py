"""What became of it, in words: receipts, the end of a run, and what to do next."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from campaign.cli.after_leaving import after_leaving
from campaign.cli.after_refusals import NOT_GITHUB, after_refusals
from campaign.cli.language import N_, _, ngettext, told
from campaign.cli.reasons import asks_for_a_pause, what_is_known
from campaign.cli.screen import Screen
from campaign.cli.show import UNCHECKED
from campaign.core.campaign import Campaign
from campaign.core.moment import read_out_with_place
from campaign.core.plan import Plan
from campaign.core.receipt import Outcome, Receipt
from campaign.core.schedule import Clocks
from campaign.core.text import printable_line
from campaign.core.waits import in_utc, next_minute
from campaign.errors import Exit
from campaign.flow.adopting import SAME_TITLE
from campaign.flow.deciding import ANOTHER_ACCOUNT
from campaign.flow.ending import TOO_LATE
from campaign.flow.posting import Run
from campaign.flow.unwritten import NOT_WRITTEN

_WORDS = {
    Outcome.POSTED: N_("posted"),
    Outcome.WOULD_POST: N_("would be posted"),
    Outcome.ALREADY: N_("already there, from you"),
    Outcome.SKIPPED: N_("skipped"),
    Outcome.REFUSED: N_("refused"),
    Outcome.UNKNOWN: N_("unknown whether it was posted"),
    Outcome.DEFERRED: N_("not yet posted"),
}

_IN_DOUBT = {
    Outcome.UNKNOWN: N_("still not clear. Nothing is sent a second time"),
    Outcome.POSTED: N_("it was posted, and is found"),
}
"""How the search for an issue ended, after it was said that its outcome is not clear."""

_MADE = "made"
"""Unknown by the ledger alone: GitHub has named the issue."""

_NOT_CLEAR = N_("not clear yet whether it was posted")

_NOT_ON_RECORD = N_("posted, but not on record yet")

_HIDDEN = (
    N_(
        "Strangers do not see your new issue, although you do. Sometimes that passes within"
        " minutes; or GitHub may hide what this account posts. You did nothing wrong by asking."
    ),
    N_(
        "Please open no more issues for now. Look with `{command}` in a while; if it still"
        " says hidden, GitHub's support can tell why: https://support.github.com/contact"
    ),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Farewell:
    """Everything that is said at the end of one `post`."""

    campaign: Campaign
    run: Run
    plan: Plan
    sightings: Mapping[str, bool | None]
    """Repository → whether strangers see the new issue, where that was looked at."""
    command: Callable[[str], str]
    """Verb → the command that does it for this campaign."""
    again: str
    """The command that goes on."""
    to_post: str
    """The command that posts what was only looked at."""
    only_saved: bool
    """Whether a plan was to be saved, and nothing else."""
    mine: tzinfo


def show_receipt(screen: Screen, receipt: Receipt) -> None:
    """One line of talk for the end of one target."""
    if receipt.outcome is Outcome.UNKNOWN:
        screen.say(_line(receipt, _NOT_ON_RECORD if _is_made(receipt) else _NOT_CLEAR))
    else:
        screen.say(_line(receipt, _WORDS[receipt.outcome]))


def show_doubt(screen: Screen, receipt: Receipt) -> None:
    """An issue that is about to be looked for."""
    known = _line(receipt, _NOT_CLEAR).rstrip(".")
    screen.say(_("{known}; looking for it …").format(known=known))


def show_settled(screen: Screen, receipt: Receipt) -> None:
    """How a doubt ended that was told before."""
    words = _IN_DOUBT.get(receipt.outcome, _WORDS[receipt.outcome])
    end = f": {receipt.url}" if receipt.url else "."
    screen.say(printable_line(f"{receipt.repo}: {_(words)}{end}"))


def show_results(
    screen: Screen,
    receipts: Sequence[Receipt],
    *,
    again: str,
    to_post: str,
    resume_at: datetime | None,
) -> None:
    """`settle`: what is now known, as data.

    Args:
        again: the command that looks once more.
        to_post: the command that posts what was decided to be unmade.
        resume_at: until when GitHub does not let itself be asked, if so.
    """
    for receipt in receipts:
        screen.out(_line(receipt, _WORDS[receipt.outcome]))
    if any(receipt.outcome is Outcome.DEFERRED for receipt in receipts):
        screen.say(_("To post: {command}").format(command=to_post))
    unseen = [each for each in receipts if each.outcome is Outcome.UNKNOWN]
    if not any(each.reason != ANOTHER_ACCOUNT for each in unseen):
        return
    if resume_at is not None:
        screen.say(_("GitHub asks for a pause, so not all could be looked for. Nothing is sent."))
        later = _("Look again after {time}: {command}")
        screen.say(later.format(time=in_utc(resume_at), command=again))
    else:
        screen.say(
            _("Not seeing it proves nothing yet: GitHub's lists lag. Nothing is sent twice.")
        )
        later = _("Look again in a few minutes: {command}")
        screen.say(later.format(command=again))


def _line(receipt: Receipt, words: str) -> str:
    known = what_is_known(receipt)
    more = known if receipt.outcome is Outcome.UNKNOWN else receipt.url or known
    if receipt.url and receipt.reason == SAME_TITLE:
        more = f"{receipt.url} ({known.rstrip('.')})"
    words = f"{receipt.repo}: {_(words)}"
    return printable_line(f"{words}: {more}" if more else words)


def show_farewell(screen: Screen, end: Farewell, *, links: bool) -> None:
    """After posting: what to do next, most important last.

    Args:
        links: whether the issues' addresses are the data on stdout.
    """
    receipts = end.run.receipts
    kinds = Counter(_MADE if _is_made(each) else each.outcome for each in receipts)
    counts = (_how_many(kind, number) for kind, number in kinds.items())
    summary = "; ".join(counts) or _("nothing was posted")
    if not screen.plain:
        screen.heading(_("Done: {summary}").format(summary=summary))
    for receipt in receipts:
        if receipt.url and links:
            screen.out(receipt.url)
    if any(each.outcome is Outcome.POSTED for each in receipts):
        _show_thanks(screen, end)
    for line in _next_steps(end):
        screen.say(line)
    if screen.plain:
        screen.say(_("Summary: {summary}.").format(summary=summary))


def _is_made(receipt: Receipt) -> bool:
    """Whether GitHub has named an issue that counts as unknown until it is on record."""
    return receipt.outcome is Outcome.UNKNOWN and receipt.url is not None


def _how_many(kind: str, n: int) -> str:
    words = {
        _MADE: ngettext(
            "{n} posted, but not on record yet", "{n} posted, but not on record yet", n
        ),
        Outcome.POSTED: ngettext("{n} posted", "{n} posted", n),
        Outcome.WOULD_POST: ngettext("{n} would be posted", "{n} would be posted", n),
        Outcome.ALREADY: ngettext("{n} already there, from you", "{n} already there, from you", n),
        Outcome.SKIPPED: ngettext("{n} skipped", "{n} skipped", n),
        Outcome.REFUSED: ngettext("{n} refused", "{n} refused", n),
        Outcome.UNKNOWN: ngettext(
            "{n} unknown whether it was posted", "{n} unknown whether it was posted", n
        ),
        Outcome.DEFERRED: ngettext("{n} not yet posted", "{n} not yet posted", n),
    }
    return words[kind].format(n=n)


def _show_thanks(screen: Screen, end: Farewell) -> None:
    if False in end.sightings.values():
        for line in _HIDDEN:
            screen.say(_(line).format(command=end.command("status")))
    elif None in end.sightings.values():
        screen.say(_(UNCHECKED))
    elif end.sightings:
        screen.say(_("Looked at without your account: your issues are there for everybody to see."))
    status = _("To see what becomes of them: {command}")
    screen.say(status.format(command=end.command("status")))
    screen.say(
        _("To withdraw one: close it on its page. Only the repository's owner can delete it.")
    )
    if end.campaign.share.text:
        screen.say(_("To share:"))
        screen.gutter(end.campaign.share.text)


def _next_steps(end: Farewell) -> Iterator[str]:
    run, plan = end.run, end.plan
    outcomes = {each.outcome for each in run.receipts}
    over = any(each.reason == TOO_LATE for each in run.receipts)
    if Outcome.WOULD_POST in outcomes:
        dry = _("Nothing was sent: this was a dry run. To post: {command}")
        saved = _("Nothing was sent: the plan is only saved. To post: {command}")
        yield (saved if end.only_saved else dry).format(command=end.to_post)
    if outcomes == {Outcome.ALREADY}:
        done = _("Nothing is left to do. To see how your issues stand: {command}")
        yield done.format(command=end.command("status"))
    yield from after_refusals(
        run.receipts,
        others_left=bool(run.left) and run.exit in (Exit.CLOSED, Exit.PARTIAL) and not over,
        again=end.again,
        preview=end.command("preview"),
    )
    if over:
        yield _("The action is over, or nearly: nothing more is sent for it.")
        status = _("To see how your issues stand: {command}")
        yield status.format(command=end.command("status"))
    if any(map(_is_made, run.receipts)):
        yield _("GitHub has made the issue; only this computer could not write that down.")
        mended = _("First put right what stands above. Then: {command}")
        yield mended.format(command=end.command("settle"))
    elif Outcome.UNKNOWN in outcomes:
        if any(each.reason == "not_github" for each in run.receipts):
            yield _(NOT_GITHUB)
        yield _("It is not clear yet whether an issue was made. Nothing is sent twice.")
        yield _look_again(end)
    if Outcome.DEFERRED in outcomes:
        yield from _go_on(end)
    yield from after_leaving(run.receipts, code=run.exit, again=end.again)
    if not plan.steps and outcomes <= {Outcome.SKIPPED}:
        yield from _nothing_to_try(end)


def _nothing_to_try(end: Farewell) -> Iterator[str]:
    if end.plan.unreadable:
        yield _("GitHub does not show what is left to this account and token. Nothing was posted.")
        said = (what for access in end.plan.unreadable for what in access.evidence)
        yield from (printable_line(told(what)) for what in dict.fromkeys(said))
    elif not end.run.receipts:  # those asked for by name have said why
        yield _("Every repository is closed to this account for now. Nothing was posted.")
    why = _("See why, repository by repository: {command}")
    yield why.format(command=end.command("check"))


def _look_again(end: Farewell) -> str:
    command, resume_at = end.command("settle"), end.run.resume_at
    if resume_at is None:
        return _("To look again: {command}").format(command=command)
    later = _("Look again after {time}: {command}")
    return later.format(time=in_utc(resume_at), command=command)


def _go_on(end: Farewell) -> Iterator[str]:
    if any(each.reason == NOT_WRITTEN for each in end.run.receipts):
        yield _("Nothing more is sent until this computer can keep its record.")
        yield _("First put right what stands above. Then: {command}").format(command=end.again)
        return
    if end.run.resume_at is None:
        yield _("Some wait their turn. Go on later: {command}").format(command=end.again)
        return
    clocks = _clocks(end, next_minute(end.run.resume_at))
    if asks_for_a_pause(end.run.receipts):
        pause = _("Some wait their turn: GitHub asks for a pause until {time}")
    else:
        pause = _("Some wait their turn. Come back after {time}")
    yield pause.format(time=told(clocks.action))
    if not clocks.is_mine_utc:
        yield _("  for you: {time}").format(time=told(clocks.mine))
    yield _("  in UTC: {time}").format(time=told(clocks.utc))
    yield _("Then go on with: {command}").format(command=end.again)


def _clocks(end: Farewell, moment: datetime) -> Clocks:
    if end.campaign.action:
        return end.campaign.action.clocks(moment, mine=end.mine)
    utc = read_out_with_place(moment.astimezone(UTC))
    return Clocks(action=utc, mine=read_out_with_place(moment.astimezone(end.mine)), utc=utc)
