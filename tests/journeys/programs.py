"""Programs that use the API on somebody's behalf."""

import httpx
import schemathesis

from marketplace.foundation.database import db
from tests.api.contract import CALLS, lacking, tree
from tests.builders import a_person, a_token

BY_NAME = {call.name: call for call in CALLS}


class Program:
    """A program that speaks for one person.

    It notes which calls of the contract were made, and holds every answer to the contract and to the API's description.
    """

    def __init__(self, http: httpx.Client, described: object, made: set[str]) -> None:
        self.http, self._described, self._made = http, described, made

    def call(self, name, *keys, **given):
        """The answer to a call of the contract, which must succeed as the contract says."""
        promised = BY_NAME[name]
        path = promised.path
        for key in keys:
            path = path[: path.index("{")] + str(key) + path[path.index("}") + 1 :]
        answer = self.http.request(promised.method, path, **given)
        assert answer.status_code == promised.status, answer.text
        self._described[f"/api/v1{promised.path}"][promised.method].validate_response(_without_upload(answer))
        self._made.add(name)
        if not promised.answers:
            return answer
        told = answer.json()
        assert lacking(tree(promised.answers + (" total page per_page" if promised.paged else "")), told) == []
        return told

    def refused(self, method, path, **given):
        """Status and code of a call that must be refused."""
        answer = self.http.request(method, path, **given)
        assert answer.headers["content-type"] == "application/problem+json"
        return answer.status_code, answer.json()["code"]


class Programs:
    """Makes people and their programs for a server on the test's database; `made` names the calls of all of them."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._described = schemathesis.openapi.from_dict(httpx.get(f"{address}/api/v1/openapi.json").json())
        self._open: list[httpx.Client] = []
        self.made: set[str] = set()

    def of(self, role: str, municipality: str) -> Program:
        """A program of a new person with a role."""
        token = a_token(a_person(role, municipality))
        db.session.rollback()
        headers = {"Authorization": f"Bearer {token}"}
        self._open.append(httpx.Client(base_url=f"{self._address}/api/v1", headers=headers, timeout=60))
        return Program(self._open[-1], self._described, self.made)

    def close(self) -> None:
        """Let go of the connections."""
        for client in self._open:
            client.close()


def _without_upload(answer: httpx.Response) -> httpx.Response:
    """The answer to a request whose body was streamed and is gone."""
    request = httpx.Request(answer.request.method, answer.request.url)
    headers = {"content-type": answer.headers["content-type"]} if answer.content else {}
    bare = httpx.Response(answer.status_code, headers=headers, content=answer.content, request=request)
    bare.elapsed = answer.elapsed
    return bare
