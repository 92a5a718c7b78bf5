"""The configuration files that a scene's features come to."""

from __future__ import annotations

from tests.lab import cast
from tests.lab.features import Features

_SERVICES = """\
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
  -o syslog_name=postfix/$service_name
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
local unix - n n - - local
virtual unix - n n - - virtual
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""
_SCREENED = """\
smtp inet n - n - 1 postscreen
smtpd pass - - n - - smtpd
dnsblog unix - - n - 0 dnsblog
tlsproxy unix - - n - 0 tlsproxy
"""
_TO_AMAVIS = """\
smtp-amavis unix - - n - 2 smtp
  -o smtp_send_xforward_command=yes
  -o disable_dns_lookups=yes
"""
_FROM_AMAVIS = """\
127.0.0.1:10025 inet n - n - - smtpd
  -o content_filter=
  -o smtpd_milters=
  -o local_recipient_maps=
  -o smtpd_helo_restrictions=
  -o smtpd_sender_restrictions=
  -o smtpd_client_restrictions=
  -o smtpd_relay_restrictions=permit_mynetworks,reject
  -o smtpd_recipient_restrictions=permit_mynetworks,reject
  -o mynetworks=127.0.0.0/8
  -o smtpd_authorized_xforward_hosts=127.0.0.0/8
"""
_LOOKED_AT = "  -o receive_override_options=no_header_body_checks,no_unknown_recipient_checks,no_address_mappings\n"
_RESTRICTIONS = ("client", "helo", "sender", "relay", "recipient")


def main_cf(features: Features) -> str:
    """Return Postfix's main.cf."""
    f = features
    networks = ["127.0.0.0/8", *([cast.LAN] if f.own_network else []), *f.networks]
    values = {
        "compatibility_level": "3.6",
        "myhostname": cast.HOST,
        "mydomain": cast.DOMAIN,
        "myorigin": "$mydomain",
        "mydestination": "$mydomain, $myhostname, localhost.$mydomain, localhost",
        "mynetworks": " ".join(networks),
        "inet_protocols": "all" if f.ipv6 else "ipv4",
        "alias_maps": "hash:/etc/aliases",
        "alias_database": "hash:/etc/aliases",
        "virtual_alias_maps": "hash:/etc/postfix/virtual",
        "relay_domains": " ".join([*([cast.BACKUP_DOMAIN] if f.backup else []), f.circle]).strip(),
        "local_recipient_maps": "proxy:unix:passwd.byname $alias_maps" if f.check_recipients else "",
        "smtpd_helo_required": "yes",
        "smtpd_sasl_auth_enable": "yes" if f.auth else "no",
        "smtpd_sasl_type": "dovecot",
        "smtpd_sasl_path": "private/auth",
        "smtpd_sender_login_maps": "hash:/etc/postfix/logins",
        "smtpd_tls_security_level": "may" if f.tls else "none",
        "smtpd_tls_cert_file": "/etc/ssl/mail.pem",
        "smtpd_tls_key_file": "/etc/ssl/mail.key",
        "smtpd_tls_loglevel": "1",
        "smtp_tls_security_level": "none",
        "smtp_host_lookup": "dns",
        "smtp_connect_timeout": "5s",
        "queue_minfree": "900000000000000" if f.disk_full else "0",
        "message_size_limit": "10240000",
        "enable_long_queue_ids": "yes" if f.long_ids else "no",
        "mailbox_size_limit": "0",
        "recipient_delimiter": "+",
        "biff": "no",
        "smtpd_client_connection_rate_limit": str(f.rate),
        "smtpd_authorized_xclient_hosts": " ".join(cast.PLACES[place].address for place in ("front", "edge")) if f.front else "",
        "mailbox_transport": "lmtp:unix:private/dovecot-lmtp" if f.lmtp else "",
        **_of_filter(f),
        **_of_postscreen(f),
        **{f"smtpd_{name}_restrictions": ", ".join(_restrictions(name, f)) for name in _RESTRICTIONS},
    }
    return "".join(f"{name} = {value}\n" for name, value in values.items())


def _restrictions(name: str, f: Features) -> list[str]:
    """Return the restrictions of one stage of the conversation, in the order in which they are tried."""
    trusted = ["permit_mynetworks", *(["permit_sasl_authenticated"] if f.auth else [])]
    tried = {
        "client": ["reject_unknown_client_hostname"] if f.host_name_check else [],
        "helo": ["check_helo_access hash:/etc/postfix/own_names"] if f.helo_check else [],
        "relay": [*(["check_sender_access hash:/etc/postfix/own_senders"] if f.trust_own_sender else []), "reject_unauth_destination"],
        "recipient": [
            *(f"reject_rbl_client {zone}" for zone in f.block_lists if not f.postscreen),
            *(["check_policy_service inet:127.0.0.1:10023"] if f.greylist else []),
        ],
    }
    if name == "sender":
        return ["reject_sender_login_mismatch"] if f.sender_login else []
    return [*trusted, *tried[name]] if tried[name] or name in ("relay", "recipient") else []


def _of_filter(f: Features) -> dict[str, str]:
    if f.filter == "amavis" and not f.before_queue:
        return {"content_filter": "smtp-amavis:[127.0.0.1]:10024"}
    if f.filter == "rspamd":
        return {"smtpd_milters": "inet:127.0.0.1:11332", "milter_default_action": "accept"}
    return {}


