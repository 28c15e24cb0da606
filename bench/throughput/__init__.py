"""Parts of the throughput benchmark: libraries with lines that they match, logs of any size, and baselines."""
