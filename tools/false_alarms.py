"""How often the shipped rules match ordinary texts: `python tools/false_alarms.py FILE.jsonl`, lines of {"id", "title", "text"}.

It prints what matched, for a person to judge; a match is no error when the text tells of such an event. Texts without a date
count as published today, so that what they tell of is taken for news: more matches than a live day would bring.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from monitor.matching.match import judge
from monitor.matching.rulebook import load_rulebook
from monitor.model.article import Article
from workers.edges.language import LocalLanguage
from workers.edges.rules_folder import read_vocabulary

RULES = Path(__file__).parent.parent / "rules"


def main() -> None:
    language = LocalLanguage(read_vocabulary(RULES))
    files = {str(p.relative_to(RULES)): p.read_bytes() for p in sorted(RULES.glob("alerts/*.yaml"))}
    lists = {str(p.relative_to(RULES)): p.read_bytes() for p in sorted(RULES.glob("lists/*.yaml"))}
    rulebook, problems = load_rulebook(files, lists=lists, atlas=language.atlas, canonical=language.canonical)
    for problem in problems:
        if problem.severity == "error":
            print(problem, file=sys.stderr)
    now, texts, by_rule, matched = datetime.now(UTC), 0, Counter[str](), 0
    for name in sys.argv[1:]:
        rows = [json.loads(line) for line in Path(name).read_text(encoding="utf-8").split("\n") if line]
        articles = [
            Article(id=str(row["id"]), title=row.get("title") or "", text=row["text"], source="x", published_at=now)
            for row in rows
        ]
        for one, reading in zip(articles, language.read_many(articles), strict=True):
            texts += 1
            if isinstance(reading, Exception):
                continue
            matches, _ = judge(rulebook, one, reading, now, near=0)
            matched += bool(matches)
            by_rule.update({m.rule.id for m in matches})
            for match in matches[:1]:
                words = "; ".join(v.detail for v in match.verdicts if v.evidence)
                print(f"{one.id}\t{match.rule.id}\t{(one.title or one.text)[:90]!r}\t{words[:160]}")
    print(f"\n{matched} of {texts} texts matched ({1000 * matched / texts:.0f} in 1,000): {dict(by_rule.most_common())}")


if __name__ == "__main__":
    main()
