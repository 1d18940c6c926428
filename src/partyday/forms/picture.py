"""The overview as a picture for a slide: rates of branches by months in colour, and the line of all. SVG, as text.

Drawn by hand, for it is rectangles, a line and words; what turns it into pixels is the cli's. In Chinese like every
form, and without an order of merit. Knows no library.
"""

from collections.abc import Iterator, Sequence
from html import escape

from partyday.forms.lines import display_width
from partyday.forms.overview import whose
from partyday.model.overview import Overview
from partyday.model.period import Month
from partyday.words.periods import period_name
from partyday.words.rates import percent, shade

#: Pixels: a slide of 16 by 9, longer where there are many branches.
WIDTH, HEIGHT = 1280, 720
_EDGE, _TITLE, _HEADS, _LINE = 40, 90, 34, 230
_ROW = (18, 34)  # the lowest and the highest row of the map
_NAMES = 330  # the room for names, at the left

_FONTS = "'Microsoft YaHei','PingFang SC','Noto Sans CJK SC','Source Han Sans SC','SimHei',sans-serif"
_INK, _FAINT, _STROKE, _NONE = "#222222", "#bbbbbb", "#b03a2e", "#f2f2f2"


def svg(overview: Overview) -> str:
    """The picture of an overview whose turnouts reach back to January; `as_of` stands at its foot."""
    title = f"{whose(overview)}{period_name(overview.period)}党员活动日出勤率"
    rows = len(overview.lines) + 1
    row = min(max((HEIGHT - _TITLE - _HEADS - _LINE) / rows, _ROW[0]), _ROW[1])
    height = round(max(HEIGHT, _TITLE + _HEADS + rows * row + _LINE))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" '
        f'font-family="{escape(_FONTS, quote=False)}" fill="{_INK}">',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        _text(WIDTH / 2, 52, title, 30, "middle", bold=True),
        *_map(overview, row),
        *_line(overview, _TITLE + _HEADS + rows * row, height),
        _text(
            WIDTH - _EDGE,
            height - 14,
            f"截至 {overview.as_of.isoformat()}；出勤率 = 参加 ÷ 应到；颜色只表示高低，不作排名",
            13,
            "end",
        ),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _place(months: Sequence[Month]) -> tuple[float, float]:
    """Where the months begin, and how wide one is."""
    return _EDGE + _NAMES, (WIDTH - 2 * _EDGE - _NAMES) / (len(months) + 1)


def _map(overview: Overview, row: float) -> Iterator[str]:
    """A row for each branch and one for all, a cell for each month and one for all months."""
    months = overview.months
    left, wide = _place(months)
    for number, name in enumerate([*(f"{month.number}月" for month in months), "合计"]):
        yield _text(left + (number + 0.5) * wide, _TITLE + _HEADS - 10, name, 16, "middle")
    whole = [overview.rate_in(month) for month in months]
    together = [
        *((line.branch.name, [*map(line.rate_in, months)], line.whole) for line in overview.lines),
        ("合计", whole, overview.whole),
    ]
    size = min(16, row * 0.62)
    for number, (name, rates, all_months) in enumerate(together):
        top = _TITLE + _HEADS + number * row
        yield _text(left - 12, top + row * 0.5 + size * 0.36, _fitting(name, size), size, "end")
        for place, rate in enumerate([*rates, all_months]):
            fill = _NONE if rate is None else f"#{shade(rate)}"
            x = left + place * wide
            yield (f'<rect x="{x:.1f}" y="{top:.1f}" width="{wide - 2:.1f}" height="{row - 2:.1f}" fill="{fill}"/>')
            told = "—" if rate is None else percent(rate)
            yield _text(x + wide / 2 - 1, top + row * 0.5 + size * 0.36, told, size * 0.9, "middle")


def _fitting(name: str, size: float) -> str:
    """A name, cut where there is no room for it: a picture has no second line."""
    room = int((_NAMES - 12) / (size / 2))
    if display_width(name) <= room:
        return name
    while display_width(name) > room - 2:
        name = name[:-1]
    return name + "…"


def _line(overview: Overview, top: float, height: float) -> Iterator[str]:
    """The rate of all branches from month to month, on a scale from 0 to 100 %."""
    months = overview.months
    left, wide = _place(months)
    above, below = top + 56, height - 74
    right = left + len(months) * wide
    yield _text(_EDGE, top + 40, "各月出勤率走势", 18, "start", bold=True)
    for tenths in range(0, 11, 5):
        y = below - (below - above) * tenths / 10
        yield f'<line x1="{left:.1f}" y1="{y:.1f}" x2="{right:.1f}" y2="{y:.1f}" stroke="{_FAINT}" stroke-width="1"/>'
        yield _text(left - 12, y + 5, f"{tenths * 10}%", 14, "end")
    points = [
        (left + (place + 0.5) * wide, below - (below - above) * rate, rate)
        for place, month in enumerate(months)
        if (rate := overview.rate_in(month)) is not None
    ]
    drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y, _rate in points)
    yield f'<polyline points="{drawn}" fill="none" stroke="{_STROKE}" stroke-width="3"/>'
    for x, y, rate in points:
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{_STROKE}"/>'
        yield _text(x, y - 11, percent(rate), 14, "middle")
    for place, month in enumerate(months):
        yield _text(left + (place + 0.5) * wide, below + 24, f"{month.number}月", 14, "middle")


def _text(x: float, y: float, text: str, size: float, anchor: str, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    shown = escape("".join(char for char in text if char.isprintable()), quote=False)
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:.1f}" text-anchor="{anchor}"{weight}>{shown}</text>'
