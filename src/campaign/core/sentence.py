"""A sentence for people that knows its values, so that it can be said in another language."""

from collections.abc import Callable, Iterable
from typing import Self, TypeAlias

Translate: TypeAlias = Callable[[str], str]
"""English words → the same in another language."""

TranslateCounted: TypeAlias = Callable[[str, str, int], str]
"""English words for one, for several, and how many there are → the form that fits the number."""


def N_(text: str) -> str:  # noqa: N802 - the name that tools for translators look for
    """The text itself, marked as one to be translated where it is shown."""
    return text


def _english_counted(one: str, several: str, number: int) -> str:
    return one if number == 1 else several


class Sentence(str):
    """English words with `{names}` in them, and what stands there.

    To everything that keeps, compares or writes it, it is its English text: only `told` knows more.
    Values are foreign text as often as not: they are shown as they are, unless they are sentences
    themselves. `several` is empty where nothing is counted.
    """

    __slots__ = ("number", "several", "text", "values")

    text: str
    values: tuple[tuple[str, str], ...]
    several: str
    number: int

    def __new__(
        cls, text: str, values: tuple[tuple[str, str], ...] = (), several: str = "", number: int = 0
    ) -> Self:
        words = _english_counted(text, several, number) if several else text
        self = super().__new__(cls, words.format(**dict(values)))
        self.text, self.values, self.several, self.number = text, values, several, number
        return self

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


def in_lines(*lines: str) -> Sentence:
    """Several sentences, one below the other; a text among them stays as it is."""
    return _joined("\n", lines)


def in_a_row(*parts: str) -> Sentence:
    """The same on one line; what is empty is left out."""
    return _joined(" ", filter(None, parts))


def and_then(words: str, more: str) -> Sentence:
    """The one after the other, with a full stop between them; either may be empty."""
    if not (words and more) or words.endswith("."):
        return in_a_row(words, more)
    return sentence("{words}. {more}", words=words, more=more)


def _joined(between: str, parts: Iterable[str]) -> Sentence:
    values = {f"part{place}": part for place, part in enumerate(parts)}
    return Sentence(between.join(f"{{{name}}}" for name in values), _values({**values}))


def _values(values: dict[str, object]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, value if isinstance(value, Sentence) else str(value))
        for name, value in values.items()
    )
