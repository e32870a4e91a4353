"""`comity sanctions fetch`: official lists from their authorities, or from files at hand."""

import argparse


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", output: argparse.ArgumentParser
) -> None:
    """Add the commands of this file."""
