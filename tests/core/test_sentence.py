"""Sentences keep their words and their values apart."""

from campaign.core.sentence import N_, Sentence, counted, sentence


def shout(text: str) -> str:
    """A language that is easy to tell from English."""
    return text.upper().replace("{NAME}", "{name}").replace("{AGO}", "{ago}")


def shout_counted(one: str, several: str, number: int) -> str:
    """The same, with a form of its own for two."""
    return "TWO DAYS" if number == 2 else shout(one if number == 1 else several)


def test_a_sentence_is_english_until_it_is_told() -> None:
    """Machine output and logs read the same everywhere."""
    said = sentence("It is now called {name}.", name="o/r")
    assert str(said) == f"{said}" == "It is now called o/r."
    assert str(N_("Spanish")) == "Spanish"


def test_only_the_words_are_translated() -> None:
    """A value is somebody's name or words, whatever it looks like."""
    said = sentence("now {name}", name="{name} called")
    assert said.told(shout) == "NOW {name} called"


def test_a_sentence_in_a_sentence_is_translated_too() -> None:
    """How long ago something was is words, not a name."""
    ago = counted("{count} day", "{count} days", 2)
    said = sentence("seen {ago} ago by {name}", ago=ago, name="ada")
    assert str(said) == "seen 2 days ago by ada"
    assert said.told(shout, shout_counted) == "SEEN TWO DAYS AGO BY ada"


def test_what_is_counted_has_its_own_form() -> None:
    """One day, no days, two days; a language may know more forms than two."""
    days = [str(counted("{count} day", "{count} days", number)) for number in (0, 1, 2)]
    assert days == ["0 days", "1 day", "2 days"]


def test_a_sentence_can_be_kept_and_compared() -> None:
    """The same words about the same thing are the same sentence."""
    assert sentence("{a}", a=1) == sentence("{a}", a="1") == Sentence("{a}", (("a", "1"),))
    assert len({counted("{count}", "{count}s", 2), counted("{count}", "{count}s", 2)}) == 1
