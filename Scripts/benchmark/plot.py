"""The figures as a picture, SVG without any library: a panel for each row that several systems have, one for what Hone
is to reach, and one for each cost as it grows."""
import math
from xml.sax.saxutils import escape

from benchmark import drivers

WIDTH, MARGIN, GUTTER, COLUMNS = 1080, 28, 40, 2
BAR, STEP = 15, 22
NAMES = {"direct": "direct", "hone": "Hone", "nginx": "nginx", "tensorzero": "TensorZero", "litellm": "LiteLLM"}
COLOURS = {"direct": "#c9ced6", "hone": "#2563eb", "nginx": "#94a3b8", "tensorzero": "#b08968", "litellm": "#a78bba"}
INK, FAINT, GOAL, BAD = "#1f2937", "#6b7280", "#059669", "#dc2626"
# A bar that would dwarf the others is cut off and says so.
DWARFING = 6


class Canvas:
    def __init__(self):
        self.parts = []

    def text(self, x, y, content, size=12, colour=INK, anchor="start", weight="normal"):
        self.parts.append(f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}" text-anchor="{anchor}" '
                          f'font-weight="{weight}" stroke="white" stroke-width="3" paint-order="stroke" '
                          f'stroke-linejoin="round">{escape(content)}</text>')

    def box(self, x, y, width, height, colour):
        self.parts.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0.5):.1f}" height="{height:.1f}" '
                          f'fill="{colour}" rx="1.5"/>')

    def line(self, x1, y1, x2, y2, colour, width=1.0, dashes=""):
        dashes = f' stroke-dasharray="{dashes}"' if dashes else ""
        self.parts.append(f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" '
                          f'stroke-width="{width}"{dashes}/>')

    def path(self, points, colour):
        joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self.parts.append(f'<polyline points="{joined}" fill="none" stroke="{colour}" stroke-width="2"/>')
        self.parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points]

    def svg(self, height):
        return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" '
                f'height="{height:.0f}" font-family="Helvetica, Arial, sans-serif">\n'
                f'<rect width="100%" height="100%" fill="white"/>\n' + "\n".join(self.parts) + "\n</svg>\n")


def number(value):
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2 if abs(value) >= 1 else 3
    return f"{value:,.{digits}f}"


def median(row, system):
    return row["systems"].get(system, {}).get("median")


def comparison(canvas, row, x, y, width):
    """Bars of the systems that have the row; returns the height."""
    canvas.text(x, y + 12, row["what"], 13, weight="bold")
    note = f"{row['unit']}, {'more' if row['more_is_better'] else 'less'} is better"
    canvas.text(x, y + 27, note, 11, FAINT)
    top, label, room = y + 38, 84, 118
    systems = [name for name in NAMES if name in row["systems"]]
    values = {name: median(row, name) for name in systems}
    known = sorted(value for value in values.values() if value is not None)
    others = [value for name, value in values.items() if value is not None and name != "litellm"]
    widest = max([*others, row["limit"] or 0, 1e-9])
    if known and known[-1] <= DWARFING * widest:
        widest = max(widest, known[-1])
    scale = (width - label - room) / widest
    if row["limit"]:
        goal, end = x + label + row["limit"] * scale, top + len(systems) * STEP
        canvas.line(goal, top - 4, goal, end, GOAL, 1.5, "4 3")
        canvas.text(goal, end + 9, row["goal"].split(", <")[0], 10, GOAL, "middle")
    for place, name in enumerate(systems):
        middle = top + place * STEP + BAR / 2
        canvas.text(x + label - 8, middle + 4, NAMES[name], 12, INK if name == "hone" else FAINT, "end",
                    "bold" if name == "hone" else "normal")
        value = values[name]
        if value is None:
            canvas.text(x + label, middle + 4, row["systems"][name]["failure"][:44], 11, FAINT)
            continue
        length = max(0, min(value, widest * 1.04)) * scale
        canvas.box(x + label, middle - BAR / 2, length, BAR, COLOURS[name])
        if value > widest * 1.04:
            canvas.line(x + label + length - 9, middle + BAR / 2, x + label + length - 4, middle - BAR / 2, "white", 3)
        rounds = [each for each in row["systems"][name]["rounds"] if each is not None]
        if len(rounds) > 1 and max(rounds) <= widest * 1.1:
            ends = [x + label + max(0, each) * scale for each in (min(rounds), max(rounds))]
            canvas.line(ends[0], middle, ends[1], middle, INK, 1.2)
            length = max(length, ends[1] - x - label)
        canvas.text(x + label + length + 6, middle + 4, number(value), 12, INK,
                    weight="bold" if name == "hone" else "normal")
    return 38 + len(systems) * STEP + 22


