"""The compose file: pinned, healthy, scalable, without secrets, with exactly the variables that the services read."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

import pytest
import yaml

from tests.architecture.sources import ROOT
from tests.deploy.test_dockerfile import instructions, stages

SERVICES = ("ingest", "fair", "fair-reads", "notify")
ONE_SHOT = ("prepare",)
TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
ALL: dict[str, dict[str, Any]] = COMPOSE["services"]


@pytest.mark.parametrize("name", ALL)
def test_an_image_is_pinned_or_built_here(name: str) -> None:
    """An image has a version tag, or is a target of the Dockerfile."""
    if "image" in ALL[name]:
        assert re.search(r":v?\d", ALL[name]["image"])
    else:
        assert ALL[name]["build"]["target"] in stages()


@pytest.mark.parametrize("name", [name for name in ALL if name not in ONE_SHOT])
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
    assert "topics" in ALL["prepare"]["entrypoint"][2]
    assert "migrate" in ALL["prepare"]["entrypoint"][2]


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
    return Asked({key: re.sub(r"\$\{\w+:\?[^}]*\}", "s" * 64, value) for key, value in made.items()})


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
    """Without `make keys` compose stops with a message."""
    secrets = re.findall(r"\$\{(LIVEFAIR_(?:POSTGRES_PASSWORD|GRANT_KEY|KAFKA_CLUSTER_ID))([^}]*)\}", TEXT)
    assert {name for name, _ in secrets} == {
        "LIVEFAIR_POSTGRES_PASSWORD",
        "LIVEFAIR_GRANT_KEY",
        "LIVEFAIR_KAFKA_CLUSTER_ID",
    }
    assert {rest for _, rest in secrets} == {":?run make keys"}
    assert {".env", "secrets/"} <= set((ROOT / ".gitignore").read_text().splitlines())


def test_what_must_stay_is_in_volumes() -> None:
    """postgres:18 keeps its data one folder higher than earlier images."""
    assert "postgres:/var/lib/postgresql" in ALL["postgres"]["volumes"]
    assert "kafka:/var/lib/kafka/data" in ALL["kafka"]["volumes"]
    assert ALL["kafka"]["environment"]["KAFKA_LOG_DIRS"] == "/var/lib/kafka/data"
    for name in ("ingest", "fair", "fair-reads"):
        assert "objects:/objects" in ALL[name]["volumes"]
    assert {"kafka", "postgres", "objects"} <= COMPOSE["volumes"].keys()


def test_topics_are_made_by_us_alone() -> None:
    """An automatically created topic would have one partition and the wrong timestamps."""
    assert ALL["kafka"]["environment"]["KAFKA_AUTO_CREATE_TOPICS_ENABLE"] == "false"


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
