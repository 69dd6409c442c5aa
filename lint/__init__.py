"""What `make lint` holds the project's own code to, beside ruff, mypy, bandit and oxlint: `python -m lint`."""
