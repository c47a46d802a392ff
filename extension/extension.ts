import type { ExtensionContext } from "vscode";
import type { GatescopeApi } from "./api.ts";
import { createApi } from "./createApi.ts";
import { realSurroundings } from "./person/surroundings.ts";
import { openSession, type Session } from "./session.ts";

let session: Session | null = null;

export function activate(context: ExtensionContext): GatescopeApi {
  const surroundings = { ...realSurroundings };
  const open = () => {
    session = openSession(context, surroundings);
    return session;
  };
  return createApi(open, surroundings);
}

/** The window waits for it, for some seconds. */
export async function deactivate(): Promise<void> {
  await session?.close();
}
