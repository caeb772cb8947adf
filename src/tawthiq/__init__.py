"""tawthiq (توثيق): a register for contested conflicts, from what is said to what can be counted."""

__version__ = "0.1.0.dev0"
