"""
Values as fields of pydantic models and of FastAPI: taken from plain data, and served as such.

Pydantic asks a class for its schema by two class methods. They are attached here, to the classes of the
domain, which knows no framework. Nothing of pydantic is imported until pydantic asks.
"""

from typing import TYPE_CHECKING, Any, Final

from attrs import evolve

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.errors import Fault, InvalidValue
from kz_social_registry.base.law import LANGUAGES
from kz_social_registry.base.text import pattern
from kz_social_registry.base.vocabulary import offered
from kz_social_registry.domain.publication import Publication, PublicEntry
from kz_social_registry.domain.row import Withheld
from kz_social_registry.domain.search import Facets
from kz_social_registry.domain.standing import Standing
from kz_social_registry.domain.values.identifiers import Bin, Iin
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.serialization.codec import from_plain, to_plain
from kz_social_registry.serialization.scalars import Plain

if TYPE_CHECKING:
    from pydantic_core import InitErrorDetails
    from pydantic_core.core_schema import CoreSchema

#: The values that pydantic takes and serves, with their schemas; words of closed lists have their own.
_SERVED: Final[dict[type, str]] = {
    Bin: "bin",
    Iin: "iin",
    Term: "term",
    Withheld: "withheld",
    PublicEntry: "row",
    Publication: "publication",
    Standing: "standing",
    Fault: "fault",
    Facets: "facets",
}
_STEP: Final = pattern(r"[^.\[\]]+")


def _core_schema(kind: type, _source: object, _handler: object) -> "CoreSchema":
    from pydantic_core import core_schema  # noqa: PLC0415  # no dependency of ours

    def take(data: Plain) -> object:
        return _taken(kind, data)

    take.__name__ = kind.__name__  # errors of a union name its parts so
    return core_schema.no_info_plain_validator_function(
        take,
        serialization=core_schema.plain_serializer_function_ser_schema(to_plain, when_used="json"),
    )


def _taken(kind: type, data: Plain) -> object:
    if isinstance(data, kind):
        return data
    try:
        return from_plain(kind, data)
    except InvalidValue as error:
        faults = error.faults
    from pydantic_core import ValidationError  # noqa: PLC0415  # no dependency of ours

    raise ValidationError.from_exception_data(kind.__name__, [*map(_detail, faults)])


def _detail(fault: Fault) -> "InitErrorDetails":
    from pydantic_core import PydanticCustomError  # noqa: PLC0415  # no dependency of ours

    alone = evolve(fault, path="")  # `loc` has the place
    sentences = {language: alone.describe(language) for language in LANGUAGES}
    steps = (int(step) if step.isdigit() else step for step in _STEP().findall(fault.path))
    return {
        "type": PydanticCustomError(fault.code.value, "{en}", sentences),  # type: ignore[arg-type]  # texts are not literal
        "loc": tuple(steps),
        "input": None,  # errors are logged, and the value may be personal data
    }


def _json_schema(kind: type, _core: object, _handler: object) -> dict[str, Any]:
    if issubclass(kind, Word):
        words = offered(kind)
        labels = {language: [word.label(language) for word in words] for language in LANGUAGES}
        return {"type": "string", "enum": [word.value for word in words], "labels": labels}
    from kz_social_registry.serialization.schemas import schema  # noqa: PLC0415  # few programs ask

    return {key: value for key, value in schema(_SERVED[kind]).items() if not key.startswith("$")}


def serve(kind: type, name: str = "") -> None:
    """
    Have pydantic take and serve a kind of value, with the JSON Schema of that name.
    """
    _SERVED[kind] = name
    asked: dict[str, Any] = {"core_schema": _core_schema, "json_schema": _json_schema}
    for schema, method in asked.items():
        setattr(kind, f"__get_pydantic_{schema}__", classmethod(method))


serve(Word)
for _kind, _name in [*_SERVED.items()]:
    serve(_kind, _name)
