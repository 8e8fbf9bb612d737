"""The description of the API at `/api/v1/openapi.json`."""

from typing import Any

from apiflask import APIBlueprint, APIFlask

from marketplace.api.problems import Problem, register

PREFIX = "/api/v1"


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
    app.spec_processor(_add_problem)


def _add_problem(spec: dict[Any, Any] | str) -> dict[Any, Any] | str:
    if isinstance(spec, str):
        raise TypeError("the description is made as JSON")
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas = spec.setdefault("components", {}).setdefault("schemas", {})
    schemas.update(schema.pop("$defs", {}))
    schemas["Problem"] = schema
    for path in spec["paths"].values():
        for operation in path.values():
            if isinstance(operation, dict) and "responses" in operation:
                operation.setdefault("security", [{"bearer": []}])
    return spec
