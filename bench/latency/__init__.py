"""Parts of the latency benchmarks: a server of their own, clients, and percentiles."""
