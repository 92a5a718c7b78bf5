"""A server's machine: a Debian of its own, with its own processes, host name and network, of which nothing stays when it is closed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.lab.network import name_of

_PLAIN = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C", "HOME": "/root"}
_SLEEP = "while :; do sleep 3600 & wait $!; done"


class Box:
    """A machine on top of an image; what it writes lies in a folder that goes away with it.

    All its processes end with `close`, since the first of them is the init of a process namespace of its own.

    Args:
        image: root of the file system that it begins with.
        hostname: what it calls itself.
        network: the network that it stands in.
        first_pid: its process ids go on from here.
    """

    def __init__(self, image: Path, hostname: str, network: str = "mx", first_pid: int = 1000) -> None:
        self._home = Path(tempfile.mkdtemp(prefix="relaydoc-box-", dir=image.parent))
        self.root = self._home / "root"
        for part in ("upper", "work", "root"):
            (self._home / part).mkdir(mode=0o755)
        self._home.chmod(0o755)
        layers = f"lowerdir={image},upperdir={self._home}/upper,workdir={self._home}/work"
        subprocess.run(["mount", "-t", "overlay", "overlay", "-o", layers, str(self.root)], check=True)
        self._spawned: list[subprocess.Popen[bytes]] = []
        self._process = subprocess.Popen(["nsenter", f"--net=/run/netns/{name_of(network)}", *self._boot(hostname, first_pid)])
        self._init = self._first_process()

    def _boot(self, hostname: str, first_pid: int) -> list[str]:
        """Return the command that starts the machine within namespaces of its own."""
        root = self.root
        script = (
            f"hostname {hostname} && mount -t proc proc {root}/proc && mount -t tmpfs tmpfs {root}/run && mkdir -p {root}/run/lock && "
            f"(echo {first_pid} > {root}/proc/sys/kernel/ns_last_pid || true) && exec chroot {root} sh -c '{_SLEEP}'"
        )
        return ["unshare", "--mount", "--uts", "--pid", "--fork", "--kill-child", "sh", "-c", script]

    def _first_process(self) -> str:
        """Return the process id of the machine's init, as this machine sees it, once it stands in its own root."""
        for _ in range(200):
            found = subprocess.run(["pgrep", "-P", str(self._process.pid)], capture_output=True, text=True, check=False).stdout.split()
            if found and os.path.realpath(f"/proc/{found[0]}/root") == os.path.realpath(self.root):
                return found[0]
            time.sleep(0.05)
        raise RuntimeError("the machine did not start")

    def _argv(self, argv: tuple[str, ...], user: str | None) -> list[str]:
        become = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"] if user else []
        return ["nsenter", "-t", self._init, "-m", "-u", "-p", "-n", "chroot", str(self.root), *become, *argv]

    def run(self, *argv: str, user: str | None = None, text: str | None = None, check: bool = True) -> str:
        """Run a command on the machine and return what it printed.

        Args:
            argv: the command.
            user: who runs it, if not root.
            text: what it reads.
            check: a failure raises RuntimeError.
        """
        with tempfile.TemporaryFile("w+", errors="replace") as out:  # a daemon that keeps a pipe open would be waited for
            given = {"stdin": subprocess.DEVNULL} if text is None else {"input": text}
            done = subprocess.run(
                self._argv(argv, user), stdout=out, stderr=subprocess.STDOUT, text=True, env=_PLAIN, check=False, timeout=60, **given
            )
            out.seek(0)
            said = out.read()
        if check and done.returncode:
            raise RuntimeError(f"{argv}: {done.returncode}\n{said[-2000:]}")
        return said

    def shell(self, script: str, *, check: bool = True) -> str:
        """Run lines of shell on the machine and return what they printed."""
        return self.run("sh", "-c", script, check=check)

    def spawn(self, *argv: str) -> None:
        """Start a program that goes on until the machine is closed."""
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._spawned.append(subprocess.Popen(self._argv(argv, None), env=_PLAIN, **quiet))

    def write(self, path: str, text: str, mode: int = 0o644) -> None:
        """Write a file of the machine."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
        target.chmod(mode)

    def close(self) -> None:
        """End all its processes and forget what it wrote."""
        self._process.kill()
        for process in (self._process, *self._spawned):
            process.wait()
        wait_for(lambda: subprocess.run(["umount", str(self.root)], capture_output=True, check=False).returncode == 0, 5)
        shutil.rmtree(self._home, ignore_errors=True)


def wait_for(true: Callable[[], bool], seconds: float) -> bool:
    """Wait until something is so, and tell whether it came to be."""
    end = time.monotonic() + seconds
    while not (so := true()) and time.monotonic() < end:
        time.sleep(0.05)
    return so
