"""A window: a process under test that runs beside others, until it is killed."""

import json
import multiprocessing
import signal
from pathlib import Path

from tests.promises.witness import Witness
from tests.promises.worker import speak

# Every process is forked from one that has everything imported already: a start costs milliseconds.
CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["__main__", "tests.promises.worker"])


class Window:
    """A process under test, and what it says."""

    def __init__(self, kind: str, folder: Path, seed: str) -> None:
        self.ear, mouth = CONTEXT.Pipe(duplex=False)
        self.process = CONTEXT.Process(target=speak, args=(kind, folder, seed, mouth))
        self.process.start()
        mouth.close()

    def kill(self, witness: Witness) -> bool:
        """End the process now, and hear what it had said by then; whether it was still there to be killed."""
        self.process.kill()
        self.process.join()
        killed = self.process.exitcode == -signal.SIGKILL
        while self.hear(witness):
            pass
        self.ear.close()
        self.process.close()
        return killed

    def hear(self, witness: Witness) -> bool:
        """Hear one thing; whether there was one."""
        try:
            witness.hear(self, json.loads(self.ear.recv_bytes()))
        except EOFError:
            return False
        return True
