"""Serves the embedded model's file with llama.cpp's own OpenAI-compatible server (package xllamacpp of PyPI), as a second
model server that nobody here has written: python llama_server.py PATH. Says where it listens, and ends on a signal."""
import signal
import sys
import threading

import xllamacpp

SLOTS = 8
TOKENS_PER_SLOT = 1024


def parameters(path):
    settings = xllamacpp.CommonParams()
    settings.model.path = path
    settings.model_alias = {"tiny-arith"}
    settings.hostnames = ["127.0.0.1"]
    settings.port = 0
    settings.n_parallel = SLOTS
    settings.n_ctx = SLOTS * TOKENS_PER_SLOT
    settings.kv_unified = False
    settings.n_threads_http = 4 * SLOTS
    settings.cpuparams.n_threads = settings.cpuparams_batch.n_threads = 1
    settings.n_gpu_layers = 0
    settings.fit_params = False
    settings.cache_ram_mib = 0
    settings.ui = False
    settings.verbosity = 0
    # The server's own defaults cut off what a temperature is about.
    settings.sampling.top_k, settings.sampling.top_p, settings.sampling.min_p = 0, 1.0, 0.0
    return settings


def main():
    server = xllamacpp.Server(parameters(sys.argv[1]))
    print(f"llama listening on {server.listening_address}", flush=True)
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    ended.wait()


if __name__ == "__main__":
    main()
