"""Runs a number of rounds, several at a time, each from a seed of its own, and says what failed and how to see it again."""
import collections
import concurrent.futures
import os
import random
import shutil
import threading
import time
import traceback

from stores import Broken


class Soak:
    """What every round is given: the program, the logs, what a clean scan of them shows."""

    def __init__(self, headcount, scratch, seed, clean_store, clean, empty, workers, only_round, keep):
        self.headcount, self.scratch, self.seed = headcount, scratch, seed
        # A store that one scan made of all logs, what it shows, and what one without any log shows.
        self.clean_store, self.clean, self.empty = clean_store, clean, empty
        self.inputs = len(clean["table inputs"].splitlines())
        self.workers, self.only_round, self.keep = workers, only_round, keep
        self.failures = 0
        self.lock = threading.Lock()

    def rounds(self, name, count, play):
        """Plays rounds 0..<count; `play` gets the soak and the round, and raises `Broken` where something is."""
        start, tally = time.monotonic(), collections.Counter()
        numbers = range(count) if self.only_round is None else [self.only_round]
        with concurrent.futures.ThreadPoolExecutor(self.workers) as pool:
            failed = sum(pool.map(lambda number: self.one(name, number, play, tally), numbers))
        self.failures += failed
        print(f"{name}: {len(numbers)} rounds, {failed} failed, {time.monotonic() - start:.0f} s", flush=True)
        for what, times in sorted(tally.items()):
            print(f"  {times:5} {what}", flush=True)

    def one(self, name, number, play, tally):
        this = Round(self, name, number)
        try:
            play(self, this)
            return 0
        except Broken as failure:
            this.report(str(failure))
        except Exception:
            this.report(traceback.format_exc())
        finally:
            with self.lock:
                tally.update(this.tally)
            this.end()
        return 1


class Round:
    def __init__(self, soak, name, number):
        self.soak, self.name, self.number = soak, name, number
        self.rng = random.Random(f"{soak.seed}/{name}/{number}")
        self.folder = os.path.join(soak.scratch, f"{name}-{number}")
        # What happened, for the summary; and how, for a failure.
        self.tally, self.steps, self.failed = collections.Counter(), [], False
        os.makedirs(self.folder)

    def store(self, name="soak"):
        return os.path.join(self.folder, name + ".headcount")

    def note(self, step):
        self.steps.append(step)

    def report(self, what):
        self.failed = True
        lines = [f"FAILED {self.name}, round {self.number} (--seed {self.soak.seed} --only {self.name} --round {self.number})"]
        lines += ["  " + step for step in self.steps] + [what]
        if self.soak.keep:
            lines.append(f"  kept: {self.folder}")
        with self.soak.lock:
            print("\n".join(lines), flush=True)

    def end(self):
        if not (self.failed and self.soak.keep):
            shutil.rmtree(self.folder, ignore_errors=True)
