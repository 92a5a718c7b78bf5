"""Settings: where they come from, which one counts, what is said of a wrong one, and that no secret shows."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.configuration import PREFIX, SECRETS, Configuration, config_file, read_configuration
from bot.errors import UsageError

README = Path(__file__).parent.parent.parent / "README.md"
A_KEY = "A" * 43 + "="  # a well-formed key, the same in every process
SECRET = "hunter2-which-nobody-may-see"

SetUp = Callable[..., None]


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> SetUp:
    """Give a function that sets variables, in an environment without any and a folder without a file."""
    for name in [name for name in os.environ if name.upper().startswith(PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)

    def set_up(toml: str | None = None, **variables: str) -> None:
        if toml is not None:
            (tmp_path / "relaydoc.toml").write_text(toml, encoding="utf-8")
        for name, value in variables.items():
            monkeypatch.setenv(PREFIX + name, value)

    return set_up


def sentence() -> str:
    """Return what is said of the wrong setting: one sentence on one line."""
    with pytest.raises(UsageError) as caught:
        read_configuration()
    said = str(caught.value)
    assert "\n" not in said
    assert said.endswith((".", "?"))
    return said


def test_without_any_setting_there_are_defaults() -> None:
    """Nothing needs to be set: a data folder of the user's, seven days, no secret."""
    configuration = read_configuration()
    assert configuration.data_dir.name == "relaydoc"
    assert (configuration.retention_days, configuration.web_port, configuration.log_level) == (7, 8025, "warning")
    assert [getattr(configuration, name) for name in SECRETS] == [None] * len(SECRETS)
    assert configuration.secret_keys() == ()
    assert not configuration.collect_gaps


def test_from_the_environment(settings: SetUp) -> None:
    """Every kind of value is read from its variable; home folders are found."""
    settings(SITE="site.yaml", DATA_DIR="~/kept", RETENTION_DAYS="0.5", COLLECT_GAPS="yes", WEB_PORT="80", LOG_LEVEL="INFO")
    configuration = read_configuration()
    assert (configuration.site, configuration.data_dir) == (Path("site.yaml"), Path.home() / "kept")
    assert (configuration.retention_days, configuration.collect_gaps) == (0.5, True)
    assert (configuration.web_port, configuration.log_level) == (80, "info")


def test_from_the_file_in_the_current_folder(settings: SetUp) -> None:
    """A file relaydoc.toml is read; what it leaves empty counts as not given."""
    settings('web_port = 9000\ncollect_gaps = true\nsite = "a.yaml"\nknowledge = ""\ndiscord_token = ""\n')
    configuration = read_configuration()
    assert (configuration.web_port, configuration.collect_gaps, configuration.site) == (9000, True, Path("a.yaml"))
    assert (configuration.knowledge, configuration.discord_token) == (None, None)


def test_from_the_file_that_is_named(settings: SetUp, tmp_path: Path) -> None:
    """RELAYDOC_CONFIG names another file, which then is the only one."""
    other = tmp_path / "other.toml"
    other.write_text("web_port = 9001\n", encoding="utf-8")
    settings("web_port = 9000\nretention_days = 3\n", CONFIG=str(other))
    configuration = read_configuration()
    assert (configuration.web_port, configuration.retention_days) == (9001, 7)
    assert config_file({}) == Path("relaydoc.toml")


def test_which_one_counts(settings: SetUp, tmp_path: Path) -> None:
    """What is given goes before the environment, that before a secret's file, that before the TOML file."""
    file = tmp_path / "token"
    file.write_text("from-file\n", encoding="utf-8")

    def token(**given: str) -> str:
        found = read_configuration(**given).discord_token
        return found.get_secret_value() if found else ""

    settings('discord_token = "from-toml"\n')
    assert token() == "from-toml"
    settings(DISCORD_TOKEN_FILE=str(file))
    assert token() == "from-file"
    settings(DISCORD_TOKEN="from-environment")
    assert token() == "from-environment"
    assert token(discord_token="given") == "given"


def test_what_is_given_as_none_is_not_given(settings: SetUp) -> None:
    """An option that the command line leaves out does not hide a setting."""
    settings(WEB_PORT="9000")
    assert read_configuration(web_port=None).web_port == 9000


def test_empty_variables_are_ignored(settings: SetUp) -> None:
    """A variable that is set to nothing, as compose files do, is as good as none; also a secret of spaces."""
    settings("web_port = 9000\n", WEB_PORT="", SITE="", DISCORD_TOKEN="  ", KEYS="", KEYS_FILE="", CONFIG="")
    configuration = read_configuration()
    assert (configuration.web_port, configuration.site, configuration.discord_token) == (9000, None, None)
    assert configuration.secret_keys() == ()


@pytest.mark.parametrize("name", SECRETS)
def test_every_secret_can_come_from_a_file(settings: SetUp, tmp_path: Path, name: str) -> None:
    """The file's text counts, without the line end that editors add."""
    value = {"keys": Fernet.generate_key().decode(), "database_url": "postgresql://x@db.example/relaydoc"}.get(name, SECRET)
    (tmp_path / name).write_text(f"{value}\n", encoding="utf-8")
    settings(**{f"{name.upper()}_FILE": str(tmp_path / name)})
    assert getattr(read_configuration(), name).get_secret_value() == value


def test_several_keys(settings: SetUp, tmp_path: Path) -> None:
    """Keys are separated by commas, spaces or lines, and keep their order."""
    keys = tuple(Fernet.generate_key().decode() for _ in range(3))
    settings(KEYS=f" {keys[0]},{keys[1]} , {keys[2]}")
    assert read_configuration().secret_keys() == keys
    (tmp_path / "keys").write_text("\n".join(keys), encoding="utf-8")
    settings(KEYS="", KEYS_FILE=str(tmp_path / "keys"))
    assert read_configuration().secret_keys() == keys


