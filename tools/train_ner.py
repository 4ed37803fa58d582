"""Train the small named-entity recogniser that ships with Wirewatch: people, organisations, places, peoples.

    python tools/train_ner.py FOLDER monitor/reading/data/ner [--minutes 8] [--seed 7]

FOLDER holds three open data sets: `gmb_part.jsonl` (Groningen Meaning Bank, Voice of America news; from the repository
umartariq867/Named-Entity-Recognition-with-Python), `uner_ewt_devtest.jsonl` (Universal NER over English EWT, CC BY-SA 4.0; from
UniversalNER/UNER_English-EWT) and `gum/*.conllu` (amir-zeldes/gum, CC BY 4.0). A tenth of the sentences is kept to measure on.
One core, a few minutes; the same seed gives the same model.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections.abc import Iterator
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example, biluo_to_iob, iob_to_biluo
from spacy.util import compounding, fix_random_seed, minibatch

LABELS = {
    "PERSON": "PERSON",
    "ORG": "ORG",
    "GPE": "GPE",
    "LOC": "GPE",
    "NORP": "NORP",
    "person": "PERSON",
    "organization": "ORG",
    "place": "GPE",
}
CONFIG = {
    "model": {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": {
            "@architectures": "spacy.HashEmbedCNN.v2",
            "pretrained_vectors": None,
            "width": 96,
            "depth": 4,
            "embed_size": 4000,
            "window_size": 1,
            "maxout_pieces": 3,
            "subword_features": True,
        },
    }
}
Sentence = tuple[list[str], list[str]]


def iob_sentences(path: Path) -> Iterator[Sentence]:
    """Tokens and IOB labels of a JSON Lines file, other labels left out."""
    for line in path.read_text(encoding="utf-8").splitlines():
        said = json.loads(line)
        tags = []
        for tag in said["ner"]:
            begin, _, label = tag.partition("-")
            tags.append(f"{begin}-{LABELS[label]}" if label in LABELS else "O")
        yield said["tokens"], tags


def gum_sentences(folder: Path) -> Iterator[Sentence]:
    """Sentences of GUM with its named entities only: spans of proper nouns, the outermost where they nest."""
    for path in sorted(folder.glob("*.conllu")):
        for block in path.read_text(encoding="utf-8").split("\n\n"):
            rows = [r.split("\t") for r in block.splitlines() if r and r[0].isdigit() and r.split("\t")[0].isdigit()]
            if rows:
                yield [r[1] for r in rows], named(rows)


def named(rows: list[list[str]]) -> list[str]:
    """IOB labels from the bracketed `Entity=` notes of one sentence."""
    tags = ["O"] * len(rows)
    open_spans: list[tuple[str, str, int]] = []
    for i, row in enumerate(rows):
        note = re.search(r"Entity=([^|]*)", row[9])
        for part in re.findall(r"\([^()]*|[^()]*\)|\)", note.group(1)) if note else ():
            fields = part.strip("()").split("-")
            if part.startswith("(") and len(fields) > 1:
                open_spans.append((fields[0], fields[1], i))
            closes = fields[0] if not part.startswith("(") else ""
            if closes and (match := next((s for s in reversed(open_spans) if s[0] == closes), None)):
                open_spans.remove(match)
                mark(tags, rows, match[1], match[2], i + 1)
            elif part.startswith("(") and note and f"{part})" in note.group(1):
                _, kind, start = open_spans.pop()
                mark(tags, rows, kind, start, i + 1)
    return tags


def mark(tags: list[str], rows: list[list[str]], kind: str, start: int, end: int) -> None:
    """Label a span when it is a name: every word a proper noun, or a small word between two."""
    while start < end and rows[start][3] == "DET":
        start += 1
    words = rows[start:end]
    proper = (
        words
        and words[0][3] == "PROPN"
        and words[-1][3] == "PROPN"
        and all(w[3] in ("PROPN", "ADP", "CCONJ", "DET") for w in words)
    )
    if kind in LABELS and proper:
        tags[start:end] = [f"{'B' if i == start else 'I'}-{LABELS[kind]}" for i in range(start, end)]


def example(nlp: Language, tokens: list[str], tags: list[str]) -> Example:
    doc = Doc(nlp.vocab, words=tokens)
    gold = Doc(nlp.vocab, words=tokens)
    gold.set_ents(spans(gold, tags))
    return Example(doc, gold)


def spans(doc: Doc, tags: list[str]) -> list[Span]:
    found, start = [], -1
    for i, tag in enumerate([*biluo_to_iob(iob_to_biluo(tags)), "O"]):
        if start >= 0 and not tag.startswith("I-"):
            found.append(Span(doc, start, i, label=tags[start][2:]))
            start = -1
        if tag.startswith("B-"):
            start = i
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--minutes", type=float, default=8)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    fix_random_seed(args.seed)
    dice = random.Random(args.seed)
    said = [*iob_sentences(args.folder / "gmb_part.jsonl"), *iob_sentences(args.folder / "uner_ewt_devtest.jsonl")]
    said += gum_sentences(args.folder / "gum")
    dice.shuffle(said)
    nlp = spacy.blank("en")
    ner = nlp.add_pipe("ner", config=CONFIG)
    for label in sorted({"PERSON", "ORG", "GPE", "NORP"}):
        ner.add_label(label)  # type: ignore[attr-defined]
    examples = [example(nlp, *s) for s in said]
    held, seen = examples[: len(examples) // 10], examples[len(examples) // 10 :]
    optimizer = nlp.initialize(lambda: seen[:2000])
    print(f"{len(seen)} sentences to learn from, {len(held)} kept to measure on")
    began, best = time.monotonic(), 0.0
    for epoch in range(args.epochs):
        dice.shuffle(seen)
        losses: dict[str, float] = {}
        for batch in minibatch(seen, size=compounding(16.0, 128.0, 1.01)):
            nlp.update(batch, drop=0.25, sgd=optimizer, losses=losses)
        with nlp.use_params(optimizer.averages):
            score = nlp.evaluate(held)["ents_f"]
            print(f"epoch {epoch}: loss {losses['ner']:.0f}, F1 {score:.3f}, {time.monotonic() - began:.0f} s", flush=True)
            if score > best:
                best = score
                nlp.to_disk(args.target, exclude=["vocab"])
        if time.monotonic() - began > args.minutes * 60:
            break


if __name__ == "__main__":
    main()
