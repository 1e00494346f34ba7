"""Pinning images, against a local server that speaks the registry's API as its specification describes it."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from tests.architecture.sources import ROOT
from tests.deploy.pin import ACCEPTED, FILES, HUB, Image, NotFound, digest_of, images, main, pinned

INDEX = b'{"schemaVersion": 2, "manifests": []}'
DIGEST = f"sha256:{hashlib.sha256(INDEX).hexdigest()}"
OLD = "sha256:" + "0" * 64


class Registry(BaseHTTPRequestHandler):
    """One repository, `library/thing`, whose tag `1` is an index and whose tag `single` is of one platform."""

    def do_HEAD(self) -> None:
        if self.headers.get("Authorization") != "Bearer a-token":
            host = self.headers["Host"]
            scope = 'service="here",scope="repository:library/thing:pull"'
            self._say(401, {"WWW-Authenticate": f'Bearer realm="http://{host}/token",{scope}'})
        elif self.path == "/v2/library/thing/manifests/1":
            wanted = self.headers["Accept"].split(", ")[0]
            self._say(200, {"Content-Type": wanted, "Docker-Content-Digest": DIGEST})
        elif self.path == "/v2/library/thing/manifests/single":
            manifest = "application/vnd.oci.image.manifest.v1+json"
            self._say(200, {"Content-Type": manifest, "Docker-Content-Digest": DIGEST})
        else:
            self._say(404, {})

    def do_GET(self) -> None:
        assert self.path == "/token?service=here&scope=repository%3Alibrary%2Fthing%3Apull"
        self._say(200, {"Content-Type": "application/json"}, b'{"token": "a-token"}')

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""

    def _say(self, status: int, headers: dict[str, str], body: bytes = b"") -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def registry() -> Iterator[str]:
    """The address of a registry."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Registry)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    serving.join()
    server.server_close()


@pytest.mark.parametrize(
    ("name", "image"),
    [
        ("postgres:18", Image(HUB, "library/postgres", "18")),
        ("apache/kafka:4.3.1", Image(HUB, "apache/kafka", "4.3.1")),
        ("quay.io/prometheus/prometheus:v3.5.0", Image("https://quay.io", "prometheus/prometheus", "v3.5.0")),
        ("localhost:5000/thing:1", Image("http://localhost:5000", "thing", "1")),
    ],
)
def test_a_name_is_read_as_docker_reads_it(name: str, image: Image) -> None:
    """With the defaults of a registry and an owner."""
    assert Image.parse(name) == image


def test_the_images_of_this_repository_are_found() -> None:
    """Those of the compose file and the base of all our images; no stage of the Dockerfile is taken for one."""
    found = {name for file in FILES for name in images((ROOT / file).read_text())}
    assert {name.partition(":")[0] for name in found} == {
        *("caddy", "apache/kafka", "postgres", "prom/prometheus", "bluenviron/mediamtx", "python")
    }


def test_only_the_digest_of_a_line_changes() -> None:
    """What is pinned gets the new one, what is not gets one, and what is not asked for stays."""
    text = f"    image: a/b:1@{OLD}\n    image: c:2 # why\nFROM d:3 AS e\nFROM e AS f\n    image: g:4\n"
    told = pinned(text, {"a/b:1": DIGEST, "c:2": DIGEST, "d:3": DIGEST})
    assert told == text.replace(f"@{OLD}", f"@{DIGEST}").replace("c:2", f"c:2@{DIGEST}").replace("d:3", f"d:3@{DIGEST}")
    assert images(told) == {"a/b:1": DIGEST, "c:2": DIGEST, "d:3": DIGEST, "g:4": ""}


def test_the_registry_is_asked_with_a_token(registry: str) -> None:
    """The digest is that of the index of all platforms."""
    assert ACCEPTED
    with httpx.Client() as client:
        assert digest_of(client, Image(registry, "library/thing", "1")) == DIGEST


@pytest.mark.parametrize("tag", ["none", "single"])
def test_what_is_not_certain_is_not_pinned(registry: str, tag: str) -> None:
    """A tag that is not there, and an image of one platform."""
    with httpx.Client() as client, pytest.raises(NotFound, match=f"/{tag}: "):
        digest_of(client, Image(registry, "library/thing", tag))


def test_a_check_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It names what has another digest by now; without it that is written, once."""
    compose, dockerfile = (tmp_path / name for name in FILES)
    compose.write_text(f"    image: c:2@{OLD}\n")
    dockerfile.write_text("FROM d:3 AS e\n")
    assert main(["--check"], tmp_path, lambda image: DIGEST) == 1
    assert f"c:2 is {DIGEST}, not {OLD}" in capsys.readouterr().out
    assert compose.read_text() == f"    image: c:2@{OLD}\n"
    assert [main(words, tmp_path, lambda image: DIGEST) for words in ([], ["--check"])] == [0, 0]
    assert (compose.read_text(), dockerfile.read_text()) == (f"    image: c:2@{DIGEST}\n", f"FROM d:3@{DIGEST} AS e\n")
