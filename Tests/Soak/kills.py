"""kill -9 at random moments of a scan: what was settled before is what the store shows, and the next scan makes it whole."""
import os
import shutil
import threading
import time

from stores import Broken, check_file, compare, everything, questions

GLANCE = ("export access", "export inputs", "census --json", "coverage --json")
# A scan that has ended before its moment came is no round: another moment is drawn.
DRAWS = 50


class Kills:
    def __init__(self, soak, half):
        # A settled store of some of the logs, and what it shows: many scans add to one.
        self.half, self.half_shows = half, everything(soak.headcount, half)
        self.times = Times()

    def play(self, soak, this):
        rng, store = this.rng, this.store()
        starts_with_half = rng.random() < 0.3
        before = self.half_shows if starts_with_half else soak.empty
        for _ in range(DRAWS):
            self.begin(store, starts_with_half)
            if self.kill(soak, this, starts_with_half):
                break
        else:
            raise Broken(f"{DRAWS} scans ended before they could be killed")
        look(soak, this, store, before)
        for _ in range(rng.choice((0, 0, 0, 1, 2))):
            if self.kill(soak, this, starts_with_half):
                this.tally["killed again before the last scan"] += 1
                look(soak, this, store, before)
        self.finish(soak, this, starts_with_half)
        compare(soak.clean, everything(soak.headcount, store), "the store after the last scan")

    def begin(self, store, starts_with_half):
        for name in ("", "-wal", "-shm", "-journal", "-lock"):
            if os.path.exists(store + name):
                os.remove(store + name)
        if starts_with_half:
            shutil.copy(self.half, store)

    def kill(self, soak, this, starts_with_half):
        options = {"jobs": this.rng.choice((1, 2, 4)), "memory": this.rng.choice((1, 160))}
        seconds = moment(this.rng) * self.times.usual(starts_with_half)
        process = soak.headcount.start_scan(this.store(), **options)
        killed = process.killed_after(seconds)
        this.note(f"scan {options}, {'killed' if killed else 'ended before it was to be killed'} after {seconds:.3f} s")
        return killed

    def finish(self, soak, this, starts_with_half):
        start = time.monotonic()
        run = soak.headcount.scan(this.store(), jobs=this.rng.choice((1, 2, 4)), memory=this.rng.choice((1, 160)))
        self.times.add(starts_with_half, time.monotonic() - start)
        if not run.went_through:
            raise Broken(f"the last scan ended with {run}")


def moment(rng):
    """A share of a scan's time: anywhere, and more often than chance would have it at its two ends."""
    where = rng.random()
    if where < 0.1:
        return rng.uniform(0, 0.1)
    return rng.uniform(0.75, 1.05) if where < 0.4 else rng.uniform(0, 1.05)


def look(soak, this, store, before):
    """A killed store shows what it showed before, or all there is; or says in one line why it can show nothing yet."""
    if not os.path.exists(store):
        this.tally["killed before there was a store"] += 1
        return
    stage = check_file(store, soak.inputs)
    this.tally["killed " + stage] += 1
    for name, command in questions(GLANCE).items():
        run = soak.headcount.run(*command, "--store", store)
        if run.status == 0:
            if run.out not in (before[name], soak.clean[name]):
                compare({name: before[name]}, {name: run.out}, "the killed store")
        elif not (run.is_clear_failure and stage == "before the schema"):
            raise Broken(f"headcount {name} of a store killed {stage} ended with {run}")


class Times:
    """How long a scan takes here and now, by whether half of the logs were there."""

    def __init__(self):
        self.lock, self.seen = threading.Lock(), {True: [], False: []}

    def add(self, kind, seconds):
        with self.lock:
            self.seen[kind] = (self.seen[kind] + [seconds])[-15:]

    def usual(self, kind):
        with self.lock:
            times = sorted(self.seen[kind]) or sorted(self.seen[not kind])
            return times[len(times) // 2]


def soak_kills(soak, rounds):
    folder = os.path.join(soak.scratch, "kills")
    os.makedirs(folder)
    half = os.path.join(folder, "half.headcount")
    run = soak.headcount.scan(half, paths=("./samples", "./events", "./web1"))
    if not run.went_through:
        raise Broken(f"a scan of some of the logs ended with {run}")
    kills = Kills(soak, half)
    start = time.monotonic()
    soak.headcount.scan(os.path.join(folder, "timed.headcount"))
    kills.times.add(False, time.monotonic() - start)
    soak.rounds("kills", rounds, kills.play)
