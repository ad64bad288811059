"""What the command line asks of one `campaign post`, as one value."""

from dataclasses import dataclass
from pathlib import Path

from campaign.cli.app import App
from campaign.cli.options import StatementOptions
from campaign.core.sentence import Sentence, sentence
from campaign.errors import WrongUsage

_STATEMENT = Sentence("--statement, --statement-file, --edit and --no-statement")


@dataclass(frozen=True, kw_only=True, slots=True)
class PostOptions:
    """The options of one run."""

    name_or_path: str
    repos: tuple[str, ...]
    limit: int | None
    language: str | None
    statement: StatementOptions
    dry_run: bool
    save_plan: Path | None
    plan: Path | None
    wait: bool
    pace: float | None
    max_wait: float
    timeout: float
    fallback: bool
    yes: bool
    as_json: bool

    @property
    def only_look(self) -> bool:
        """Whether nothing can be sent."""
        return self.dry_run or self.save_plan is not None

    @property
    def _manner(self) -> list[str]:
        """What no saved plan holds."""
        pace = ["--pace", f"{self.pace:g}"] if self.pace is not None else []
        return [*pace, *(["--fallback"] if self.fallback else [])]

    def again(self, app: App, *, words_are_kept: bool = False) -> str:
        """The command that goes on where this one stopped.

        Args:
            words_are_kept: whether the next run offers the words of this one.
        """
        words = ["--lang", self.language] if self.language else []
        words += [word for repo in self.repos for word in ("--repo", repo)]
        words += ["--limit", str(self.limit)] if self.limit is not None else []
        words += self._manner
        if self.yes or not words_are_kept:
            words += self.statement.repeated
        # Without the words that were given, somebody must be asked for them.
        if self.yes and bool(self.statement.repeated) == self.statement.given:
            words.append("--yes")
        return app.command("post", self.name_or_path, *words)

    def to_post(self, app: App) -> str:
        """The command that posts what was only looked at."""
        if path := self.save_plan or self.plan:
            return app.command("post", self.name_or_path, "--plan", str(path), *self._manner)
        return self.again(app)

    def asks(self, app: App) -> bool:
        """Whether the person is asked for their words."""
        told = self.statement.given or self.plan is not None
        return app.at_terminal and not (self.yes or self.dry_run or told)

    def check(self) -> None:
        """Raises WrongUsage where the options contradict one another."""
        self.statement.check()
        if self.plan is None:
            return
        others: dict[str | Sentence, bool] = {
            "--repo": bool(self.repos),
            "--lang": self.language is not None,
            "--limit": self.limit is not None,
            _STATEMENT: self.statement.given,
            "--save-plan": self.save_plan is not None,
        }
        if clash := next((name for name, given in others.items() if given), None):
            raise WrongUsage(
                sentence(
                    "A saved plan says already what {option} would say. Nothing was sent.",
                    option=clash,
                ),
                hint=Sentence("Give --plan without it; or save another plan."),
            )

    def check_consent(self, app: App) -> None:
        """Raises WrongUsage where nobody could approve what would be sent."""
        if not (self.yes or self.only_look or app.at_terminal):
            raise WrongUsage(
                Sentence("Without a terminal nobody can approve the issues. Nothing was sent."),
                hint=Sentence(
                    "Look with --dry-run first; then add --yes and one of --statement,"
                    " --statement-file and --no-statement."
                ),
            )

    def pace_for(self, app: App, campaigns_own: int) -> float:
        """Seconds between two issues: at least 3, as GitHub's own client keeps between requests
        that notify people. https://github.com/octokit/plugin-throttling.js
        """
        seconds = float(campaigns_own) if self.pace is None else self.pace
        if seconds < 3 and not app.on_loopback:
            raise WrongUsage(Sentence("The pace is at least 3 seconds between two issues."))
        return seconds
