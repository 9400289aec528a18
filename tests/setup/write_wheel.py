"""Writes a Python package named tiny, of version 1.0, which has nothing in it.

Usage: write_wheel.py FOLDER
"""

import sys
import zipfile
from pathlib import Path

info = "tiny-1.0.dist-info"
files = {
    "tiny/__init__.py": "",
    f"{info}/METADATA": "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n",
    f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
}
files[f"{info}/RECORD"] = "".join(f"{name},,\n" for name in [*files, f"{info}/RECORD"])
with zipfile.ZipFile(Path(sys.argv[1]) / "tiny-1.0-py3-none-any.whl", "w") as wheel:
    for name, text in files.items():
        wheel.writestr(name, text)
