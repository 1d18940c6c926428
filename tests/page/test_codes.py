"""The codes on the wall, of a session, of the secretary: at each second what is good, and never for another day."""

from partyday.page.codes import SESSION, TURNS_AFTER, Codes
from partyday.page.limits import Limit, Limits
from phones import Clock

KEY = b"k" * 32


def test_a_code_is_good_in_its_slice_and_the_next_and_at_no_other_time() -> None:
    clock = Clock()
    began = clock.now - clock.now % TURNS_AFTER
    for shown in (0, 7.5, TURNS_AFTER - 0.001):
        clock.now = began + shown
        codes = Codes(1, clock, KEY)
        code = codes.on_the_wall()
        good = []
        for second in range(-TURNS_AFTER, 3 * TURNS_AFTER):
            clock.now = began + second
            if codes.is_on_the_wall(code):
                good.append(second)
        assert good == list(range(2 * TURNS_AFTER))


def test_no_code_is_good_for_another_day_another_run_or_another_use() -> None:
    clock = Clock()
    codes = Codes(1, clock, KEY)
    code = codes.on_the_wall()
    for other in (Codes(2, clock, KEY), Codes(1, clock)):
        assert not other.is_on_the_wall(code)
        assert not other.is_session(codes.session())
        assert not other.is_secretary(codes.pass_of_secretary())
    assert not codes.is_secretary(code)
    until, seal = codes.session().split(".")
    assert not codes.is_session(f"{int(until, 16) + SESSION:x}.{seal}")
    assert not any(map(codes.is_session, ("", ".", until, f"{until}.", f".{seal}", f"zz.{seal}")))


def test_the_key_is_understood_as_people_type_it() -> None:
    codes = Codes(1, Clock())
    typed = codes.secretary
    assert all(map(codes.is_key, (typed, typed.lower(), typed.replace("-", ""), f" {typed.replace('-', ' ')} ")))
    assert not any(map(codes.is_key, ("", typed[:-1], typed + "A", "０" * 12)))
    assert Codes(1, Clock()).secretary != typed


def test_a_limit_comes_back_with_time_and_is_of_one_key() -> None:
    clock = Clock()
    limits, limit = Limits(clock), Limit(2, 10)
    assert [limits.spend("a", limit) for _time in range(3)] == [True, True, False]
    assert limits.is_spent("a", limit)
    assert not limits.is_spent("b", limit)
    clock.now += 5
    assert [limits.spend("a", limit) for _time in range(2)] == [True, False]
    clock.now -= 100  # a clock that is set back gives nothing and takes nothing
    assert limits.left("a", limit) == 0


def test_what_is_kept_in_mind_is_bounded() -> None:
    limits, limit = Limits(Clock()), Limit(2, 10)
    for number in range(10_050):
        limits.spend(f"name {number}", limit)
    assert limits.left("name 0", limit) == 2
    assert limits.left("name 10049", limit) == 1
