"""The description of the API at `/api/v1/openapi.json`."""

from collections import defaultdict
from typing import Any

from apiflask import APIBlueprint, APIFlask

from marketplace.api.problems import Problem, register

PREFIX = "/api/v1"
_SCHEMAS = "#/components/schemas/"
_KEY = {"type": "integer", "minimum": 0, "maximum": 10**15 - 1}


def api_blueprint(name: str, tag: str) -> APIBlueprint:
    """A blueprint of the API for one feature: its prefix, its tag, its way of refusing."""
    blueprint = APIBlueprint(f"api_{name}", __name__, url_prefix=PREFIX, tag=tag)
    register(blueprint)
    return blueprint


def describe(app: APIFlask) -> None:
    """Set what the description says beside the calls themselves."""
    app.config.update(
        OPENAPI_VERSION="3.1.0",
        AUTO_404_RESPONSE=False,
        AUTO_VALIDATION_ERROR_RESPONSE=False,
        AUTO_AUTH_ERROR_RESPONSE=False,
        AUTO_SERVERS=False,
        AUTO_OPERATION_ID=True,
        SECURITY_SCHEMES={"bearer": {"type": "http", "scheme": "bearer"}},
        SPEC_FORMAT="json",
        LOCAL_SPEC_JSON_INDENT=2,
        INFO={
            "description": (
                "Reuse of municipal furniture and equipment. Every refusal is a problem (RFC 9457) with a `code`; "
                "its `detail` is in the language asked for by `lang` or `Accept-Language` (nb, nn, en)."
            )
        },
    )
    app.spec_processor(_complete)


def _complete(spec: dict[Any, Any] | str) -> dict[Any, Any] | str:
    if isinstance(spec, str):
        raise TypeError("the description is made as JSON")
    _add_problem(spec)
    for path in spec["paths"].values():
        for operation in path.values():
            operation.setdefault("security", [{"bearer": []}])
            for parameter in operation.get("parameters", ()):
                if parameter["in"] == "path":
                    parameter["schema"] = dict(_KEY)
    return _with_short_names(spec)


def _add_problem(spec: dict[Any, Any]) -> None:
    schema = Problem.model_json_schema(ref_template=_SCHEMAS + "{model}", mode="serialization")
    schemas = spec.setdefault("components", {}).setdefault("schemas", {})
    schemas.update(schema.pop("$defs", {}))
    schemas["Problem"] = schema


def _with_short_names(spec: dict[Any, Any]) -> dict[Any, Any]:
    """`ListingAnswer.Condition` and `AssetAnswer.Condition` as one `Condition`, where they say the same."""
    schemas = spec["components"]["schemas"]
    short = {name: name.rpartition(".")[2] for name in schemas}
    told: dict[str, set[str]] = defaultdict(set)
    for name, schema in schemas.items():
        told[short[name]].add(repr(_renamed(schema, short)))
    names = {name: short[name] if len(told[short[name]]) == 1 else name for name in schemas}
    spec["components"]["schemas"] = {names[name]: schema for name, schema in sorted(schemas.items())}
    return dict(_renamed(spec, names))


def _renamed(part: Any, names: dict[str, str]) -> Any:
    if isinstance(part, list):
        return [_renamed(member, names) for member in part]
    if not isinstance(part, dict):
        return part
    target = part.get("$ref")
    if isinstance(target, str):
        return part | {"$ref": _SCHEMAS + names[target.removeprefix(_SCHEMAS)]}
    return {key: _renamed(value, names) for key, value in part.items()}
