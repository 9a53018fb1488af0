"""What a user did wrong, as one line each."""

from __future__ import annotations

from theorems.language import DomainError
from theorems.language.registry import UnknownId, UnreadableTheorem


class BadInput(ValueError):
    """Something the user typed cannot be understood, or not be done; the message is one line."""


INPUT_ERRORS = (BadInput, DomainError, UnknownId, UnreadableTheorem)
"""Errors whose message is for the user."""
