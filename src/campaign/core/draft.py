"""A Draft is the exact issue for one target: campaign + template + statement → title and body."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from urllib.parse import quote

from campaign.core.campaign import Campaign, Target
from campaign.core.effects import Effects, effects, effects_of_title, neutralise
from campaign.core.languages import base, runs_right_to_left
from campaign.core.marker import WEB, marker
from campaign.core.sentence import Sentence, sentence
from campaign.core.softening import literal
from campaign.core.template import Values, render, render_title
from campaign.core.text import Finding, Kind, examine, normalise_statement, printable_line
from campaign.errors import CampaignError, Exit

URL_BUDGET = 6_000
"""Encoded bytes: GitHub's sign-in redirect breaks a longer prefilled link, jasiek/webchirp#22."""

_FOOTER = {
    "en": "This issue is part of the campaign {link}. I opened it myself, from my own account.",
    "ar": "هذه المشاركة جزء من حملة {link}، وقد نشرتُها بنفسي ومن حسابي الشخصي.",
    "de": "Dieses Issue ist Teil der Kampagne {link}. Ich habe es selbst eröffnet, von meinem"
    " eigenen Konto aus.",
    "es": "Esta incidencia forma parte de la campaña {link}. La abrí yo, desde mi propia cuenta.",
    "fa": "این مطلب بخشی از کارزار {link} است و خودم آن را از حساب شخصی‌ام منتشر کرده‌ام.",
    "fr": "Ce ticket fait partie de la campagne {link}. Je l'ai ouvert moi-même, depuis mon propre"
    " compte.",
    "he": "הפנייה הזאת היא חלק מהקמפיין {link}. פתחתי אותה בעצמי, מהחשבון שלי.",
    "pt": "Esta issue faz parte da campanha {link}. Fui eu que a abri, a partir da minha própria"
    " conta.",
    "ur": "یہ تحریر مہم {link} کا حصہ ہے۔ یہ میں نے خود اپنے ذاتی اکاؤنٹ سے شائع کی ہے۔",
}
"""The visible line below the text, by base language; other languages get the English one."""


class DraftRefused(CampaignError):
    """A finished text that must not be posted."""

    exit_code = Exit.USAGE


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """One issue as it would be posted; `text` is the visible body, `marker` its last line."""

    repo: str
    language: str
    title: str
    text: str
    marker: str

    @property
    def body(self) -> str:
        """The bytes that `post` sends."""
        return f"{self.text}\n\n{self.marker}"

    @property
    def body_sha256(self) -> str:
        return sha256(self.body.encode()).hexdigest()

    @property
    def effects(self) -> Effects:
        """What the title and the body do together."""
        return effects(self.body) | effects_of_title(self.title)

    @property
    def hides_more_than_its_marker(self) -> bool:
        """Whether the page would hide something else, or the marker would not be the only one."""
        own = self.marker.removeprefix("<!-- ").removesuffix(" -->")
        return "<!--" in self.text or effects(self.body).comments != (own,)

    @property
    def url(self) -> str:
        """GitHub's own form, filled in; without the body where that would be too long.

        https://docs.github.com/en/issues/tracking-your-work-with-issues/using-issues/creating-an-issue#creating-an-issue-from-a-url-query
        """
        start = f"https://github.com/{self.repo}/issues/new?title={quote(self.title, safe='')}"
        full = f"{start}&body={quote(self.body, safe='')}"
        return full if len(full) <= URL_BUDGET else start

    def examine(self, *, secrets: Sequence[str] = ()) -> tuple[Finding, ...]:
        """What the gate says of the final text."""
        title = examine(self.title, kind=Kind.TITLE, secrets=secrets)
        return (*title, *examine(self.body, kind=Kind.BODY, secrets=secrets))


def render_drafts(
    campaign: Campaign,
    templates: Mapping[str, str],
    *,
    language: str,
    statement: str = "",
    keys: Mapping[str, str] | None = None,
) -> tuple[Draft, ...]:
    """Render the issue for every target, in the file's order.

    Args:
        templates: language → template source.
        statement: the supporter's own words; data, never evaluated.
        keys: repository → marker key, for the targets of a known account.

    Raises:
        TemplateRefused: the template breaks the allowed language.
        DraftRefused: it puts the statement where its @names or #numbers would take effect.
    """
    words = normalise_statement(statement)
    return tuple(
        render_draft(
            campaign,
            target,
            templates[language],
            language=language,
            statement=words,
            key=(keys or {}).get(target.repo, WEB),
        )
        for target in campaign.targets
    )


