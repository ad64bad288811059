"""campaign schema."""

import json

import click

from campaign.cli.options import examples, json_option


@click.command(
    "schema",
    epilog=examples(
        "campaign schema > campaign.schema.json",
        "campaign schema --markdown > campaign-file.md",
    ),
)
@click.option(
    "--markdown",
    is_flag=True,
    help="For reading instead: every key, the template language, the advice.",
)
@json_option
def command(*, markdown: bool, as_json: bool) -> None:
    """Print the format of a campaign file as JSON Schema, for your editor.

    Editors with the YAML language server use it for a file whose first line is
    `# yaml-language-server: $schema=campaign.schema.json`.
    """
    if markdown and as_json:
        raise click.UsageError("--markdown and --json exclude each other.")
    if markdown:
        from campaign.core.reference import reference

        click.echo(reference(), nl=False)
    else:
        from campaign.core.schema import json_schema

        click.echo(json.dumps(json_schema(), indent=2))
