"""The looks of cells as the part of a workbook that numbers them: fonts, grounds, borders, formats of numbers."""

from collections.abc import Mapping, Sequence

from partyday.forms.rows import Look
from partyday.model.paper import Asked, Number

FONT = "宋体"
_SIMPLIFIED_CHINESE, _UPRIGHT = 134, 3  # what stands in for the font where it is not installed has its characters

#: The font that widths of columns are counted in: one that is nearly everywhere, or stands there under another name.
_USUAL = '<font><name val="Arial"/><family val="2"/><sz val="10"/></font>'

#: The numbers of formats; all below 164 every program knows.
_FORMATS = {Number.PLAIN: 0, Number.MONEY: 4, Number.PERCENT: 164, Number.ROUND: 9, Number.TEXT: 49}
_OWN_FORMATS = '<numFmts count="1"><numFmt numFmtId="164" formatCode="0.0%"/></numFmts>'

_GROUNDS = {Asked.NO: 0, Asked.REQUIRED: 2, Asked.OPTIONAL: 3}
#: The first two are every workbook's.
_FILLS = (
    '<fills count="4"><fill><patternFill/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="00FFF2CC"/></patternFill></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="00EDEDED"/></patternFill></fill></fills>'
)
_BORDERS = (
    '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
    '<border><left style="thin"/><right style="thin"/><top style="thin"/><bottom style="thin"/></border></borders>'
)
#: What stands out: dark enough to be seen in black and white, light enough to be read on.
_STANDS_OUT = (
    '<dxfs count="1"><dxf><font><b val="1"/></font>'
    '<fill><patternFill patternType="solid"><bgColor rgb="00BFBFBF"/></patternFill></fill></dxf></dxfs>'
)


def styles(looks: Sequence[Look]) -> tuple[Mapping[Look, int], str]:
    """The number of each look, from 1, and the part `styles.xml` that says what it is; 0 is a cell without any."""
    fonts = {_USUAL: 0}
    formats = [
        f'<xf numFmtId="{_FORMATS[look.number]}" fontId="{fonts.setdefault(_font(look), len(fonts))}"'
        f' fillId="{_GROUNDS[look.asked]}" borderId="{look.border:d}" xfId="0" applyAlignment="1"'
        f' quotePrefix="{look.quoted:d}">{_alignment(look)}</xf>'
        for look in looks
    ]
    part = (
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'{_OWN_FORMATS}<fonts count="{len(fonts)}">{"".join(fonts)}</fonts>{_FILLS}{_BORDERS}'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{1 + len(looks)}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        f"{''.join(formats)}</cellXfs>"
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        f"{_STANDS_OUT}</styleSheet>"
    )
    return {look: number for number, look in enumerate(looks, 1)}, part


def _font(look: Look) -> str:
    bold = '<b val="1"/>' if look.bold else ""
    return (
        f'<font><name val="{FONT}"/><charset val="{_SIMPLIFIED_CHINESE}"/><family val="{_UPRIGHT}"/>{bold}'
        f'<sz val="{look.size:g}"/></font>'
    )


def _alignment(look: Look) -> str:
    indent = f' indent="{look.indent}"' if look.indent else ""
    return f'<alignment horizontal="{look.align}" vertical="center" wrapText="1"{indent}/>'
