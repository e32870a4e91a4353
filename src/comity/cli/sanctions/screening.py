"""`comity sanctions screen`: one name, or a file of names, against everything listed."""

import argparse


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", output: argparse.ArgumentParser
) -> None:
    """Add the commands of this file."""
