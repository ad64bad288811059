"""campaign preview."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from campaign.adapters.gh_token import tokens_at_hand
from campaign.cli.app import App
from campaign.cli.options import (
    StatementOptions,
    campaign_argument,
    choose_language,
    choose_repos,
    examples,
    json_option,
    language_option,
    repo_option,
    statement_options,
)

if TYPE_CHECKING:
    from campaign.adapters.campaign_file import CampaignFile
    from campaign.core.campaign import Campaign
    from campaign.core.draft import Draft


@click.command(
    "preview",
    epilog=examples(
        "campaign preview notechforice-2019",
        "campaign preview notechforice-2019 --repo palantir/blueprint",
        'campaign preview my-campaign.yaml --statement "I am a nurse." --json',
        "campaign preview my-campaign.yaml --lang es --html preview.html",
    ),
)
@campaign_argument
@repo_option
@language_option
@statement_options
@click.option(
    "--html",
    "page",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write a web page that shows the issues as GitHub would.",
)
@json_option
@click.pass_obj
def command(
    app: App,
    *,
    name_or_path: str,
    repos: tuple[str, ...],
    language: str | None,
    statement: StatementOptions,
    page: Path | None,
    as_json: bool,
) -> None:
    """Show the exact issue for each repository, without any network."""
    from campaign.cli import machine
    from campaign.cli.language import _
    from campaign.cli.show import show_drafts

    statement.check()
    file = app.campaign_file(name_or_path)
    campaign = file.campaign
    chosen = choose_repos(campaign, repos)
    language = choose_language(campaign, language, say=app.screen.say)
    words = _words(app, file, statement, language=language)
    drafts = _drafts(file, language=language, statement=words, chosen=chosen)
    if page is not None:
        _write_page(page, campaign, drafts)
    if as_json:
        shown = [machine.draft(each) for each in drafts]
        machine.write("preview", campaign=campaign.slug, language=language, drafts=shown)
    elif page is not None:
        app.screen.say(_("The page is written; nothing was sent. Open it in a browser:"))
        app.screen.out(page.resolve().as_uri())
    else:
        show_drafts(app.screen, campaign, drafts)


def _words(app: App, file: "CampaignFile", options: StatementOptions, *, language: str) -> str:
    from campaign.cli.statement import read_statement, tell_about

    if options.edit:
        return _written_words(app, file, options, language=language)
    words = read_statement(options, file.campaign, must=False, secrets=tokens_at_hand())
    if words:
        tell_about(app.screen, words, common=file.templates[language])
    return words


def _written_words(
    app: App, file: "CampaignFile", options: StatementOptions, *, language: str
) -> str:
    """What is written in the editor; it is kept, and `post` offers it again."""
    from campaign.cli.wording import Wording

    wording = Wording(
        app=app,
        campaign=file.campaign,
        language=language,
        common=file.templates[language],
        must=False,
        secrets=tokens_at_hand(),
    )
    try:
        wording.take(options)
    finally:
        wording.put_away(waiting=True)
    return wording.words


def _drafts(
    file: "CampaignFile", *, language: str, statement: str, chosen: tuple[str, ...]
) -> "tuple[Draft, ...]":
    from campaign.core.draft import check_drafts, render_drafts

    drafts = render_drafts(file.campaign, file.templates, language=language, statement=statement)
    wanted = (each for each in drafts if not chosen or each.repo in chosen)
    return check_drafts(wanted, secrets=tokens_at_hand())


def _write_page(path: Path, campaign: "Campaign", drafts: "Sequence[Draft]") -> None:
    from campaign.adapters.output_file import write_page
    from campaign.adapters.web_files import read_web_file
    from campaign.core.issue_page import issue_page

    template = read_web_file("issue_page.html.j2")
    style = read_web_file("issue_page.css")
    write_page(path, issue_page(campaign, drafts, template=template, style=style))
