"""How many examples of each property are tried: of 100 it is 40, while writing 17 (`make quick`), at night all 100.

The number is hypothesis's own, taken from its profile: `pytest --hypothesis-profile=long` (`make long`), or `full` for
ten times as many. `examples` is of the long one.
"""

from hypothesis import Phase, settings

# How long an example takes says more of the machine than of the program.
settings.register_profile("tests", deadline=None, max_examples=40)
settings.register_profile("long", deadline=None, max_examples=100)
settings.register_profile("quick", deadline=None, max_examples=17)
settings.register_profile("full", deadline=None, max_examples=1000)
# A change need only be noticed: the failure is not made smaller, and none is kept for another change.
settings.register_profile(
    "mutants", deadline=None, max_examples=17, database=None, phases=(Phase.explicit, Phase.generate)
)


def examples(number: int) -> int:
    """As many of `number` examples as the profile wants: of 60 it is 24, in the quick one 10, in the long one 60."""
    return max(1, number * settings().max_examples // 100)
