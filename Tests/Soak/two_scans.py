"""Two scans into one store at the same time, and somebody who reads it meanwhile."""
import time

import corpus
from stores import Broken, compare, everything

BUSY = "another scan is writing"
READ_MEANWHILE = ("export access", "census --json")


def soak_two_scans(soak, rounds):
    soak.rounds("two-scans", rounds, play)


def play(soak, this):
    rng, store = this.rng, this.store()
    tasks = [{"paths": paths, "jobs": rng.randint(1, 3), "memory": rng.choice((1, 160))} for paths in shares(this)]
    running = []
    for task in tasks:
        running.append(soak.headcount.start_scan(store, **task))
        time.sleep(rng.choice((0, 0, rng.uniform(0, 0.3))))
    read_meanwhile(soak, this, store, running)
    for task, run in zip(tasks, [process.ended() for process in running]):
        if run.went_through:
            this.tally["scans that ended well"] += 1
            continue
        if not run.is_clear_failure or BUSY not in run.complaint:
            raise Broken(f"beside another scan a scan ended with {run}")
        this.tally["scans that found the store busy, and were run again"] += 1
        run = soak.headcount.scan(store, **task)
        if not run.went_through:
            raise Broken(f"the scan that was run again ended with {run}")
    compare(soak.clean, everything(soak.headcount, store, is_read=True), "the store of two scans")
    if not soak.headcount.scan(store).went_through:
        raise Broken("one more scan failed")
    compare(soak.clean, everything(soak.headcount, store), "the store after one more scan")


def shares(this):
    """The same logs twice, all and a half, or two halves."""
    names = corpus.files(this.soak.headcount.logs)
    this.rng.shuffle(names)
    half = len(names) // 2
    kind = this.rng.choice(("twice the same", "all and half", "two halves"))
    this.note(kind)
    this.tally[kind] += 1
    if kind == "two halves":
        return names[:half], names[half:]
    return (["."], ["."]) if kind == "twice the same" else (["."], names[:half])


def read_meanwhile(soak, this, store, running):
    """Whoever reads sees a settled state: nothing yet, or what one of the scans has brought and the next has not."""
    last = None
    while any(process.goes_on for process in running):
        for name in READ_MEANWHILE:
            run = soak.headcount.run(*name.split(), "--store", store)
            if run.status == 0:
                this.tally["readings meanwhile"] += 1
                if name == READ_MEANWHILE[0]:
                    last = settled_states(this, run.out, last, soak)
            elif not run.is_clear_failure:
                raise Broken(f"headcount {name} beside a scan ended with {run}")


def settled_states(this, shown, states, soak):
    """At most two scans settle, so there are at most three states, the empty one among them."""
    states = states or {soak.empty[READ_MEANWHILE[0]]}
    states.add(shown)
    if len(states) > 3:
        raise Broken("readers have seen more states of the store than scans have settled")
    return states
