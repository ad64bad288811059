"""PyGithub as far as it is used: it builds and signs requests, and cannot send one by itself.

Its own retries, redirects and waits are switched off, since they would send a POST up to eleven
times (PyGithub/PyGithub#803).
"""

from github import Auth
from github.Requester import Requester

from campaign import __version__
from campaign.adapters.wire import Forbidden
from campaign.core.sentence import N_, sentence


class _NoConnection:
    """Stands where PyGithub would connect past the one door, which is the wire."""

    def __init__(self, host: str, *_: object, **__: object) -> None:
        words = N_("A request was held back that campaign never makes: {verb} {url}")
        raise Forbidden(sentence(words, verb="CONNECT", url=host))


class Speaker(Requester):
    """A requester for which each request must name its own connection."""


Speaker.injectConnectionClasses(_NoConnection, _NoConnection)  # type: ignore[arg-type]


def new_speaker(api_url: str, token: str | None) -> Speaker:
    """One that signs with this token, if there is one."""
    return Speaker(
        auth=Auth.Token(token) if token else None,
        base_url=api_url,
        timeout=1,  # never waits: it has no connection
        user_agent=f"campaign/{__version__}",
        per_page=1,  # never asks for a list
        verify=True,
        retry=None,
        pool_size=None,
        seconds_between_requests=0,
        seconds_between_writes=0,
        lazy=True,
        api_version="2022-11-28",
    )
