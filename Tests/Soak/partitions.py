"""However the logs are spread over stores, and in whatever order and grouping those are merged: the same store."""
import os

import corpus
from stores import Broken, compare, everything


def soak_partitions(soak, rounds):
    soak.rounds("partitions", rounds, play)


def play(soak, this):
    rng = this.rng
    stores = [part_store(soak, this, number, part) for number, part in enumerate(partition(rng, soak.headcount.logs))]
    this.tally[f"over {len(stores)} stores"] += 1
    store = merged(soak, this, stores)
    compare(soak.clean, everything(soak.headcount, store), "the merged store")


def partition(rng, folder):
    """The files in 1 to 6 heaps, sometimes by whole folders, some of them in several heaps; each heap in any order."""
    heaps = [[] for _ in range(rng.randint(1, 6))]
    by_folder = rng.random() < 0.3
    homes = {}
    for name in corpus.files(folder):
        home = homes.setdefault(os.path.dirname(name) if by_folder else name, rng.randrange(len(heaps)))
        heaps[home].append(name)
        if rng.random() < 0.05:
            rng.choice(heaps).append(name)
    heaps = [heap for heap in heaps if heap]
    for heap in heaps:
        rng.shuffle(heap)
    return heaps


def part_store(soak, this, number, names):
    """One scan of a heap, or several that each add some."""
    rng, store = this.rng, this.store(f"part{number}")
    scans = min(rng.choice((1, 1, 2, 3)), len(names))
    for scan in range(scans):
        some = names[len(names) * scan // scans:len(names) * (scan + 1) // scans]
        options = {"jobs": rng.randint(1, 4), "memory": rng.choice((1, 2, 8, 160))}
        this.note(f"scan of {len(some)} files into part {number}, {options}")
        run = soak.headcount.scan(store, paths=some, **options)
        if not run.went_through:
            raise Broken(f"the scan ended with {run}")
    return store


def merged(soak, this, stores):
    """A random tree of merges, each of any number of stores in any order; a single store is merged too."""
    rng, number = this.rng, 0
    while len(stores) > 1 or number == 0:
        rng.shuffle(stores)
        count = rng.randint(min(2, len(stores)), len(stores))
        new = this.store(f"merged{number}")
        merge(soak, this, stores[:count], new)
        stores, number = stores[count:] + [new], number + 1
    return stores[0]


def merge(soak, this, stores, new):
    command = ["merge", *stores, "--output", new, "--quiet"]
    this.note("merge " + " ".join(os.path.basename(store) for store in stores))
    if this.rng.random() < 0.25 and soak.headcount.start(*command).killed_after(this.rng.uniform(0, 0.3)):
        this.tally["merges killed before they were run"] += 1
    command += ["--force"] if os.path.exists(new) else []
    run = soak.headcount.run(*command)
    if run.status != 0:
        raise Broken(f"the merge ended with {run}")
    left = sorted(name for name in os.listdir(this.folder) if ".partial" in name)
    if left:
        raise Broken(f"a merge that ended has left {', '.join(left)}")
