#!/usr/bin/env python3
"""How long from the moment at which a call rings until its pop is painted by the agent's desk in
Chromium, with every other desk connected and at work.

As in bench_pop.py, events come at times that are fixed in advance, and latency counts from these.
One agent's desk is a page; the floor is how long pops take to the others, which are headless and
get theirs over gRPC in the same run. Prints one JSON line.
"""

import json
import math
import os
import shutil
import subprocess
import sys

import bench_site
import harness
import web_project
import web_site

GOAL_P50_MS = 50
GOAL_P99_MS = 200
SKEW_MAX_MS = 1.0  # Of clocks that are to be the same one.
SCRIPT = "painted_desk.mjs"
OPEN_S = 60


def at_share(spans, share):
    """The shortest of `spans` that `share` of all do not exceed, as Latencies::AtShare()."""
    return round(sorted(spans)[max(0, math.ceil(share * len(spans)) - 1)], 2)


def figures(spans):
    return {"p50_ms": at_share(spans, 0.5), "p99_ms": at_share(spans, 0.99),
            "max_ms": at_share(spans, 1)}


def open_page(product):
    """The first agent's desk in Chromium, live."""
    script = shutil.copy(bench_site.HERE / SCRIPT, web_project.FOLDER)
    facts = {"web": f"http://127.0.0.1:{product.web_port}", "chromium": web_site.CHROMIUM,
             "password": harness.PASSWORD, "descriptors": str(web_project.DESCRIPTORS)}
    page = product.keep(harness.Program(
        [web_project.NODE, script, "agent0"], "desk in Chromium",
        {**os.environ, "JACKFIELD_WEB_SITE": json.dumps(facts)}))
    page.wait_line(page.out, lambda line: line == "live", OPEN_S, "live")
    return page


def joined(load, page):
    """What the clients and the page saw, as one object. `load["calls"]` are those of the page."""
    calls = [(page["pops"].get(f"Customer {customer}"), due) for customer, due in load["calls"]]
    shown = [(pop, due) for pop, due in calls if pop and pop["painted"]]
    if not shown:
        raise RuntimeError(f"no pop was painted: {page}")
    result = {"pops": len(calls), "missing": len(calls) - len(shown), "floor": load["floor"],
              "clock_skew_ms": [round(skew, 3) for skew in page["skews"]],
              "clock_drift_ms": round(load["clock_drift_ms"], 3)}
    for stage in ("changed", "painted", "presented"):
        spans = [pop[stage] - due for pop, due in shown if pop[stage]]
        # A card that was closed before its frame was out is never presented.
        result[stage] = {"pops": len(spans), **(figures(spans) if spans else {})}
    return result


def error_of(load, page):
    """Why the figures are worth nothing; empty: they are good."""
    skews = [*page["skews"], load["clock_drift_ms"]]
    if any(abs(skew) > SKEW_MAX_MS for skew in skews):
        return f"the clocks differ: {skews}"
    return load["error"] or "; ".join(page["problems"])


def measure(product, size):
    with product.served() as server:
        page = open_page(product)
        run = subprocess.run(
            bench_site.load_command("painted", server, product, size), text=True,
            stdout=subprocess.PIPE, timeout=bench_site.RUN_S + size.seconds, check=False)
        page.tell("end")
        seen = json.loads(page.wait_line(
            page.out, lambda line: line.startswith("{"), OPEN_S, "what it saw"))
        page.wait(OPEN_S)
    load = json.loads(run.stdout)
    error = error_of(load, seen)
    if error:
        raise RuntimeError(error)
    return joined(load, seen)


def main():
    given = bench_site.arguments(__doc__).parse_args()
    size = bench_site.read_size(given)
    if not given.quick:
        size.rate = 200
        size.warm_up = 10
        size.seconds = given.seconds or 170  # More than 300 pops on the page.
    if not os.path.exists(web_site.CHROMIUM):
        harness.skip("chromium is not installed (deploy/install-packages.sh test)")
    web_project.prepare()
    with bench_site.Product(size) as product:
        product.prepare()
        result = measure(product, size)
    painted, floor = result["painted"], result["floor"]
    met = (result["missing"] == 0 and painted["p50_ms"] <= GOAL_P50_MS and
           painted["p99_ms"] <= GOAL_P99_MS)
    print(f"painted: {result}", file=sys.stderr)
    bench_site.report({
        "bench": "painted", **bench_site.machine(), "customers": size.customers,
        "headless_desks": size.agents - 1, "events_per_s": size.rate, **result,
        "p50_ratio": round(painted["p50_ms"] / floor["p50_ms"], 2),
        "p99_ratio": round(painted["p99_ms"] / floor["p99_ms"], 2),
        "goal_p50_ms_max": GOAL_P50_MS, "goal_p99_ms_max": GOAL_P99_MS, "goal_met": met})


if __name__ == "__main__":
    main()
