"""tests/sites with few people: four sites and their hub, real processes, links cut, kill -9, polls that end meanwhile."""
import os
import runpy
import sys
from pathlib import Path

SITES = Path(__file__).resolve().parents[1] / "sites"
os.environ.update(SITES="4", PEOPLE="60")
sys.path.insert(0, str(SITES))
runpy.run_path(str(SITES / "test_sites.py"), run_name="__main__")
