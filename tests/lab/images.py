"""Root file systems for the servers of the lab: a small Debian for each release, made once by mmdebstrap, with the mail packages in it.

Nothing starts when a package is installed. Needs root; the archive is the one that this machine's apt uses.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

STORE = Path(os.environ.get("RELAYDOC_LAB") or Path(tempfile.gettempdir()) / "relaydoc-lab")
SUITES = ("bookworm", "trixie")
"""Debian 12 and 13."""
FEW_PACKAGES = ("rsyslog", "openssl", "iproute2", "procps", "postfix")
"""Enough for a server alone."""
PACKAGES = (
    *FEW_PACKAGES, "postfix-pcre", "postgrey", "libsasl2-modules", "dovecot-core", "dovecot-imapd", "dovecot-lmtpd", "amavisd-new",
    "rspamd",
)  # fmt: skip
_MARK = "etc/relaydoc-lab"
_NOTHING_STARTS = "printf '#!/bin/sh\\nexit 101\\n' > $1/usr/sbin/policy-rc.d; chmod 755 $1/usr/sbin/policy-rc.d"
_MAKE = (
    "mmdebstrap", "--quiet", "--variant=minbase", "--aptopt=APT::Install-Recommends false", f"--essential-hook={_NOTHING_STARTS}",
    "--essential-hook=echo mail.example.com > $1/etc/mailname",
)  # fmt: skip
_ARCHIVE = re.compile(r"(https?://\S*/debian/?)(?:\s|$)")
_PLAIN = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C", "HOME": "/root"}


class NotHereError(RuntimeError):
    """The lab cannot run on this machine; the text says why."""


def reason_against() -> str | None:
    """Return why the lab cannot run here, None if it can: root, namespaces and mmdebstrap are needed."""
    if os.geteuid() != 0:
        return "the lab makes network namespaces and chroots, which needs root"
    missing = [tool for tool in ("ip", "nsenter", "unshare", "mmdebstrap") if shutil.which(tool) is None]
    if missing:
        return f"the lab needs {', '.join(missing)} (Debian, Ubuntu: apt install mmdebstrap iproute2 util-linux)"
    if subprocess.run(["unshare", "--net", "--mount", "--uts", "--pid", "--fork", "true"], capture_output=True, check=False).returncode:
        return "this machine does not let anybody make namespaces"
    return None


def archive() -> str:
    """Return the address of the Debian archive that this machine's apt uses."""
    for place in (Path("/etc/apt/sources.list"), *sorted(Path("/etc/apt/sources.list.d").glob("*"))):
        text = place.read_text(errors="replace") if place.is_file() else ""
        for line in text.splitlines():
            if found := _ARCHIVE.search(line.split("#")[0]):
                return found[1]
    raise NotHereError("apt's sources name no Debian archive")


def is_made(suite: str) -> bool:
    """Tell whether a release's file system is there already, with all its packages."""
    return (STORE / suite / _MARK).exists()


def image(suite: str, packages: tuple[str, ...] = PACKAGES) -> Path:
    """Return the root of a release's file system, made if it is not there yet; with all packages that takes a minute and 900 MB.

    Raises:
        NotHereError: it cannot be made on this machine.
    """
    root = STORE / (suite if packages == PACKAGES else f"{suite}-small")
    if (root / _MARK).exists():
        return root
    shutil.rmtree(root, ignore_errors=True)
    root.parent.mkdir(parents=True, exist_ok=True)
    made = subprocess.run(
        [*_MAKE, f"--include={','.join(packages)}", suite, str(root), archive()], env=_PLAIN, capture_output=True, text=True, check=False
    )
    if made.returncode:
        raise NotHereError(f"no Debian {suite} can be had: {made.stderr.strip()[-300:]}")
    (root / _MARK).write_text("made for the lab\n")
    return root


def version(root: Path, package: str = "postfix") -> str:
    """Return what is installed in an image, without Debian's own suffix (``3.7.11``)."""
    argv = ["chroot", str(root), "dpkg-query", "-W", "-f=${Version}", package]
    said = subprocess.run(argv, capture_output=True, text=True, check=True, env=_PLAIN).stdout
    return re.split(r"[-+]", said.partition(":")[2] or said)[0]
