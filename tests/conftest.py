"""For all tests: nothing is kept among the user's own files, and nothing is taken from there."""

import os

from tawthiq.estimates.cache import VARIABLE

os.environ[VARIABLE] = ""
