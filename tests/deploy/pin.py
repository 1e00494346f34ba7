"""Pins the images of docker-compose.yml and the Dockerfile: asks each registry for the digest of its tag.

`scripts/pin` writes the digests; with `--check` it only says where a tag has another one by now, as a new patch has.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import httpx

from tests.architecture.sources import ROOT

FILES = ("docker-compose.yml", "Dockerfile")
LINE = re.compile(r"^(\s*image: |FROM )([\w.:/-]+?)(?:@(sha256:[0-9a-f]{64}))?(?= |$)", re.MULTILINE)
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
CHALLENGE = re.compile(r'(\w+)="([^"]*)"')
HUB = "https://registry-1.docker.io"
# The index of all platforms first: a manifest of one platform would not run on another.
ACCEPTED = (
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
)
TIMEOUT_S = 30.0


class NotFound(Exception):
    """The registry does not say which digest the tag has; the message says why."""


class Image(NamedTuple):
    """A repository in a registry, and a tag."""

    registry: str
    repository: str
    tag: str

    @classmethod
    def parse(cls, name: str) -> Image:
        """As Docker reads a name: without a registry it is Docker Hub's, without an owner an official one."""
        path, _, tag = name.rpartition(":")
        first, slash, rest = path.partition("/")
        if slash and ("." in first or ":" in first or first == "localhost"):
            return cls(f"{'http' if first.startswith('localhost') else 'https'}://{first}", rest, tag)
        return cls(HUB, path if slash else f"library/{path}", tag)


def images(text: str) -> dict[str, str]:
    """The images of a file that come from a registry, with the digest that each is pinned to, or nothing."""
    found = {name: digest or "" for _, name, digest in LINE.findall(text)}
    return {name: digest for name, digest in found.items() if ":" in name}  # a stage of the Dockerfile has no tag


def pinned(text: str, digests: dict[str, str]) -> str:
    """The text with these digests."""

    def line(found: re.Match[str]) -> str:
        before, name, old = found.groups()
        digest = digests.get(name) or old
        return f"{before}{name}@{digest}" if digest else f"{before}{name}"

    return LINE.sub(line, text)


def digest_of(client: httpx.Client, image: Image) -> str:
    """The digest of the tag's index, from the registry's own API. Raises NotFound."""
    url = f"{image.registry}/v2/{image.repository}/manifests/{image.tag}"
    headers = {"Accept": ", ".join(ACCEPTED)}
    answer = client.head(url, headers=headers)
    if answer.status_code == 401:
        headers["Authorization"] = f"Bearer {_token(client, answer.headers.get('www-authenticate', ''))}"
        answer = client.head(url, headers=headers)
    digest = str(answer.headers.get("docker-content-digest", ""))
    if answer.status_code != 200 or not DIGEST.fullmatch(digest):
        raise NotFound(f"{url}: {answer.status_code}, digest {digest or 'none'}")
    if answer.headers.get("content-type") not in ACCEPTED:
        raise NotFound(f"{url}: {answer.headers.get('content-type')} is of one platform")
    return digest


def _token(client: httpx.Client, challenge: str) -> str:
    """A token for whom the registry does not know, from where its challenge says."""
    said = dict(CHALLENGE.findall(challenge))
    if "realm" not in said:
        raise NotFound(f"the registry asks for {challenge or 'nothing'}")
    answer = client.get(said.pop("realm"), params=said)
    if answer.status_code != 200:
        raise NotFound(f"no token: {answer.status_code}")
    return str(answer.json()["token"])


def main(arguments: Sequence[str], root: Path = ROOT, ask: Callable[[Image], str] | None = None) -> int:
    """Exit status 1: with `--check`, a tag has another digest."""
    changed = 0
    with httpx.Client(timeout=TIMEOUT_S, follow_redirects=True) as client:
        for file in (root / name for name in FILES):
            known = images(file.read_text())
            found = {name: (ask or (lambda image: digest_of(client, image)))(Image.parse(name)) for name in known}
            for name in (name for name in known if known[name] != found[name]):
                changed += 1
                print(f"{file.name}: {name} is {found[name]}, not {known[name] or 'pinned'}")
            if "--check" not in arguments:
                file.write_text(pinned(file.read_text(), found))
    return int("--check" in arguments and changed > 0)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (NotFound, httpx.HTTPError) as problem:
        sys.exit(f"nothing is pinned: {problem!r}")
