"""Numbers that are shown in part: enough to tell one from another, not enough to use it. Pure."""

#: The fields of a member that are shown so.
MASKED = ("phone", "id_number")
_SHORT = 6


def masked(number: str) -> str:
    """A telephone or ID number as it is shown: three characters at its begin, two at its end."""
    if len(number) <= _SHORT:
        return "*" * len(number)
    return number[:3] + "*" * (len(number) - 5) + number[-2:]
