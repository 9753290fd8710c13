"""What every test gets."""

pytest_plugins = ["valkey_server"]
