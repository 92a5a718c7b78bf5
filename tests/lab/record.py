"""Play the scenes on real servers and keep their logs with what is true about them.

Run it from the root of the repository, as root: ``python -m tests.lab.record [--out FOLDER] [--suite bookworm] [SCENE …]``.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from pathlib import Path
from typing import Any

import yaml

from tests.lab import cast, images, network
from tests.lab.exchangers import Exchanger
from tests.lab.features import Features
from tests.lab.postfix import Postfix
from tests.lab.scene import Scene, scenes
from tests.lab.stage import Stage
from tests.lab.zone import Zone

RECORDINGS = Path(__file__).parent / "recordings"
_CLIENT = re.compile(r"\]: (\w+): client=\S*\[([\da-f.:]+)\]")
_QUEUE_ID = re.compile(r"\]: (\w{8,}): ")


class World:
    """The lab with everybody in it but the server."""

    def __init__(self) -> None:
        network.up()
        self.zone = Zone()
        self.exchangers = {domain: Exchanger(host, address) for domain, (host, address) in cast.FOREIGN.items()}

    def play(self, server: Postfix, scene: Scene) -> tuple[str, dict[str, Any]]:
        """Return the log of a scene, and what is true about it.

        Raises:
            RuntimeError: what must have happened did not.
        """
        stage = Stage(server, self.zone, self.exchangers)
        stage.clear()
        server.configure(scene.features)
        server.start()
        start = server.size()
        try:
            scene.play(stage)
            server.settle()
            log = server.cut(start)
            happened = stage.truth(scene.fates, {**scene.features.aliases, **scene.features.forwards})
        finally:
            server.stop()
        if not scene.proof(stage):
            raise RuntimeError(f"{scene.name}: not what was to happen: {stage.received()}")
        return log, {**_known_before(scene, server, log), **happened}


def _known_before(scene: Scene, server: Postfix, log: str) -> dict[str, Any]:
    """Return what a scene says of itself, and the lines that decide."""
    site = {
        "domains": [cast.DOMAIN],
        "networks": ["127.0.0.0/8", cast.LAN, f"{cast.ADDRESS}/32", *([f"{cast.ADDRESS_6}/128"] if scene.features.ipv6 else [])],
        "server": "postfix",
        "version": server.version,
    }
    changed = {name: _plain(value) for name in Features.__slots__ if (value := getattr(scene.features, name)) != getattr(Features(), name)}
    return {
        "server": "postfix",
        "version": server.version,
        "suite": server.suite,
        "scene": scene.name,
        "question": {"en": scene.ask[0], "ja": scene.ask[1]},
        "why": scene.why,
        "site": {**site, **scene.site},
        "expected": {
            "verdict": scene.verdict,
            "severity": scene.severity,
            "acceptable": [scene.verdict, *scene.acceptable],
            "evidence": evidence(log.splitlines(), scene),
        },
        "without_site": {"acceptable": list(scene.blind) or ["undetermined", scene.verdict, *scene.acceptable]},
        "features": changed,
    }


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def evidence(lines: list[str], scene: Scene) -> list[int]:
    """Return the numbers of the lines that decide; a bystander's and a filter's own are none."""
    aside = {found[1] for line in lines if (found := _CLIENT.search(line)) and found[2] in scene.bystanders}
    numbers = []
    for number, line in enumerate(lines, start=1):
        found = _QUEUE_ID.search(line)
        of_filter = "client=localhost" in line or "relay=127.0.0.1" in line
        if any(re.search(pattern, line) for pattern in scene.decisive) and not of_filter and not (found and found[1] in aside):
            numbers.append(number)
    return numbers


def keep(folder: Path, log: str, truth: dict[str, Any]) -> None:
    """Write a recording."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "log").write_text(log, encoding="utf-8")
    text = yaml.safe_dump(truth, allow_unicode=True, sort_keys=False, width=140)
    (folder / "truth.yaml").write_text(text, encoding="utf-8")


def record(out: Path, suite: str, names: list[str]) -> int:
    """Record the scenes of a suite and return how many could not be."""
    failed = 0
    world = World()
    try:
        server = Postfix(suite, images.image(suite), first_pid=3000 + int.from_bytes(os.urandom(2), "big") % 20_000)
        for scene in scenes().values():
            if suite not in scene.suites or (names and scene.name not in names):
                continue
            began = time.monotonic()
            try:
                log, truth = world.play(server, scene)
            except (RuntimeError, OSError) as error:
                failed += 1
                _say(f"{scene.name}: {error}")
                continue
            keep(out / f"postfix-{'.'.join(server.version.split('.')[:2])}-{scene.name}", log, truth)
            _say(f"{scene.name}: {len(log.splitlines())} lines, {time.monotonic() - began:.0f} s")
        server.close()
    finally:
        network.down()
    return failed


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def main() -> int:
    """Record what the command line names, all of it if it names nothing."""
    parser = argparse.ArgumentParser(description="Record the scenes of the lab on real servers.")
    parser.add_argument("--out", type=Path, default=RECORDINGS)
    parser.add_argument("--suite", choices=images.SUITES, action="append")
    parser.add_argument("scene", nargs="*")
    asked = parser.parse_args()
    if (reason := images.reason_against()) is not None:
        _say(f"Skipped: {reason}.")
        return 0
    return min(1, sum(record(asked.out, suite, asked.scene) for suite in asked.suite or images.SUITES))


if __name__ == "__main__":
    sys.exit(main())
