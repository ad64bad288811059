"""Reads that spend little: fresh answers are used again, and the budget's end is respected."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import pytest

from campaign.adapters.github_cache import AnswerCache
from campaign.adapters.github_line import MOMENT, Line
from campaign.adapters.github_reader import RESERVE, FrugalReader
from campaign.adapters.github_rest_facts import kept_of_repository
from campaign.core.answer import Reply
from campaign.rehearsal import mishaps
from campaign.rehearsal.faults import Act, Fault
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.wire import Reply as Answer
from campaign.rehearsal.wire import json_reply
from campaign.rehearsal.world import World

Open = Callable[..., AbstractContextManager[FrugalReader]]
TOLD = {"id": 7, "full_name": "acme/nets", "has_issues": True, "archived": False, "disabled": False}


@pytest.fixture
def reading(stand_in: StandIn, world: World, tmp_path: Path) -> Open:
    """Opens readers as one process after the other would."""

    @contextmanager
    def begin(*, signed_in: bool = False) -> Iterator[FrugalReader]:
        line = Line(
            api_url=stand_in.url,
            token=None,
            timeout=20,
            may_write=False,
            sleep=world.clock.sleep,
        )
        with closing(line):
            line.read("/repos/acme/none")  # to learn the server's time
            reader = "7" if signed_in else "anonymous"
            cache = AnswerCache(tmp_path, api_url="u", reader=reader)
            yield FrugalReader(line, cache=cache, signed_in=signed_in)
            cache.save()

    return begin


def said(stand_in: StandIn, cache_control: str | None) -> None:
    """Let GitHub say from now on how long its answer about the repository is good."""
    headers = {"etag": '"7"', **({"cache-control": cache_control} if cache_control else {})}
    answer = json_reply(TOLD, headers=headers)
    stand_in.plan(Fault(then=answer, method="GET", path="nets$").always())


def asks(world: World) -> int:
    """How often the repository was asked for."""
    return len(world.requests("GET", "/repos/acme/nets"))


def read(reader: FrugalReader) -> Reply:
    """The repository, remembered."""
    reply = reader.read("acme/nets", "", keep=kept_of_repository)
    assert reply is not None
    return reply


@pytest.mark.parametrize(
    ("cache_control", "requests"),
    [
        ("public, max-age=60, s-maxage=60", 1),
        ("max-age=9999999", 1),
        ("max-age=0", 2),
        ("no-store", 2),
        (None, 2),
    ],
)
def test_a_fresh_answer_is_used_again_without_asking(
    reading: Open, stand_in: StandIn, world: World, cache_control: str | None, requests: int
) -> None:
    """For as long as GitHub calls it fresh, which costs nothing at all."""
    said(stand_in, cache_control)
    replies = []
    for _ in range(2):
        with reading() as reader:
            replies.append(read(reader))
    assert [json.loads(reply.body) for reply in replies] == [TOLD, TOLD]
    assert asks(world) == requests


@pytest.mark.parametrize(("cache_control", "minutes"), [("max-age=60", 1), ("max-age=9999999", 5)])
def test_an_answer_that_is_no_longer_fresh_is_asked_for(
    reading: Open, stand_in: StandIn, world: World, cache_control: str, minutes: int
) -> None:
    """By GitHub's clock, not by this computer's; and after five minutes, whatever was said."""
    said(stand_in, cache_control)
    with reading() as reader:
        read(reader)
    world.clock.sleep(minutes * 60 + 5)
    with reading() as reader:
        read(reader)
    assert asks(world) == 2


def test_whoever_may_post_always_asks(reading: Open, stand_in: StandIn, world: World) -> None:
    """Settings change in seconds, and somebody signed in has requests enough."""
    said(stand_in, "max-age=60")
    for _ in range(2):
        with reading(signed_in=True) as reader:
            read(reader)
    assert asks(world) == 2


NOTHING = [
    (404, '{"message": "Not Found"}'),
    (410, '{"message": "Gone"}'),
    (451, '{"message": "Repository access blocked", "block": {"reason": "dmca"}}'),
    (403, '{"message": "Repository access blocked", "block": {"reason": "tos"}}'),
]


@pytest.mark.parametrize("signed_in", [True, False])
@pytest.mark.parametrize(("status", "body"), NOTHING)
def test_nothing_stays_nothing_for_a_minute(
    reading: Open, stand_in: StandIn, world: World, *, status: int, body: str, signed_in: bool
) -> None:
    """GitHub has no tag for it, so that asking again would be counted; then it is asked again."""
    answer = Answer(status=status, body=body.encode(), genuine=True)
    stand_in.plan(Fault(then=answer, method="GET", path="nets$").always())
    for _ in range(2):
        with reading(signed_in=signed_in) as reader:
            reply = read(reader)
            assert (reply.status, reply.body) == (status, body)
    assert asks(world) == 1
    world.clock.sleep(65)
    with reading(signed_in=signed_in) as reader:
        read(reader)
    assert asks(world) == 2


@pytest.mark.parametrize(
    ("answer", "tries"),
    [
        (Answer(status=404, body=b"{}"), 2),
        (Answer(status=404, body=b"{}", headers={"cache-control": "max-age=0"}, genuine=True), 1),
        (Answer(status=403, body=b'{"message": "not accessible by"}', genuine=True), 1),
        (Answer(status=500, body=b"{}", genuine=True), 2),
    ],
)
def test_what_is_no_word_of_github_about_it_is_not_remembered(
    reading: Open, stand_in: StandIn, world: World, answer: Answer, tries: int
) -> None:
    """A stranger's answer, a refusal, a failure; and what GitHub itself calls stale."""
    stand_in.plan(Fault(then=answer, method="GET", path="nets$").always())
    for _ in range(2):
        with reading() as reader:
            read(reader)
    assert asks(world) == 2 * tries


