"""The stand-in's side of it: whatever runs died or met, this must hold of the books."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.flow.conftest import states

from campaign.core.marker import bears_campaign
from campaign.rehearsal.books import Visit
from campaign.rehearsal.world import World

REFUSALS = {301, 302, 303, 307, 308, 400, 401, 403, 404, 410, 415, 422, 429, 451}
"""Statuses with which GitHub says that nothing was made."""

KNOWN = {"posted", "unknown"}


@dataclass(kw_only=True)
class Tally:
    """What many cases came to: how often runs were struck, by kind, and what must not be."""

    struck: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(struck=self.struck + other.struck, faults=self.faults + other.faults)

    def __str__(self) -> str:
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(self.struck.items()))
        found = "".join(f"\n  {fault}" for fault in self.faults)
        return f"{self.struck.total()}, {len(self.faults)} faults ({kinds}){found}"


class Witness:
    """Looks into the ledgers, found by a pattern, whenever a request for an issue arrives."""

    def __init__(self, world: World, folder: Path, ledgers: str, *, slug: str) -> None:
        self._world, self._slug = world, slug
        self._folder, self._ledgers = folder, ledgers
        self._unannounced: list[str] = []

    def watch(self, visit: Visit) -> None:
        """A request arrives: is its intent in a file?"""
        if visit.method == "POST" and visit.path.endswith("/issues"):
            repo = self._world.find("/".join(visit.path.split("/")[2:4]))
            held = self._held()[repo.id if repo else 0]
            # A killed run's request can be on its way while the next one calls its intent unknown.
            if not held & {"intent", "unknown"}:
                self._unannounced.append(f"{visit.path} arrived while ledgers said {held}")

    def made(self) -> Counter[int]:
        """The campaign's issues that ever came into being, by repository."""
        births = self._world.births
        return Counter(
            birth.repository_id for birth in births if bears_campaign(birth.body, self._slug)
        )

    def faults(self) -> Iterator[str]:
        """Everything that must not be, once the last run of the one supporter has ended."""
        yield from self._unannounced
        yield from self._world.unexpected
        made, held = self.made(), self._held()
        for repo_id, count in made.items():
            if count > 1:
                yield f"{count} issues in one repository"
            if not held[repo_id] & KNOWN:
                yield f"an issue was made, and ledgers say {held[repo_id]}"
        if any("posted" in said and repo_id not in made for repo_id, said in held.items()):
            yield "posted, and never made"
        if any("intent" in said for said in held.values()):
            yield "an intent is left over"
        for path, count in self._sent().items():
            if count > 1:
                yield f"{path} was asked for {count} times without proof that nothing was made"

    def _sent(self) -> Counter[str]:
        creates = self._world.requests("POST", "/issues")
        return Counter(visit.path for visit in creates if visit.status not in REFUSALS)

    def _held(self) -> defaultdict[int, set[str]]:
        """What the ledgers say, by repository."""
        held: defaultdict[int, set[str]] = defaultdict(set)
        for path in self._folder.glob(self._ledgers):
            for repo_id, state in states(path).items():
                held[repo_id].add(state)
        return held
