"""
Settings of all tests: the fixtures of `support`, and the number of examples of a property.
"""

import os

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
