"""Postfix on a machine of its own, with Dovecot for passwords and mailboxes, and what else a scene wants beside it."""

from __future__ import annotations

import time
from pathlib import Path

from tests.lab import cast, images, settings
from tests.lab.box import Box, wait_for
from tests.lab.features import Features

_STAMPS = {"bookworm": "RSYSLOG_TraditionalFileFormat", "trixie": "RSYSLOG_FileFormat"}
_LOG = "var/log/mail.log"
_LINES = {
    "own_senders": [f"{cast.DOMAIN} OK"],
    "own_names": [f"{name} REJECT" for name in (cast.HOST, cast.DOMAIN, cast.ADDRESS)],
    "logins": [f"{user}@{cast.DOMAIN} {user}@{cast.DOMAIN}" for user in cast.USERS],
}


class Postfix:
    """The server.

    Args:
        suite: which Debian it is of.
        image: root of the file system that it begins with.
        first_pid: its process ids go on from here.
    """

    def __init__(self, suite: str, image: Path, first_pid: int = 3000) -> None:
        self.suite = suite
        self.version = images.version(image)
        self._running: list[str] = []
        self.box = Box(image, cast.HOST, first_pid=first_pid)
        write = self.box.write
        write("etc/hosts", f"127.0.0.1 localhost\n{cast.ADDRESS} {cast.HOST} mail\n")
        write("etc/resolv.conf", f"nameserver {cast.DNS}\noptions timeout:2 attempts:1\n")
        write("etc/mailname", f"{cast.DOMAIN}\n")
        write(
            "etc/rsyslog-mail.conf",
            f'module(load="imuxsock" SysSock.RateLimit.Interval="0")\n$ActionFileDefaultTemplate {_STAMPS[suite]}\nmail.*  /{_LOG}\n',
        )
        for user in cast.USERS:
            self.box.shell(f"useradd -m {user}; echo {user}:{cast.PASSWORD} | chpasswd")
        self.box.shell(
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 300 "
            f"-subj /CN={cast.HOST} -keyout /etc/ssl/mail.key -out /etc/ssl/mail.pem; chmod 600 /etc/ssl/mail.key; mkdir -p /var/vmail; "
            f"chown {cast.USERS[0]} /var/vmail; rm -f /dev/log /{_LOG}; hostname > /etc/hostname"
        )
        # Postfix makes it when it first starts, but Dovecot's sockets are to lie in it before.
        self.box.shell("mkdir -p -m 700 /var/spool/postfix/private; chown postfix /var/spool/postfix/private")
        self.box.spawn("rsyslogd", "-n", "-f", "/etc/rsyslog-mail.conf", "-i", "NONE")
        wait_for((self.box.root / "dev/log").exists, 5)

    @property
    def login_port(self) -> int:
        """Return where those connect who log in."""
        return 587 if self.features.submission else 25

    def configure(self, features: Features) -> None:
        """Write the configuration of a scene."""
        self.features = features
        write = self.box.write
        write("etc/postfix/main.cf", settings.main_cf(features))
        write("etc/postfix/master.cf", settings.master_cf(features))
        virtual = [f"{address} {target}" for address, target in features.aliases.items()]
        for name, lines in {**_LINES, "virtual": virtual}.items():
            write(f"etc/postfix/{name}", "".join(f"{line}\n" for line in lines))
            self.box.run("postmap", f"/etc/postfix/{name}")
        write("etc/aliases", f"postmaster: root\nroot: {cast.USERS[0]}\n")
        self.box.run("newaliases")
        self.box.shell("rm -f /home/*/.forward")
        for address, target in features.forwards.items():
            user = address.partition("@")[0]
            self.box.shell(f"echo {target} > /home/{user}/.forward; chown {user}: /home/{user}/.forward")
        write("etc/dovecot/dovecot.conf", settings.dovecot_conf(features, old=self.suite == "bookworm"))
        write("etc/dovecot/users", "".join(f"{user}@{cast.DOMAIN}:{cast.PASSWORD}\n" for user in cast.USERS))
        if features.filter == "amavis":
            write("etc/amavis/conf.d/50-user", settings.amavis_conf(features))
        if features.filter == "rspamd":
            write("etc/rspamd/subjects.map", "/you have won/i\n")
            for name, text in settings.RSPAMD.items():
                write(f"etc/rspamd/local.d/{name}", text)

    def start(self) -> None:
        """Start the server and what a scene wants beside it, with an empty queue and empty mailboxes."""
        f = self.features
        if (f.auth or f.lmtp) and not f.auth_broken:
            self._begin("rm -rf /run/dovecot; dovecot", "doveadm stop", lambda: (self.box.root / "var/spool/postfix/private/auth").exists())
        if f.greylist:
            self._begin(
                "rm -rf /var/lib/postgrey/*; mkdir -p /run/postgrey; chown postgrey /run/postgrey /var/lib/postgrey; "
                "postgrey --inet=127.0.0.1:10023 --pidfile=/run/postgrey/p.pid --daemonize --delay=300",
                "kill $(cat /run/postgrey/p.pid)",
                lambda: self._listens(10023),
            )
        if f.filter == "amavis":
            self._begin(
                "mkdir -p /run/amavis /var/lib/amavis/tmp /var/lib/amavis/db; chown -R amavis:amavis /run/amavis /var/lib/amavis; "
                "amavisd start || amavisd-new start",
                "kill $(cat /run/amavis/amavisd.pid)",
                lambda: self._listens(10024),
            )
        if f.filter == "rspamd":
            self._begin(
                "mkdir -p /run/rspamd /var/lib/rspamd; chown _rspamd /run/rspamd /var/lib/rspamd; rspamd -u _rspamd -g _rspamd",
                "pkill -x rspamd",
                lambda: self._listens(11332),
            )
        self.box.shell("postsuper -d ALL; rm -rf /var/mail/* /var/vmail/*", check=False)
        self._begin("postfix start", "postfix stop", lambda: self._listens(25))
        self.settle(0.7)

    def _begin(self, start: str, stop: str, ready: object) -> None:
        self.box.shell(start)
        self._running.append(stop)
        if not wait_for(ready, 20):  # type: ignore[arg-type]  # one of the lambdas above
            raise RuntimeError(f"did not start: {start}")

    def _listens(self, port: int) -> bool:
        return f":{port} " in self.box.run("ss", "-ltn", check=False)

    def stop(self) -> None:
        """Stop everything that was started."""
        while self._running:
            self.box.shell(self._running.pop(), check=False)
        self.box.shell("for i in 1 2 3 4 5 6 7 8 9 10; do pgrep -x master >/dev/null || break; sleep 0.2; done", check=False)
        self.settle(0.4)

    def size(self) -> int:
        """Return how much the log holds."""
        log = self.box.root / _LOG
        return log.stat().st_size if log.exists() else 0

    def settle(self, quiet: float = 1.3, limit: float = 20) -> None:
        """Wait until the log has been still for a while."""
        end, last, since = time.monotonic() + limit, -1, time.monotonic()
        while time.monotonic() < end and time.monotonic() - since < quiet:
            if (size := self.size()) != last:
                last, since = size, time.monotonic()
            time.sleep(0.1)

    def cut(self, start: int) -> str:
        """Return what the log holds from a place on."""
        with (self.box.root / _LOG).open("rb") as log:
            log.seek(start)
            return log.read().decode("utf-8", "replace")

    def mailboxes(self) -> dict[str, str]:
        """Return what lies in the mailbox of each of our people."""
        homes = {user: [self.box.root / "var/mail" / user, *self.box.root.glob(f"var/vmail/{user}/Maildir/*/*")] for user in cast.USERS}
        return {user: "".join(one.read_text(errors="replace") for one in found if one.is_file()) for user, found in homes.items()}

    def submit(self, user: str, recipients: list[str], text: str) -> None:
        """Let a program of the server hand in a message by the sendmail command."""
        self.box.run("/usr/sbin/sendmail", "-i", *recipients, user=user, text=text, check=False)

    def close(self) -> None:
        """Take the machine away."""
        self.box.close()
