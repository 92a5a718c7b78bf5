"""The message catalogue at work: which server wrote a paste, and what each of its lines says."""

from bot.catalogue.events import Catalogue, Event, Reading

__all__ = ["Catalogue", "Event", "Reading"]
