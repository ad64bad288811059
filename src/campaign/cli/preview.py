"""campaign preview."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from campaign.cli.app import App
from campaign.cli.options import (
    campaign_argument,
    choose_language,
    choose_repos,
    examples,
    json_option,
    language_option,
    read_statement,
    repo_option,
    statement_options,
)

if TYPE_CHECKING:
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
    text: str | None,
    file: Path | None,
    edit: bool,
    none: bool,
    page: Path | None,
    as_json: bool,
) -> None:
    """Show the exact issue for each repository, without any network."""
    from campaign.cli import machine
    from campaign.cli.show import show_drafts
    from campaign.core.draft import check_drafts, render_drafts

    loaded = app.campaign_file(name_or_path)
    campaign = loaded.campaign
    chosen = choose_repos(campaign, repos)
    language = choose_language(campaign, language)
    statement = read_statement(
        app,
        campaign,
        text=text,
        file=file,
        edit=edit,
        none=none,
        ask=False,
        must=False,
        common=loaded.templates[language],
    )
    drafts = check_drafts(
        each
        for each in render_drafts(
            campaign, loaded.templates, language=language, statement=statement
        )
        if not chosen or each.repo in chosen
    )
    if page is not None:
        _write_page(page, campaign, drafts)
    if as_json:
        machine.write(
            "preview",
            campaign=campaign.slug,
            language=language,
            drafts=[machine.draft(each) for each in drafts],
        )
    elif page is not None:
        app.screen.say("The page is written; nothing was sent. Open it in a browser:")
        app.screen.out(page.resolve().as_uri())
    else:
        show_drafts(app.screen, campaign, drafts)


def _write_page(path: Path, campaign: "Campaign", drafts: "Sequence[Draft]") -> None:
    from campaign.adapters.output_file import write_page
    from campaign.adapters.web_files import read_web_file
    from campaign.core.issue_page import issue_page

    template = read_web_file("issue_page.html.j2")
    style = read_web_file("issue_page.css")
    write_page(path, issue_page(campaign, drafts, template=template, style=style))
