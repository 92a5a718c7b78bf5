"""How a scene wants the server set up."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Features:
    """What differs from a plain server that takes mail for its domain and passes on its own network's.

    Attributes:
        networks: trusted besides loopback and our own network.
        own_network: whether that is trusted.
        auth: people may log in.
        auth_broken: the password service is down.
        trust_own_sender: whoever says to be one of us may relay.
        helo_check: a client that greets with our own name is refused.
        block_lists: zones that are asked about clients.
        greylist: first contacts are put off.
        check_recipients: unknown recipients are refused at once, and not taken and bounced later.
        backup: we are the second MX of another domain.
        aliases: addresses of ours that lead elsewhere.
        forwards: where those of our people who have a .forward send their mail on.
        sender_login: who logged in may only send as itself.
        tls: encryption is offered.
        disk_full: there is no room for mail.
        postscreen: clients are looked at before they may talk.
        circle: a domain whose MX is this server, which does not know it for its own.
        filter: what looks at mail: ``amavis`` (handed in again) or ``rspamd`` (as a milter).
        before_queue: the filter looks at mail before it is taken, while its client waits.
        front: our mail proxies may say who their clients are (XCLIENT).
        lmtp: Dovecot puts mail into the mailboxes, by LMTP.
        ipv6: the server has an address of the newer kind, too.
        submission: the port for those who log in has a service and a name of its own.
        long_ids: queue ids that are never given again.
        host_name_check: clients without a name are refused.
        rate: connections a minute that a client may make.
    """

    networks: tuple[str, ...] = ()
    own_network: bool = True
    auth: bool = False
    auth_broken: bool = False
    trust_own_sender: bool = False
    helo_check: bool = False
    block_lists: tuple[str, ...] = ()
    greylist: bool = False
    check_recipients: bool = True
    backup: bool = False
    aliases: dict[str, str] = field(default_factory=dict)
    forwards: dict[str, str] = field(default_factory=dict)
    sender_login: bool = False
    tls: bool = False
    disk_full: bool = False
    postscreen: bool = False
    circle: str = ""
    filter: str = ""
    before_queue: bool = False
    front: bool = False
    lmtp: bool = False
    ipv6: bool = False
    submission: bool = False
    long_ids: bool = False
    host_name_check: bool = False
    rate: int = 0
