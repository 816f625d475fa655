"""Messages whose places are filled when they are told."""

import re


def filled(message: str) -> re.Pattern[str]:
    """What a misconception's message becomes, whatever fills its places."""
    return re.compile(re.sub(r"\\\{\w+\\\}", ".+", re.escape(message)))
