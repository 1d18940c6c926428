"""The line under a table as a chart of the workbook's own: it follows a figure that is changed."""

from partyday.forms.rows import PrintedSheet, escaped, letters

_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_SHAPES = "http://schemas.openxmlformats.org/drawingml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

_ROWS = 17  # of the usual height
_SOLID = '<spPr><a:ln><a:prstDash val="solid"/></a:ln></spPr>'
#: Both axes run up, and are said to be there: without that LibreOffice and newer Excels leave them out.
_NO_TICKS = '<majorTickMark val="none"/><minorTickMark val="none"/>'


def drawing(printed: PrintedSheet) -> str:
    """Where the chart stands: held by cells at both ends, so that it is as wide as the table in every program."""
    top, columns = printed.last_row + 1, len(printed.sheet.columns)
    return (
        '<wsDr xmlns="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"><twoCellAnchor>'
        f"<from><col>0</col><colOff>0</colOff><row>{top}</row><rowOff>0</rowOff></from>"
        f"<to><col>{columns}</col><colOff>0</colOff><row>{top + _ROWS}</row><rowOff>0</rowOff></to>"
        '<graphicFrame><nvGraphicFramePr><cNvPr id="1" name="Chart 1"/><cNvGraphicFramePr/></nvGraphicFramePr><xfrm/>'
        f'<a:graphic xmlns:a="{_SHAPES}"><a:graphicData uri="{_CHART}">'
        f'<c:chart xmlns:c="{_CHART}" xmlns:r="{_RELATION}" r:id="rId1"/></a:graphicData></a:graphic></graphicFrame>'
        "<clientData/></twoCellAnchor></wsDr>"
    )


def chart(printed: PrintedSheet, tab: str) -> str:
    """The chart of a sheet that has a line: from the table's first row to its last, in the sheet `tab`."""
    line = printed.sheet.line
    assert line is not None
    rows = printed.rows_of_data()
    first, last = rows[0][0], rows[-1][1]
    texts, values = (escaped(f"{tab}!${letters(at)}${first}:${letters(at)}${last}") for at in (line.texts, line.values))
    return (
        f'<chartSpace xmlns="{_CHART}" xmlns:a="{_SHAPES}"><chart><title><tx><rich><a:bodyPr/>'
        f"<a:p><a:pPr><a:defRPr/></a:pPr><a:r><a:t>{escaped(line.title)}</a:t></a:r></a:p></rich></tx></title><plotArea>"
        '<lineChart><grouping val="standard"/><ser><idx val="0"/><order val="0"/>'
        f'{_SOLID}<marker><symbol val="circle"/><size val="6"/>{_SOLID}</marker>'
        '<dLbls><numFmt formatCode="0.0%"/><dLblPos val="t"/><showLegendKey val="0"/><showVal val="1"/>'
        '<showCatName val="0"/><showSerName val="0"/></dLbls>'
        f"<cat><numRef><f>{texts}</f></numRef></cat><val><numRef><f>{values}</f></numRef></val>"
        '<smooth val="0"/></ser><axId val="10"/><axId val="100"/></lineChart>'
        '<catAx><axId val="10"/><scaling><orientation val="minMax"/></scaling><delete val="0"/><axPos val="l"/>'
        f'{_NO_TICKS}<crossAx val="100"/><lblOffset val="100"/></catAx>'
        '<valAx><axId val="100"/><scaling><orientation val="minMax"/><max val="1"/><min val="0"/></scaling>'
        '<delete val="0"/><axPos val="l"/><majorGridlines/><numFmt formatCode="0%" sourceLinked="0"/>'
        f'{_NO_TICKS}<crossAx val="10"/><majorUnit val="0.2"/></valAx></plotArea>'
        '<plotVisOnly val="1"/><dispBlanksAs val="gap"/></chart></chartSpace>'
    )
