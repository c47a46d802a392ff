import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readSeries } from "../../../engine/series/readSeries.ts";
import { refusalOf, tableOf } from "./support.ts";

describe("a text of numbers", () => {
  test("in one column is a series, with a header or without", () => {
    const series = readSeries("112\n118\n132\n");
    expect(series).toMatchObject({ columns: ["column 1"], rows: 3, hasHeader: false, delimiter: "none", decimal: "point" });
    expect(series.values).toEqual(Float64Array.of(112, 118, 132));
    expect(series.lines).toEqual(Int32Array.of(1, 2, 3));
    expect(readSeries("monthly sales\n112\n118")).toMatchObject({ columns: ["monthly sales"], rows: 2, hasHeader: true });
  });

  test("has commas, semicolons, tabs or blanks between its cells", () => {
    const rows = [
      [1, 2.5],
      [-3, 4e3],
    ];
    expect(tableOf("1,2.5\n-3,4e3")).toEqual(rows);
    expect(tableOf("1;2.5\n-3;4e3")).toEqual(rows);
    expect(tableOf("1\t2.5\n-3\t4e3")).toEqual(rows);
    expect(tableOf("  1   2.5\n -3\t 4e3")).toEqual(rows);
    expect(tableOf("1 ; 2,5\n-3;4e3 ")).toEqual(rows);
  });

  test("may have a byte order mark, any line ends, empty lines, comments and a delimiter after each row", () => {
    const series = readSeries("\uFEFFa,b,\r\n# a comment, 7\r\n\r\n1,2,\r3,4,\n \n  # more\n5,6");
    expect(series.columns).toEqual(["a", "b"]);
    expect([...series.values]).toEqual([1, 2, 3, 4, 5, 6]);
    expect([...series.lines]).toEqual([4, 5, 8]);
  });

  test("may be quoted, with delimiters, quotes and line ends within", () => {
    const series = readSeries('"a,""b""","two\nlines", c\n"1","2","3"\n4,5,6');
    expect(series.columns).toEqual(['a,"b"', "two\nlines", "c"]);
    expect([...series.lines]).toEqual([3, 4]);
    expect(tableOf('"1,5","2,5"\n"3,5","4,5"')).toEqual([
      [1.5, 2.5],
      [3.5, 4.5],
    ]);
  });
});

describe("the header", () => {
  const hasHeader = (text: string) => readSeries(text, { columns: ["2"] }).hasHeader;

  test("is a first row of names", () => {
    expect(hasHeader("day,price\n1,2")).toBe(true);
    expect(hasHeader(",price\n1,2")).toBe(true);
    expect(hasHeader("day,2019\n1,2")).toBe(true);
    expect(hasHeader('"day","price"\nMonday,2')).toBe(true);
  });

  test("is not a first row of data, whatever is wrong with it", () => {
    expect(hasHeader("1,2\n3,4")).toBe(false);
    expect(hasHeader("2020-01-01,2\n2020-01-02,4")).toBe(false);
    expect(hasHeader("Monday,2\nTuesday,4")).toBe(false);
    expect(refusalOf("1o,2\n3,4").message).toBe('Line 1, column 1: "1o" is no number.');
    expect(refusalOf("NaN,2\n3,4").message).toBe('Line 1, column 1: "NaN" stands for no number.');
  });

  test("is what one says it is", () => {
    expect(readSeries("1,2\n3,4", { header: true })).toMatchObject({ columns: ["1", "2"], rows: 1 });
    expect(refusalOf("a,b\n3,4", { header: false }).message).toContain("Line 1, column 1");
  });

  test("alone is no series", () => {
    expect(refusalOf("a,b\n").message).toBe("The text has a header, but no row of numbers.");
  });

  test("does not keep the text in memory that it is of", () => {
    expect(readSeries("a name that is longer than others\n1").columns).toEqual(["a name that is longer than others"]);
  });
});

describe("columns", () => {
  const text = "date,price,volume,price\n2020-01-01,5,6,7\nMonday,8,9,10";

  test("are chosen by name or number, in the order that is asked for; the others may hold anything", () => {
    expect(readSeries(text, { columns: ["volume", "2"] })).toMatchObject({ columns: ["volume", "price"], chosen: [2, 1] });
    expect(tableOf(text, { columns: ["volume", "2"] })).toEqual([
      [6, 5],
      [9, 8],
    ]);
    expect(tableOf("2,1\n5,6", { columns: ["1"], header: true })).toEqual([[6]]);
  });

  test("that are not there, or not clear, are refused with what there is", () => {
    const refused = (...columns: string[]) => refusalOf(text, { columns });
    expect(refused("open").code).toBe("badConfiguration");
    expect(refused("open").message).toBe('The text has no column "open".');
    expect(refused("open").advice).toBe('Its columns are "date", "price", "volume", "price".');
    expect(refused("price").advice).toBe("Choose by number: 2, 4.");
    expect(refused("5").message).toContain("no column");
    expect(refused("volume", "3").message).toContain("chosen twice");
    expect(refused("0").message).toContain("no column");
  });
});

