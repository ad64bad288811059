"""What an issue does once it is public, in one sentence; `preview --html` has the same as rows."""

from collections.abc import Iterator, Sequence

from campaign.cli.language import N_, _, ngettext
from campaign.core.consequences import consequences, hosts
from campaign.core.draft import Draft
from campaign.core.text import printable_line

_SOME = {
    "Notifies": N_("notifies {items}"),
    "Leaves a mark in": N_("refers to {items}"),
    "Seems to close": N_("seems to close something ({items})"),
    "Names commits": N_("names what may be commits ({items})"),
    "Loads pictures": N_("loads pictures ({items})"),
    "Holds HTML, shown here as written": N_("holds HTML ({items})"),
    "Hides from readers": N_("hides from readers: {items}"),
}
"""The label of each consequence → the same within a sentence; of the marker nothing is said."""

_NONE = {
    "Notifies": N_("mentions nobody"),
    "Leaves a mark in": N_("refers to no other issue"),
}

_MOST_NAMED = 10
"""Names in one list; the text itself shows the rest."""


def effects_in_words(draft: Draft) -> str:
    """`mentions nobody, refers to no other issue, has 7 links (to example.org)`."""
    return _(", ").join([*_effects(draft), _links(draft.effects.links)])


def _effects(draft: Draft) -> Iterator[str]:
    for row in consequences(draft):
        if not row.items:
            yield _(_NONE[row.label])
        elif row.label in _SOME:
            yield _(_SOME[row.label]).format(items=_listed(row.items))


def _links(links: Sequence[str]) -> str:
    words = ngettext("has {n} link", "has {n} links", len(links)).format(n=len(links))
    to = hosts(links)
    return _("{links} (to {hosts})").format(links=words, hosts=_listed(to)) if to else words


def _listed(names: Sequence[str]) -> str:
    shown = [printable_line(name, limit=80) for name in names[:_MOST_NAMED]]
    left = len(names) - len(shown)
    more = [ngettext("{n} more", "{n} more", left).format(n=left)] if left else []
    return ", ".join([*shown, *more])
