"""Everything that may go wrong with a request, and everything that others may do meanwhile."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from random import Random

from tests.proof.simulator.books import Machine
from tests.proof.simulator.stage import Choices, Stage

from campaign.adapters.github_facts import OPT_OUT_TOPIC
from campaign.adapters.run_lock import AlreadyRunning
from campaign.core.marker import WEB, Key, bears_key, marker, marker_key
from campaign.rehearsal import mishaps
from campaign.rehearsal.accounts import User
from campaign.rehearsal.faults import Fault
from campaign.rehearsal.places import CreationPolicy, Issue, Limit, Repository
from campaign.rehearsal.wire import error, json_reply

LISTS = r"/issues$"
LOOKS = r"/graphql$"
ELSEWHERE = "https://example.org/repositories/1/issues"
OTHER = {"number": 1, "repository_url": "https://api.github.com/repos/an/other"}

FAULTS: Mapping[str, Callable[[Random], Fault]] = {
    "answer lost": lambda _: mishaps.lose_answer(),
    "request lost": lambda _: mishaps.lose_request(),
    "silence": lambda random: mishaps.hang(created=_coin(random)),
    "500": lambda random: mishaps.server_error(created=_coin(random)),
    "502": lambda random: mishaps.bad_gateway(created=_coin(random)),
    "502 again and again": lambda random: mishaps.bad_gateway(created=_coin(random)).always(),
    "503": lambda random: mishaps.unavailable(created=_coin(random)),
    "504": lambda random: mishaps.gateway_timeout(created=_coin(random)),
    "answer cut": lambda _: mishaps.cut_answer(),
    "two lengths": lambda _: mishaps.two_lengths(),
    "bad chunk": lambda _: mishaps.bad_chunk(),
    "invalid JSON": lambda _: mishaps.invalid_json(),
    "odd limit headers": lambda _: mishaps.odd_limit_headers(),
    "huge answer": lambda _: mishaps.swollen_answer(megabytes=1),
    "another repository": lambda _: mishaps.other_repository("an/other"),
    "strange success": lambda random: Fault(
        then=json_reply(random.choice((OTHER, [], {})), status=random.choice((200, 201, 202))),
        after_create=_coin(random),
    ),
    "conflict": lambda random: Fault(
        then=error(random.choice((408, 409)), "Try again"), after_create=_coin(random)
    ),
    "secondary limit": lambda random: mishaps.secondary_limit(
        retry_after=random.choice((None, 1, 60, 7200, "soon", 10**11))
    ),
    "secondary limit for long": lambda _: replace(mishaps.secondary_limit(), times=3),
    "429": lambda random: mishaps.too_many_requests(retry_after=random.choice((None, 30, 3600))),
    "submitted too quickly": lambda random: replace(
        mishaps.submitted_too_quickly(), times=random.choice((1, 2))
    ),
    "401": lambda _: replace(mishaps.token_revoked(), times=1),
    "captive portal": lambda _: mishaps.captive_portal(),
    "redirect to another host": lambda random: mishaps.redirect(
        ELSEWHERE, status=random.choice((301, 302, 307, 308))
    ),
    "redirect loop": lambda _: mishaps.redirect_loop("/repos/ant/one/issues"),
    "unheard-of refusal": lambda random: Fault(
        then=error(random.choice((400, 403, 404, 415, 422, 451)), "Words unheard of")
    ),
    "list fails": lambda _: mishaps.bad_gateway(created=False).at("GET", LISTS),
    "list is cut": lambda _: mishaps.cut_answer().at("GET", LISTS),
    "list is no JSON": lambda _: mishaps.invalid_json().at("GET", LISTS),
    "list behind a portal": lambda _: mishaps.captive_portal().at("GET", LISTS),
    "list limited": lambda random: mishaps.too_many_requests(
        retry_after=random.choice((1, 30, 3600))
    ).at("GET", LISTS),
    "look limited": lambda random: mishaps.secondary_limit(
        retry_after=random.choice((60, 7200))
    ).at("POST", LOOKS),
    "look fails": lambda _: mishaps.bad_gateway(created=False).at("POST", LOOKS),
}
"""What may happen to a request, by name."""


def _coin(random: Random) -> bool:
    return random.random() < 0.5


def _rename(stage: Stage, place: Repository) -> None:
    stage.world.move(place, f"{place.owner.login}/x-{place.name}"[:60])


def _transfer(stage: Stage, place: Repository) -> None:
    stage.world.move(place, f"eve/{place.name}")


def _block(stage: Stage, place: Repository) -> None:
    place.owner.blocked.add(stage.people[0])


def _archive(stage: Stage, place: Repository) -> None:
    place.archived_at = stage.clock.now()


def copy_markers(stage: Stage, place: Repository) -> None:
    """A stranger opens an issue that bears the marker mine would bear."""
    for person in stage.people:
        key = Key(campaign=stage.campaign.slug, repo_id=place.id, account_id=person.id)
        body = marker(stage.campaign.slug, marker_key(key))
        _open_before(stage, place, by="owen", body=body, seconds=stage.world.list_lag)


def ask_to_stay_away(stage: Stage, place: Repository) -> None:
    """Its maintainers ask campaigns to stay away: by a topic, or by a file."""
    if place.id % 2:
        place.topics = (OPT_OUT_TOPIC,)
    else:
        place.opt_out_file = "Please leave us alone."
    stage.books.unwelcome.setdefault(place.id, stage.clock.monotonic())


def ask_while_somebody_reads(stage: Stage, place: Repository) -> None:
    """The same, and then it takes the person hours to answer."""
    ask_to_stay_away(stage, place)
    stage.clock.sleep(3 * 3600)


CHANGES: Mapping[str, Callable[[Stage, Repository], None]] = {
    "limited to collaborators": lambda _, place: setattr(place, "limit", Limit.COLLABORATORS_ONLY),
    "limited to contributors": lambda _, place: setattr(place, "limit", Limit.CONTRIBUTORS_ONLY),
    "collaborators only": lambda _, place: setattr(
        place, "creation_policy", CreationPolicy.COLLABORATORS_ONLY
    ),
    "issues switched off": lambda _, place: setattr(place, "has_issues", False),
    "archived": _archive,
    "locked": lambda _, place: setattr(place, "lock_reason", "MIGRATING"),
    "shut by GitHub": lambda _, place: setattr(place, "disabled", True),
    "account blocked": _block,
    "renamed": _rename,
    "transferred": _transfer,
    "campaigns asked to stay away": ask_to_stay_away,
    "marker copied by a stranger": copy_markers,
}
"""What an owner, or anybody else, may do at any time."""


def exhaust(stage: Stage, user: User, *, left: int) -> None:
    """The hour's requests are nearly used up."""
    for resource in ("core", "graphql"):
        stage.world.limits.leave(user.id, left, resource=resource)