describe("a cell that is no number", () => {
  test("is named by line and column, and by its column's name", () => {
    const error = refusalOf("# note\na,b\n1,2\n\n3,4x\n");
    expect(error.code).toBe("badSeries");
    expect(error.message).toBe('Line 5, column 2 ("b"): "4x" is no number.');
  });

  test("says what it is instead", () => {
    const messages: [string, string][] = [
      ["a,b\n1,\n", "the cell is empty"],
      ["a\nNaN", '"NaN" stands for no number'],
      ["a\nn/a", '"n/a" stands for no number'],
      ["a\n1\n-inf", '"-inf" stands for no number'],
      ["a\n1e400", '"1e400" is beyond the largest number, about 1.8e308'],
      ['a,b\n"1,234.5",2', '"1,234.5" has separators of thousands'],
      ["a\n1,234,567", '"1,234,567" has separators of thousands'],
      ["a;b\n1,234;5", '"1,234" may have a separator of thousands or a decimal comma'],
      ["a;b\n1'000;5", `"1'000" has separators of thousands`],
      ["a;b\n1.5;5\n1,25;6", '"1,25" has a decimal comma, where the decimal mark is a point'],
    ];
    for (const [text, reason] of messages) expect(refusalOf(text).message, text).toContain(reason);
    expect(refusalOf("1.2;6", { decimal: "comma" }).message).toContain("a decimal point, where the decimal mark is a comma");
    expect(refusalOf("a;b\n1,234;5").advice).toContain('set "decimal" to "comma"');
  });

  test("is found wherever it stands, at any layout", () => {
    fc.assert(
      fc.property(layouts, fc.nat(), fc.nat(), fc.constantFrom("x", "", "1..2", "NaN", "1e999"), (layout, r, c, junk) => {
        fc.pre(layout.table[0]!.length > 1 || junk !== "");
        const [row, column] = [r % layout.table.length, c % layout.table[0]!.length];
        // An empty cell cannot be seen between blanks.
        fc.pre(junk !== "" || layout.delimiter !== " ");
        const { text, lines } = written(layout, { row, column, junk });
        const { message } = refusalOf(text, { header: true, delimiter: names[layout.delimiter] });
        expect(message).toContain(`Line ${lines[row]}, column ${column + 1} ("c${column}")`);
      }),
    );
  });
});

describe("rows of unlike lengths", () => {
  test("are named by their lines", () => {
    expect(refusalOf("a,b\n1,2\n3\n").message).toBe("Line 3 has 1 cell, but line 1 has 2.");
    expect(refusalOf("a,b\n1,2,3\n").message).toBe("Line 2 has 3 cells, but line 1 has 2.");
    expect(refusalOf("1 2\n3 4\n5 6 7").message).toBe("Line 3 has 3 cells, but line 1 has 2.");
  });
});

