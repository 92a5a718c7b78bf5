"""The program's settings: from the environment, else from one TOML file.

Imported only by what keeps conversations; ``relaydoc explain`` does without.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.errors import UsageError

PREFIX = "RELAYDOC_"
FILE_NAME = "relaydoc.toml"
SECRETS = (
    "discord_token", "slack_bot_token", "slack_app_token", "slack_signing_secret", "slack_client_secret", "keys", "database_url",
)  # fmt: skip
LEVELS = ("debug", "info", "warning", "error")

# What pydantic says of a wrong type, in the words of someone who writes the setting; by the beginning of its name for the mistake.
_KINDS = {
    "int": "it should be a whole number",
    "float": "it should be a number",
    "bool": "it should be yes or no",
    "path": "it should be the name of a file or folder",
    "string": "it should be text in quotes",
}


class Configuration(BaseSettings):
    """Every setting; each is also an environment variable with ``RELAYDOC_`` before its name in capitals."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, extra="forbid", frozen=True, env_ignore_empty=True, hide_input_in_errors=True, str_strip_whitespace=True
    )

    site: Path | None = Field(None, description="the file with what is always true of your place")
    knowledge: Path | None = Field(None, description="a folder of your own pages, messages and rules, laid over ours")
    data_dir: Path = Field(
        default_factory=lambda: user_data_path("relaydoc", appauthor=False),
        description="the folder where conversations are kept",
    )
    database_url: SecretStr | None = Field(None, description="a PostgreSQL database to keep them in instead (`postgresql://…`)")
    keys: SecretStr | None = Field(None, description="keys that encrypt what is kept, separated by commas; the first encrypts, all decrypt")
    retention_days: float = Field(7, gt=0, le=3650, description="for how many days after its last message a conversation is kept")
    collect_gaps: bool = Field(False, description="keep unanswered questions and unread lines, redacted, for whoever writes pages")
    discord_token: SecretStr | None = Field(None, description="the token of the Discord bot")
    slack_bot_token: SecretStr | None = Field(None, description="the bot token of the Slack app (`xoxb-…`)")
    slack_app_token: SecretStr | None = Field(None, description="the app token of the Slack app, for Socket Mode (`xapp-…`)")
    slack_signing_secret: SecretStr | None = Field(None, description="the signing secret of the Slack app, for HTTP")
    slack_client_id: str | None = Field(None, description="the client id of the Slack app, where many workspaces install it")
    slack_client_secret: SecretStr | None = Field(None, description="the client secret of the Slack app, for the same")
    slack_port: int = Field(3000, ge=1, le=65535, description="the port for Slack's requests by HTTP")
    web_port: int = Field(8025, ge=1, le=65535, description="the port of the web room")
    log_level: str = Field("warning", description="how much the program tells of itself on stderr: debug, info, warning or error")

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, value: str) -> str:
        if value.casefold() not in LEVELS:
            raise ValueError("it is debug, info, warning or error")
        return value.casefold()

    @field_validator("site", "knowledge", "data_dir")
    @classmethod
    def _from_home(cls, value: Path | None) -> Path | None:
        """Read ``~``, which only a shell replaces, as the home folder."""
        try:
            return value and value.expanduser()
        except RuntimeError:
            raise ValueError("it begins with ~, and there is no such user") from None

    @field_validator(*SECRETS)
    @classmethod
    def _one_line(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        """Refuse a secret that cannot be one; one of spaces alone counts as not given."""
        if not value:
            return None
        if info.field_name != "keys" and not value.get_secret_value().isprintable():
            raise ValueError("it should be one line, without control characters")
        return value

    @field_validator("keys")
    @classmethod
    def _fernet_keys(cls, value: SecretStr | None) -> SecretStr | None:
        for number, key in enumerate(_separated(value), start=1):
            try:
                Fernet(key)
            except ValueError:
                # The cause is dropped: its text might hold a part of the key.
                raise ValueError(f"key {number} is none; a key is 32 bytes in URL-safe base64, as Fernet.generate_key() makes it") from None
        if value and not _separated(value):
            raise ValueError("it holds no key")
        return value

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: SecretStr | None) -> SecretStr | None:
        kind = value.get_secret_value().partition("://")[0].partition("+")[0] if value else "postgresql"
        if kind not in ("postgresql", "postgres", "sqlite"):
            raise ValueError("it looks like postgresql://user@host/name")
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - pydantic-settings' own signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - as above
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return where settings are looked for, the first that has one counting."""
        return init_settings, env_settings, _SecretFiles(settings_cls), _TomlFile(settings_cls)

    def secret_keys(self) -> tuple[str, ...]:
        """Return the keys that encrypt what is kept."""
        return _separated(self.keys)


class _Source(PydanticBaseSettingsSource):
    """A place where settings are looked for all at once."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002 - the base class's signature
        """Return what this place says of one setting."""
        return self().get(field_name), field_name, False


