"""Executes one notebook and tells how it goes, one JSON object a line, on standard output.

Usage: execute.py SOURCE TARGET

The executed copy is written to TARGET every few seconds and at the end, so that a failure leaves what was done up to
there. The kernel is the one that the notebook names, and starts in the folder of SOURCE. When standard input is
closed, the program that started this one has ended: then the kernel is ended, too.

Events: {"event": "start", "cells": N}, {"event": "cell", "index": I}, {"event": "output", "index": I, "text": T},
{"event": "error", "index": I, "name": N, "message": M, "traceback": T}, {"event": "end"}.
"""

import ctypes
import json
import os
import signal
import sys
import threading
import time
import uuid
from pathlib import Path

# A check of addresses that no notebook needs, whose import takes a second; without it jsonschema leaves that check out.
sys.modules["rfc3987_syntax"] = None

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError


def tell(event: str, **facts: object) -> None:
    print(json.dumps({"event": event, **facts}), flush=True)


def last_line(content: dict) -> str:
    """The last line of what a message shows as plain text, or nothing."""
    text = content.get("text") or content.get("data", {}).get("text/plain") or ""
    lines = "".join(text).strip().splitlines()
    return lines[-1].strip() if lines else ""


# Shows a mark on both ways that a cell's outputs take: standard output, and displays.
MARKING = """console.log("{mark}");
await Deno.jupyter.broadcast("display_data", {{ data: {{ "text/plain": "{mark}" }}, metadata: {{}} }});"""


class Client(NotebookClient):
    """A client that tells about each cell and what it shows, and waits for all that a cell shows."""

    current = 0

    async def async_execute_cell(self, cell, cell_index, *args, **options):
        self.current = cell_index
        tell("cell", index=cell_index)
        return await super().async_execute_cell(cell, cell_index, *args, **options)

    def process_message(self, msg, cell, cell_index):
        shown = msg["msg_type"] in ("display_data", "update_display_data", "stream")
        if shown and (text := last_line(msg["content"])):
            tell("output", index=cell_index, text=text)
        return super().process_message(msg, cell, cell_index)

    async def _async_poll_output_msg(self, parent_msg_id, cell, cell_index):
        await super()._async_poll_output_msg(parent_msg_id, cell, cell_index)
        await self.take_late_outputs(parent_msg_id, cell, cell_index)

    async def take_late_outputs(self, cell_request: str, cell, cell_index: int) -> None:
        """Takes outputs that come after the kernel has said that it is idle.

        Deno's kernel sends outputs and its state side by side, so that about one output in ten of quick cells comes
        late, where nbclient no longer looks. Outputs on one way keep their order: when the marks of a second request
        are here, so is all that the cell has shown.
        """
        mark = f"mark {uuid.uuid4()}"
        request = self.kc.execute(MARKING.format(mark=mark), store_history=False, allow_stdin=False)
        missing = {"stream", "display_data", "idle"}
        while missing:
            msg = await self.kc.iopub_channel.get_msg(timeout=None)
            if msg["parent_header"].get("msg_id") not in (cell_request, request):
                continue
            kind, content = msg["msg_type"], msg["content"]
            if kind == "status":
                missing.discard(content["execution_state"])
            elif kind == "error" and msg["parent_header"]["msg_id"] == request:
                raise RuntimeError(f"The kernel cannot show a mark: {content['ename']}: {content['evalue']}")
            elif kind == "stream" and f"{mark}\n" in content["text"]:
                missing.discard(kind)
                # What the cell wrote last may come in one message with the mark.
                content["text"] = content["text"].replace(f"{mark}\n", "")
                if content["text"]:
                    self.process_message(msg, cell, cell_index)
            elif kind == "display_data" and mark in last_line(content):
                missing.discard(kind)
            elif kind != "execute_input":
                self.process_message(msg, cell, cell_index)


# Seconds after which a copy is written.
KEEP_SECONDS = 2


def write(notebook: nbformat.NotebookNode, target: Path) -> None:
    unfinished = target.with_name(f"{target.name}.{os.getpid()}")
    nbformat.write(notebook, unfinished)
    unfinished.rename(target)


PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """Run in the kernel's process before it becomes the kernel: it is killed when this program ends, however it does.

    The kernel has a session of its own, so that what ends this program, such as a terminal that is closed, does not
    reach it.
    """
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def end_with_starter(client: Client) -> None:
    """Waits for standard input to close, then ends the kernel and this program, whatever they are doing."""
    sys.stdin.read()
    if client.km is not None and client.km.has_kernel:
        client.km.provisioner.process.kill()
    os._exit(1)


def main(source: Path, target: Path) -> int:
    notebook = nbformat.read(source, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    written = time.monotonic()

    def keep(**_) -> None:
        nonlocal written
        # Writing checks all of the notebook.
        if time.monotonic() < written + KEEP_SECONDS:
            return
        write(notebook, target)
        written = time.monotonic()

    client = Client(
        notebook,
        timeout=None,
        # For the outputs after the reply; a cell that ended but keeps the kernel busy holds them back.
        iopub_timeout=600,
        raise_on_iopub_timeout=True,
        record_timing=False,
        resources={"metadata": {"path": str(source.parent)}},
        coalesce_streams=True,
        # All that cells wrote is here, and files are whole at any time: nothing is lost if the kernel ends at once.
        shutdown_kernel="immediate",
        on_cell_executed=keep,
    )
    threading.Thread(target=end_with_starter, args=(client,), daemon=True).start()
    tell("start", cells=len(notebook.cells))
    try:
        client.execute(preexec_fn=die_with_parent)
    except CellExecutionError as error:
        tell("error", index=client.current, name=error.ename, message=error.evalue, traceback=error.traceback)
        return 1
    except CellTimeoutError:
        message = "the cell ended, but the kernel was silent for ten minutes; run it again, what was computed is kept"
        tell("error", index=client.current, name="CellTimeoutError", message=message, traceback="")
        return 1
    except DeadKernelError:
        message = "the kernel ended by itself (out of memory, or a crash of native code)"
        tell("error", index=client.current, name="DeadKernelError", message=message, traceback="")
        return 1
    finally:
        write(notebook, target)
    tell("end")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()))
