"""The compose file: pinned, healthy, scalable, without secrets, with exactly the variables that the services read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
import yaml

from livefair.system.container_secrets import make_secrets
from tests.architecture.sources import ROOT
from tests.deploy.test_dockerfile import instructions, stages
from tests.tls.kafka import deployed

SERVICES = ("ingest", "fair", "fair-reads", "notify")
ONE_SHOT = ("prepare",)
ONE_PROGRAM = ("video",)
"""Images without a shell or a client that a healthcheck could run."""
TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
ALL: dict[str, dict[str, Any]] = COMPOSE["services"]


@pytest.mark.parametrize("name", ALL)
def test_an_image_is_pinned_or_built_here(name: str) -> None:
    """An image has a version tag and its digest, or is a target of the Dockerfile, whose own image has them too."""
    if "image" in ALL[name]:
        assert re.search(r":v?\d[\w.-]*@sha256:[0-9a-f]{64}$", ALL[name]["image"])
    else:
        assert ALL[name]["build"]["target"] in stages()


@pytest.mark.parametrize("name", ALL)
def test_a_container_can_do_little(name: str) -> None:
    """Its files are read-only but for memory and volumes, it has no capability, no root, and cannot gain any."""
    one = ALL[name]
    assert (one["read_only"], one["cap_drop"], one["security_opt"]) == (True, ["ALL"], ["no-new-privileges:true"])
    assert one.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "proxy" else [])
    assert not {"privileged", "pid", "ipc", "network_mode", "devices"} & one.keys()
    assert all(place.startswith("/") for place in one["tmpfs"])
    user = one.get("user") or dict(instructions(one["build"]["target"])).get("USER")
    assert user
    assert user.partition(":")[0] not in ("root", "0")


NETWORKS = {
    "proxy": {"edge"},
    "ingest": {"edge", "kafka", "metrics"},
    "fair": {"kafka", "database", "metrics"},
    "fair-reads": {"edge", "kafka", "database", "metrics"},
    "notify": {"edge", "kafka", "metrics"},
    "prepare": {"kafka", "database"},
    "kafka": {"kafka"},
    "postgres": {"database"},
    "prometheus": {"metrics"},
    "video": {"edge"},
}


@pytest.mark.parametrize("name", ALL)
def test_a_container_reaches_only_what_it_needs(name: str) -> None:
    """The broker and the database are in networks of their own, without a way out."""
    assert set(ALL[name]["networks"]) == NETWORKS[name]
    assert COMPOSE["networks"]["kafka"] == COMPOSE["networks"]["database"] == {"internal": True}


def of_others(name: str) -> set[str]:
    """The secrets that a service must not have."""
    users = {f"kafka_{name}", f"postgres_{name.replace('-', '_')}", "ca.pem", "jwks.json", "grant.key"}
    return set(COMPOSE["secrets"]) - users


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_has_its_own_secrets_alone(name: str) -> None:
    """As files: no password of another user, and none in the environment."""
    assert not set(ALL[name]["secrets"]) & of_others(name)
    assert ("grant.key" in ALL[name]["secrets"]) == name.startswith("fair")
    assert not [key for key in ALL[name]["environment"] if key.endswith(("PASSWORD", "POSTGRES", "GRANT_KEY"))]


@pytest.mark.parametrize("name", [name for name in ALL if name not in (*ONE_SHOT, *ONE_PROGRAM)])
def test_everything_that_runs_says_whether_it_is_healthy(name: str) -> None:
    """In the compose file or in its image."""
    assert "healthcheck" in ALL[name] or name in SERVICES


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_can_be_scaled(name: str) -> None:
    """No container name and no fixed port, which only one container could have."""
    assert not {"container_name", "ports", "hostname"} & ALL[name].keys()


def test_the_proxy_passes_on_the_documents_below_docs() -> None:
    """By exact paths, so that metrics and readiness of ingest and notify stay inside."""
    text = (ROOT / "deploy" / "Caddyfile").read_text()
    passed = re.findall(
        r"path (/docs/.*)\n\s+handle @\w+ \{\s+uri strip_prefix (\S+)\s+reverse_proxy \{\s+dynamic a (\w+)", text
    )
    assert passed == [
        ("/docs/ingest/openapi.json", "/docs/ingest", "ingest"),
        ("/docs/notify/openapi.json /docs/notify/asyncapi.json", "/docs/notify", "notify"),
    ]


def test_only_the_proxy_is_open_to_the_outside() -> None:
    """Prometheus and the stream input listen on this machine only, unless configured otherwise."""
    published = {name: service["ports"] for name, service in ALL.items() if "ports" in service}
    assert set(published) == {"proxy", "prometheus", "video"}
    assert published["prometheus"][0].startswith("127.0.0.1:")
    assert all(port.startswith("${LIVEFAIR_VIDEO_FROM:-127.0.0.1}:") for port in published["video"])


def test_video_is_optional() -> None:
    """The video server is an optional profile, and the proxy serves its streams from the pages' origin."""
    assert ALL["video"]["profiles"] == ["video"]
    assert re.search(
        r"handle_path /video/\* \{\s+reverse_proxy video:8888", (ROOT / "deploy" / "Caddyfile").read_text()
    )


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_starts_after_topics_and_tables(name: str) -> None:
    """Topics and tables are created after Kafka and PostgreSQL are healthy."""
    assert ALL[name]["depends_on"] == {"prepare": {"condition": "service_completed_successfully"}}
    assert ALL["prepare"]["depends_on"] == {name: {"condition": "service_healthy"} for name in ("kafka", "postgres")}
    steps = re.findall(r"python -m livefair (.*)", ALL["prepare"]["command"][0])
    assert [step.split()[0] for step in steps] == ["topics", "roles", "migrate"]
    assert "--acls" in steps[0]


