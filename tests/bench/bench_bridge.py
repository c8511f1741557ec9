#!/usr/bin/env python3
"""What a unary call costs over the web port, as a ratio to native gRPC: the same requests by gRPC,
gRPC-Web and Connect, by the same client program, in turns; one client, and eight at a time. Each
client asks again as soon as it has its answer (a closed loop). Prints one JSON line.
"""

import json
import subprocess

import bench_site

FORMS = ("grpc_web", "connect_json")


def measure(product, size, rounds):
    with product.served() as server:
        command = bench_site.load_command("unary", server, product, size)
        command += ["--web-port", str(product.web_port), "--rounds", str(rounds),
                    "--server-process", str(product.server.pid)]
        run = subprocess.run(command, text=True, stdout=subprocess.PIPE,
                             timeout=bench_site.RUN_S + 16 * rounds * size.seconds, check=False)
    result = json.loads(run.stdout)
    if result.pop("error"):
        raise RuntimeError(f"unary: {run.stdout}")
    return result


def ratios(forms):
    """Of each form to native gRPC."""
    native = forms["native"]
    return {form: {"p50": round(forms[form]["p50_ms"] / native["p50_ms"], 2),
                   "p99": round(forms[form]["p99_ms"] / native["p99_ms"], 2),
                   "calls_per_s": round(forms[form]["calls_per_s"] / native["calls_per_s"], 2),
                   "server_processor": round(forms[form]["server_processor_us"] /
                                             max(1, native["server_processor_us"]), 2)}
            for form in FORMS}


def main():
    given = bench_site.arguments(__doc__).parse_args()
    size = bench_site.read_size(given)
    size.seconds = given.seconds or (0.2 if given.quick else 1.5)  # Of one form in one round.
    rounds = given.runs or (1 if given.quick else 8)
    with bench_site.Product(size) as product:
        product.prepare()
        result = measure(product, size, rounds)
    bench_site.report({
        "bench": "bridge", **bench_site.machine(), "runs": rounds, "customers": size.customers,
        **{question: {clients: {**forms, "ratio": ratios(forms)}
                      for clients, forms in sizes.items()}
           for question, sizes in result.items()}})


if __name__ == "__main__":
    main()
