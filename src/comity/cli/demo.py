"""`comity demo`."""

import argparse


def add_command(systems: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
