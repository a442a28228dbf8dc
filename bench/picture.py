"""Plain SVG pictures: groups of bars, and lines. No library: what is drawn is little."""

from __future__ import annotations

import math
import sys
from html import escape
from pathlib import Path

import programs

COLOURS = ("#0b6e4f", "#c8553d", "#2f6690", "#e0a030", "#7a5195", "#666666", "#20a4a4", "#a05195")
TEXT = 'font-family="sans-serif" font-size="12" fill="#222"'

Groups = dict[str, dict[str, float]]  # group -> name -> value
Lines = dict[str, list[tuple[float, float]]]  # name -> (x, y)


def svg(width: float, height: float, body: list[str]) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {width:.0f} {height:.0f}">'
    )
    return "\n".join([head, '<rect width="100%" height="100%" fill="white"/>', *body, "</svg>"])


def text(x: float, y: float, words: str, anchor: str = "start", weight: str = "normal") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" {TEXT} text-anchor="{anchor}" '
        f'font-weight="{weight}">{escape(words)}</text>'
    )


def number(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.3g}"


def bars(title: str, groups: Groups) -> str:
    """Horizontal bars on a logarithmic scale, a colour for each name."""
    names = list(dict.fromkeys(name for values in groups.values() for name in values))
    values = [v for group in groups.values() for v in group.values()]
    low = 10 ** math.floor(math.log10(min(values)) - 0.01)
    high = max(values)
    left, width, bar = 170, 520, 15
    body, y = [text(10, 20, title, weight="bold")], 36.0
    for group, members in groups.items():
        body.append(text(left - 110, y + 13, group, "start", "bold"))
        y += 20
        for name, value in members.items():
            length = width * math.log10(value / low) / math.log10(high / low)
            colour = COLOURS[names.index(name) % len(COLOURS)]
            body.append(text(left - 6, y + 12, name, "end"))
            body.append(
                f'<rect x="{left}" y="{y:.1f}" width="{length:.1f}" height="{bar - 2}" '
                f'fill="{colour}"/>'
            )
            body.append(text(left + length + 5, y + 11, number(value)))
            y += bar
        y += 8
    return svg(left + width + 80, y + 10, body)


def ticks(low: float, high: float) -> list[float]:
    """1, 2 and 5 times powers of ten."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    found = [m * 10.0**e for e in range(first, last + 1) for m in (1, 2, 5)]
    return [t for t in found if low * 0.999 <= t <= high * 1.001]


def even_ticks(low: float, high: float) -> list[float]:
    """Four to eight, at whole multiples of 1, 2 or 5 times a power of ten."""
    if high <= low:
        return [low]
    step = next(t for t in ticks((high - low) / 8, high - low) if (high - low) / t <= 8)
    return [step * i for i in range(math.ceil(low / step), math.floor(high / step) + 1)]


def chart(
    title: str, x_name: str, y_name: str, lines: Lines, at: tuple[float, float], linear_y: bool
) -> list[str]:
    """One panel of lines. Where both axes are logarithmic the slope shows whether growth is linear."""
    left, top, width, height = at[0] + 60, at[1] + 34, 300, 190
    xs = [x for points in lines.values() for x, _ in points]
    ys = [y for points in lines.values() for _, y in points]
    x_low, x_high, y_low, y_high = min(xs), max(xs), min(ys), max(ys)

    def place(value: float, low: float, high: float) -> float:
        return math.log(value / low) / math.log(high / low) if high > low else 0.5

    def place_y(y: float) -> float:
        if not linear_y:
            return place(y, y_low, y_high)
        return (y - y_low) / (y_high - y_low) if y_high > y_low else 0.5

    def point(x: float, y: float) -> tuple[float, float]:
        return left + width * place(x, x_low, x_high), top + height * (1 - place_y(y))

    body = [text(at[0] + 10, at[1] + 18, title, weight="bold"),
            text(left + width / 2, top + height + 34, x_name, "middle"),
            text(left - 50, top - 4, y_name),
            f'<rect x="{left}" y="{top}" width="{width}" height="{height}" fill="none" stroke="#999"/>']  # fmt: skip
    free = left - 60.0  # where the label before ended
    for tick in ticks(x_low, x_high):
        at_x, half = point(tick, y_low)[0], 3.5 * len(number(tick))
        if at_x - half < free:
            continue
        body.append(text(at_x, top + height + 16, number(tick), "middle"))
        free = at_x + half + 4
    for tick in even_ticks(y_low, y_high) if linear_y else ticks(y_low, y_high):
        shown = f"{tick:,.6g}" if linear_y else number(tick)
        body.append(text(left - 5, point(x_low, tick)[1] + 4, shown, "end"))
    for index, (name, points) in enumerate(lines.items()):
        colour = COLOURS[index % len(COLOURS)]
        path = " ".join("{:.1f},{:.1f}".format(*point(x, y)) for x, y in points)
        body.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for x, y in points:
            body.append('<circle cx="{:.1f}" cy="{:.1f}" r="3" fill="{}"/>'.format(*point(x, y), colour))
        if len(lines) == 1:
            continue  # the title says what it is
        name_x = left + width - 95 * (len(lines) - index)
        body.append(f'<rect x="{name_x}" y="{top - 17}" width="10" height="10" fill="{colour}"/>')
        body.append(text(name_x + 14, top - 8, name))
    return body


def panels(charts: list[tuple[str, str, str, Lines]], linear_y: bool = False) -> str:
    """Charts side by side, two a row: title, names of the axes, lines."""
    body = []
    for index, one in enumerate(charts):
        body += chart(*one, at=(390 * (index % 2), 280 * (index // 2)), linear_y=linear_y)
    return svg(390 * min(2, len(charts)) + 10, 280 * ((len(charts) + 1) // 2), body)


def write(path: Path, picture: str) -> None:
    path.write_text(picture + "\n", encoding="utf-8")
    print(f"wrote {path.relative_to(programs.ROOT)}", file=sys.stderr)
