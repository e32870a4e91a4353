"""Only a request that names this machine is answered."""

import pytest

from comity.web.guard import CrossSiteError, is_loopback, need_same_site

HOST = {"host": "localhost:8600"}


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


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("dest", ["image", "empty", "iframe", "object", "script", ""])
def test_a_page_of_another_site_fetches_and_embeds_nothing_of_ours(site: str, dest: str) -> None:
    """An image of a partner's page could else let count a silence procedure as seen here (R8)."""
    headers = {**HOST, "sec-fetch-site": site, "sec-fetch-mode": "no-cors", "sec-fetch-dest": dest}

    with pytest.raises(CrossSiteError):
        need_same_site("GET", headers)


def test_a_link_on_another_page_leads_somebody_here() -> None:
    need_same_site("GET", {**HOST, "sec-fetch-site": "cross-site", "sec-fetch-dest": "document"})
    need_same_site("GET", {**HOST, "sec-fetch-site": "none", "sec-fetch-dest": "document"})
    need_same_site("GET", {**HOST, "sec-fetch-site": "same-origin", "sec-fetch-dest": "empty"})


@pytest.mark.parametrize("origin", ["null", "http://[", "http://localhost:8601", "http://evil"])
def test_nothing_is_taken_from_an_origin_that_is_not_this_server(origin: str) -> None:
    with pytest.raises(CrossSiteError):
        need_same_site("POST", {**HOST, "origin": origin})
