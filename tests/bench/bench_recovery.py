#!/usr/bin/env python3
"""How soon a server that was killed (SIGKILL) serves again, with calls that were live and all its
customers: from the start of the new process until a desk has its snapshot and a telephone system's
first event is on the disk. Prints one JSON line.
"""

import json
import statistics
import sys

import bench_site
import harness

GOAL_S = 2.0


def measure(product, size):
    product.start_server(bench_site.READY_S)
    clients = product.keep(harness.Program(
        bench_site.load_command("recovery", product.address, product, size, size.live_calls),
        "bench-load"))
    clients.wait_line(clients.out, lambda line: line == "live", bench_site.RUN_S, "live calls")
    product.kill_server()
    began = bench_site.now()
    product.start_server(bench_site.READY_S)
    ready = bench_site.now()
    clients.tell(product.address)
    clients.wait_line(clients.out, lambda line: line.startswith("{"), bench_site.RUN_S, "service")
    clients.wait(bench_site.RUN_S)
    product.stop_server()
    result = json.loads(clients.out[-1][1])
    if result["error"]:
        raise RuntimeError(result["error"])
    return {"ready_s": ready - began, "desk_s": result["desk_at_s"] - began,
            "event_s": result["event_at_s"] - began}


def main():
    given = bench_site.arguments(__doc__).parse_args()
    size = bench_site.read_size(given)
    results = []
    with bench_site.Product(size) as product:
        product.prepare()
        for run in range(size.runs):
            results.append(measure(product, size))
            print(f"recovery {run + 1}/{size.runs}: {results[-1]}", file=sys.stderr, flush=True)
    served = statistics.median(max(result["desk_s"], result["event_s"]) for result in results)
    bench_site.report({
        "bench": "recovery", **bench_site.machine(), "runs": size.runs,
        "customers": size.customers, "live_calls": size.live_calls,
        "jackfield": bench_site.medians(results), "serving_s": round(served, 3),
        "goal_s_max": GOAL_S, "goal_met": served <= GOAL_S})


if __name__ == "__main__":
    main()
