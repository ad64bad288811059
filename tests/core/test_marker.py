"""The key of a posting, and the marker by which any machine recognises its own issue."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.marker import (
    WEB,
    Key,
    bears_campaign,
    bears_key,
    bears_marker,
    marker,
    marker_key,
)

KEY = Key(campaign="no-nets", repo_id=70_000_001, account_id=1_000_001)
OF_THE_WEB = "<!-- campaign:no-nets web -->"


def test_a_key_is_the_same_everywhere() -> None:
    """A second machine, today or in a year, recognises the issue by these very letters."""
    assert marker_key(KEY) == "so2rk5mdyvgc6u56"
    assert marker("no-nets", marker_key(KEY)) == "<!-- campaign:no-nets so2rk5mdyvgc6u56 -->"


@given(
    st.lists(
        st.builds(
            Key,
            campaign=st.from_regex(r"[a-z0-9-]{1,12}", fullmatch=True),
            repo_id=st.integers(1, 10**9),
            account_id=st.integers(1, 10**9),
        ),
        unique=True,
        max_size=20,
    )
)
def test_every_part_of_a_key_counts(keys: list[Key]) -> None:
    """Another campaign, repository or account gives another key; `web` is none of them."""
    assert len({marker_key(key) for key in keys}) == len(keys)
    assert WEB not in {marker_key(key) for key in keys}


@pytest.mark.parametrize(
    "other",
    [
        Key(campaign="no-net", repo_id=KEY.repo_id, account_id=KEY.account_id),
        Key(campaign="no-nets-2", repo_id=KEY.repo_id, account_id=KEY.account_id),
        Key(campaign="no-nets", repo_id=KEY.repo_id + 1, account_id=KEY.account_id),
        Key(campaign="no-nets", repo_id=KEY.repo_id, account_id=KEY.account_id + 1),
    ],
)
def test_a_body_bears_the_marker_of_its_own_key_alone(other: Key) -> None:
    """Mine, or the one of GitHub's own form; nobody else's, and no other campaign's."""
    mine = f"Text.\n\n{marker('no-nets', marker_key(KEY))}"
    assert bears_marker(mine, key=KEY)
    assert bears_marker(f"Text.\n\n{OF_THE_WEB}\nadded later", key=KEY)
    assert not bears_marker(f"x {marker(other.campaign, marker_key(other))}", key=KEY)
    assert not bears_marker("campaign:no-nets web", key=KEY)


def test_the_form_s_marker_tells_of_no_repository() -> None:
    """In a list of issues from everywhere only the marker of the key itself is a proof."""
    assert bears_key(f"Text.\n\n{marker('no-nets', marker_key(KEY))}\nmore", key=KEY)
    assert not bears_key(OF_THE_WEB, key=KEY)
    other = Key(campaign="no-nets", repo_id=KEY.repo_id + 1, account_id=KEY.account_id)
    assert not bears_key(marker("no-nets", marker_key(other)), key=KEY)


def test_a_slug_is_no_pattern() -> None:
    """The campaign is compared letter by letter."""
    assert bears_campaign(OF_THE_WEB, "no-nets")
    assert not bears_campaign(OF_THE_WEB, "no.nets")
    assert not bears_campaign(OF_THE_WEB.replace("web", "WEB!"), "no-nets")
