"""Pictures of a case, for those who would rather look than read: what happened in order, and the way of one message.

What is drawn is composed without any library (``composing``) and says everything in words too; ``drawing`` needs the extra ``pictures``.
"""

from bot.pictures.composing import Path, Stop, path_of, timeline_of, with_timeline
from bot.pictures.drawing import can_draw, draw
from bot.timeline import Row, Timeline

__all__ = ["Path", "Row", "Stop", "Timeline", "can_draw", "draw", "path_of", "timeline_of", "with_timeline"]
