"""The pack of a site as its threads ask for it."""

import threading
from pathlib import Path

from alongside.base.once import once
from alongside.packs import load_pack
from alongside.packs.load import Pack
from alongside.people.site import SHIPPED, pack

ASK = 8


def asked_at_once(ask) -> list[Pack | Exception]:
    """What each of several threads gets that ask at the same moment."""
    ready, got = threading.Barrier(ASK), []

    def one() -> None:
        ready.wait()
        try:
            got.append(ask())
        except Exception as fault:
            got.append(fault)

    threads = [threading.Thread(target=one) for _ in range(ASK)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return got


def test_threads_that_ask_first_at_the_same_moment_get_one_pack() -> None:
    pack.cache_clear()
    got = asked_at_once(pack)
    assert [str(one) for one in got if isinstance(one, Exception)] == []
    assert {id(one) for one in got} == {id(pack())}


def test_what_could_not_be_made_is_tried_again() -> None:
    tried: list[int] = []

    @once
    def later() -> int:
        tried.append(1)
        if len(tried) < 3:
            raise OSError("not yet")
        return 7

    assert sum(isinstance(one, OSError) for one in asked_at_once(later)) == 2
    assert (later(), len(tried)) == (7, 3)


def test_packs_that_are_loaded_at_the_same_moment_do_not_disturb_one_another() -> None:
    places = [path.parent for path in SHIPPED.glob("*/pack.toml")] + [Path(__file__).parents[1] / "towns" / "millbrook"]
    packs = iter(places * ASK)
    got = asked_at_once(lambda: load_pack(next(packs)))
    assert [one for one in got if isinstance(one, Exception)] == []
