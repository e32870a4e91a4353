"""Only a request that names this machine is answered."""

import pytest

from comity.web.guard import is_loopback


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8600", "LocalHost:1", "127.0.0.1:80", "127.9.9.9", "[::1]:5"]
)
def test_loopback_names_and_addresses_are_this_machine(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "comity.example",
        "localhost.example",
        "127.0.0.1.example:80",
        "192.168.0.1",
        "10.0.0.7",
        "[::2]",
        "127.0.0.1:80:80",
        "2130706433",
        "evil.example#@127.0.0.1",
    ],
)
def test_any_other_host_is_not(host: str) -> None:
    assert not is_loopback(host)