def revoke(stage: Stage, user: User) -> None:
    """The token is good for nothing from now on."""
    if stage.world.bearer({"authorization": f"token {user.token}"}):
        stage.world.revoke(user.token)


def jump(stage: Stage, random: Random) -> None:
    """The clock on the wall is set anew, up to a day off."""
    for machine in stage.machines:
        machine.clock.error = timedelta(seconds=random.choice((-86_400, -3600, 3600, 86_400)))


def delete_my_issue(stage: Stage, random: Random) -> None:
    """An owner deletes one of the issues that the tool has opened, wherever it is now."""
    if mine := _opened(stage):
        issue = random.choice(mine)
        (issue.transferred_to or issue).deleted = True


def move_my_issue(stage: Stage, random: Random) -> None:
    """An owner moves one of them to a repository that the campaign does not list."""
    if mine := [issue for issue in _opened(stage) if not issue.gone]:
        issue = random.choice(mine)
        name = f"{issue.repository.owner.login}/attic"
        attic = stage.world.find(name) or stage.world.add_repository(name)
        stage.world.transfer_issue(issue, attic)


def _opened(stage: Stage) -> list[Issue]:
    """The issues that the tool has opened from the first computer, where they were opened."""
    made = stage.machines[0].memory.born
    every = [issue for place in stage.places for issue in place.issues.values()]
    return [i for i in every if i.author and (i.author.id, i.repository.id) in made]


