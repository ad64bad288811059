"""A sentence for people, kept apart from its values, so that it can be said in another language."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

Translate: TypeAlias = Callable[[str], str]
"""English words → the same in another language."""

TranslateCounted: TypeAlias = Callable[[str, str, int], str]
"""English words for one, for several, and how many there are → the form that fits the number."""


def N_(text: str) -> str:  # noqa: N802 - the name that tools for translators look for
    """The text itself, marked as one to be translated where it is shown."""
    return text


def _english(text: str) -> str:
    return text


def _english_counted(one: str, several: str, number: int) -> str:
    return one if number == 1 else several


@dataclass(frozen=True, slots=True)
class Sentence:
    """English words with `{names}` in them, and what stands there; `str()` is the English.

    Values are foreign text as often as not: they are shown as they are, unless they are sentences
    themselves. `several` is empty where nothing is counted.
    """

    text: str
    values: tuple[tuple[str, "str | Sentence"], ...] = ()
    several: str = ""
    number: int = 0

    def __str__(self) -> str:
        return self.told(_english, _english_counted)

    def told(self, translate: Translate, counted: TranslateCounted = _english_counted) -> str:
        """The sentence, its words translated."""
        if self.several:
            words = counted(self.text, self.several, self.number)
        else:
            words = translate(self.text)
        return words.format(
            **{
                name: value.told(translate, counted) if isinstance(value, Sentence) else value
                for name, value in self.values
            }
        )


def sentence(text: str, **values: object) -> Sentence:
    """A sentence whose `{names}` are these values."""
    return Sentence(text, _values(values))


def counted(one: str, several: str, count: int, **values: object) -> Sentence:
    """A sentence about a number of things, `{count}`: English words for one, and for any other."""
    return Sentence(one, _values({"count": count, **values}), several=several, number=count)


def in_lines(*lines: "str | Sentence") -> Sentence:
    """Several sentences, one below the other; a text among them stays as it is."""
    values = {f"line{place}": line for place, line in enumerate(lines)}
    places = "\n".join(f"{{{name}}}" for name in values)
    return Sentence(places, _values({**values}))


def _values(values: dict[str, object]) -> tuple[tuple[str, str | Sentence], ...]:
    return tuple(
        (name, value if isinstance(value, Sentence) else str(value))
        for name, value in values.items()
    )
