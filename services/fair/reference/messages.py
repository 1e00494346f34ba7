"""An AsyncAPI document as HTML: each topic, who reads and writes it, and each message with its fields.

Pure: it knows no topic and no event by name. All text is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from schemas.topics import Topic

SCHEMAS = "#/components/schemas/"
LIMITS = ("minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems", "pattern")
Schema = Mapping[str, Any]


def written(document: Schema, topics: Iterable[Topic]) -> str:
    """The body of the page: contents, topics with their messages, and the schemas that messages share."""
    there = [(topic, messages) for topic in topics if (messages := _messages_of(document, topic))]
    payloads = {_named(document["components"]["messages"][name]["payload"]) for _, one in there for name in one}
    shared = {name: one for name, one in document["components"]["schemas"].items() if name not in payloads}
    return "".join(
        (
            f"<p>{_prose(document['info'].get('description', ''))}</p>",
            _contents(there),
            *(_topic(document, topic, messages) for topic, messages in there),
            '<section id="shared"><h2>Shared schemas</h2>',
            *(
                f'<article><h3 id="schema-{escape(name)}">{escape(name)}</h3>{_shape(shared[name])}</article>'
                for name in sorted(shared)
            ),
            "</section>",
        )
    )


def _messages_of(document: Schema, topic: Topic) -> dict[str, list[str]]:
    """The messages of a topic by name, each with what the service does with it: `receive`, `send`, or both."""
    found: dict[str, list[str]] = {}
    for operation in document["operations"].values():
        channel = document["channels"][operation["channel"]["$ref"].rpartition("/")[2]]
        if channel["address"] == topic.name:
            for name in channel["messages"]:
                found.setdefault(name, []).append(operation["action"])
    return found


def _contents(there: Iterable[tuple[Topic, Mapping[str, list[str]]]]) -> str:
    rows = []
    for topic, messages in there:
        links = ", ".join(f'<a href="#{escape(name)}">{escape(name)}</a>' for name in messages)
        name = escape(topic.name)
        rows.append(
            f'<li><a href="#{name}"><strong>{name}</strong></a><details><summary>{len(messages)} '
            f"message{'s' if len(messages) > 1 else ''}</summary>{links}</details></li>"
        )
    return f'<nav aria-label="Topics"><ul>{"".join(rows)}<li><a href="#shared">Shared schemas</a></li></ul></nav>'


def _topic(document: Schema, topic: Topic, messages: Mapping[str, list[str]]) -> str:
    told = document["components"]["messages"]
    headers = next((told[name]["headers"] for name in messages if "headers" in told[name]), None)
    facts = {
        "Key": escape(topic.key),
        "Partitions": str(topic.partitions),
        "Written by": escape(", ".join(topic.writers)),
        "Read by": escape(", ".join(topic.readers)),
    }
    return "".join(
        (
            f'<section id="{escape(topic.name)}"><h2>{escape(topic.name)}</h2><dl>',
            *(f"<dt>{name}</dt><dd>{fact}</dd>" for name, fact in facts.items()),
            "</dl>",
            f"<details><summary>Headers of each record</summary>{_fields(headers)}</details>" if headers else "",
            *(_message(document, name, actions) for name, actions in messages.items()),
            "</section>",
        )
    )


def _message(document: Schema, name: str, actions: Iterable[str]) -> str:
    payload = document["components"]["messages"][name]["payload"]
    schema = _named(payload)
    shape = _shape(document["components"]["schemas"][schema] if schema else payload)
    does = " and ".join({"receive": "reads", "send": "writes"}[action] for action in actions)
    anchor = f'<a id="schema-{escape(schema)}"></a>' if schema else ""
    return f'<article><h3 id="{escape(name)}">{escape(name)}{anchor}</h3><p>fair {does} it.</p>{shape}</article>'


def _named(schema: Schema) -> str:
    """The name of the schema that a reference means; empty where it is none."""
    reference: str = schema.get("$ref", "")
    return reference.removeprefix(SCHEMAS)


def _shape(schema: Schema) -> str:
    """A schema's description and its fields, or its type where it has none."""
    about = f"<p>{_prose(schema['description'])}</p>" if "description" in schema else ""
    if "properties" in schema:
        return about + _fields(schema)
    return about if "description" in schema and len(schema) == 1 else f"{about}<p>Type: {_type(schema)}</p>"


def _fields(schema: Schema) -> str:
    required = set(schema.get("required", ()))
    rows = "".join(_field(name, one, name in required) for name, one in schema["properties"].items())
    if not rows:
        return "<p>No fields.</p>"
    head = "<tr><th>Field</th><th>Type</th><th>Required</th><th>Limits, default</th></tr>"
    return f'<div class="wide" tabindex="0"><table><thead>{head}</thead><tbody>{rows}</tbody></table></div>'


def _field(name: str, schema: Schema, required: bool) -> str:
    notes = [f"{limit} {_code(schema[limit])}" for limit in LIMITS if limit in schema]
    notes += [f"default {_code(schema['default'])}"] if "default" in schema else []
    notes += [_prose(schema["description"])] if "description" in schema else []
    cells = (f"<code>{escape(name)}</code>", _type(schema), "yes" if required else "no", ", ".join(notes))
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _type(schema: Schema) -> str:
    """A schema in a few words, with a link to each schema that it names."""
    if name := _named(schema):
        return f'<a href="#schema-{escape(name)}">{escape(name)}</a>'
    if "const" in schema:
        return _code(schema["const"])
    if "enum" in schema:
        return " or ".join(map(_code, schema["enum"]))
    if several := schema.get("anyOf") or schema.get("oneOf"):
        return " or ".join(map(_type, several))
    if "items" in schema:
        return f"array of {_type(schema['items'])}"
    if isinstance(schema.get("additionalProperties"), Mapping):
        return f"map of {_type(schema['additionalProperties'])}"
    kind = escape(str(schema.get("type", "anything")))
    return f"{kind} ({escape(schema['format'])})" if "format" in schema else kind


def _code(value: object) -> str:
    shown = "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return f"<code>{escape(shown) or '&quot;&quot;'}</code>"


def _prose(text: str) -> str:
    """Escaped text; what stands between backticks is code."""
    parts = escape(text).split("`")
    return "".join(f"<code>{part}</code>" if index % 2 else part for index, part in enumerate(parts))
