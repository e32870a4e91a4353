"""Every example in a docstring is true."""

import doctest
import importlib
import pkgutil

import comity


def test_the_examples_of_every_module_hold() -> None:
    modules = pkgutil.walk_packages(comity.__path__, "comity.")
    names = [module.name for module in modules if not module.name.endswith("__main__")]

    results = {name: doctest.testmod(importlib.import_module(name)) for name in names}

    assert sum(result.attempted for result in results.values()) > 30
    assert [name for name, result in results.items() if result.failed] == []
