"""relay/protocol.asyncapi.yaml and the C tables name the same things, compared both ways; its examples keep to its schemas.

The tables come from `lamrelay protocol`: {"methods": [{"name", "params": [{"name", "required"}]}], "rows": [{"kind", "fields": [..]}],
"errors": [..]}, where a field or an error may be its name alone or an object with it."""
import json
import os
import re
import subprocess

from report import ROOT, Report, text_of

try:
    import yaml
except ImportError:
    yaml = None
try:
    import jsonschema
except ImportError:
    jsonschema = None

PROGRAM = os.environ.get("LAMRELAY", str(ROOT / "build/dev/lamrelay"))
BOUNDS = {
    "depth": "LIMIT_JSON_DEPTH",
    "request_id_bytes": "LIMIT_REQUEST_ID_BYTES",
    "text_graphemes": "LIMIT_QUESTION_GRAPHEMES",
    "text_bytes": "LIMIT_QUESTION_BYTES",
    "word_bytes": "LIMIT_ID_BYTES",
    "until_max_ms": "LIMIT_UNTIL_AHEAD_MS",
    "question_list": "LIMIT_LIST_PAGE",
    "opinion_list": "LIMIT_OPINION_PAGE",
    "poll_options": "LIMIT_OPTIONS",
    "proposal_ms": "LIMIT_PROPOSAL_MS",
    "video_delay_ms": "LIMIT_VIDEO_DELAY_MS",
}
DEFAULTS = {"message_bytes": "message_bytes", "closing_ms": "poll_close_notice_ms"}


def tables():
    """What the program says, or None and the reason."""
    if not os.access(PROGRAM, os.X_OK):
        return None, "lamrelay is not built"
    return json.loads(subprocess.run([PROGRAM, "protocol"], capture_output=True, check=True).stdout), None


def both_ways(what, in_code, in_file):
    """Faults: each name that only one side has, and each that the two give differently."""
    for name in sorted(in_code.keys() - in_file.keys()):
        yield f"{what} {name} is only in the code"
    for name in sorted(in_file.keys() - in_code.keys()):
        yield f"{what} {name} is only in the file"
    for name in sorted(in_code.keys() & in_file.keys()):
        if in_code[name] != in_file[name]:
            yield f"{what} {name}: {in_code[name]} in the code, {in_file[name]} in the file"


def name_of(entry, key="name"):
    return entry[key] if isinstance(entry, dict) else entry


def methods_of(document):
    schemas = document["components"]["schemas"]
    names = [name.removesuffix(".params") for name in schemas if name.endswith(".params") and f"{name.removesuffix('.params')}.result" in schemas]
    return {name: {field: field in schemas[f"{name}.params"].get("required", []) for field in schemas[f"{name}.params"].get("properties", {})}
            for name in names}


def compare_methods(document, said):
    in_code = {method["name"]: {field["name"]: field["required"] for field in method["params"]} for method in said["methods"]}
    in_file = methods_of(document)
    yield from both_ways("method", dict.fromkeys(in_code), dict.fromkeys(in_file))
    for name in sorted(in_code.keys() & in_file.keys()):
        yield from both_ways(f"{name}: param", in_code[name], in_file[name])


def compare_rows(document, said):
    schemas = document["components"]["schemas"]
    in_file = {name.removeprefix("row."): schema for name, schema in schemas.items() if name.startswith("row.")}
    in_code = {row["kind"]: row["fields"] for row in said["rows"]}
    yield from both_ways("row", dict.fromkeys(in_code), dict.fromkeys(in_file))
    for kind in sorted(in_code.keys() & in_file.keys()):
        fields = [field for field in in_code[kind] if name_of(field) not in ("kind", "id")]
        members = [name for name in in_file[kind]["properties"] if name not in ("kind", "id")]
        required = in_file[kind].get("required", [])
        told = {name_of(field): field.get("required") if isinstance(field, dict) else None for field in fields}
        written = {name: None if told.get(name) is None else name in required for name in members}
        yield from both_ways(f"row {kind}: field", told, written)


def compare_errors(document, said):
    in_code = {name_of(error, "code") for error in said["errors"]} - {"none"}
    yield from both_ways("error", dict.fromkeys(in_code), {error["code"]: None for error in document["x-errors"]})


