"""The changes of a mutation run: what one place of a module may become, and a function as it is after it.

`tools/mutants.py` runs them. Nothing here runs a test or imports the program.
"""

import ast
import copy
import types
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "partyday"
#: The name under which a probe finds where it says that it was reached.
REACHED = "__reached__"


class Mutant(NamedTuple):
    """A change: in which file and function, and of what it makes what.

    `line` and `statement` are the lines of the place and of the statement around it. `at` is the place, `which` the one
    of its changes; `number` tells changes that read alike from one another.
    """

    path: str
    function: str
    line: int
    statement: int
    before: str
    after: str
    at: int
    which: int
    number: int

    @property
    def place(self) -> str:
        """How the change is named: it stays the same while the function does."""
        again = f" ({self.number})" if self.number > 1 else ""
        return f"{self.path}::{self.function}: {self.before} → {self.after}{again}"


COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
RECKONED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
CALLED = {"min": "max", "max": "min", "any": "all", "all": "any"}


def changed(node: ast.AST) -> Iterator[ast.AST]:
    """What one node may become, each a change of one place."""
    match node:
        case ast.Compare(ops=ops):
            for nth, operator in enumerate(ops):
                other: Any = copy.deepcopy(node)
                other.ops[nth] = COMPARED[type(operator)]()
                yield other
        case ast.BoolOp(values=values):
            for nth in range(len(values)):
                rest = [copy.deepcopy(value) for place, value in enumerate(values) if place != nth]
                yield rest[0] if len(rest) == 1 else ast.BoolOp(copy.deepcopy(node.op), rest)
            yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), copy.deepcopy(values))
        case ast.UnaryOp(op=ast.Not()):
            yield copy.deepcopy(node.operand)
        case ast.BinOp(op=operator) if type(operator) in RECKONED and not _is_text(node):
            other = copy.deepcopy(node)
            other.op = RECKONED[type(operator)]()
            yield other
        case ast.AugAssign(op=operator) if type(operator) in RECKONED:
            other = copy.deepcopy(node)
            other.op = RECKONED[type(operator)]()
            yield other
        case ast.Constant(value=bool() as truth):
            yield ast.Constant(not truth)
        case ast.Constant(value=int() as number):
            yield ast.Constant(number + 1)
            yield ast.Constant(number - 1)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=1)):
            yield ast.Constant(0)
        case ast.Call(func=ast.Name(id=name)) if name in CALLED:
            other = copy.deepcopy(node)
            other.func = ast.Name(CALLED[name], ast.Load())
            yield other
        case ast.IfExp():
            yield copy.deepcopy(node.body)
            yield copy.deepcopy(node.orelse)
        case ast.comprehension(ifs=ifs) if ifs:
            for nth in range(len(ifs)):
                other = copy.deepcopy(node)
                del other.ifs[nth]
                yield other
        case ast.Continue():
            yield ast.Break()


def _is_text(node: ast.BinOp) -> bool:
    """Whether texts or lists are put together: taking one from the other is no change but an error."""
    return any(isinstance(side, (ast.JoinedStr, ast.List, ast.Tuple)) for side in (node.left, node.right)) or any(
        isinstance(side, ast.Constant) and isinstance(side.value, str) for side in (node.left, node.right)
    )


def functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every function at the top of a module and every method, by its qualified name."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef):
                    yield f"{node.name}.{inner.name}", inner


class Place(NamedTuple):
    """Where a node stands: its parent, the field and where in a list; `statement` is the line of the statement."""

    parent: ast.AST
    field: str
    nth: int | None
    statement: int

    @property
    def node(self) -> ast.AST:
        """What stands there."""
        value: Any = getattr(self.parent, self.field)
        found: ast.AST = value if self.nth is None else value[self.nth]
        return found

    def put(self, other: ast.AST) -> None:
        """Let another node stand there."""
        if self.nth is None:
            setattr(self.parent, self.field, other)
        else:
            getattr(self.parent, self.field)[self.nth] = other


