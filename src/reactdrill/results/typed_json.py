"""Make frozen dataclasses of JSON objects, holding every field to the type it declares."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import Field, fields, is_dataclass
from functools import partial
from operator import itemgetter
from types import NoneType, UnionType
from typing import Any, Literal, NamedTuple, TypeVar, Union, get_args, get_origin, get_type_hints

from reactdrill.drill.plan_json import plan_from_json
from reactdrill.drill.trial import Plan

T = TypeVar("T")


class LineError(ValueError):
    """A line is not what its file holds; the text says why."""


ADDED = {"added": True}
"""Metadata of a field that older files lack: it has its default then."""


class _Rule(NamedTuple):
    """What the JSON value of a field must be."""

    allowed: frozenset[type]
    convert: Callable[[Any], object] | None = None
    """Makes the field's value of the JSON value; None: they are the same."""
    may_lack: bool = False
    known: frozenset[object] | None = None
    """The values that there are; None: any of the type."""


class _Form(NamedTuple):
    """What the JSON form of a class must be."""

    rules: dict[str, _Rule]
    pick: Callable[[dict[str, Any]], tuple[Any, ...]]
    """All values of an object that has every field, in the order of the fields."""
    chosen: tuple[tuple[int, frozenset[object]], ...]
    """Places of the fields that have one of a few values, and these."""
    converted: tuple[tuple[int, Callable[[Any], object]], ...]
    """Places of the fields whose value is made of the JSON value."""
    make: Callable[[list[Any]], Any]
    """An object of the values of all fields, in their order."""
    good: set[tuple[type, ...]]
    """Types that objects had whose types were all as declared: lines of a kind have the same few again and again."""


_FORMS: dict[type[Any], _Form] = {}
_MOST_GOOD = 1000


def build(cls: type[T], data: dict[str, Any]) -> T:
    """Make a `cls` of its JSON form: every field with its declared type, and no other; only `ADDED` ones may lack.

    Raises `LineError` naming the first field that does not fit.
    """
    form = _form_of(cls)
    if data.keys() == form.rules.keys():
        values = list(form.pick(data))
        types = tuple(map(type, values))
        if types in form.good:
            made: T = _made(form, values)
            return made
    else:
        types = ()
    checked = _checked(cls, form.rules, data)
    if types and len(form.good) < _MOST_GOOD:
        form.good.add(types)
    return checked


def _made(form: _Form, values: list[Any]) -> Any:  # noqa: ANN401 - of the form's class
    """Of values whose types are right."""
    place = 0
    try:
        for place, known in form.chosen:
            if values[place] not in known and values[place] is not None:
                _known(values[place], known)
        for place, convert in form.converted:
            if values[place] is not None:
                values[place] = convert(values[place])
    except LineError as error:
        raise LineError(f"{list(form.rules)[place]}: {error}") from None
    return form.make(values)


def _checked(cls: type[T], rules: dict[str, _Rule], data: dict[str, Any]) -> T:
    """Field by field, so that the first that does not fit is named."""
    if data.keys() != rules.keys() and (problem := _difference(data, rules)):
        raise LineError(problem)
    values = {}
    for name, rule in rules.items():
        if rule.may_lack and name not in data:
            continue
        value = data[name]
        if type(value) not in rule.allowed or rule.convert is not None:
            value = _named(name, rule, value)
        values[name] = value
    return cls(**values)


def _difference(data: dict[str, Any], rules: dict[str, _Rule]) -> str:
    missing = [name for name, rule in rules.items() if name not in data and not rule.may_lack]
    if missing:
        return f"{', '.join(missing)} missing"
    extra = sorted(data.keys() - rules.keys())
    return "" if not extra else f"unknown {', '.join(extra)}: written by another version of reactdrill"


def _named(name: str, rule: _Rule, value: object) -> object:
    try:
        return _converted(rule, value)
    except LineError as error:
        raise LineError(f"{name}: {error}") from None


def _converted(rule: _Rule, value: object) -> object:
    if type(value) not in rule.allowed:
        wanted = " or ".join(sorted(_WORDS.get(each, each.__name__) for each in rule.allowed))
        raise LineError(f"{value!r} is not {wanted}")
    return value if value is None or rule.convert is None else rule.convert(value)


