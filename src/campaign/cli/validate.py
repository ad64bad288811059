"""campaign validate."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import click

from campaign.adapters.gh_token import tokens_at_hand
from campaign.cli.app import App
from campaign.cli.options import examples, json_option
from campaign.errors import CampaignError, Exit, Fault


@dataclass(frozen=True, kw_only=True, slots=True)
class _Verdict:
    path: str
    faults: tuple[Fault, ...]
    advice: tuple[Fault, ...] = ()
    silenced: tuple[Fault, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
    """Advice's id → why the file silences it."""


@click.command(
    "validate",
    epilog=examples(
        "campaign validate my-campaign.yaml",
        "campaign validate --strict campaigns/*.yaml",
    ),
)
@click.argument("names_or_paths", metavar="CAMPAIGN...", nargs=-1, required=True)
@click.option("--strict", is_flag=True, help="Count advice as faults.")
@json_option
@click.pass_obj
def command(app: App, *, names_or_paths: tuple[str, ...], strict: bool, as_json: bool) -> int:
    """Name every fault of a campaign file, and advice, with the place of each."""
    from campaign.cli import machine

    verdicts = [_validate(each, strict=strict) for each in names_or_paths]
    if as_json:
        machine.write("validate", files=[_document(each) for each in verdicts])
    else:
        for each in verdicts:
            _show(app, each)
    return Exit.USAGE if any(each.faults for each in verdicts) else Exit.DONE


def _validate(name_or_path: str, *, strict: bool) -> _Verdict:
    from campaign.adapters.campaign_file import inspect
    from campaign.adapters.campaign_places import place_of, unfit_issues
    from campaign.adapters.shipped import find
    from campaign.core.lint import advise, silenced

    try:
        path = find(name_or_path)
    except CampaignError as error:
        fault = Fault(line=1, column=1, path="", message=error.message, hint=error.hint)
        return _Verdict(path=name_or_path, faults=(fault,))
    shown = str(path if Path(name_or_path).exists() else path.name)
    inspection = inspect(path)
    file = inspection.file
    faults = inspection.faults if file is None else tuple(unfit_issues(file))
    if file is None or faults:
        return _Verdict(path=shown, faults=tuple(map(_without_secrets, faults)))
    campaign, templates = file.campaign, file.templates
    advised = tuple(place_of(file, each) for each in advise(campaign, templates))
    return _Verdict(
        path=shown,
        faults=advised if strict else (),
        advice=() if strict else advised,
        silenced=tuple(place_of(file, each) for each in silenced(campaign, templates)),
        reasons={each.value: reason for each, reason in campaign.lint.items()},
    )


def _without_secrets(fault: Fault) -> Fault:
    """The same, unless it would repeat a token that stands where a key or a name belongs."""
    from campaign.core.text import Kind, examine

    said = "\n".join((fault.path, fault.message, fault.hint))
    for found in examine(said, kind=Kind.CAMPAIGN, secrets=tokens_at_hand()):
        if found.rule == "secret":
            return replace(fault, path="", message=found.message, hint=found.hint)
    return fault


def _document(verdict: _Verdict) -> Mapping[str, object]:
    from campaign.cli import machine

    return {
        "path": verdict.path,
        "valid": not verdict.faults,
        "faults": [machine.fault(each) for each in verdict.faults],
        "advice": [machine.fault(each) for each in verdict.advice],
        "silenced": [
            {**machine.fault(each), "reason": verdict.reasons[each.advice]}
            for each in verdict.silenced
        ],
    }


def _show(app: App, verdict: _Verdict) -> None:
    for word, style, places in (("fault", "red", verdict.faults), ("advice", "", verdict.advice)):
        for each in places:
            where = f"{each.file or verdict.path}:{each.line}:{each.column}"
            named = f" [{each.advice}]" if each.advice else ""
            app.screen.out(f"{where}: {word}: {each.message}{named}", style=style)
            if each.hint:
                app.screen.out(f"    {each.hint}", style="dim")
    faults, advised, silenced = map(len, (verdict.faults, verdict.advice, verdict.silenced))
    said = [f"{faults} to mend" if faults else "valid"]
    said += [f"{advised} {'piece' if advised == 1 else 'pieces'} of advice"] if advised else []
    said += [f"{silenced} silenced"] if silenced else []
    app.screen.out(f"{verdict.path}: {', '.join(said)}")
