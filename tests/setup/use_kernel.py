"""Starts the project's kernel as VS Code does, has it run the cell on standard input, prints what it gives.

Usage: use_kernel.py FOLDER
"""

import json
import sys
from queue import Empty

from jupyter_client.manager import start_new_kernel

manager, client = start_new_kernel(kernel_name="oneshot-deno", cwd=sys.argv[1])
try:
    given = []
    reply = client.execute_interactive(sys.stdin.read(), output_hook=given.append, timeout=60)
    try:
        # Deno's kernel may send an output after it has said that it is idle.
        while True:
            given.append(client.get_iopub_msg(timeout=1))
    except Empty:
        pass
    info = client.kernel_info(reply=True, timeout=60)["content"]["language_info"]
    results = [message["content"]["data"] for message in given if message["msg_type"] == "execute_result"]
    printed = "".join(message["content"]["text"] for message in given if message["msg_type"] == "stream")
    spec = manager.kernel_spec
    answer = {"folder": spec.resource_dir, "name": spec.display_name, "status": reply["content"]["status"]}
    print(json.dumps({**answer, "info": info, "results": results, "printed": printed}))
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