def _of_postscreen(f: Features) -> dict[str, str]:
    if not f.postscreen:
        return {}
    return {
        "postscreen_greet_action": "enforce",
        "postscreen_greet_wait": "2s",
        "postscreen_dnsbl_sites": " ".join(f.block_lists),
        "postscreen_dnsbl_action": "enforce",
        "postscreen_access_list": "permit_mynetworks",
    }


def master_cf(f: Features) -> str:
    """Return Postfix's master.cf."""
    front = _SCREENED if f.postscreen else "smtp inet n - n - - smtpd\n"
    if f.before_queue:
        front += "  -o smtpd_proxy_filter=127.0.0.1:10024\n"
    if f.submission:
        front += "submission inet n - n - - smtpd\n  -o syslog_name=postfix/submission\n  -o smtpd_client_connection_rate_limit=0\n"
    return front + (_amavis(f) if f.filter == "amavis" else "") + _SERVICES


def _amavis(f: Features) -> str:
    """Return how mail comes back from amavis, and how it gets there unless it was on its way already when it came in."""
    if f.before_queue:
        return _FROM_AMAVIS
    return _TO_AMAVIS + _FROM_AMAVIS + _LOOKED_AT


def dovecot_conf(f: Features, *, old: bool) -> str:
    """Return Dovecot's configuration, for 2.3 if ``old``, else for 2.4."""
    owner = cast.USERS[0]
    heading = "" if old else "dovecot_config_version = 2.4.0\ndovecot_storage_version = 2.4.0\n"
    if old:
        mail = "disable_plaintext_auth = no\nmail_location = maildir:~/Maildir\n"
        users = "passdb {\n driver = passwd-file\n args = scheme=PLAIN /etc/dovecot/users\n}\n"
        users += f"userdb {{\n driver = static\n args = uid={owner} gid={owner} home=/var/vmail/%n\n}}\n"
    else:
        mail = "auth_allow_cleartext = yes\nmail_driver = maildir\nmail_path = ~/Maildir\n"
        users = "passdb passwd-file {\n default_password_scheme = PLAIN\n passwd_file_path = /etc/dovecot/users\n}\n"
        users += f"userdb static {{\n fields {{\n uid = {owner}\n gid = {owner}\n home = /var/vmail/%{{user|username}}\n }}\n}}\n"
    common = f"protocols = imap{' lmtp' if f.lmtp else ''}\n"
    common += "listen = *\nssl = no\nsyslog_facility = mail\nauth_mechanisms = plain login\nauth_failure_delay = 0 secs\n"
    # Without this, repeated failures are slowed down to many seconds.
    anvil = "service anvil {\n unix_listener anvil-auth-penalty {\n mode = 0\n }\n}\n"
    socket = "unix_listener /var/spool/postfix/private/auth {\n mode = 0660\n user = postfix\n group = postfix\n }"
    delivery = f"service lmtp {{\n {socket.replace('/auth', '/dovecot-lmtp')}\n}}\n" if f.lmtp else ""
    return f"{heading}{common}{mail}{users}{anvil}{delivery}service auth {{\n {socket}\n}}\n"


def amavis_conf(f: Features) -> str:
    """Return amavis's configuration: it finds nothing but broken headers, since neither a scanner nor SpamAssassin is asked.

    Those it refuses if the client still waits for its answer.
    """
    refuses = "$final_bad_header_destiny = D_REJECT;\n" if f.before_queue else ""
    return (
        f"use strict;\n$myhostname = '{cast.HOST}';\n$mydomain = '{cast.DOMAIN}';\n@local_domains_acl = ( '.$mydomain' );\n"
        f"@local_domains_acl = ( '.{cast.DOMAIN}' );\n@mynetworks = qw( 127.0.0.0/8 {cast.LAN} );\n$max_servers = 2;\n$log_level = 1;\n"
        f"@bypass_virus_checks_maps = (1);\n@bypass_spam_checks_maps = (1);\n{refuses}1;\n"
    )


RSPAMD = {
    "logging.inc": 'type = "syslog";\nfacility = "mail";\nlevel = "notice";\n',
    "worker-proxy.inc": 'bind_socket = "127.0.0.1:11332";\nmilter = yes;\ntimeout = 60s;\n'
    'upstream "local" {\n default = yes;\n self_scan = yes;\n}\n',
    "worker-normal.inc": "enabled = false;\n",
    "worker-controller.inc": "enabled = false;\n",
    "options.inc": f'dns {{\n nameserver = ["{cast.DNS}"];\n timeout = 1s;\n retransmits = 1;\n}}\nfilters = "";\n',
    "rbl.conf": "enabled = false;\n",
    "greylist.conf": "enabled = false;\n",
    "actions.conf": "reject = 15;\nadd_header = 6;\n",
    "multimap.conf": 'PRIZE_SUBJECT {\n type = "header";\n header = "subject";\n map = "/etc/rspamd/subjects.map";\n'
    " regexp = true;\n score = 20.0;\n}\n",
}
"""rspamd's own files: it looks at subjects alone."""
