"""What only those who write knowledge need to know: samples that do not match, patterns that could blow up, rules that collide, dead links.

Every problem is told with its file and line.
"""

from bot.lint.problems import problems

__all__ = ["problems"]
