#!/usr/bin/env python3
"""Brings a published evaluation into the files that `src/bench/run scale` reads.

usage: others.py queries QUERIES.yaml FOLDER      writes a file for each query
       others.py results NAME.ENGINE.results.yaml ...  prints query, engine and seconds as CSV; no seconds if the query failed

The files are those of ad-freiburg/sparql-engine-evaluation-tanmay (thesis_materials/benchmarks and evaluation_results). They are read line by line,
because the tables of failures in them need no parser of YAML.
"""
import csv, pathlib, re, sys


def file_name(query):
    return re.sub(r"\W+", "-", query).strip("-")


def queries(source, folder):
    """Each query is a block of lines, indented by more than its head."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    name, lines, indent = None, None, 0
    for line in pathlib.Path(source).read_text(encoding="utf-8").splitlines() + ["- name: "]:
        depth = len(line) - len(line.lstrip())
        if lines is not None and line.strip() and depth <= indent:
            (folder / (file_name(name) + ".rq")).write_text("\n".join(lines).strip() + "\n", encoding="utf-8")
            lines = None
        if lines is not None:
            lines.append(line[indent + 2:])
        elif head := re.fullmatch(r"\s*- name: (.*)", line):
            name = head[1]
        elif re.fullmatch(r"\s*query: \|-?\s*", line):
            lines, indent = [], depth


def results(sources):
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["query", "engine", "seconds"])
    for source in sources:
        engine = pathlib.Path(source).name.split(".")[-3]
        for part in re.split(r"(?m)^- name: ", pathlib.Path(source).read_text(encoding="utf-8"))[1:]:
            seconds = re.search(r"(?m)^    client_time: (\S+)", part)
            failed = re.search(r"(?m)^  headers: \[\]", part)
            out.writerow([file_name(part.split("\n", 1)[0]), engine, "" if failed or not seconds else seconds[1]])


if sys.argv[1:2] == ["queries"] and len(sys.argv) == 4:
    queries(*sys.argv[2:])
elif sys.argv[1:2] == ["results"] and len(sys.argv) > 2:
    results(sys.argv[2:])
else:
    sys.exit(__doc__)
