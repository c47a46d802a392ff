/**
 * What this room needs of the platform: it is in every browser and in node, but in no ECMAScript library, so it is declared here, and
 * a whole environment stays out of the engine.
 */
export interface Memory {
  /** A `SharedArrayBuffer` where the memory is shared. */
  readonly buffer: ArrayBufferLike;
}
export interface CompiledModule {
  readonly compiledModule?: never;
}
interface Platform {
  readonly validate: (bytes: Uint8Array) => boolean;
  readonly Module: new (bytes: Uint8Array) => CompiledModule;
  readonly Memory: new (pages: { readonly initial: number; readonly maximum: number; readonly shared: boolean }) => Memory;
  readonly Instance: new (
    module: CompiledModule,
    imports: { readonly env: { readonly memory: Memory }; readonly host: { readonly log: (x: number) => number } },
  ) => { readonly exports: unknown };
}

declare const WebAssembly: Platform;
declare const atob: (base64: string) => string;

/** Null where the platform has none. */
export const webAssembly: Platform | null = typeof WebAssembly === "undefined" ? null : WebAssembly;

declare const crossOriginIsolated: boolean | undefined;

/** Whether threads can work on one memory. A page that is not isolated makes shared memory, and lets no other thread have it. */
export const sharesMemory = (): boolean =>
  typeof SharedArrayBuffer !== "undefined" && (typeof crossOriginIsolated === "undefined" || crossOriginIsolated);

export const decodeBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

/** Bytes of a page of memory, the unit in which it is had. */
export const pageBytes = 65_536;
/** All that 32-bit addresses reach. */
export const mostPages = 65_536;
