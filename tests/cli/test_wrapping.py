"""Lines for a window, from which a command can be copied."""

from campaign.cli.wrapping import wrapped


def test_words_stay_whole() -> None:
    """A line breaks between words, and an empty one stays a line."""
    assert wrapped("the organisers asked people", 18) == ["the organisers", "asked people"]
    assert wrapped("", 20) == [""]


def test_a_command_behind_its_words_gets_a_line_of_its_own() -> None:
    """Whoever copies the line copies the command, however long it is."""
    command = "campaign --state-dir /home/ada/record post notechforice-2019 --lang es"
    assert wrapped(f"Then go on with: {command}", 40) == ["Then go on with:", f"  {command}"]
    assert wrapped("Then go on with: campaign list", 40) == ["Then go on with: campaign list"]


def test_a_quoted_command_stays_together() -> None:
    """Half a command is none."""
    told = "This shows what it takes: `campaign post --help`."
    assert wrapped(told, 36) == ["This shows what it takes:", "`campaign post --help`."]
