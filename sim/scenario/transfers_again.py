"""Transfer posts between the services of an arm again after some numbers changed.

The posts that arrive depend on the contact hours of both services, and are computed in the tree of
an arm. Here the few numbers on which they depend are put into a small tree of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from fractions import Fraction
from typing import Any

from sim.scenario.document import Document
from sim.scenario.putting import put
from sim.scenario.quantities import Quantity
from sim.scenario.rechecking import Refused
from sim.scenario.transferring import (
    FROM,
    HOURS,
    POSTS,
    TO,
    moves,
    posts_at,
    posts_over_time,
    transferred,
    workers_of,
)
from sim.scenario.written import Block, Path, Tree, at

Lever = Callable[[Tree], int | None]


class TransferAgain:
    """The transfer of one arm, with the numbers of posts that it sets in some documents.

    Parameters
    ----------
    tree
        The arm's tree before posts move.
    transfer
        The arm's `transfer`, as written.
    lever
        Returns the number of the lever that set a value of a tree; None if none did.
    documents
        Documents of the arm, in which the posts have moved.
    """

    def __init__(
        self, tree: Block, transfer: Block, lever: Lever, documents: Iterable[Document]
    ) -> None:
        names = (str(transfer[FROM]), str(transfer[TO]))
        self._tree = _small(tree, names)
        self._transfer = transfer
        self._posts: list[Path] = [path for name in names for path in posts_at(self._tree, name)]
        hours: list[Path] = [("services", name, "workers", HOURS) for name in names]
        self._set: list[tuple[int, bool, Path]] = []  # lever, whether in the transfer, where
        for path in (*self._posts, *hours):
            found = lever(at(self._tree, path)) if workers_of(self._tree, str(path[1])) else None
            if found is not None:
                self._set.append((found, False, path))
        found = lever(transfer.get(POSTS))
        if found is not None:
            self._set.append((found, True, (POSTS,)))
        self.numbers: dict[Path, list[Quantity[Any]]] = {
            path: [_number_at(document, path) for document in documents] for path in self._posts
        }

    @property
    def reads(self) -> Collection[int]:
        """The levers that set a number on which the transfer depends."""
        return {lever for lever, _, _ in self._set}

    def again(self, values: Mapping[int, Tree]) -> dict[Path, Any]:
        """Return the posts after the transfer, by their path, for other values of levers.

        Raises
        ------
        Refused
            If more posts leave than there are.
        """
        tree, transfer = self._tree, self._transfer
        for lever, of_transfer, path in self._set:
            if of_transfer:
                transfer = put(transfer, path, values[lever])
            else:
                tree = put(tree, path, values[lever])
        for move in moves(tree, transfer):
            if move.leave > min(posts_over_time(tree, move.origin), default=Fraction(0)):
                raise Refused
        after = transferred(tree, transfer)
        return {path: at(after, path) for path in self._posts}


def _small(tree: Block, names: Collection[str]) -> Block:
    """Return a tree with nothing but the workers of some services."""
    services = Block(tree.location)
    for name in names:
        service = Block(tree.location)
        service.put("workers", workers_of(tree, name), tree.location, tree.location)
        services.put(name, service, tree.location, tree.location)
    small = Block(tree.location)
    small.put("services", services, tree.location, tree.location)
    return small


def _number_at(document: Document, path: Path) -> Quantity[Any]:
    """Return the posts of a service at first (`workers.posts`), or after one of its changes."""
    workers = document.services[str(path[1])].workers
    assert workers is not None
    return workers.posts if path[3] == POSTS else workers.changes[int(path[4])].posts