def places(function: ast.FunctionDef) -> Iterator[Place]:
    """Every place of a body, and of the defaults, where a node stands. No annotations."""
    begins = function.body[0].lineno
    left: list[tuple[ast.AST, int]] = [*((each, each.lineno) for each in function.body), (function.args, begins)]
    while left:
        parent, statement = left.pop(0)
        for name, value in ast.iter_fields(parent):
            if name in ("annotation", "returns", "decorator_list", "type_comment"):
                continue
            for nth, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
                if isinstance(child, ast.AST):
                    line = child.lineno if isinstance(child, ast.stmt) else statement
                    yield Place(parent, name, nth, line)
                    left.append((child, line))


def mutants(path: Path, source: Path = SOURCE) -> Iterator[Mutant]:
    """Every change of a module; of several that read alike in one function each has its number."""
    where = path.relative_to(source).as_posix()
    for name, function in functions(ast.parse(path.read_text("utf-8"))):
        alike: Counter[tuple[str, str]] = Counter()
        for at, place in enumerate(places(function)):
            node = place.node
            for which, other in enumerate(changed(node)):
                before, after = ast.unparse(node), ast.unparse(other)
                alike[before, after] += 1
                line = getattr(node, "lineno", place.statement)
                yield Mutant(where, name, line, place.statement, before, after, at, which, alike[before, after])


def function_with(mutant: Mutant, namespace: Mapping[str, Any], source: Path = SOURCE) -> types.FunctionType:
    """The function of a module as it is after a change; `namespace` is the module's."""
    path = source / mutant.path
    [function] = [found for name, found in functions(ast.parse(path.read_text("utf-8"))) if name == mutant.function]
    as_it_is = compiled(copy.deepcopy(function), path, namespace, mutant.function)
    place = list(places(function))[mutant.at]
    place.put(list(changed(place.node))[mutant.which])
    # What was made already keeps its variables from around it: the new code asks for the same ones.
    needed = {code.co_name: code.co_freevars for code in codes_within(as_it_is.__code__)}
    for node in [each for each in ast.walk(function) if isinstance(each, ast.FunctionDef) and each is not function]:
        names = [ast.Expr(ast.Name(name, ast.Load())) for name in needed.get(node.name, ())]
        if names:
            node.body.insert(0, ast.If(ast.Constant(False), list(names), []))
    return compiled(function, path, namespace, mutant.function)


def codes_within(code: types.CodeType) -> list[types.CodeType]:
    """The code of the functions within a function, in their order."""
    inner = [constant for constant in code.co_consts if isinstance(constant, types.CodeType)]
    return [each for one in inner for each in (one, *codes_within(one))]


def function_with_probes(
    function: ast.FunctionDef, path: Path, namespace: Mapping[str, Any], name: str
) -> types.FunctionType:
    """The function, which tells under `REACHED` each line at which a statement begins when it comes there."""
    for node in [each for each in ast.walk(function) if not isinstance(each, ast.ClassDef)]:
        for field in ("body", "orelse", "finalbody"):
            block = getattr(node, field, None)
            if isinstance(block, list):
                told = [ast.parse(f"{REACHED}({f'{path}:{each.lineno}'!r})").body[0] for each in block]
                setattr(node, field, [each for both in zip(told, block, strict=True) for each in both])
    return compiled(function, path, namespace, name)


def compiled(function: ast.FunctionDef, path: Path, namespace: Mapping[str, Any], name: str) -> types.FunctionType:
    """A function made of its tree, without decorators and annotations; a method is made in a class, where it has a
    `super()`.
    """
    function.decorator_list, function.returns = [], None
    arguments = function.args
    for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg):
        if each:
            each.annotation = None
    around = ast.ClassDef("around", [], [], [function], [])
    module = ast.fix_missing_locations(ast.Module([around if "." in name else function], []))
    found = dict(namespace)
    exec(compile(module, str(path), "exec"), found)
    made: types.FunctionType = vars(found["around"])[function.name] if "." in name else found[function.name]
    return getattr(made, "__func__", made)