def header_errors(document):
    """The same without the program: the words of the X-list, and a number that the word has there."""
    listed = re.findall(r'X\((\w+), (-?\d+), "(\w+)", "([^"]*)"\)', text_of("relay/base/error.h"))
    numbers = {}
    for name, number, word, _ in listed:
        if name != "NONE":
            numbers.setdefault(word, set()).add(int(number))
    yield from both_ways("error", dict.fromkeys(numbers), {error["code"]: None for error in document["x-errors"]})
    for error in document["x-errors"]:
        if error["number"] not in numbers.get(error["code"], {error["number"]}):
            yield f"error {error['code']}: number {error['number']}, the code has {sorted(numbers[error['code']])}"


def numbers_of(path, pattern):
    """{name: value} of the constants that `pattern` finds; a value may be a product."""
    found = {}
    for name, value in re.findall(pattern, text_of(path)):
        product = 1
        for factor in value.split("*"):
            product *= int(factor)
        found[name] = product
    return found


def bounds(document):
    constants = numbers_of("relay/core/limits.h", r"(LIMIT_\w+) = ([\d *]+),")
    defaults = numbers_of("relay/core/limits.c", r"\.(\w+) = ([\d *]+),")
    for name, constant in BOUNDS.items():
        if document["x-bounds"].get(name) != constants.get(constant):
            yield f"{name}: {document['x-bounds'].get(name)} in the file, {constant} is {constants.get(constant)}"
    for name, member in DEFAULTS.items():
        if document["x-bounds"].get(name) != defaults.get(member):
            yield f"{name}: {document['x-bounds'].get(name)} in the file, {member} is {defaults.get(member)}"
    codes = set(numbers_of("relay/hub/hub.h", r"(HUB_CLOSE_\w+) = (\d+),").values())
    missing = codes - {entry["code"] for entry in document["x-close-codes"]}
    yield from (f"close code {code} of hub/hub.h is not in the file" for code in sorted(missing))


def live_lists(document):
    in_code = dict.fromkeys(re.findall(r'\[LIVE_\w+\] = {"(\w+)"', text_of("relay/codec/reply.c")))
    in_file = {name: None for name, schema in document["components"]["schemas"]["live.params"]["properties"].items() if schema.get("type") == "array"}
    yield from both_ways("list of live notices", in_code, in_file)


def operations(document):
    """Every method is an operation with its request and response, and nothing else is."""
    messages = document["components"]["messages"]
    asked = {name: None for name, operation in document["operations"].items() if operation["action"] == "receive"}
    yield from both_ways("operation", dict.fromkeys(methods_of(document)), asked)
    for name in asked:
        yield from (f"message {name}.{part} is missing" for part in ("request", "response") if f"{name}.{part}" not in messages)


def examples(document):
    resolver = jsonschema.RefResolver.from_schema(document)
    pairs = [(name, message["payload"], example["payload"]) for name, message in document["components"]["messages"].items()
             for example in message.get("examples", [])]
    pairs += [(name, schema, example) for name, schema in document["components"]["schemas"].items() for example in schema.get("examples", [])]
    for name, schema, example in pairs:
        for fault in jsonschema.Draft7Validator(schema, resolver=resolver).iter_errors(example):
            yield f"{name}: {fault.json_path}: {fault.message[:120]}"
    without = {name for name, message in document["components"]["messages"].items() if not message.get("examples")}
    yield from (f"message {name} has no example" for name in sorted(without))


def main():
    report = Report()
    if yaml is None or jsonschema is None:
        report.skip("the protocol file", "this Python has no yaml or no jsonschema (Debian: python3-yaml, python3-jsonschema)")
        report.finish()
    document = yaml.safe_load(text_of("relay/protocol.asyncapi.yaml"))
    report.check("operations and methods of the file agree", operations(document))
    report.check("examples keep to their schemas", examples(document))
    report.check("errors are those of base/error.h", header_errors(document))
    report.check("bounds and close codes are those of the code", bounds(document))
    report.check("lists of live notices are those of codec/reply.c", live_lists(document))
    said, reason = tables()
    for name, compare in (("methods", compare_methods), ("rows", compare_rows), ("errors", compare_errors)):
        if said is None:
            report.skip(f"{name} are those of the C tables", reason)
        else:
            report.check(f"{name} are those of the C tables", compare(document, said))
    report.finish()


main()
