"""What ships in deploy/: no container engine and no cluster runs here, so linters and schemas read it."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from lcdash.settings import ROOT
from tests.serving import Server

DEPLOY = ROOT / "deploy"
BESIDE_PYTHON = Path(sys.executable).parent
READ_BY = {
    "Dockerfile": "hadolint --strict-labels",
    "compose.yaml": "check-jsonschema --builtin-schema vendor.compose-spec",
    "kubernetes.yaml": "kubernetes-validate --strict",
}


def reading(file: str, text: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What the linter or schema for `file` says of `text`."""
    program, *options = READ_BY[file].split()
    written = folder / file
    written.write_text(text, encoding="utf-8")
    return subprocess.run(
        [BESIDE_PYTHON / program, *options, written], capture_output=True, text=True, encoding="utf-8", check=False
    )


@pytest.mark.parametrize("file", READ_BY)
def test_what_cannot_be_run_here_is_read_by_those_who_know_its_rules(file: str, tmp_path: Path) -> None:
    read = reading(file, (DEPLOY / file).read_text(encoding="utf-8"), tmp_path)
    assert read.returncode == 0, read.stdout + read.stderr


def test_the_readers_find_faults(tmp_path: Path) -> None:
    for file, fault in (
        ("Dockerfile", ("FROM python:3.11.14-slim-bookworm", "FROM python:latest")),
        ("compose.yaml", ("ports: [", "port: [")),
        ("kubernetes.yaml", ("containerPort: 8501", "containerPort: http")),
    ):
        text = (DEPLOY / file).read_text(encoding="utf-8")
        assert fault[0] in text
        assert reading(file, text.replace(*fault), tmp_path).returncode != 0, file


def instruction(name: str) -> str:
    """The last instruction of that name in the Dockerfile, its lines joined."""
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", "")
    return re.findall(rf"^{name} +(.*)$", text, re.MULTILINE)[-1]


def test_the_container_is_no_root_and_starts_as_make_run_does() -> None:
    assert instruction("USER").isdigit()
    assert instruction("USER") != "0"
    make = next(line for line in (ROOT / "Makefile").read_text(encoding="utf-8").splitlines() if "-m uvicorn" in line)
    started = shlex.join(json.loads(instruction("CMD"))).replace("0.0.0.0", "$(HOST)").replace("8501", "$(PORT)")  # noqa: S104
    assert started == "python" + make.partition("$(PY)")[2]


def test_the_health_check_of_the_container_knows_a_ready_dashboard_from_none(server: Server) -> None:
    program, *arguments = json.loads(instruction("HEALTHCHECK").partition("CMD ")[2])
    assert program == "python"
    for address, expected in ((server.url, True), ("http://127.0.0.1:9", False)):
        command = [argument.replace("http://127.0.0.1:8501", address) for argument in arguments]
        asked = subprocess.run([sys.executable, *command], capture_output=True, check=False)
        assert (asked.returncode == 0) is expected


def test_every_probe_of_the_cluster_is_answered(server: Server) -> None:
    parts = list(yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text(encoding="utf-8")))
    assert [part["kind"] for part in parts] == ["Deployment", "Service", "Ingress", "HorizontalPodAutoscaler"]
    (container,) = parts[0]["spec"]["template"]["spec"]["containers"]
    for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
        path = container[probe]["httpGet"]["path"]
        assert path in ("/_stcore/health", "/readyz")
        assert server.status(path) == 200


def test_compose_spreads_readers_as_the_server_does() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    copies = [name for name, service in compose["services"].items() if service["image"] == "lcdash"]

    def without_hosts(text: str) -> list[str]:
        lines = [re.sub(r"server \S+", "server", line).strip() for line in text.splitlines()]
        return [line for line in lines if line and not line.startswith("#")]

    content = compose["configs"]["copies"]["content"].replace("$$", "$")
    assert without_hosts(content) == without_hosts((DEPLOY / "nginx/copies.conf").read_text(encoding="utf-8"))
    assert re.findall(r"server (\w+):8501", content) == copies
