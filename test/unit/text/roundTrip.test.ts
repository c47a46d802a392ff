import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRegistry } from "../../../engine/registry/builtins/createRegistry.ts";
import { encodeNewText } from "../../../engine/text/encode.ts";
import { lastTokens } from "../../../engine/text/ends.ts";
import { normalizeText } from "../../../engine/text/normalize.ts";
import { cutPassage, joinPassage } from "../../../engine/text/passage.ts";
import { cleanCut, forEachPiece } from "../../../engine/text/tokenizers/pieces.ts";
import { spans, type Tokenizer } from "../../../engine/text/tokenizers/tokenizer.ts";
import { drawnText } from "./drawnText.ts";

/** Every tokenizer of the registry with every combination of its options. */
const registry = createRegistry();
const tokenizers: readonly (readonly [string, Tokenizer])[] = registry.names("tokenizer").flatMap((name) => {
  const options = Object.entries(registry.get("tokenizer", name).options);
  const combinations = options.reduce<Record<string, string>[]>(
    (all, [option, it]) =>
      all.flatMap((one) => (it.type === "choice" ? it.choices.map((value) => ({ ...one, [option]: value })) : [one])),
    [{}],
  );
  return combinations.map(
    (one) => [[name, ...Object.values(one)].join(" "), registry.build("tokenizer", name, one, null)] as const,
  );
});
const isWhole = ([name]: readonly [string, Tokenizer]) => !/restored|lineEnds/.test(name);
const tokensOf = (tokenizer: Tokenizer, text: string) => spans(tokenizer, text).map(({ token }) => token);
const drawn = drawnText().map((text) => normalizeText(text));

it("every tokenizer is tried with all its options", () => {
  expect(tokenizers.map(([name]) => name)).toHaveLength(2 + 6 + 3 + 1);
});

describe.each(tokenizers)("any text cut by %s", (_, tokenizer) => {
  it("comes back, with what stood between the tokens", () => {
    fc.assert(
      fc.property(drawn, (text) => {
        expect(joinPassage(cutPassage(text, tokenizer), tokenizer)).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  it("has its tokens at their places, one after the other, and leaves out nothing but white space", () => {
    fc.assert(
      fc.property(drawn, (text) => {
        const found = spans(tokenizer, text);
        expect(found.length).toBeLessThanOrEqual(text.length * tokenizer.tokensPerUnit);
        let end = 0;
        for (const { token, start, end: next } of found) {
          if (start >= end) expect(text.slice(end, start)).toMatch(/^\s*$/u);
          if (tokenizer.tokensPerUnit < 3) expect([start >= end, text.slice(start, next)]).toEqual([true, token]);
          end = next;
        }
        expect(text.slice(end)).toMatch(/^\s*$/u);
      }),
    );
  });

  it("has the same ids and tokens when it is encoded, and is written the same token by token", () => {
    fc.assert(
      fc.property(drawn, (text) => {
        fc.pre(!text.includes("<unk>"));
        const { ids, vocabulary } = encodeNewText(text, tokenizer);
        const tokens = Array.from(ids, (id) => vocabulary.token(id));
        expect(tokens).toEqual(tokensOf(tokenizer, text));
        const writer = tokenizer.writer();
        expect(tokens.map((token) => writer.write(token)).join("") + writer.end()).toBe(tokenizer.join(tokens));
      }),
    );
  });

  it("ends in the same tokens when only its end is cut, from the beginning of a line on", () => {
    fc.assert(
      fc.property(drawn, drawn, fc.integer({ min: 1, max: 20 }), (before, after, limit) => {
        const text = `${before}\n`.repeat(1 + Math.ceil(5000 / (before.length + 1))) + after;
        const all = tokensOf(tokenizer, text);
        expect(lastTokens(text, limit, tokenizer)).toEqual(all.slice(-limit));
      }),
      { numRuns: 20 },
    );
  });
});

describe.each(tokenizers.filter(isWhole))("any text cut by %s", (_, tokenizer) => {
  it("comes back from its tokens alone", () => {
    fc.assert(
      fc.property(drawn, (text) => {
        expect(tokenizer.join(tokensOf(tokenizer, text))).toBe(text);
      }),
      { numRuns: 300 },
    );
  });
});

describe.each(tokenizers.filter(([name]) => !name.includes("kept")))("any text cut by %s", (_, tokenizer) => {
  it("has the same tokens when it is cut in two at a clean place", () => {
    fc.assert(
      fc.property(drawn, fc.nat(100), (text, at) => {
        const place = cleanCut(text, at);
        const parts = [...tokensOf(tokenizer, text.slice(0, place)), ...tokensOf(tokenizer, text.slice(place))];
        expect(parts).toEqual(tokensOf(tokenizer, text));
      }),
    );
  });
});

describe("a long text", () => {
  it("is cut into pieces that cover it, none of them empty", () => {
    fc.assert(
      fc.property(drawn, fc.boolean(), (part, unbroken) => {
        const text = unbroken ? "x".repeat(200_000) + part : `${part} word\n`.repeat(40_000 / (part.length + 6) + 1).repeat(4);
        let end = 0;
        forEachPiece(text, (start, next) => {
          expect(start).toBe(end);
          expect(next).toBeGreaterThan(start);
          end = next;
        });
        expect(end).toBe(text.length);
      }),
      { numRuns: 20 },
    );
  });
});
