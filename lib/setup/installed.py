"""Lists what the locked packages brought into the environment of the Python that runs this.

Usage: installed.py REQUIREMENTS

Prints the files and folders at the top of every package that is wanted here, its metadata included, one a line and
relative to the environment. Ends with an error that names the packages that are not there in their versions.
"""

import sys
import sysconfig
from importlib.metadata import distributions
from pathlib import Path

from pip._vendor.packaging.requirements import Requirement
from pip._vendor.packaging.utils import canonicalize_name


def locked(path: Path) -> list[Requirement]:
    """The requirements of a locked file that hold for this Python; the indented lines have their hashes."""
    lines = [line.rstrip(" \\") for line in path.read_text(encoding="utf-8").splitlines() if line[:1] not in ("", " ", "#")]
    return [one for one in map(Requirement, lines) if one.marker is None or one.marker.evaluate()]


def main(path: Path) -> None:
    site = Path(sysconfig.get_paths()["purelib"])
    found = {canonicalize_name(one.metadata["Name"]): one for one in distributions(path=[str(site)])}
    missing, tops = [], set()
    for wanted in locked(path):
        package = found.get(canonicalize_name(wanted.name))
        fits = package is not None and wanted.specifier.contains(package.version, prereleases=True)
        its = {file.parts[0] for file in package.files or []} - {"..", "__pycache__"} if fits else set()
        # Every package has at least its metadata.
        if not its or not all((site / top).exists() for top in its):
            missing.append(f"{wanted.name}{wanted.specifier}")
        tops |= its
    if missing:
        sys.exit(f"Not whole in {site}: {', '.join(missing)}")
    for top in sorted(tops):
        print((site / top).relative_to(sys.prefix))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