@pytest.mark.parametrize(
    "fault",
    [
        Fault(then=Act.RESET),
        Fault(then=Answer(status=500, body=b"{}", genuine=True)),
        Fault(then=Answer(status=502, body=b"<html>", genuine=True)),
        Fault(then=Answer(status=503, body=b"{}", genuine=True)),
        Fault(then=Answer(status=504, body=b"<html>", genuine=True)),
        Fault(then=Answer(status=200, body=b"<html>", genuine=True)),
        mishaps.captive_portal(),
    ],
)
def test_a_read_that_fails_once_is_tried_once_more(
    reading: Open, stand_in: StandIn, world: World, fault: Fault
) -> None:
    """After a short pause: most such failures have passed by then."""
    world.add_repository("acme/nets")
    stand_in.plan(fault.at("GET", "nets$"))
    before = world.clock.monotonic()
    with reading() as reader:
        assert json.loads(read(reader).body)["full_name"] == "acme/nets"
    assert asks(world) == 2
    assert world.clock.monotonic() - before >= MOMENT


def test_nothing_holds_for_a_version(reading: Open, world: World) -> None:
    """As long as what it is a part of has not changed, and not a moment longer."""
    for version in ("main 1", "main 1", "main 2", "main 2", ""):
        with reading(signed_in=True) as reader:
            reply = reader.read("acme/nets", "", keep=kept_of_repository, version=version)
            assert reply is not None
            assert reply.status == 404
    assert asks(world) == 2
    world.clock.sleep(100_000)
    for version in ("main 2", ""):
        with reading(signed_in=True) as reader:
            reader.read("acme/nets", "", keep=kept_of_repository, version=version)
    assert asks(world) == 3


def test_an_extra_is_not_bought_blindly(reading: Open, world: World) -> None:
    """Where every answer so far was a remembered one, nobody knows what is left of the hour."""
    world.add_repository("acme/nets")
    with reading() as reader:
        read(reader)
    with reading() as reader:
        read(reader)
        assert reader.read("acme/nets", "/issues", query="?state=all", is_extra=True) is None


@pytest.mark.parametrize("left", [RESERVE + 1, RESERVE])
def test_the_last_of_an_anonymous_hour_goes_to_no_extra(
    reading: Open, world: World, left: int
) -> None:
    """What is not needed for an answer is done without."""
    world.add_repository("acme/nets")
    world.limits.leave(None, left + 2)
    with reading() as reader:
        assert read(reader).status == 200
        extra = reader.read("acme/nets", "/issues", query="?state=all", is_extra=True)
    assert (extra is None) is (left == RESERVE)


@pytest.mark.parametrize("left", [1, 2])
def test_where_the_budget_ends_nothing_more_is_asked(
    reading: Open, world: World, left: int
) -> None:
    """Not even once: going on while limited can get an account banned."""
    world.max_age = 0
    world.add_repository("acme/nets")
    world.limits.leave(None, left + 1)
    with reading() as reader:
        for _ in range(left):
            assert read(reader).status == 200
        before = len(world.log)
        assert reader.read("acme/nets", "") is None
        assert reader.closed_until is not None
        assert len(world.log) == before


def test_a_304_of_a_stranger_is_none(reading: Open, stand_in: StandIn, world: World) -> None:
    """Whoever answers without GitHub's request id says nothing about what GitHub knows."""
    world.max_age = 0
    world.add_repository("acme/nets")
    with reading() as reader:
        read(reader)
    stand_in.plan(Fault(then=Answer(status=304), method="GET", path="nets$", times=2))
    with reading() as reader:
        assert read(reader).status == 304
        assert read(reader).status == 200
