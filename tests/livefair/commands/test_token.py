"""The command `livefair token`: claims, output, and import time."""

from __future__ import annotations

import subprocess
import sys
from base64 import urlsafe_b64decode

import msgspec
from typer.testing import CliRunner

from livefair.__main__ import application
from livefair.system.home import Home


def _tokens(*arguments: str) -> list[str]:
    result = CliRunner().invoke(application("token"), ["token", *arguments])
    assert result.exit_code == 0, result.output
    return result.output.splitlines()


def _claims(token: str) -> dict[str, object]:
    body = token.split(".")[1]
    claims: dict[str, object] = msgspec.json.decode(urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return claims


def test_one_token_is_one_line(home_with_keys: Home) -> None:
    """The token has the requested claims."""
    asked = (
        "--role",
        "enterprise",
        "--sub",
        "r-1",
        "--org",
        "acme",
        "--name",
        "Acme",
        "--home",
        str(home_with_keys.path),
    )
    [token] = _tokens(*asked)
    claims = _claims(token)
    assert claims.pop("exp")
    assert claims == {"sub": "r-1", "role": "enterprise", "org": "acme", "name": "Acme"}


def test_count_prints_one_for_each(home_with_keys: Home) -> None:
    """N lines for SUB-1 to SUB-N."""
    tokens = _tokens("--role", "student", "--sub", "stu-1", "--count", "3", "--home", str(home_with_keys.path))
    assert [_claims(token)["sub"] for token in tokens] == ["stu-1-1", "stu-1-2", "stu-1-3"]


def test_its_path_imports_nothing_heavy() -> None:
    """Scripts mint many tokens, so neither Kafka, PostgreSQL nor an HTTP client is imported."""
    code = (
        "import sys; from livefair.__main__ import application; application('token');"
        "print(sorted({'aiokafka', 'asyncpg', 'httpx', 'psutil'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert said.stdout == "[]\n"
