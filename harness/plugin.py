"""Where an environment that was made before `theorems.door` looks for the pytest plugin."""

from theorems.door.pytest_plugin import *  # noqa: F403
