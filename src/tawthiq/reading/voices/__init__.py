"""Who says what: attributions, the names of bodies, and where each stands."""
