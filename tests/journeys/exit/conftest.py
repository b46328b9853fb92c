import pytest


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    # After the settings, which the tests' own ground sets up in the same hook.
    config.pluginmanager.import_plugin("tests.journeys.exit.stage")
