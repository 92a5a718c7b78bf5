"""What only those who write knowledge need to know.

Samples that do not match, patterns that could blow up, rules that collide, dead links, names that lead to another page, pages that nobody
comes upon, reviews long ago, sentences said twice. Every problem is told with its file and line.
"""

from bot.lint.problems import errors, problems, stale

__all__ = ["errors", "problems", "stale"]
