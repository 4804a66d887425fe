"""Picks what TinyModelTests compares itself with from the recorded answers of llama.cpp.

    python3 Scripts/pick-recorded-samples.py /work/shared/tinymodel > Tests/TinyModelTests/Resources/recorded.jsonl

Eight questions of each number of steps with the greedy text, and of each the first three different samples whose
text, cut again, gives as many tokens as were sampled (a model may also write "12" as a longer token's pieces).
"""
import gzip
import json
import pathlib
import sys

folder = pathlib.Path(sys.argv[1])
sys.path.insert(0, str(folder))
import tok  # noqa: E402

QUESTIONS_PER_STEP_COUNT = 8
SAMPLES = 3

taken = {}
for line in gzip.open(folder / "recorded.jsonl.gz", "rt"):
    row = json.loads(line)
    taken[row["steps"]] = taken.get(row["steps"], 0) + 1
    if taken[row["steps"]] > QUESTIONS_PER_STEP_COUNT:
        continue
    samples = {}
    for sample in row["samples"]:
        count = len(tok.encode(sample["text"])) + (sample["finish_reason"] == "stop")
        if count == len(sample["logprobs"]) and len(samples) < SAMPLES:
            samples.setdefault(sample["text"], {
                "text": sample["text"], "finish_reason": sample["finish_reason"],
                "logprobs": sample["logprobs"], "self_certainty": sample["self_certainty"]})
    print(json.dumps({
        "question": row["question"], "steps": row["steps"], "greedy": row["greedy"]["text"],
        "samples": list(samples.values())}))
