import { registry } from "../../registry/builtins.ts";
import type { TokenizerName } from "../../training/config.ts";
import type { Tokenizer } from "./tokenizer.ts";

/** @throws EngineError `badConfiguration` for an unknown name. */
export const tokenizerByName = (name: TokenizerName): Tokenizer => registry.build("tokenizer", name, {}, null);
