"""RelayDoc's core: from pasted mail log to answer, without input or output.

The data's way through it is ``paste`` → ``catalogue`` → ``transactions`` → ``facts`` → ``diagnosis`` → ``answer``; ``desk`` is the
only door that adapters use, and ``library`` the only reader of ``knowledge/``.
"""
