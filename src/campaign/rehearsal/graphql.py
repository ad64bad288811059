"""GitHub's GraphQL endpoint: limits, then graphql-core over the schema, then GitHub's errors."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from graphql import DocumentNode, GraphQLError, GraphQLSchema, GraphQLSyntaxError, execute_sync

from campaign.rehearsal.asking import Asking, Denied, Info
from campaign.rehearsal.mishaps import gateway_page
from campaign.rehearsal.query import Size, faults_of, measure, read, schema
from campaign.rehearsal.refusals import Attempt, Step, refuse
from campaign.rehearsal.wire import Reply, Request, error, json_reply
from campaign.rehearsal.world import World

DOCS = "https://docs.github.com/graphql"
NODE_LIMIT = 500_000


def answer(world: World, request: Request, attempt: Attempt) -> Reply:
    """The answer to `POST /graphql` of somebody who was let in at the door."""
    if not world.graphql_enabled:
        return error(404, "Not Found")
    if request.method != "POST":
        world.unexpected.append(f"{request.method} {request.path}")
        return error(404, "Not Found")
    if attempt.token is None:
        return error(401, "This endpoint requires you to be authenticated.", docs=DOCS)
    refusal = refuse(Step.ME, attempt)
    if refusal is not None:
        return refusal.reply(attempt, docs=DOCS)
    try:
        sent = json.loads(request.payload)
    except ValueError:
        return error(400, "Problems parsing JSON", docs=DOCS)
    if not isinstance(sent, dict) or not isinstance(sent.get("query"), str):
        message = "A query attribute must be specified and must be a string."
        return json_reply({"errors": [{"message": message}]})
    return _run(world, attempt, query=sent["query"], variables=sent.get("variables") or {})


def _run(world: World, attempt: Attempt, *, query: str, variables: Mapping[str, Any]) -> Reply:
    try:
        document = read(query)
    except GraphQLSyntaxError as fault:
        return _invalid(world, [fault])
    faults = faults_of(query, _schema(world))
    if faults:
        return _invalid(world, faults)
    size = measure(document, variables)
    blocked = _over_limit(world, attempt, size)
    return blocked or _execute(world, attempt, document, variables=variables, size=size)


def _schema(world: World) -> GraphQLSchema:
    return schema(old=world.old_schema, missing=world.missing_fields)


def _invalid(world: World, faults: Sequence[GraphQLError]) -> Reply:
    """No data at all; only a query against an older schema may meet this in an honest play."""
    if not (world.old_schema or world.missing_fields):
        world.unexpected.append(f"GraphQL: {faults[0].message}")
    return json_reply({"errors": [_shape(fault) for fault in faults]})


def _over_limit(world: World, attempt: Attempt, size: Size) -> Reply | None:
    person = attempt.author.id
    if world.limits.budget(person, "graphql").remaining == 0:
        # HTTP 200: yanyongyu/githubkit#271.
        text = f"API rate limit already exceeded for user ID {person}."
        fault = {"type": "RATE_LIMIT", "code": "graphql_rate_limit", "message": text}
        return json_reply({"errors": [fault]})
    if size.nodes > NODE_LIMIT:
        # docs: rate-limits-and-query-limits-for-the-graphql-api
        text = (
            f"This query requests up to {size.nodes:,} possible nodes which exceeds the maximum "
            f"limit of {NODE_LIMIT:,}."
        )
        return json_reply({"errors": [{"type": "MAX_NODE_LIMIT_EXCEEDED", "message": text}]})
    if world.validation_limit is not None and size.fields > world.validation_limit:
        # The text: Skydio/revup#271. No data, whatever the size of the answer would be.
        return json_reply({"errors": [{"message": "Timeout on validation of query"}]})
    if world.gateway_limit is not None and size.fields > world.gateway_limit:
        return _given_up(world, attempt, size)
    return None


def _given_up(world: World, attempt: Attempt, size: Size) -> Reply:
    """After ten seconds; it costs more than an answer would.

    docs: rate-limits-and-query-limits-for-the-graphql-api, "timeouts"; how many points more is not
    published, here it is as many again.
    """
    world.limits.charge(attempt.author.id, "graphql", points=2 * size.cost)
    if world.gateway_status == 504:
        return gateway_page()
    return json_reply(timed_out(world.next_request_id()), status=world.gateway_status)


def timed_out(request_id: str) -> Mapping[str, Any]:
    """What a query that ran for more than ten seconds ends with (decaporg/decap-cms#6570)."""
    text = (
        "Something went wrong while executing your query. This may be the result of a timeout, "
        f"or it could be a GitHub bug. Please include `{request_id}` when reporting this issue."
    )
    return {"data": None, "errors": [{"message": text}]}


def _execute(
    world: World,
    attempt: Attempt,
    document: DocumentNode,
    *,
    variables: Mapping[str, Any],
    size: Size,
) -> Reply:
    world.limits.charge(attempt.author.id, "graphql", points=size.cost)
    asking = Asking(attempt=attempt, cost=size.cost, nodes=size.nodes)
    result = execute_sync(
        _schema(world),
        document,
        variable_values=dict(variables),
        context_value=asking,
        middleware=[_refuse_fields] if world.refused_fields else None,
    )
    faults = result.errors or []
    if faults and all(fault.path is None for fault in faults):
        return _invalid(world, faults)
    shapes = [_shape(fault) for fault in faults]
    told = {"data": result.data, **({"errors": shapes} if shapes else {})}
    return json_reply(told, headers=asking.headers)


def _refuse_fields(resolve: Callable[..., Any], thing: Any, info: Info, **args: Any) -> Any:
    """A field this token may not see is an error of its own."""
    refused = info.context.attempt.world.refused_fields
    words = refused.get(f"{info.parent_type.name}.{info.field_name}")
    if words is not None:
        raise Denied("FORBIDDEN", words, {"saml_failure": False})
    return resolve(thing, info, **args)


def _shape(fault: GraphQLError) -> Mapping[str, Any]:
    """An error as GitHub writes it: fwouts/prmonitor#1042."""
    cause = fault.original_error
    if cause is not None and not isinstance(cause, Denied | GraphQLError):
        raise cause
    shape: dict[str, Any] = {}
    if isinstance(cause, Denied) and cause.kind:
        shape["type"] = cause.kind
    extensions = cause.extensions if isinstance(cause, Denied) else fault.extensions
    if fault.path:
        shape["path"] = fault.path
    if extensions:
        shape["extensions"] = extensions
    shape["locations"] = [place._asdict() for place in fault.locations or ()]
    shape["message"] = fault.message
    return shape