def test_secrets_do_not_show(settings: SetUp) -> None:
    """Neither the settings' own picture nor a dump of them holds a secret."""
    key = Fernet.generate_key().decode()
    settings(KEYS=key, DATABASE_URL=f"postgresql://x:{SECRET}@db.example/y", **{name.upper(): SECRET for name in SECRETS[:4]})
    configuration = read_configuration()
    for shown in (repr(configuration), str(configuration), f"{configuration.model_dump()}", configuration.model_dump_json()):
        assert SECRET not in shown
        assert key not in shown


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("web_port", "http", "it should be a whole number"),
        ("web_port", "70000", "less than or equal to 65535"),
        ("retention_days", "0", "greater than 0"),
        ("retention_days", "a week", "it should be a number"),
        ("collect_gaps", "perhaps", "it should be yes or no"),
        ("log_level", "loud", "debug, info, warning or error"),
        ("data_dir", "~no-such-user-here/kept", "there is no such user"),
        ("keys", SECRET, "key 1 is none"),
        ("keys", f"{A_KEY},{SECRET}", "key 2 is none"),
        ("keys", ",", "it holds no key"),
        ("database_url", f"mysql://x:{SECRET}@db.example/y", "postgresql://user@host/name"),
        ("discord_token", f"{SECRET}\n{SECRET}", "one line"),
    ],
)
def test_a_wrong_setting_is_one_sentence(settings: SetUp, name: str, value: str, words: str) -> None:
    """It names the setting, its variable and what is wrong, and never what was given."""
    settings(**{name.upper(): value})
    said = sentence()
    assert said.startswith(f"The setting {name} ({PREFIX}{name.upper()}) is wrong: ")
    assert words in said
    assert SECRET not in said


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("web_prot = 1\n", "there is no setting 'web_prot'; did you mean web_port?"),
        ("[discord]\ntoken = 'x'\n", "there is no setting 'discord'"),
        ("web_port: 1\n", "is no TOML"),
        ("web_port = 'x'\n", "The setting web_port (RELAYDOC_WEB_PORT)"),
        ("discord_token = 5\n", "it should be text in quotes"),
        ("site = 5\n", "name of a file or folder"),
        ("retention_days = []\n", "it should be a number"),
    ],
)
def test_a_wrong_file_is_one_sentence(settings: SetUp, toml: str, words: str) -> None:
    """A setting that is none, a file that is no TOML, a value of the wrong kind."""
    settings(toml)
    assert words in sentence()


def test_a_file_that_cannot_be_read(settings: SetUp, tmp_path: Path) -> None:
    """A named file that is not there, a folder in place of a file, and bytes that are no text."""
    settings(CONFIG=str(tmp_path / "none.toml"))
    assert "RELAYDOC_CONFIG names" in sentence()
    settings(CONFIG="")
    (tmp_path / "relaydoc.toml").mkdir()
    assert "relaydoc.toml cannot be read" in sentence()
    (tmp_path / "relaydoc.toml").rmdir()
    (tmp_path / "relaydoc.toml").write_bytes(b"site = '\xff'\n")
    assert "it is not UTF-8" in sentence()


def test_a_secrets_file_that_is_of_no_use(settings: SetUp, tmp_path: Path) -> None:
    """Missing, empty, or no text: the sentence names the variable and the file."""
    file = tmp_path / "token"
    settings(SLACK_APP_TOKEN_FILE=str(file))
    assert sentence() == f"RELAYDOC_SLACK_APP_TOKEN_FILE names {file}, which cannot be read: No such file or directory."
    file.write_text(" \n", encoding="utf-8")
    assert sentence() == f"RELAYDOC_SLACK_APP_TOKEN_FILE names {file}, which holds nothing."
    file.write_bytes(b"\xff\xfe")
    assert sentence() == f"RELAYDOC_SLACK_APP_TOKEN_FILE names {file}, which is no text."


def test_a_traceback_holds_no_secret(settings: SetUp) -> None:
    """Even printed with all that led to it, the error of a wrong secret keeps it to itself."""
    settings(KEYS=SECRET, DATABASE_URL=SECRET)
    with pytest.raises(UsageError) as caught:
        read_configuration()
    assert caught.value.__context__ is None
    assert SECRET not in "".join(traceback.format_exception(caught.value))


def test_settings_do_not_change() -> None:
    """What was read once is shared by everything, so it stays."""
    with pytest.raises(ValueError, match="frozen"):
        read_configuration().web_port = 1  # type: ignore[misc]


def test_every_setting_is_documented() -> None:
    """The README's table holds a row for each setting, in its own words, and no other."""
    section = README.read_text(encoding="utf-8").partition("\n## Settings\n")[2].partition("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line.startswith("| `")]
    wanted = []
    for name, field in Configuration.model_fields.items():
        variable = f"`{PREFIX}{name.upper()}`" + (f", `{PREFIX}{name.upper()}_FILE`" if name in SECRETS else "")
        wanted.append([f"`{name}`", variable, field.description])
    assert [row[:3] for row in rows] == wanted
    defaults = {row[0].strip("`"): row[3] for row in rows}
    for name, field in Configuration.model_fields.items():
        shown = {None: "none", False: "no"}.get(field.default, f"{field.default}")
        assert defaults[name] == shown or field.default_factory is not None
    assert f"`{PREFIX}CONFIG`" in section