class Asked(dict[str, str]):
    """An environment that records which variables were read."""

    def __init__(self, given: dict[str, str]) -> None:
        super().__init__(given)
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.names.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self.names.add(name)
        return super().get(name, default)


def environment(name: str) -> Asked:
    """The environment of a container: from its image, from compose, and from the generated keys."""
    target = ALL[name]["build"]["target"]
    image = " ".join(rest for instruction, rest in instructions(target) if instruction == "ENV")
    told = dict(re.findall(r"(LIVEFAIR_\w+)=(\S+)", image)) | ALL[name]["environment"]
    made = {key: re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", str(value)) for key, value in told.items()}
    return Asked(made)


@pytest.fixture(scope="module", autouse=True)
def mounted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The secrets where a container has them, for the settings that read them."""
    folder = tmp_path_factory.mktemp("mounted") / "secrets"
    make_secrets(folder, folder.parent / ".env")
    url = folder / "postgres_fair"
    with pytest.MonkeyPatch.context() as patched:
        for service in SERVICES:
            told = ALL[service]["environment"]
            moved = {key: str(value).replace("/run/secrets", str(folder)) for key, value in told.items()}
            patched.setitem(ALL[service], "environment", moved)
        for file in folder.glob("postgres_fair*"):
            file.write_text(file.read_text().replace("/run/secrets", str(folder)))
        assert str(folder) in url.read_text()
        yield


def settings_of(name: str, told: Asked) -> Any:
    """What the service of a container reads from its environment."""
    return import_module(f"services.{ALL[name]['build']['target']}.settings").Settings.from_environment(told)


def test_reads_have_containers_of_their_own() -> None:
    """Of one image, in the other role."""
    roles = {name: settings_of(name, environment(name)).role for name in ("fair", "fair-reads")}
    assert roles == {"fair": "log", "fair-reads": "reads"}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_told_all_that_it_must_know_and_nothing_else(name: str) -> None:
    """The settings of each service parse: nothing is missing, and every variable is read."""
    told = environment(name)
    settings = settings_of(name, told)
    assert settings.host == "0.0.0.0"
    assert settings.kafka.bootstrap == "kafka:9092"
    assert set(ALL[name]["environment"]) <= told.names


@pytest.mark.parametrize("name", SERVICES)
def test_the_guide_names_all_that_a_service_reads(name: str) -> None:
    """Each variable that the settings read is in the table of docs/operations.md."""
    told = environment(name)
    settings_of(name, told)
    guide = (ROOT / "docs" / "operations.md").read_text()
    assert {variable for variable in told.names if f"| `{variable}` |" not in guide} == set()


def test_no_secret_has_a_default() -> None:
    """Without `make keys` compose stops with a message: the files are missing, and so is the cluster's id."""
    assert set(re.findall(r"\$\{(LIVEFAIR_\w+):\?run make keys\}", TEXT)) == {"LIVEFAIR_KAFKA_CLUSTER_ID"}
    assert all(file["file"].startswith("./secrets/") for file in COMPOSE["secrets"].values())
    assert {".env", "secrets/"} <= set((ROOT / ".gitignore").read_text().splitlines())


def test_what_must_stay_is_in_volumes() -> None:
    """postgres:18 keeps its data one folder higher than earlier images."""
    assert "postgres:/var/lib/postgresql" in ALL["postgres"]["volumes"]
    assert "kafka:/var/lib/kafka/data" in ALL["kafka"]["volumes"]
    assert deployed()["log.dirs"] == "/var/lib/kafka/data"
    for name in ("ingest", "fair", "fair-reads"):
        assert "objects:/objects" in ALL[name]["volumes"]
    assert {"kafka", "postgres", "objects"} <= COMPOSE["volumes"].keys()


def test_topics_are_made_by_us_alone() -> None:
    """An automatically created topic would have one partition and the wrong timestamps."""
    assert deployed()["auto.create.topics.enable"] == "false"


def test_stopping_is_waited_for() -> None:
    """A service stops within 15 s; an earlier kill would cut open requests."""
    for name in SERVICES:
        assert int(ALL[name]["stop_grace_period"].removesuffix("s")) > 15


def test_the_proxy_gives_one_origin() -> None:
    """The socket goes to notify, writes to ingest, the rest to fair-reads, by names that are resolved repeatedly."""
    text = (ROOT / "deploy" / "Caddyfile").read_text()
    handled = re.findall(r"handle (?:@(\w+) )?\{\s+reverse_proxy \{\s+dynamic a ([\w-]+) 8080 \{\s+refresh", text)
    assert handled == [("live", "notify"), ("writes", "ingest"), ("", "fair-reads")]
    assert re.search(r"@live path /v1/live\b", text)
    assert "method POST PUT PATCH DELETE" in text
