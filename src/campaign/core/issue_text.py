"""IssueText: an issue's title and template in each language of a campaign."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator, model_validator

from campaign.core.fields import Language, Line, Part, TemplateName, is_language, refusal

MOST_LANGUAGES = 50
FEW_LANGUAGES = Field(max_length=MOST_LANGUAGES)
"""Messages name languages one by one, so a hostile file could flood the screen."""


class IssueText(Part):
    """What an issue says: a title and a template for each language."""

    title: Annotated[dict[Language, Line], FEW_LANGUAGES]
    """The issue's title in the template language, or one for each language."""
    template: Annotated[dict[Language, TemplateName], FEW_LANGUAGES]
    """The template's file name, or one for each language."""
    language: Annotated[Language, Field(validate_default=True)] = "en"
    """The language of a title that names none, and the one used where a supporter's system speaks
    none of them.
    """

    @model_validator(mode="before")
    @classmethod
    def _name_the_language(cls, data: object) -> object:
        if not isinstance(data, Mapping):
            return data
        named = data.get("language")
        language = named if isinstance(named, str) and is_language(named) else "en"
        plain = {key: data[key] for key in ("title", "template") if isinstance(data.get(key), str)}
        return {**data, **{key: {language: text} for key, text in plain.items()}}

    @field_validator("title", "template")
    @classmethod
    def _names_a_language(cls, texts: dict[str, str]) -> dict[str, str]:
        if not texts:
            raise refusal("This is empty.", "Give a text, or one for each language.")
        return texts

    @field_validator("template")
    @classmethod
    def _matches_the_title(cls, texts: dict[str, str], info: ValidationInfo) -> dict[str, str]:
        odd = sorted(texts.keys() ^ info.data.get("title", texts).keys())
        if odd:
            raise refusal(
                f"The title and the template differ in languages: {', '.join(odd)}.",
                "Give both of them in the same languages.",
            )
        return texts

    @field_validator("language")
    @classmethod
    def _is_among_them(cls, language: str, info: ValidationInfo) -> str:
        known = info.data.get("title", {language: ""})
        if language not in known:
            raise refusal(
                f"There is no text in the language {language}.",
                f"Set `language` to one of: {', '.join(known)}.",
            )
        return language

    def title_in(self, language: str) -> str:
        """The title's template source; KeyError for a language the campaign does not have."""
        return self.title[language]

    def template_in(self, language: str) -> str:
        """The template's file name; KeyError for a language the campaign does not have."""
        return self.template[language]
