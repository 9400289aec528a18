"""Makes a virtual environment from nothing and installs locked packages into it.

Usage: make_venv.py FOLDER LOCK STAMP INPUTS REQUIREMENTS COMMAND...

COMMAND is what the environment's Python is given to install the packages of the file REQUIREMENTS. What they brought
is listed in the folder's file `installed.txt`, whatever pip says. The folder's STAMP file, with the text INPUTS, is
written last: an environment without it was cut off and is made anew. The LOCK file keeps two of these programs
apart, also when the command that started the first was killed and started again; the second then finds the first
one's work done.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path


def write(path: Path, text: str) -> None:
    unfinished = Path(f"{path}.{os.getpid()}")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.rename(path)


def list_installed(folder: Path, requirements: str) -> bool:
    """Whether the environment has every package in its version; then they are listed."""
    script = Path(__file__).with_name("installed.py")
    listing = subprocess.run(
        [folder / "bin" / "python", script, requirements], stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    if listing.returncode == 0:
        write(folder / "installed.txt", listing.stdout)
    return listing.returncode == 0


def remove(folder: Path) -> None:
    # What a link points at may be another project's.
    if folder.is_symlink():
        folder.unlink()
    else:
        shutil.rmtree(folder)


def main(folder: Path, lock_path: Path, stamp: Path, inputs: str, requirements: str, command: list[str]) -> None:
    python = folder / "bin" / "python"
    with open(lock_path, "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Waiting for another set-up of this folder to end", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        stamped = python.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == inputs
        if stamped and list_installed(folder, requirements):
            return
        if os.path.lexists(folder):
            print(f"Removing {folder}, which is unfinished, damaged or was made for other packages", flush=True)
            remove(folder)
        print(f"Creating {folder}", flush=True)
        # As `python -m venv` does it: a copied Python would not find its library where that is beside the original.
        venv.create(folder, symlinks=True, with_pip=True)
        subprocess.run([python, *command], check=True)
        if not list_installed(folder, requirements):
            sys.exit("pip did not install all packages here: see `pip config list`, which may send them elsewhere")
        write(stamp, inputs)


if __name__ == "__main__":
    try:
        main(*map(Path, sys.argv[1:4]), sys.argv[4], sys.argv[5], sys.argv[6:])
    except subprocess.CalledProcessError as error:
        if "ensurepip" in map(str, error.cmd):
            sys.exit("This Python cannot put pip into a virtual environment (Debian, Ubuntu: install python3-venv)")
        sys.exit(f"pip ended with exit code {error.returncode}")
    except KeyboardInterrupt:
        sys.exit("Interrupted")
