"""Values of a policy as they are shown: a line for people, plain values for scripts; and how two policies differ."""

from datetime import date
from typing import Any, NamedTuple

from partyday.i18n import _, listed
from partyday.model.period import Term
from partyday.rules.parameters import PARAMETERS, Parameter
from partyday.rules.policy import told
from partyday.rules.policy.reader import Dated, Policy
from partyday.rules.stages import Stage
from partyday.rules.values import Deadline, LeastAttendance, Length, Often, Remit, Within


def as_text(parameter: Parameter[Any], value: Any) -> str:
    """A value of a policy in one line, in the words of the screen; numbers, codes and names as its file writes them."""
    return parameter.told(value) if parameter.told else _text(value)


def _text(value: Any) -> str:
    match value:
        case None:
            return _("none")
        case dict():
            return listed(f"{code} {_text(name)}" for code, name in value.items())
        case Length():
            return told.hours(value)
        case Often():
            return told.often(value)
        case LeastAttendance():
            return told.attendance(value)
        case Deadline():
            return told.deadline(value)
        case Remit():
            return told.remit(value)
        case Within():
            return told.within(value)
        case Stage():
            return told.stage(value)
        case Term():
            return f"{value} {value.start}..{value.end}"
        case tuple() if type(value) is tuple:
            return listed(map(_text, value))
        case bool():
            return str(value).lower()
    return str(value)


def as_json(value: Any) -> Any:
    """A value of a policy for scripts: as its type gives it, or as its text where that says more."""
    match value:
        case Within() | LeastAttendance() | Remit():
            return str(value)
        case Length():
            return value.number
        case Often():
            return str(value.every) if value.times == 1 else {"every": str(value.every), "times": value.times}
        case dict():
            return {code: as_json(each) for code, each in value.items()}
        case (Stage(), *_):
            return [{name: part for name, part in stage._asdict().items() if part != ""} for stage in value]
        case (Term(), *_):
            return {str(term): [term.start, term.end] for term in value}
    return value


class PolicyDifference(NamedTuple):
    """A parameter that two policies do not say the same of on a day; None where one is silent."""

    parameter: Parameter[Any]
    one: Dated[Any] | None
    other: Dated[Any] | None


def differences(one: Policy, other: Policy, on: date) -> list[PolicyDifference]:
    """Where two policies differ on a day, in the order of the parameters. A clause alone makes no difference."""
    found = []
    for parameter in PARAMETERS.values():
        first, second = (_told(policy, parameter, on) for policy in (one, other))
        if first.value != second.value if first and second else first is not second:
            found.append(PolicyDifference(parameter, first, second))
    return found


def _told(policy: Policy, parameter: Parameter[Any], on: date) -> Dated[Any] | None:
    return None if policy.depth(parameter, on) is None else policy.at(parameter, on)
