"""RelayDoc in Discord: context menu, slash commands, mentions and direct messages, with answers in components."""
