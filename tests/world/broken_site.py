"""The site's own settings, with an address that breaks."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.world.broken_urls"
