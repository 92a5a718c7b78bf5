"""The web room: the conversation in a browser, the library to read in, and the JSON API."""
