"""Ctrl-C at random moments of a scan, once or twice: the next scan makes the store whole."""
import signal
import time

from stores import Broken, compare, everything

INTERRUPTED = 130


def soak_interrupts(soak, rounds):
    start = time.monotonic()
    soak.headcount.scan(soak.scratch + "/interrupts.headcount")
    seconds = time.monotonic() - start
    soak.rounds("interrupts", rounds, lambda soak, this: play(soak, this, seconds))


def is_notice(complaint):
    """True for what a scan says once to the first Ctrl-C, and nothing else."""
    return complaint.startswith("Finishing: ") and len(complaint.splitlines()) == 1


def play(soak, this, seconds):
    rng, store = this.rng, this.store()
    process = soak.headcount.start_scan(store, jobs=rng.choice((1, 2, 4)), memory=rng.choice((1, 160)))
    for _ in range(rng.choice((1, 1, 2))):
        wait = rng.uniform(0, seconds / 2)
        this.note(f"interrupted after {wait:.3f} s more")
        time.sleep(wait)
        process.send(signal.SIGINT)
    run = process.ended()
    # Before the program attends to the signal, it ends the way any program does. Where it attends to it with no input left to
    # read, it says so and goes through: nothing is missing then.
    came_too_late = run.status in (0, 1) and (run.went_through or is_notice(run.complaint))
    if came_too_late:
        compare(soak.clean, everything(soak.headcount, store), "the store of a scan that was interrupted too late")
    elif run.status not in (INTERRUPTED, -signal.SIGINT):
        raise Broken(f"the interrupted scan ended with {run}")
    this.tally["went through before they were interrupted" if came_too_late else f"ended with {run.status}"] += 1
    run = soak.headcount.scan(store)
    if not run.went_through:
        raise Broken(f"the scan after the interruption ended with {run}")
    compare(soak.clean, everything(soak.headcount, store), "the store after an interruption")