def edit_marker_away(stage: Stage, random: Random) -> None:
    """A maintainer edits one of the issues that the tool has opened, and its marker is gone."""
    every = [issue for place in stage.places for issue in place.issues.values()]
    if mine := [issue for issue in every if _is_marked(stage, issue)]:
        issue = random.choice(mine)
        now = issue.transferred_to or issue
        now.body, now.updated_at = now.body.partition("<!--")[0], stage.clock.now()


def _is_marked(stage: Stage, issue: Issue) -> bool:
    if issue.author is None:
        return False
    slug, place = stage.campaign.slug, issue.repository
    key = Key(campaign=slug, repo_id=place.id, account_id=issue.author.id)
    return bears_key((issue.transferred_to or issue).body, key=key)


def make_anew(stage: Stage, user: User, place: Repository) -> None:
    """A repository is deleted, another one gets its name, and the form is used there."""
    stage.recreate(place)
    again = stage.world.find(place.full_name)
    if again is not None and again is not place:
        open_by_hand(stage, user, again)


def open_by_hand(stage: Stage, user: User, place: Repository) -> bool:
    """A supporter has used the form of the action page, where there is no issue of theirs yet."""
    made = {(birth.author_id, birth.repository_id) for birth in stage.books.made()}
    if (user.id, place.id) in made:
        return False
    body = marker(stage.campaign.slug, WEB)
    opened = _open_before(stage, place, by=user, body=body, seconds=stage.world.list_lag + 60)
    if opened:
        stage.books.by_hand()
    return opened


def _open_before(
    stage: Stage, place: Repository, *, by: User | str, body: str, seconds: float
) -> bool:
    """So long ago that the lists show it; not where an issue has come since, as repositories give
    out their numbers in the order of time.
    """
    age = timedelta(seconds=seconds)
    if any(issue.created_at > stage.clock.now() - age for issue in place.issues.values()):
        return False
    stage.world.seed_issue(place, by=by, body=body, age=age)
    return True


def terminal_beside(stage: Stage, machine: Machine, user: User) -> None:
    """The same command in a second terminal, while the first one is at work."""
    beside = stage.post(machine, user, Choices())
    if not isinstance(beside.error, AlreadyRunning):
        raise AssertionError("two runs at once")


def unlocked_terminal_beside(stage: Stage, machine: Machine, user: User) -> None:
    """The same on a drive where locks do nothing: only the claim of each issue is left."""
    if machine.at_work:
        machine.at_work, machine.memory.lawless = False, True
        stage.post(machine, user, Choices())
        machine.at_work = True


def relent(stage: Stage, place: Repository) -> None:
    """The owner lets everybody in again."""
    stage.books.unwelcome.pop(place.id, None)
    place.limit, place.creation_policy = Limit.NO_LIMIT, CreationPolicy.ALL
    place.has_issues, place.archived_at = True, None
    place.lock_reason, place.disabled = None, False
    place.topics, place.opt_out_file = (), None
    place.owner.blocked.clear()


def put_right(stage: Stage, user: User) -> None:
    """The account is in order, and signed in."""
    user.email_verified, user.suspended, user.flagged = True, False, False
    if not stage.world.bearer({"authorization": f"token {user.token}"}):
        user.token = stage.world.add_token(user).text


def make_peace(stage: Stage) -> None:
    """Everything is put right, every list has caught up, and more than a day goes by."""
    stage.github.calm_down()
    for place in stage.places:
        relent(stage, place)
    for person in stage.people:
        put_right(stage, person)
    stage.world.limits.content_per_minute = 80
    stage.clock.sleep(90_000)
