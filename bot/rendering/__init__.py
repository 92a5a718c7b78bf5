"""Replies as each platform writes them: plain data, made of a reply's blocks and spans, that no chat library is needed for."""
