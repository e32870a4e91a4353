"""What holds of every comparison, whatever is compared."""

import datetime as dt

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.entities.profiles import Profiles
from comity.entities.rarity import NameRarity
from comity.entities.resolve import resolve
from comity.entities.score import explain, score_pairs
from comity.entities.screen import Index
from comity.entities.scripts import script_of
from comity.entities.subject import Identifier, Kind, Name, Subject, When

few = settings(max_examples=30, deadline=None)

GIVEN = ["Oleg", "Andrey", "Андрей", "Kum Chol", "アンドレイ", "Ri", "MARIA", "Testprom"]
FAMILY = ["Nightjarov", "Doronin", "Доронин", "KIM", "ドローニン", "Petrovich", "LLC", "103"]
NUMBERS = [("imo", "9074729"), ("imo", "9562233"), ("inn", "7700001235"), ("passport", "AB123456")]

words = st.sampled_from(GIVEN + FAMILY) | st.text("abcdefgikmnorst", min_size=3, max_size=9)
texts = st.lists(words, min_size=1, max_size=4).map(" ".join)
names = texts.map(lambda text: Name(text, script_of(text)))
days = st.dates(dt.date(1940, 1, 1), dt.date(1990, 1, 1)).map(
    lambda day: When.day(day.year, day.month, day.day)
)
subjects = st.builds(
    Subject,
    kind=st.sampled_from(Kind),
    names=st.lists(names, min_size=1, max_size=3).map(tuple),
    birth_dates=st.lists(days | st.integers(1940, 1990).map(When.year), max_size=2).map(tuple),
    countries=st.lists(st.sampled_from(["ru", "kp", "cn", "ua"]), max_size=2).map(tuple),
    identifiers=st.lists(
        st.sampled_from(NUMBERS).map(lambda row: Identifier(*row)), max_size=2
    ).map(tuple),
    gender=st.sampled_from(["", "male", "female"]),
)
ships = st.builds(
    Subject,
    kind=st.just(Kind.VESSEL),
    names=st.sampled_from(["MARIA", "STELLA"]).map(lambda name: (Name(name, "Latn"),)),
    identifiers=st.sampled_from(["", "9074729", "9562233"]).map(
        lambda imo: (Identifier("imo", imo),) if imo else ()
    ),
)
LISTS = ["uk", "us-ofac", "eu-oj"]


@few
@given(one=subjects, other=subjects)
def test_a_score_has_no_direction(one: Subject, other: Subject) -> None:
    assert explain(one, other).points == explain(other, one).points


@few
@given(one=subjects, other=subjects)
def test_a_score_is_the_sum_of_its_reasons(one: Subject, other: Subject) -> None:
    found = explain(one, other)

    assert found.points == sum(reason.points for reason in found.reasons)


@few
@given(held=st.lists(subjects, min_size=2, max_size=5))
def test_a_pair_scores_the_same_alone_and_among_others(held: list[Subject]) -> None:
    profiles = Profiles.of(held)
    left, right = (side.astype(np.int64) for side in np.triu_indices(len(held), 1))

    said = NameRarity.known().column(profiles.words)

    points = score_pairs(profiles, profiles, left, right, (said, said)).points

    assert points.tolist() == [
        explain(held[a], held[b]).points for a, b in zip(left.tolist(), right.tolist(), strict=True)
    ]


@few
@given(
    held=st.lists(st.tuples(subjects | ships, st.sampled_from(LISTS)), max_size=8), data=st.data()
)
def test_the_order_of_the_subjects_changes_no_cluster(
    held: list[tuple[Subject, str]], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(held))))

    straight = resolve([s for s, _ in held], [source for _, source in held]).cluster_of.tolist()
    turned = resolve([held[n][0] for n in order], [held[n][1] for n in order]).cluster_of.tolist()

    places = {place: n for n, place in enumerate(order)}
    assert together(straight) == together([turned[places[n]] for n in range(len(held))])


def together(cluster_of: list[int]) -> set[tuple[int, int]]:
    return {
        (a, b) for a in range(len(cluster_of)) for b in range(a) if cluster_of[a] == cluster_of[b]
    }


@few
@given(held=st.lists(st.tuples(ships, st.sampled_from(LISTS)), min_size=2, max_size=10))
def test_ships_of_different_imo_numbers_never_share_a_cluster(
    held: list[tuple[Subject, str]],
) -> None:
    cluster_of = resolve([ship for ship, _ in held], [source for _, source in held]).cluster_of

    for cluster in set(cluster_of.tolist()):
        members = [ship for (ship, _), own in zip(held, cluster_of, strict=True) if own == cluster]
        assert len({number.value for ship in members for number in ship.identifiers}) <= 1


@few
@given(held=st.lists(ships, min_size=1, max_size=6), name=st.text("abdegiklmnorst", min_size=5))
def test_who_is_indexed_is_found_by_his_own_name(held: list[Subject], name: str) -> None:
    listed = Subject(kind=Kind.VESSEL, names=(Name(name, "Latn"),))
    index = Index.of([*held, listed])

    hits = index.query(listed)

    assert len(held) in [hit.position for hit in hits]
