"""What a configuration may hold, as `lamrelay check` says it: up to each limit of core/limits.h, and no more."""
import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from hub_process import Report, run_program, small_config

report = Report()


def checked(config, directory):
    path = Path(directory) / "checked.json"
    path.write_text(json.dumps(config))
    return run_program("check", path)


def with_sites(count):
    return small_config([(f"s{number}", "remote", 1) for number in range(count)])


def with_topics(count):
    return small_config() | {"topics": [{"id": f"t{number}", "name": {"vi": "Chủ đề"}} for number in range(count)]}


def with_items(count):
    return small_config() | {"agenda": [{"kind": "talk", "title": {"vi": "Mục"}}] * count}


def with_sessions(count):
    return small_config() | {"sessions": [{"id": f"s{number}", "title": {"vi": "Phiên"}} for number in range(count)]}


def with_weight(weight):
    config = small_config()
    config["sites"][0]["weight"] = weight
    return config


def with_people(count):
    """Participants, and the six accounts of small_config."""
    half = (count - 6) // 2
    return small_config([("s1", "remote", half), ("s2", "remote", count - 6 - half)])


with tempfile.TemporaryDirectory(prefix="lamrelay-test-") as directory:
    for name, make, most in (("sites", with_sites, 256), ("topics", with_topics, 32), ("agenda items", with_items, 256),
                             ("sessions", with_sessions, 32), ("a weight", with_weight, 1000)):
        with report.test(f"{name} in the configuration: {most}"):
            good, bad = checked(make(most), directory), checked(make(most + 1), directory)
            assert good.returncode == 0, good.stderr
            assert bad.returncode == 1 and bad.stderr.strip(), bad
    with report.test("people in the configuration: 20,000"):
        good, bad = checked(with_people(20_000), directory), checked(with_people(20_001), directory)
        assert good.returncode == 0, good.stderr
        assert bad.returncode == 1 and "20000" in bad.stderr, bad

report.finish()
