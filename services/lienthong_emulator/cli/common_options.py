"""Options that commands share."""

from collections.abc import Callable
from dataclasses import MISSING, fields
from inspect import Parameter, Signature, signature
from typing import Annotated, Any

import typer

from lienthong_emulator.cli.options import ARGUMENT, NewWorld, kind_and_help, option_name
from lienthong_emulator.cli.target import USUAL_ADDRESS

TargetOption = Annotated[
    str,
    typer.Option(
        "--target",
        envvar="LIENTHONG_TARGET",
        metavar="HOST:PORT",
        help="A running emulator; where it is split, justice=HOST:PORT,control=HOST:PORT and so on.",
    ),
]
WorldOption = Annotated[
    str, typer.Option("--world", envvar="LIENTHONG_WORLD", metavar="NAME", help="The world. Else `default`.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]

NEW = "new"


def with_new_world(command: Callable[..., None]) -> Callable[..., None]:
    """A command whose parameter `new` is a `NewWorld`, typed as the options of one."""
    declared = signature(command, eval_str=True)
    own = [parameter for parameter in declared.parameters.values() if parameter.name != NEW]

    def typed(**given: Any) -> None:
        new = NewWorld(**{option.name: given.pop(option.name) for option in fields(NewWorld)})
        command(**given, new=new)

    typed.__doc__, typed.__name__ = command.__doc__, command.__name__
    options = [parameter_of(option) for option in fields(NewWorld)]
    parameters = [parameter.replace(kind=Parameter.KEYWORD_ONLY) for parameter in own]
    vars(typed)["__signature__"] = Signature([*parameters, *options])
    return typed


def parameter_of(option: Any) -> Parameter:
    """A field of options as a parameter that Typer understands."""
    kind, text = kind_and_help(option)
    default: Any = Parameter.empty if option.default is MISSING else option.default
    if option.default_factory is not MISSING:
        default = option.default_factory()
    annotation = Annotated[kind, _info(option, text)]
    return Parameter(option.name, Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _info(option: Any, text: str) -> Any:
    if option.name == ARGUMENT:
        return typer.Argument(help=text, metavar="AGENCY...")
    return typer.Option(option_name(option), help=text)


__all__ = ["USUAL_ADDRESS", "JsonOption", "TargetOption", "WorldOption", "parameter_of", "with_new_world"]
