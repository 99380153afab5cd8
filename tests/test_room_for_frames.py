"""A request's frames stand in one piece of memory, however deep it goes."""

import resource

from dueregard.config.stack import with_room_for_frames

DEPTHS, TURNS = range(60, 200), 2000
MOST_PAGES = 1000  # at one depth of them each turn would cost one or more


def pages_asked_for() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt


def leaf(a, b, c, d, e, f, g, h):
    return a


def deep(left: int, *, turns: int) -> int:
    if left:
        return deep(left - 1, turns=turns)
    return sum(leaf(1, 2, 3, 4, 5, 6, 7, 8) for _ in range(turns))


def at_every_depth(environ, start_response) -> list[int]:
    return [deep(depth, turns=TURNS) for depth in environ["depths"]]


def test_no_depth_of_a_request_asks_the_system_for_memory_at_each_turn():
    application = with_room_for_frames(at_every_depth)
    application({"depths": DEPTHS}, None)
    before = pages_asked_for()
    assert application({"depths": DEPTHS}, None) == [TURNS] * len(DEPTHS)
    assert pages_asked_for() - before < MOST_PAGES


def test_the_answer_is_that_of_the_application():
    def application(environ, start_response):
        start_response("200 OK", [])
        return [environ["word"]]

    started = []
    roomy = with_room_for_frames(application)
    answer = roomy({"word": b"hello"}, lambda status, _: started.append(status))
    assert (started, answer) == (["200 OK"], [b"hello"])
