"""RelayDoc in Slack."""
