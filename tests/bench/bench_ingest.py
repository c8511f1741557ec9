#!/usr/bin/env python3
"""How many events a second become durable: several telephone systems, each with its window of
unacknowledged events full at all times (a closed loop). Prints one JSON line.
"""

import bench_site

GOAL = 0.3  # Of the floor.
GOAL_MIN = 5_000  # Events a second, whatever the floor.


def main():
    given = bench_site.arguments(__doc__).parse_args()
    size = bench_site.read_size(given)
    if not given.seconds and not given.quick:
        size.seconds = 12
    floor, product = map(bench_site.medians, bench_site.alternate("ingest", size))
    ratio = product["events_per_s"] / floor["events_per_s"]
    bench_site.report({
        "bench": "ingest", **bench_site.machine(), "runs": size.runs, "customers": size.customers,
        "sources": len(bench_site.SOURCES), "floor": floor, "jackfield": product,
        "ratio": round(ratio, 3), "goal_ratio_min": GOAL, "goal_events_per_s_min": GOAL_MIN,
        "goal_met": ratio >= GOAL and product["events_per_s"] >= GOAL_MIN})


if __name__ == "__main__":
    main()