_WORDS = {
    int: "a whole number",
    float: "a number",
    str: "text",
    bool: "true or false",
    list: "a list",
    dict: "a table",
    NoneType: "null",
}


def _form_of(cls: type[Any]) -> _Form:
    form = _FORMS.get(cls)
    if form is None:
        hints = get_type_hints(cls)
        rules = {each.name: _rule_of_field(each, hints[each.name]) for each in fields(cls)}
        placed = list(enumerate(rules.values()))
        chosen = [(place, rule.known) for place, rule in placed if rule.known is not None]
        converted = [
            (place, rule.convert) for place, rule in placed if rule.convert is not None and rule.known is None
        ]
        form = _FORMS[cls] = _Form(
            rules, _picker(tuple(rules)), tuple(chosen), tuple(converted), _maker(cls, tuple(rules)), set()
        )
    return form


def _maker(cls: type[Any], names: tuple[str, ...]) -> Callable[[list[Any]], Any]:
    """Makes objects of a class.

    A frozen class looks at each field for being frozen, which takes most of the time of reading a journal. So an object
    of a thawed twin is filled, by a function that is written as `dataclasses` writes its own, and then frozen.
    """
    if "__slots__" not in cls.__dict__ or hasattr(cls, "__post_init__") or len(names) < 2:
        return lambda values: cls(**dict(zip(names, values, strict=True)))
    thaw = {"__slots__": (), "__setattr__": object.__setattr__, "__delattr__": object.__delattr__}
    scope: dict[str, Any] = {"new": object.__new__, "twin": type(cls.__name__, (cls,), thaw), "cls": cls}
    filled = ", ".join(f"made.{name}" for name in names)
    exec(  # noqa: S102 - the names are those of a class of ours
        f"def make(values):\n made = new(twin)\n {filled} = values\n made.__class__ = cls\n return made",
        scope,
    )
    made: Callable[[list[Any]], Any] = scope["make"]
    return made


def _picker(names: tuple[str, ...]) -> Callable[[dict[str, Any]], tuple[Any, ...]]:
    if len(names) > 1:
        return itemgetter(*names)
    return lambda data: tuple(data[name] for name in names)


def _rule_of_field(each: Field[Any], hint: object) -> _Rule:
    return _rule(hint)._replace(may_lack=bool(each.metadata.get("added")))


def _rule(hint: object) -> _Rule:
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _rule_of_union(args)
    if origin is Literal:
        known = frozenset(args)
        return _Rule(frozenset(map(type, args)), lambda value: _known(value, known), known=known)
    if origin is tuple:
        return _Rule(frozenset({list}), _of_list(_rule(args[0])))
    if origin is not None:  # a mapping
        return _Rule(frozenset({dict}))
    if hint is Plan:
        return _Rule(frozenset({dict}), _plan)
    assert isinstance(hint, type)
    if is_dataclass(hint):
        return _Rule(frozenset({dict}), partial(build, hint))
    return _Rule(frozenset({float, int} if hint is float else {hint}))


def _of_list(rule: _Rule) -> Callable[[list[Any]], tuple[Any, ...]]:
    allowed, convert = rule.allowed, rule.convert

    def converted(values: list[Any]) -> tuple[Any, ...]:
        if allowed.issuperset(map(type, values)):
            return tuple(
                values
                if convert is None
                else [value if value is None else convert(value) for value in values]
            )
        return tuple([_converted(rule, one) for one in values])

    return converted


def _rule_of_union(args: tuple[Any, ...]) -> _Rule:
    """`X | None`, or several plain types."""
    rules = [_rule(each) for each in args if each is not NoneType]
    allowed = frozenset[type]().union(*(rule.allowed for rule in rules))
    only = rules[0] if len(rules) == 1 else None
    return _Rule(
        allowed | {NoneType} if NoneType in args else allowed,
        None if only is None else only.convert,
        known=None if only is None else only.known,
    )


def _known(value: object, known: Collection[object]) -> object:
    if value not in known:
        raise LineError(f"{value!r} is none of {', '.join(sorted(map(str, known)))}")
    return value


def _plan(data: dict[str, Any]) -> Plan:
    try:
        return plan_from_json(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise LineError(f"not a plan of this format ({error!r})") from error
