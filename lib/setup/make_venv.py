"""Makes a virtual environment from nothing and installs packages into it.

Usage: make_venv.py FOLDER LOCK STAMP INPUTS REQUIREMENT...

The folder's STAMP file, with the text INPUTS, is written last: an environment without it was cut off and is made
anew. The LOCK file keeps two of these programs apart, also when the command that started the first was
killed and started again; the second then finds the first one's work done.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path


def main(folder: Path, lock_path: Path, stamp: Path, inputs: str, requirements: list[str]) -> None:
    python = folder / "bin" / "python"
    with open(lock_path, "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Waiting for another set-up of this folder to end", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        if python.exists() and stamp.exists() and stamp.read_text() == inputs:
            return
        if folder.exists():
            print(f"Removing {folder}, which is unfinished or was made for other packages", flush=True)
            shutil.rmtree(folder)
        print(f"Creating {folder}", flush=True)
        venv.create(folder, with_pip=True)
        pip = [python, "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--progress-bar=off"]
        subprocess.run([*pip, *requirements], check=True)
        unfinished = Path(f"{stamp}.{os.getpid()}")
        unfinished.write_text(inputs)
        unfinished.rename(stamp)


if __name__ == "__main__":
    try:
        main(*map(Path, sys.argv[1:4]), sys.argv[4], sys.argv[5:])
    except subprocess.CalledProcessError as error:
        if "ensurepip" in map(str, error.cmd):
            sys.exit("This Python cannot put pip into a virtual environment (Debian, Ubuntu: install python3-venv)")
        sys.exit(f"pip ended with exit code {error.returncode}")
    except KeyboardInterrupt:
        sys.exit("Interrupted")
