"""RelayDoc in a terminal: a reply drawn with rich, colour never being the only sign."""
