"""Combines the frames of one turn, so that each viewer is written to once. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from services.notify.rooms.channels import Delivery, Viewer

JOINED_BYTES_MAX = 64 * 1024  # larger ones are not copied to save a write
Batch = tuple[bytes, int, Sequence[Viewer]]


def batches(deliveries: Sequence[Delivery[Viewer]], wire: Callable[[bytes], bytes]) -> Iterable[Batch[Viewer]]:
    """The bytes to write, how many frames they hold, and the viewers. Every viewer gets its frames in the order given.

    Viewers who get the same frames share the same bytes. Sequences of frames are numbered: with each frame a viewer
    moves to the number of the longer sequence, as in a trie.
    """
    if len(deliveries) == 1:
        return [(wire(deliveries[0].text), 1, deliveries[0].to)]
    sequences: list[tuple[bytes, ...]] = [()]
    number_of: dict[Viewer, int] = {}
    for delivery in deliveries:
        framed, following = wire(delivery.text), dict[int, int]()
        for viewer in delivery.to:
            before = number_of.get(viewer, 0)
            number = following.get(before)
            if number is None:
                number = following[before] = len(sequences)
                sequences.append((*sequences[before], framed))
            number_of[viewer] = number
    viewers_of: dict[int, list[Viewer]] = {}
    for viewer, number in number_of.items():
        viewers_of.setdefault(number, []).append(viewer)
    return _joined((sequences[number], viewers) for number, viewers in viewers_of.items())


def _joined(groups: Iterable[tuple[tuple[bytes, ...], Sequence[Viewer]]]) -> Iterable[Batch[Viewer]]:
    for frames, viewers in groups:
        if len(frames) == 1 or sum(map(len, frames)) > JOINED_BYTES_MAX:
            yield from ((framed, 1, viewers) for framed in frames)
        else:
            yield b"".join(frames), len(frames), viewers
