"""`python -m frirum` is the same program as `frirum`."""

from frirum.cli.main import main

main()
