"""For all tests: nothing is kept among the user's own files, and nothing is taken from there.

No law has a time limit: how long an example takes says how busy the machine is.
"""

import os

from hypothesis import settings

from tawthiq.estimates.cache import VARIABLE

os.environ[VARIABLE] = ""
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