describe("what is no text of numbers", () => {
  test("ends in an error, soon", () => {
    const texts: [string, string][] = [
      ["", "emptyText"],
      ["\uFEFF \n\n# nothing", "emptyText"],
      ['a,b\n1,"2\n3,4', "badSeries"],
      ['a,b\n1,"2"x\n', "badSeries"],
      ['"'.repeat(300_001), "badSeries"],
      ['"'.repeat(300_000), "badSeries"],
      ['"\n'.repeat(100_000), "badSeries"],
      [",".repeat(300_000), "badSeries"],
      ["9".repeat(300_000), "badSeries"],
      [`a\n1e${"9".repeat(300_000)}`, "badSeries"],
      [`${"x".repeat(300_000)}\n${"y".repeat(300_000)}`, "badSeries"],
      ["\0\u0001\u0002\uFFFF\uD800".repeat(50_000), "badSeries"],
    ];
    for (const [text, code] of texts) {
      const error = refusalOf(text);
      expect(error.code, text.slice(0, 10)).toBe(code);
      expect(error.message.length).toBeLessThan(300);
    }
    expect(refusalOf('a,b\n1,"2\n3,4').message).toBe("Line 2, column 2: the quote that opens there is never closed.");
    expect(refusalOf('a,b\n1,"2"x\n').message).toBe("Line 2, column 2: after the closing quote stands more text.");
  });

  test("is read or refused, and never anything else", () => {
    const unit = fc.constantFrom(...'0123456789.,;\t \n\r"#ax-e\uFEFF\0');
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 60 }), (text) => {
        let series: ReturnType<typeof readSeries>;
        try {
          series = readSeries(text);
        } catch {
          expect(["badSeries", "emptyText"]).toContain(refusalOf(text).code);
          return;
        }
        expect(series.values.length).toBe(series.rows * series.columns.length);
        expect(series.values.every(Number.isFinite)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  test("options that do not exist are refused", () => {
    expect(refusalOf("1", { separator: ";" } as object).message).toContain('"separator"');
    expect(refusalOf("1", { delimiter: "pipe" } as object).code).toBe("badConfiguration");
  });
});

test("A million rows are read in a moment", () => {
  const text = Array.from({ length: 1_000_000 }, (_, i) => `${i},${((i * 7919) % 1000) / 8}`).join("\n");
  const began = performance.now();
  const { rows, values } = readSeries(text);
  expect(performance.now() - began).toBeLessThan(15_000);
  expect([rows, values.length, values.at(-2)]).toEqual([1_000_000, 2_000_000, 999_999]);
});

/** Tables as people write them. */
interface TextLayout {
  readonly table: readonly (readonly number[])[];
  readonly delimiter: "," | ";" | "\t" | " ";
  readonly comma: boolean;
  readonly end: string;
  readonly quoted: boolean;
  readonly trailing: boolean;
  readonly mark: boolean;
  /** What stands before each row. */
  readonly between: string;
}

const names = { ",": "comma", ";": "semicolon", "\t": "tab", " ": "blanks" } as const;

const numbers = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -1e6, max: 1e6 }).map((value) => value / 100),
);

const layouts: fc.Arbitrary<TextLayout> = fc
  .record({
    table: fc
      .tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 4 }))
      .chain(([rows, columns]) =>
        fc.array(fc.array(numbers, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows }),
      ),
    delimiter: fc.constantFrom(...([",", ";", "\t", " "] as const)),
    comma: fc.boolean(),
    end: fc.constantFrom("\n", "\r\n", "\r"),
    quoted: fc.boolean(),
    trailing: fc.boolean(),
    mark: fc.boolean(),
    between: fc.constantFrom("", "\n", "# a comment; with, marks\n"),
  })
  .map((layout) => ({ ...layout, trailing: layout.trailing && layout.delimiter !== " " }));

/** The text with a header c0, c1, …, and the line of each row. */
function written(layout: TextLayout, wrong?: { row: number; column: number; junk: string }) {
  const { table, delimiter, end, quoted, trailing, mark, between } = layout;
  const cellOf = (value: number, row: number, column: number): string => {
    const plain = layout.comma && delimiter !== "," ? String(value).replace(".", ",") : String(value);
    const cell = wrong?.row === row && wrong.column === column ? wrong.junk : plain;
    return quoted ? `"${cell}"` : cell;
  };
  const line = (cells: readonly string[]): string => cells.join(delimiter) + (trailing ? delimiter : "");
  const rows = table.map((row, r) => between.replace("\n", end) + line(row.map((value, c) => cellOf(value, r, c))));
  const header = line(table[0]!.map((_, c) => `c${c}`));
  const perRow = between === "" ? 1 : 2;
  const text = (mark ? "\uFEFF" : "") + [header, ...rows].join(end);
  return { text, lines: table.map((_, r) => 1 + (r + 1) * perRow) };
}

describe("a table", () => {
  test("is read as it was written, in any layout", () => {
    fc.assert(
      fc.property(layouts, (layout) => {
        const { text, lines } = written(layout);
        const decimal = layout.comma && layout.delimiter !== "," ? "comma" : "point";
        const series = readSeries(text, { decimal, delimiter: names[layout.delimiter] });
        expect(series.hasHeader).toBe(true);
        expect([...series.values]).toEqual(layout.table.flat().map((value) => Number(String(value))));
        expect([...series.lines]).toEqual(lines);
      }),
      { numRuns: 500 },
    );
  });

  test("with more than one column shows its delimiter by itself", () => {
    fc.assert(
      fc.property(layouts, (layout) => {
        fc.pre(layout.table[0]!.length > 1 && !layout.quoted && !layout.comma);
        expect(readSeries(written(layout).text).delimiter).toBe(names[layout.delimiter]);
      }),
    );
  });
});
