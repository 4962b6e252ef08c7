"""config/lamrelay.schema.json gives the verdict of the reader in relay/codec: on the fixture files, in its numbers and words."""
import json
import os
import re
import subprocess

from report import ROOT, Report, text_of

try:
    import jsonschema
except ImportError:
    jsonschema = None

FIXTURES = ROOT / "tests/fixtures/config"
CONFIG = ROOT / "config"


def strict(pairs):
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)):
        raise ValueError("a key stands twice")
    return dict(pairs)


def refuse(word):
    raise ValueError(f"{word} is not JSON")


def read(path):
    return json.loads(path.read_bytes().decode("utf-8"), object_pairs_hook=strict, parse_constant=refuse)


def verdict(validator, path):
    """None when the schema takes the file, else the reason."""
    try:
        fault = next(validator.iter_errors(read(path)), None)
    except ValueError as error:
        return str(error)
    return fault and f"{fault.json_path}: {fault.message}"


def schema_verdicts(validator, folder, good):
    paths = sorted((FIXTURES / folder).glob("*.json"))
    if len(paths) < 5:
        yield f"only {len(paths)} files in {folder}"
    for path in paths:
        reason = verdict(validator, path)
        if (reason is None) != good:
            yield f"{folder}/{path.name}: {'refused: ' + reason if good else 'taken'}"


def place(error):
    """Where the reader would say it: a missing key at its own place."""
    missing = re.match(r"'(.+)' is a required property", error.message) if error.validator == "required" else None
    return f"{error.json_path}.{missing[1]}" if missing else error.json_path


def schema_places(validator):
    """The reader's faults and the schema's stand at the same places of each bad file, so that no fault hides another."""
    for path in sorted((FIXTURES / "bad").glob("*.json")):
        lines = path.with_suffix(".faults").read_text("utf-8").splitlines()
        if not lines or not lines[0].startswith("$"):
            continue  # a syntax fault: the schema is not asked
        cut = lines[-1].startswith("... and ")
        by_reader = {re.sub(r"\[\d+\]$", "", line) if " stands " in rest else line
                     for line, _, rest in (line.partition(": ") for line in lines if line.startswith("$"))}
        by_schema = {place(error) for error in validator.iter_errors(read(path))}
        if not by_reader <= by_schema or (by_schema - by_reader and not cut):
            yield f"{path.name}: only the reader: {sorted(by_reader - by_schema)}; only the schema: {sorted(by_schema - by_reader)}"


def reader_verdicts(program):
    for folder, good in (("good", True), ("bad", False), ("bad-beyond-schema", False)):
        for path in sorted((FIXTURES / folder).glob("*.json")):
            result = subprocess.run([program, "check", str(path)], capture_output=True, text=True)
            if result.returncode not in (0, 1) or (result.returncode == 0) != good:
                yield f"{folder}/{path.name}: exit code {result.returncode}: {result.stderr.strip()[:200]}"
    for path in CONFIG.glob("*.json"):
        result = subprocess.run([program, "check", str(path)], capture_output=True, text=True)
        if not path.name.endswith(".schema.json") and result.returncode != 0:
            yield f"{path.name}: {result.stderr.strip()[:200]}"


def limits(schema):
    """The rows of core/limits.c and the members of the schema's limits, both as {name: (least, most)}."""
    rows = re.findall(r'^\s*ROW\("(\w+)", \w+, (\d+), (\d+)\)', text_of("relay/core/limits.c"), re.M)
    in_code = {name: (int(least), int(most)) for name, least, most in rows}
    members = schema["properties"]["limits"]["properties"]
    in_schema = {name: (member["minimum"], member["maximum"]) for name, member in members.items()}
    if not in_code:
        yield "core/limits.c has no rows that this test can read"
    for name in in_code.keys() | in_schema.keys():
        if in_code.get(name) != in_schema.get(name):
            yield f"{name}: {in_code.get(name)} in the code, {in_schema.get(name)} in the schema"


def words(schema):
    text = text_of("relay/core/words.c")
    properties = schema["properties"]
    pairs = {"ROLES": properties["accounts"]["items"]["properties"]["roles"]["items"],
             "SITE_KINDS": properties["sites"]["items"]["properties"]["kind"],
             "ITEM_KINDS": properties["agenda"]["items"]["properties"]["kind"],
             "POLL_TYPES": properties["polls"]["items"]["properties"]["pollType"],
             "RESULTS": properties["polls"]["items"]["properties"]["results"],
             "BALLOT_RULES": properties["polls"]["items"]["properties"]["ballotRule"]}
    for name, member in pairs.items():
        listed = re.search(rf"\b{name}\[\] = {{(.*?)}};", text, re.S)
        in_code = re.findall(r'"(\w+)"', listed[1]) if listed else None
        if in_code != member["enum"]:
            yield f"{name}: {in_code} in the code, {member['enum']} in the schema"


def main():
    report = Report()
    schema = read(CONFIG / "lamrelay.schema.json")
    report.check("limits are those of the code", limits(schema))
    report.check("words are those of the code", words(schema))
    if jsonschema is None:
        report.skip("the schema's verdicts", "this Python has no jsonschema (Debian: python3-jsonschema)")
    else:
        jsonschema.Draft7Validator.check_schema(schema)
        validator = jsonschema.Draft7Validator(schema)
        report.check("good files are taken", schema_verdicts(validator, "good", True))
        report.check("bad files are refused", schema_verdicts(validator, "bad", False))
        report.check("bad files have their faults at the same places", schema_places(validator))
        report.check("files bad beyond the schema are taken by it", schema_verdicts(validator, "bad-beyond-schema", True))
        models = [verdict(validator, path) for path in sorted(CONFIG.glob("*.json")) if not path.name.endswith(".schema.json")]
        report.check("the model conferences are taken", filter(None, models))
    program = os.environ.get("LAMRELAY", str(ROOT / "build/dev/lamrelay"))
    if os.access(program, os.X_OK):
        report.check("lamrelay check gives the same verdicts", reader_verdicts(program))
    else:
        report.skip("lamrelay check gives the same verdicts", "lamrelay is not built")
    report.finish()


main()
