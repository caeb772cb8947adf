"""The commands: each parses, calls the rooms, prints. No rules of their own live here."""

from tawthiq.cli.main import app, main

__all__ = ["app", "main"]
