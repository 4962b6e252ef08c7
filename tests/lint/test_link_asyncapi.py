"""relay/link.asyncapi.yaml and the code name the same messages, members and rows of a site link; its examples keep to its schemas."""
import json
import os
import re
import subprocess

from report import ROOT, Report, text_of

try:
    import jsonschema
    import yaml
except ImportError:
    jsonschema = None

PROGRAM = os.environ.get("LAMRELAY", str(ROOT / "build/dev/lamrelay"))


def differences(what, in_code, in_file):
    yield from (f"{what} {name} is only in the code" for name in sorted(in_code - in_file))
    yield from (f"{what} {name} is only in the file" for name in sorted(in_file - in_code))


def messages(document):
    heard = set(re.findall(r'\{"(link\.\w+)", (?:true|false),', text_of("relay/hub/links.c")))
    codec = text_of("relay/codec/link.c")
    said = set(re.findall(r'\\"method\\":\\"(link\.\w+)\\"|begin\(out, "(link\.\w+)"', codec))
    said = {one or other for one, other in said}
    operations = document["operations"]
    yield from differences("heard:", heard, {name for name, operation in operations.items() if operation["action"] == "receive"})
    yield from differences("said:", said, {name for name, operation in operations.items() if operation["action"] == "send"})
    yield from differences("message", heard | said, set(document["components"]["messages"]))


def members(document):
    for name, body in re.findall(r"enum error link_read_(\w+)\(.*?\{(.*?)\n\}", text_of("relay/codec/link.c"), re.S):
        listed = re.search(r"members\[\] = \{(.*?)\};", body, re.S)
        in_code = set(re.findall(r'\{"(\w+)"', listed[1]))
        yield from differences(f"link.{name}:", in_code, set(document["components"]["schemas"][f"link.{name}.params"]["properties"]))


def rows(document):
    said = json.loads(subprocess.run([PROGRAM, "protocol"], capture_output=True, check=True).stdout)["siteRows"]
    schemas = document["components"]["schemas"]
    yield from differences("row", {row["kind"] for row in said}, {name.removeprefix("row.") for name in schemas if name.startswith("row.")})
    for row in said:
        fields = set(schemas[f"row.{row['kind']}"]["properties"]) - {"kind", "id"}
        yield from differences(f"row {row['kind']}:", {field["name"] for field in row["fields"]}, fields)


def examples(document):
    resolver = jsonschema.RefResolver.from_schema(document)
    for name, message in document["components"]["messages"].items():
        for example in message["examples"]:
            for fault in jsonschema.Draft7Validator(message["payload"], resolver=resolver).iter_errors(example["payload"]):
                yield f"{name}: {fault.json_path}: {fault.message[:120]}"


def main():
    report = Report()
    if jsonschema is None:
        report.skip("the link's file", "this Python has no yaml or no jsonschema (Debian: python3-yaml, python3-jsonschema)")
        report.finish()
    document = yaml.safe_load(text_of("relay/link.asyncapi.yaml"))
    report.check("messages of a link are those of the code", messages(document))
    report.check("members of a link's messages are those that are read", members(document))
    report.check("examples of a link's messages keep to their schemas", examples(document))
    if os.access(PROGRAM, os.X_OK):
        report.check("rows of a link are those of the C tables", rows(document))
    report.finish()


main()
