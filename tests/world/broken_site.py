"""The site's own settings, with an address that breaks."""

from config.settings import *  # noqa: F403 (all of them but one)

ROOT_URLCONF = "tests.world.broken_urls"
