"""Values as short text."""

from __future__ import annotations

import json

from bot.rendering.compact import compact
from bot.rendering.slack_messages import Slip


def test_what_is_empty_is_left_out() -> None:
    """And no spaces stand between the rest; any text survives."""
    assert compact(Slip()) == "{}"
    assert compact(Slip(what="1:yes", lang="ja")) == '{"what":"1:yes","lang":"ja"}'
    assert json.loads(compact(Slip(what='"\n中'))) == {"what": '"\n中'}
