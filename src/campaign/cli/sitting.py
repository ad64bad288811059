"""What one sitting of `campaign post` is made of, before anything is asked or sent."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from campaign.adapters import plan_file
from campaign.adapters.campaign_file import CampaignFile
from campaign.cli.app import App
from campaign.cli.desk import Desk
from campaign.cli.options import StatementOptions, choose_language, choose_repos
from campaign.cli.post_options import PostOptions
from campaign.cli.wording import Wording
from campaign.core.campaign import Campaign
from campaign.core.draft import Draft
from campaign.core.marker import Key
from campaign.core.plan import Plan
from campaign.core.saved_plan import SavedPlan, record
from campaign.flow.planning import Standing, plan_posts
from campaign.flow.window import check_outcome


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """The options, read and found to fit together and to the campaign."""

    app: App
    asked: PostOptions
    file: CampaignFile
    saved: SavedPlan | None
    """The plan of `--plan`: it says what the options would say."""
    language: str
    chosen: tuple[str, ...]
    limit: int | None
    pace: float
    token: str
    wording: Wording
    desk: Desk

    @property
    def again(self) -> str:
        """The command that goes on where this sitting stops, before anything is posted."""
        return self.go_on(posted=0)

    def go_on(self, *, posted: int) -> str:
        """The same after so many issues were posted, or may have been."""
        asked = self._what_goes_on
        if asked.limit is not None:
            asked = replace(asked, limit=max(1, asked.limit - posted))
        return asked.again(self.app, words_are_kept=self.wording.kept)

    @property
    def _what_goes_on(self) -> PostOptions:
        """The options; of a saved plan, what it says in their place."""
        if self.saved is None:
            return self.asked
        words = self.saved.statement
        return replace(
            self.asked,
            language=self.language,
            repos=tuple(repo for repo in self.chosen if self.file.campaign.target(repo)),
            limit=self.limit or None,
            statement=StatementOptions(text=words or None, file=None, edit=False, none=not words),
        )

    def plan(self, standing: Standing, words: str) -> Plan:
        """Which issues go where, with these words; raises DraftRefused."""
        return plan_posts(
            self.file.campaign,
            self.file.templates,
            standing,
            language=self.language,
            statement=words,
            chosen=self.chosen,
            limit=self.limit,
            secrets=(self.token,),
        )

    def drafts(self, standing: Standing, words: str) -> Mapping[Key, Draft]:
        """Every issue that may be posted, with these words."""
        plan = self.plan(standing, words)
        return {step.key: step.draft for step in (*plan.steps, *plan.reserve)}

    def record(self, plan: Plan, *, made_at: datetime) -> SavedPlan:
        """The plan as it is saved, with the words that are in it."""
        return record(
            plan,
            campaign_sha256=self.file.digest,
            api_url=self.app.api_url,
            language=self.language,
            statement=self.wording.words,
            made_at=made_at,
        )


def sit_down(app: App, asked: PostOptions) -> Sitting:
    """Read the files, and refuse what cannot be, before any request and any question.

    Raises:
        CampaignError: wrong usage, an invalid file, a campaign that is not running, no token.
    """
    asked.check()
    file = app.campaign_file(asked.name_or_path)
    campaign = file.campaign
    preview = app.command("preview", asked.name_or_path)
    check_outcome(campaign, mine=app.my_zone, preview=preview)
    asked.check_consent(app)
    if asked.save_plan:
        plan_file.check_free(asked.save_plan)
    saved = plan_file.load(asked.plan) if asked.plan else None
    wanted = saved.language if saved else asked.language
    language = choose_language(campaign, wanted, say=app.screen.say)
    chosen = _named(saved, campaign) if saved else choose_repos(campaign, asked.repos)
    pace = asked.pace_for(app, campaign.limits.pace_seconds)
    token = app.needed_token()
    wording = Wording(
        app=app,
        campaign=campaign,
        language=language,
        common=file.templates[language],
        must=not asked.dry_run,
        secrets=(token,),
    )
    return Sitting(
        app=app,
        asked=asked,
        file=file,
        saved=saved,
        language=language,
        chosen=chosen,
        limit=len(saved.steps) if saved else asked.limit,
        pace=pace,
        token=token,
        wording=wording,
        desk=Desk(app, approve_all=asked.yes, fallback=asked.fallback, wording=wording),
    )


def _named(saved: SavedPlan, campaign: Campaign) -> tuple[str, ...]:
    """The plan's repositories, as the campaign writes them.

    Those that it lists no more stay among them: an empty choice would mean every repository.
    """
    found = ((repo, campaign.target(repo)) for repo in saved.repos)
    return tuple(target.repo if target else repo for repo, target in found)
