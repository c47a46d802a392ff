import { describe, expect, test } from "vitest";
import { cellAt, placeOfCell } from "../../../engine/series/places.ts";
import { readSeries } from "../../../engine/series/readSeries.ts";

const text = '\uFEFFday,"price, in €",volume\r\n# a note\r\nMonday, 1.5 ,"20"\r\nTuesday,2.5,30';
const series = readSeries(text, { columns: ["volume", "2"] });

describe("the place of a cell", () => {
  test("holds its number and nothing around it", () => {
    for (let row = 0; row < series.rows; row++)
      for (const column of series.columns.keys()) {
        const { start, end } = placeOfCell(text, series, row, column);
        expect(Number(text.slice(start, end))).toBe(series.values[row * 2 + column]);
      }
  });

  test("is found from any offset within it, and from none outside", () => {
    const found = new Map<string, string>();
    for (let offset = -1; offset <= text.length + 1; offset++) {
      const cell = cellAt(text, series, offset);
      if (cell === null) continue;
      expect(offset >= cell.start && offset <= cell.end).toBe(true);
      expect(cell).toEqual(placeOfCell(text, series, cell.row, cell.column));
      found.set(`${cell.row},${cell.column}`, text.slice(cell.start, cell.end));
    }
    expect(Object.fromEntries(found)).toEqual({ "0,0": "20", "0,1": "1.5", "1,0": "30", "1,1": "2.5" });
  });

  test("that the series does not have is refused", () => {
    expect(() => placeOfCell(text, series, 2, 0)).toThrow(RangeError);
    expect(() => placeOfCell(text, series, 0, 2)).toThrow(RangeError);
  });
});
