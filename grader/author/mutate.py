"""Small plausible mistakes, made in a reference by rule: what a check must be able to catch.

Each rule changes one place of the syntax tree: an operator, a constant, an axis, a sign, a dropped term,
swapped arguments, another reduction or elementwise function, a comparison, a dropped statement.
"""

import ast
import copy
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

OPERATORS: dict[type[ast.operator], list[type[ast.operator]]] = {
    ast.Add: [ast.Sub],
    ast.Sub: [ast.Add],
    ast.Mult: [ast.Div, ast.Add],
    ast.Div: [ast.Mult],
    ast.Pow: [ast.Mult],
    ast.MatMult: [ast.Mult],
    ast.Mod: [ast.Mult],
    ast.FloorDiv: [ast.Div],
    ast.BitAnd: [ast.BitOr],
    ast.BitOr: [ast.BitAnd],
}
COMPARISONS: dict[type[ast.cmpop], list[type[ast.cmpop]]] = {
    ast.Lt: [ast.LtE, ast.Gt],
    ast.LtE: [ast.Lt, ast.Gt],
    ast.Gt: [ast.GtE, ast.Lt],
    ast.GtE: [ast.Gt, ast.Lt],
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq],
}
NAMES = {
    "maximum": ["minimum"],
    "minimum": ["maximum"],
    "max": ["min", "sum"],
    "min": ["max"],
    "sum": ["mean", "max"],
    "mean": ["sum", "max"],
    "std": ["var"],
    "var": ["std"],
    "exp": ["expm1", "exp2"],
    "expm1": ["exp"],
    "log": ["log1p", "log2"],
    "log1p": ["log"],
    "sqrt": ["abs"],
    "abs": ["negative"],
    "sin": ["cos"],
    "cos": ["sin"],
    "tanh": ["sinh", "arctan"],
    "any": ["all"],
    "all": ["any"],
    "prod": ["sum"],
    "eye": ["tri"],
    "zeros_like": ["ones_like"],
    "ones_like": ["zeros_like"],
    "zeros": ["ones"],
    "argmax": ["argmin"],
    "argsort": ["sort"],
    "sign": ["abs"],
}


@dataclass(frozen=True)
class Mutant:
    """One changed copy of a module, and what was changed."""

    line: int
    change: str
    tree: ast.Module

    def build(self, name: str, module: str) -> Any:
        """The mutant of the function or class `name`."""
        scope: dict[str, Any] = {"__name__": module}
        exec(compile(ast.fix_missing_locations(self.tree), f"<mutant of {module}>", "exec"), scope)
        return scope[name]


def mutants(source: str, name: str) -> Iterator[Mutant]:
    """Every mutant of the definition `name` in the module text `source`."""
    seen = {ast.dump(_definition(ast.parse(source), name))}
    for k, original in enumerate(list(_places(ast.parse(source), name))):
        count = sum(1 for _ in _changes(original))
        before = ast.unparse(original)[:60] if count else ""
        for variant in range(count):
            tree = ast.parse(source)  # anew, because a change is made in place
            node = next(itertools.islice(_places(tree, name), k, None))
            text, apply = list(_changes(node))[variant]
            apply()
            if (dump := ast.dump(_definition(tree, name))) not in seen:
                seen.add(dump)
                yield Mutant(getattr(original, "lineno", 0), f"{before}  →  {text}", tree)


def _definition(tree: ast.Module, name: str) -> ast.stmt:
    (top,) = (n for n in tree.body if getattr(n, "name", None) == name)
    return top


def _places(tree: ast.Module, name: str) -> Iterator[ast.AST]:
    """The nodes of a definition that may change: not its docstrings and annotations."""
    top = _definition(tree, name)

    def walk(node: ast.AST) -> Iterator[ast.AST]:
        yield node
        for field, value in ast.iter_fields(node):
            if field in ("annotation", "returns", "decorator_list"):
                continue
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST) and not _docstring(child):
                    yield from walk(child)

    yield from walk(top)


def _docstring(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


Edit = tuple[str, Callable[[], None]]


def _changes(node: ast.AST) -> Iterator[Edit]:
    """What can be done to a node: a short text and the deed."""
    match node:
        case ast.BinOp():
            for other in OPERATORS.get(type(node.op), []):
                yield f"{other.__name__} instead", _setter(node, "op", other())
            if isinstance(node.op, ast.Add | ast.Sub):
                yield "second term dropped", _becomes(node, node.left)
            if isinstance(node.op, ast.Mult | ast.Div):
                yield "second factor dropped", _becomes(node, node.left)
        case ast.AugAssign():
            for other in OPERATORS.get(type(node.op), []):
                yield f"{other.__name__} instead", _setter(node, "op", other())
            yield "plain assignment", _plain_assignment(node)
        case ast.Compare(ops=[op]):
            for swap in COMPARISONS.get(type(op), []):
                yield f"{swap.__name__} instead", _setter(node, "ops", [swap()])
        case ast.UnaryOp(op=ast.USub() | ast.Invert() | ast.Not()):
            yield "without the sign", _becomes(node, node.operand)
        case ast.Constant(value=bool(v)):
            yield repr(not v), _setter(node, "value", not v)
        case ast.Constant(value=int(v)):
            for n in {v + 1, v - 1, -v} - {v}:
                yield repr(n), _setter(node, "value", n)
        case ast.Constant(value=float(v)):
            for x in {v * 2, v + 1.0, -v} - {v}:
                yield repr(x), _setter(node, "value", x)
        case ast.Attribute(attr=attr) | ast.Name(id=attr) if attr in NAMES:
            field = "attr" if isinstance(node, ast.Attribute) else "id"
            for other_name in NAMES[attr]:
                yield other_name, _setter(node, field, other_name)
        case ast.Call():
            if len(node.args) >= 2:
                swapped = [node.args[1], node.args[0], *node.args[2:]]
                yield "first two arguments swapped", _setter(node, "args", swapped)
            for k, keyword in enumerate(node.keywords):
                rest = node.keywords[:k] + node.keywords[k + 1 :]
                yield f"without {keyword.arg}", _setter(node, "keywords", rest)
            if isinstance(node.func, ast.Attribute) and node.func.attr == "copy":
                yield "not copied", _becomes(node, node.func.value)
        case ast.Attribute(attr="T"):
            yield "not transposed", _becomes(node, node.value)
        case ast.If() | ast.IfExp():
            yield "condition negated", _setter(node, "test", ast.UnaryOp(ast.Not(), node.test))
        case ast.FunctionDef():
            for k, statement in enumerate(node.body):
                if isinstance(statement, ast.Assign | ast.AugAssign | ast.Expr) and not _docstring(statement):
                    rest_of = node.body[:k] + node.body[k + 1 :]
                    yield f"line {statement.lineno} dropped", _setter(node, "body", rest_of)


def _setter(node: ast.AST, field: str, value: Any) -> Callable[[], None]:
    return lambda: setattr(node, field, value)


def _becomes(node: ast.AST, other: ast.AST) -> Callable[[], None]:
    """Turn a node into another in place, so that its parent need not be known."""

    def apply() -> None:
        copied = copy.deepcopy(other)
        node.__class__ = copied.__class__
        node.__dict__.clear()
        node.__dict__.update(copied.__dict__)

    return apply


def _plain_assignment(node: ast.AugAssign) -> Callable[[], None]:
    return _becomes(node, ast.Assign([node.target], node.value, lineno=node.lineno))
