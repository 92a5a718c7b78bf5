"""A stand-in for Slack on this machine: strict about what it takes, for the demo and for tests."""

from adapters.slack.standin.people import Person
from adapters.slack.standin.platform import StandIn

__all__ = ["Person", "StandIn"]
