"""Draws what a row costs at every size that was timed: figure.py RECORD.jsonl OUT.svg [ENGINE...]

CPU time by row for uptake, and the engines named (default duckdb), one panel a format. The
text of the picture says the numbers too."""

import json
import sys
from html import escape

STYLE = {"uptake": ("#1f5fbf", "", "uptake"), "duckdb": ("#c2571a", "7 4", "DuckDB"), "polars": ("#4a7a1e", "2 3", "polars"), "pandas": ("#777777", "9 3 2 3", "pandas")}
ORDER = ["parquet", "snappy", "csv", "ndjson", "csv.gz", "ndjson.gz"]
WIDTH, HEIGHT, LEFT, TOP, RIGHT, FOOT = 330, 220, 52, 34, 70, 34


def number(v):
    return f"{v:.2g}" if v < 10 else f"{v:.0f}"


def million(n):
    return f"{n / 1e6:.3g} million" if n >= 1e6 else f"{n:,}"


def panel(name, lines):
    """One format: lines are {engine: [(rows, microseconds a row)]}."""
    most = max(v for points in lines.values() for _, v in points) * 1.15
    sizes = sorted({n for points in lines.values() for n, _ in points})

    def x(n):
        return LEFT + (WIDTH - LEFT - RIGHT) * (sizes.index(n) / max(len(sizes) - 1, 1))

    def y(v):
        return TOP + (HEIGHT - TOP - FOOT) * (1 - v / most)

    out = [f'<text x="{LEFT}" y="18" font-weight="600">{escape(name)}</text>']
    for v in (0, most / 2.3, most / 1.15):
        out.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(v):.1f}" y2="{y(v):.1f}" stroke="#ccc"/><text x="{LEFT - 6}" y="{y(v) + 4:.1f}" text-anchor="end">{number(v) if v else 0}</text>')
    for n in sizes:
        out.append(f'<text x="{x(n):.1f}" y="{HEIGHT - 14}" text-anchor="middle">{number(n / 1e6)}</text>')
    last = -99.0
    for engine, points in sorted(lines.items(), key=lambda line: -line[1][-1][1]):  # from the top down, so that names stand apart
        colour, dash, said = STYLE[engine]
        path = " ".join(f"{x(n):.1f},{y(v):.1f}" for n, v in points)
        out.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>')
        out += [f'<circle cx="{x(n):.1f}" cy="{y(v):.1f}" r="3" fill="{colour}"/>' for n, v in points]
        n, v = points[-1]
        last = max(y(v) + 4, last + 15)
        out.append(f'<text x="{x(n) + 7:.1f}" y="{last:.1f}" fill="{colour}">{said}</text>')
    return "\n".join(out)


def main():
    record, out = sys.argv[1:3]
    engines = ["uptake", *(sys.argv[3:] or ["duckdb"])]
    found = {}
    with open(record) as f:
        for line in f:
            r = json.loads(line)
            if (r["command"], r["experiment"]) != ("readout", "experiment.yaml"):
                continue
            for name, of in r["formats"].items():
                for e in engines:
                    if e in of:
                        found.setdefault(name, {}).setdefault(e, {})[r["rows"]] = of[e]["cpu"] / r["rows"] * 1e6
    panels = [(n, {e: sorted(p.items()) for e, p in found[n].items()}) for n in ORDER if n in found]
    words = "; ".join(f"{n}, {STYLE[e][2]}: " + ", ".join(f"{number(v)} at {million(r)}" for r, v in p) for n, lines in panels for e, p in lines.items())
    wide, high = min(len(panels), 3), -(-len(panels) // 3)
    body = [f'<g transform="translate({i % 3 * WIDTH} {24 + i // 3 * HEIGHT})">{panel(n, lines)}</g>' for i, (n, lines) in enumerate(panels)]
    title = "Microseconds of CPU a row, by millions of rows"
    with open(out, "w") as f:
        f.write(f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {wide * WIDTH} {24 + high * HEIGHT}" font-family="system-ui, sans-serif" font-size="13" fill="#222">'
                f"<title>{title}</title><desc>{escape(words)}</desc>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><text x=\"{LEFT}\" y=\"18\" font-size=\"15\">{title}</text>\n" + "\n".join(body) + "\n</svg>\n")


if __name__ == "__main__":
    main()