def goals(canvas, rows, x, y, width):
    """How much of each limit Hone uses."""
    canvas.text(x, y + 12, "Hone and the figures to reach", 13, weight="bold")
    canvas.text(x, y + 27, "measured ÷ limit, or limit ÷ measured where more is better; 100 % reaches it", 11, FAINT)
    top, label, room, widest = y + 38, 430, 190, 2.0
    scale = (width - label - room) / widest
    end = top + len(rows) * STEP
    for place, row in enumerate(rows):
        middle = top + place * STEP + BAR / 2
        value = median(row, "hone")
        share = row["limit"] / max(value, 1e-9) if row["more_is_better"] else value / row["limit"]
        canvas.text(x + label - 8, middle + 4, row["what"], 12, INK, "end")
        length = max(0, min(share, widest)) * scale
        canvas.box(x + label, middle - BAR / 2, length, BAR, COLOURS["hone"] if row["reached"] else BAD)
        canvas.text(x + label + length + 6, middle + 4,
                    f"{100 * share:,.0f} %  ({number(value)} {row['unit']}, {row['goal'].split(', <')[0]})", 11)
    canvas.line(x + label + scale, top - 4, x + label + scale, end - 4, GOAL, 1.5, "4 3")
    return end - y + 18


def growth(canvas, row, x, y, width):
    """A cost over size, both on logarithmic axes."""
    values = row["systems"]["hone"]["rounds"]
    canvas.text(x, y + 12, row["what"].split(" at ")[0], 13, weight="bold")
    canvas.text(x, y + 27, f"{row['unit']}, Hone, logarithmic", 11, FAINT)
    if any(value is None or value <= 0 for value in values):
        canvas.text(x, y + 60, row["systems"]["hone"]["failure"] or "too small to be measured", 11, FAINT)
        return 150
    logs = [math.log10(value) for value in values]
    low, high = math.floor(min(logs)), math.ceil(max(logs) + 1e-9)
    top, bottom = y + 44, y + 122
    high = max(high, low + 1)
    left, right = x + 30, x + width - 40
    for power in range(low, high + 1):
        height = bottom - (power - low) / (high - low) * (bottom - top)
        canvas.line(left - 10, height, right + 10, height, "#e5e7eb")
    points = [(left + place * (right - left) / max(1, len(values) - 1),
               bottom - (value - low) / (high - low) * (bottom - top)) for place, value in enumerate(logs)]
    canvas.path(points, COLOURS["hone"])
    for (px, py), value, size in zip(points, values, row["sizes"]):
        canvas.text(px, py - 7, number(value), 10, INK, "middle")
        canvas.text(px, bottom + 14, size, 10, FAINT, "middle")
    return 158


def grid(canvas, rows, panel, y, columns):
    """Panels side by side; where the next thing may begin."""
    width = (WIDTH - 2 * MARGIN - (columns - 1) * GUTTER) / columns
    for start in range(0, len(rows), columns):
        y += max(panel(canvas, row, MARGIN + place * (width + GUTTER), y, width)
                 for place, row in enumerate(rows[start:start + columns]))
    return y


def picture(content):
    canvas = Canvas()
    canvas.text(MARGIN, 36, "Hone, beside what people would use instead", 20, weight="bold")
    about = drivers.describe(content["machine"])
    versions = ", ".join(f"{name} {version}" for name, version in content["machine"]["versions"].items())
    canvas.text(MARGIN, 56, about, 11, FAINT)
    canvas.text(MARGIN, 71, f"{versions}. Medians; black lines from the smallest to the largest round.", 11, FAINT)
    rows = content["rows"]
    compared = [row for row in rows if len(row["systems"]) > 1 and "lateness" not in row["what"]]
    grown = [row for row in rows if "sizes" in row]
    limited = [row for row in rows if row["limit"] and median(row, "hone") is not None]
    y = grid(canvas, compared, comparison, 92, COLUMNS)
    if limited:
        y += goals(canvas, limited, MARGIN, y, WIDTH - 2 * MARGIN)
    y = grid(canvas, grown, growth, y, 3)
    return canvas.svg(y + 8)
