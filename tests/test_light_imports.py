"""What ``relaydoc explain`` does without: libraries that are slow to import and only serve conversations."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.library import bundled
from bot.threads import read_threads

ROOT = Path(__file__).parent.parent
HEAVY = (
    "discord",
    "slack_bolt",
    "sqlalchemy",
    "alembic",
    "pydantic_settings",
    "structlog",
    "aiohttp",
    "numpy",
    "prompt_toolkit",
    "matplotlib",
    "jinja2",
)
THREAD = next(thread for thread in read_threads(bundled()) if thread.id == "two-blocks")
PROGRAM = f"""
import sys
from bot.__main__ import main
status = main(sys.argv[1:])
print(*sorted(set(sys.modules) & set({HEAVY!r})), file=sys.stderr)
sys.exit(status)
"""


@pytest.mark.parametrize("form", ["terminal", "json"])
def test_explain_imports_nothing_heavy(form: str) -> None:
    """After an answer none of them was imported, so the answer comes at once."""
    command = [sys.executable, "-c", PROGRAM, "explain", "--format", form]
    done = subprocess.run(command, input=THREAD.log.encode(), capture_output=True, cwd=ROOT, check=False)
    assert done.returncode == 0
    assert len(done.stdout) > 1000
    assert done.stderr.decode().split() == []
