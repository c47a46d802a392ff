import type { NamedSpec } from "../layers/networkSpec.ts";
import { readNamed } from "../registry/named.ts";
import type { Registry } from "../registry/registry.ts";
import { kindOf, suitedOptions, suitedTokenizer } from "../text/suits.ts";
import type { Tokenizer } from "../text/tokenizers/tokenizer.ts";

/** @throws EngineError `badConfiguration` for an unknown name. */
export function tokenizerOf(registry: Registry, spec: NamedSpec): Tokenizer {
  const { entry, options } = readNamed(registry, ["tokenizer"], spec);
  return registry.build("tokenizer", entry.name, options, null);
}

/**
 * The tokenizer that suits a text, with its options; of one that was chosen by its name, the options that suit the text. A recipe that
 * says a name itself means that name without options.
 */
export function suitedSpec(text: string, name: string | null = null): NamedSpec {
  const chosen = name === null ? suitedTokenizer(text) : { name, options: suitedOptions(name, kindOf(text)) };
  return Object.keys(chosen.options).length === 0 ? chosen.name : { [chosen.name]: chosen.options };
}
