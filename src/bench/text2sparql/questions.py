"""Reads questions with their queries."""
import json, pathlib


def questions(file):
    """Yields each question in English with its query, and the group that it belongs to."""
    text = pathlib.Path(file).read_text(encoding="utf-8")
    if file.endswith(".jsonl"):
        for task in map(json.loads, text.splitlines()):
            if task.get("query"):
                own = task["id"].endswith(".0")
                yield task["question"], task["query"], "titles of tested questions" if own else "other wordings"
        return
    if file.endswith((".yml", ".yaml")):
        import yaml  # Debian: python3-yaml
        data = yaml.safe_load(text)
    else:
        data = json.loads(text)
    for entry in (data[0] if isinstance(data, list) else data)["questions"]:
        asked = entry["question"]
        if isinstance(asked, list):  # QALD
            asked = {one["language"]: one["string"] for one in asked}
        query = entry["query"]
        yield asked.get("en") or next(iter(asked.values())), query if isinstance(query, str) else query["sparql"], "questions"
