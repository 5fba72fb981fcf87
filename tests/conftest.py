"""
Settings of all tests: the fixtures of `support`, and the number of examples of a property.
"""

import os
from pathlib import Path
from shutil import disk_usage

from hypothesis import HealthCheck, settings

pytest_plugins = ["support.stores"]

for name, examples in (("quick", 40), ("thorough", 1000)):
    settings.register_profile(
        name,
        max_examples=examples,
        deadline=None,
        derandomize=name == "quick",
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )
settings.load_profile(os.environ.get("KZ_REGISTRY_TEST_PROFILE", "quick"))

#: A file system in memory, where a test need not wait for the disk; no test cuts the power.
_MEMORY = Path("/dev/shm")  # noqa: S108  # pytest makes a folder of its own there
#: The tests leave some hundred megabytes in their folders.
_ROOM = 4 * 2**30
if _MEMORY.is_dir() and disk_usage(_MEMORY).free > _ROOM:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))
