"""What a caller can ask for wrongly."""

from __future__ import annotations


class MistakeError(ValueError):
    """What is asked for makes no sense; the message is clear lines for people, and says what to do instead."""
