"""A stand-in for Discord on this machine: REST, gateway and files, as strict as Discord where it is strict.

It serves the demo and the tests; nothing else imports it. Shapes, limits and codes are those of Discord's developer documentation as of
November 2026.
"""
