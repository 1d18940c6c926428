"""How many examples of each property are tried: of 100 it is 25, while writing 12 (`make quick`), at night all 100.

The number is hypothesis's own, taken from its profile: `pytest --hypothesis-profile=long` (`make long`), or `full` for
ten times as many. `examples` is of the long one.
"""

from hypothesis import Phase, settings

#: With so many examples, tests run too that are marked `long`: more of what an ordinary one tries.
LONG = 100

# How long an example takes says more of the machine than of the program.
settings.register_profile("tests", deadline=None, max_examples=25)
settings.register_profile("long", deadline=None, max_examples=LONG)
settings.register_profile("quick", deadline=None, max_examples=12)
settings.register_profile("full", deadline=None, max_examples=1000)
# A change need only be noticed: the failure is not made smaller, and none is kept for another change.
settings.register_profile(
    "mutants", deadline=None, max_examples=17, database=None, phases=(Phase.explicit, Phase.generate)
)


def examples(number: int) -> int:
    """As many of `number` examples as the profile wants: of 60 it is 15, in the quick one 7, in the long one 60."""
    return max(1, number * settings().max_examples // 100)
