"""The program's settings: from the environment, else from one TOML file.

Imported only by what keeps conversations; ``relaydoc explain`` does without.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from bot.errors import UsageError

PREFIX = "RELAYDOC_"
FILE_NAME = "relaydoc.toml"
SECRETS = ("discord_token", "slack_bot_token", "slack_app_token", "slack_signing_secret", "keys", "database_url")


class Configuration(BaseSettings):
    """Every setting; each is also an environment variable with ``RELAYDOC_`` before its name in capitals."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True, env_ignore_empty=True)

    site: Path | None = Field(None, description="the file with what is always true of your place")
    knowledge: Path | None = Field(None, description="a folder of your own pages, messages and rules, laid over ours")
    data_dir: Path = Field(default_factory=lambda: user_data_path("relaydoc", appauthor=False), description="where conversations are kept")
    database_url: SecretStr | None = Field(None, description="a PostgreSQL database to keep them in instead (postgresql://…)")
    keys: SecretStr | None = Field(None, description="keys that encrypt what is kept, separated by commas; the first encrypts, all decrypt")
    retention_days: float = Field(7, gt=0, le=3650, description="for how many days after its last message a conversation is kept")
    collect_gaps: bool = Field(False, description="keep unanswered questions and unread lines, redacted, for whoever writes pages")
    discord_token: SecretStr | None = Field(None, description="the token of the Discord bot")
    slack_bot_token: SecretStr | None = Field(None, description="the bot token of the Slack app (xoxb-…)")
    slack_app_token: SecretStr | None = Field(None, description="the app token of the Slack app, for Socket Mode (xapp-…)")
    slack_signing_secret: SecretStr | None = Field(None, description="the signing secret of the Slack app, for HTTP")
    web_port: int = Field(8025, ge=1, le=65535, description="the port of the web room")
    log_level: str = Field("warning", description="how much the program tells of itself on stderr: debug, info, warning or error")

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, value: str) -> str:
        if value.casefold() not in ("debug", "info", "warning", "error"):
            raise ValueError("it is debug, info, warning or error")
        return value.casefold()

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
        toml = TomlConfigSettingsSource(settings_cls, toml_file=config_file(os.environ))
        return init_settings, env_settings, _SecretFiles(settings_cls), toml

    def secret_keys(self) -> tuple[str, ...]:
        """Return the keys that encrypt what is kept."""
        return tuple(key.strip() for key in self.keys.get_secret_value().split(",") if key.strip()) if self.keys else ()


class _SecretFiles(PydanticBaseSettingsSource):
    """Secrets from files that ``RELAYDOC_…_FILE`` names, as containers pass them."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002 - the base class's signature
        """Return the secret that a setting's file holds."""
        name = os.environ.get(f"{PREFIX}{field_name.upper()}_FILE") if field_name in SECRETS else None
        return (Path(name).read_text(encoding="utf-8").strip() if name else None), field_name, False

    def __call__(self) -> dict[str, Any]:
        """Return all secrets that are given by files."""
        found = {name: self.get_field_value(field, name)[0] for name, field in self.settings_cls.model_fields.items()}
        return {name: value for name, value in found.items() if value is not None}


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
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "a setting"
        if first["type"] == "extra_forbidden":
            raise UsageError(f"{config_file(os.environ)}: there is no setting {name}.") from None
        raise UsageError(f"The setting {name} ({PREFIX}{name.upper()}) is wrong: {_sentence(first['msg'])}.") from None
    except OSError as error:
        raise UsageError(f"A file that holds a secret cannot be read: {error.filename}: {error.strerror}.") from None
    except ValueError as error:
        raise UsageError(f"{config_file(os.environ)} is no TOML: {error}.") from None


def _sentence(message: str) -> str:
    text = message.removeprefix("Value error, ").rstrip(".")
    return text[:1].lower() + text[1:]