def render_draft(
    campaign: Campaign, target: Target, template: str, *, language: str, statement: str, key: str
) -> Draft:
    """The issue for one target; for its arguments and errors see `render_drafts`.

    Args:
        statement: normalised.
    """
    make = partial(_filled_in, campaign, target, template, language=language, key=key)
    if not statement:
        return make("")
    for harmless in (neutralise(statement), literal(statement)):
        draft = make(harmless)
        added = _added_by_the_words(draft, make)
        if not added:
            return draft
    raise DraftRefused(
        sentence(
            "Your words cannot be used in the issue for {repo}: where the campaign puts them, they"
            " would not be plain words, but take effect: {what}. Nothing was posted anywhere.",
            repo=target.repo,
            what=", ".join(printable_line(each, limit=80) for each in added[:3]),
        ),
        hint=Sentence(
            "Leave @names, #numbers and the like out of your words. Or ask the organiser to give"
            " supporters' words a paragraph of their own, outside HTML and code letters."
        ),
    )


_ELSE = "…"
"""Words that do nothing wherever they stand."""


def _added_by_the_words(draft: Draft, make: Callable[[str], Draft]) -> tuple[str, ...]:
    """What the issue would do that it would not do with other words in their place."""
    return () if draft.effects.quiet else draft.effects.beyond(make(_ELSE).effects)


def _filled_in(
    campaign: Campaign, target: Target, template: str, statement: str, *, language: str, key: str
) -> Draft:
    values = _values(campaign, target, statement=statement, language=language)
    text = render(template, values=values).rstrip("\n")
    return Draft(
        repo=target.repo,
        language=language,
        title=render_title(campaign.issue.title_in(language), values=values),
        text=f"{text}\n\n{_footer(campaign, language=language)}",
        marker=marker(campaign.slug, key),
    )


def check_drafts(drafts: Iterable[Draft], *, secrets: Sequence[str] = ()) -> tuple[Draft, ...]:
    """Pass every finished text through the gate, before the first of them is used.

    Raises:
        DraftRefused: one holds something that must not become public, or is too long.
    """
    checked = tuple(drafts)
    for draft in checked:
        if draft.hides_more_than_its_marker:
            raise DraftRefused(
                sentence(
                    "The issue for {repo} cannot be posted: its text holds a hidden comment, or"
                    " does not end what it began. Nothing was posted anywhere.",
                    repo=draft.repo,
                ),
                hint=Sentence(
                    "Take `<!--` out of the template, and close every code block with ```."
                ),
            )
        for finding in draft.examine(secrets=secrets):
            if finding.refused:
                raise DraftRefused(
                    sentence(
                        "The issue for {repo} cannot be posted: line {line}: {fault} Nothing was"
                        " posted anywhere.",
                        repo=draft.repo,
                        line=finding.line,
                        fault=finding.message,
                    ),
                    hint=finding.hint,
                )
    return checked


def _footer(campaign: Campaign, *, language: str) -> str:
    """The one visible line that says what this is."""
    title = re.sub(r"([\\\[\]`*_<>])", r"\\\1", campaign.title)
    # Between parentheses an address may hold none that is open, and `&copy;` would be a sign.
    url = re.sub(r"[()]|&(?=#?\w+;)", r"\\\g<0>", campaign.organiser.url)
    own = base(language) if base(language) in _FOOTER else "en"
    line = _FOOTER[own].format(link=f"[{title}]({url})")
    if runs_right_to_left(own):
        return f'---\n\n<div dir="rtl">\n\n{line}\n\n</div>'
    return f"---\n\n{line}"


def _values(campaign: Campaign, target: Target, *, statement: str, language: str) -> Values:
    owner, _, name = target.repo.partition("/")
    action = campaign.action
    return Values(
        campaign={
            "title": campaign.title,
            "summary": campaign.summary,
            "hashtag": campaign.hashtag,
            "organiser": {"name": campaign.organiser.name, "url": campaign.organiser.url},
        },
        action={
            "starts": action.starts_text if action else "",
            "ends": action.ends_text if action else "",
        },
        target={"repo": target.repo, "owner": owner, "name": name, "why": target.why},
        sources=tuple(
            {
                "id": source.id,
                "title": source.title,
                "publisher": source.publisher,
                "date": source.date,
                "url": source.url,
                "archive": source.archive,
            }
            for source in campaign.sources
        ),
        statement=statement,
        language=language,
    )
