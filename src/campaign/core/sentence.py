"""A sentence for people, kept apart from its values, so that it can be said in another language."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """English words with `{names}` in them, and what stands there; `str()` is the English.

    Values are foreign text as often as not: they are shown as they are, never translated.
    """

    text: str
    values: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return self.told(lambda text: text)

    def told(self, translate: Callable[[str], str]) -> str:
        """The sentence, its words translated."""
        return translate(self.text).format(**dict(self.values))


def sentence(text: str, **values: object) -> Sentence:
    """A sentence whose `{names}` are these values."""
    return Sentence(text, tuple((name, str(value)) for name, value in values.items()))
