#!/usr/bin/env python3
"""How long from the moment at which a call rings until its pop is at the desk.

Telephony events at times that are fixed in advance (an open loop: a late answer delays no question)
through StreamCallEvents; each caller is one of a million customers; each commit is on the disk;
every desk is connected. Latency counts from the scheduled time. Prints one JSON line.
"""

import bench_site

GOAL = 3.0  # p99, in p99 of the floor.


def main():
    given = bench_site.arguments(__doc__).parse_args()
    size = bench_site.read_size(given)
    floor, product = map(bench_site.medians,
                         bench_site.alternate("pops", size, given.held_calls))
    ratio = product["p99_ms"] / floor["p99_ms"]
    bench_site.report({
        "bench": "pop", **bench_site.machine(), "runs": size.runs, "customers": size.customers,
        "desks": size.agents, "events_per_s": size.rate, "held_calls": given.held_calls,
        "floor": floor, "jackfield": product, "p50_ratio": round(
            product["p50_ms"] / floor["p50_ms"], 2), "p99_ratio": round(ratio, 2),
        "goal_p99_ratio_max": GOAL, "goal_met": ratio <= GOAL})


if __name__ == "__main__":
    main()