class _SecretFiles(_Source):
    """Secrets from files that ``RELAYDOC_…_FILE`` names, as containers pass them."""

    def __call__(self) -> dict[str, Any]:
        """Return all secrets that are given by files, unless the environment gives them itself."""
        variables = {name: f"{PREFIX}{name.upper()}" for name in SECRETS}
        named = {name: os.environ.get(f"{variable}_FILE") for name, variable in variables.items() if not os.environ.get(variable)}
        return {name: _secret_in(Path(file), f"{variables[name]}_FILE") for name, file in named.items() if file}


class _TomlFile(_Source):
    """Settings from the TOML file; those that are left empty there count as not given."""

    def __call__(self) -> dict[str, Any]:
        """Return all settings that the file gives."""
        file = config_file(os.environ)
        try:
            found = tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        except OSError as error:
            raise UsageError(f"{file} cannot be read: {error.strerror}.") from None
        except ValueError as error:  # TOMLDecodeError, or not UTF-8
            reason = "it is not UTF-8" if isinstance(error, UnicodeError) else str(error)
            raise UsageError(f"{file} is no TOML: {reason}.") from None
        unknown = next((name for name in found if name not in self.settings_cls.model_fields), None)
        if unknown is not None:
            meant = get_close_matches(unknown, self.settings_cls.model_fields, 1)
            raise UsageError(f"{file}: there is no setting {unknown!r}" + (f"; did you mean {meant[0]}?" if meant else "."))
        return {name: value for name, value in found.items() if value != ""}


def config_file(environment: Mapping[str, str]) -> Path:
    """Return the TOML file: the one that ``RELAYDOC_CONFIG`` names, else ``relaydoc.toml`` in the current folder."""
    return Path(environment.get(f"{PREFIX}CONFIG") or FILE_NAME)


def read_configuration(**given: Any) -> Configuration:
    """Return the settings.

    Args:
        given: settings that go before environment and file, such as those of the command line; None counts as not given.

    Raises:
        UsageError: a setting is wrong; one sentence says which.
    """
    named = os.environ.get(f"{PREFIX}CONFIG")
    if named and not Path(named).is_file():
        raise UsageError(f"{PREFIX}CONFIG names {named}, which is no file.")
    try:
        return Configuration(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors(include_input=False, include_context=False)[0]
        name, wrong = str(first["loc"][0]), _sentence(first["type"], first["msg"])
    # Outside of the block, so that what was given does not travel with the error.
    raise UsageError(f"The setting {name} ({PREFIX}{name.upper()}) is wrong: {wrong}.")


def _secret_in(file: Path, variable: str) -> str:
    """Return the secret that a file holds.

    Raises:
        UsageError: it cannot be read, or holds nothing.
    """
    try:
        secret = file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise UsageError(f"{variable} names {file}, which cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise UsageError(f"{variable} names {file}, which is no text.") from None
    if not secret:
        raise UsageError(f"{variable} names {file}, which holds nothing.")
    return secret


def _separated(keys: SecretStr | None) -> tuple[str, ...]:
    return tuple(keys.get_secret_value().replace(",", " ").split()) if keys else ()


def _sentence(kind: str, message: str) -> str:
    """Return what is wrong with a setting, in words that go on a sentence."""
    for beginning, words in _KINDS.items():
        if kind.startswith(f"{beginning}_"):
            return words
    text = message.removeprefix("Value error, ").replace("Input should be", "it should be").rstrip(".")
    return text[:1].lower() + text[1:]
