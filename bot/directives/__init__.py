"""What a paste holds besides a log: settings and complaints.

Settings are lines of ``postconf -n``, of main.cf, of ``doveconf -n`` and their like, told from log lines and words.

``finding`` follows the lines, ``forms`` knows how one is written, and ``take_out`` gives each setting as a log line of the shape
``config``, which the message catalogue then reads like any other. ``panels`` and ``boxes`` do the same for the boxes of a panel that was
typed off the screen, and ``complaints`` for those.
"""

from bot.directives.complaints import take_complaint_out
from bot.directives.finding import Knows, take_out
from bot.directives.panels import take_panel_out

__all__ = ["Knows", "take_complaint_out", "take_out", "take_panel_out"]
