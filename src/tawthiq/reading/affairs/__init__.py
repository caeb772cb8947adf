"""Public affairs that a text tells of: bodies, charters, campaigns, aid, stances and answers."""
