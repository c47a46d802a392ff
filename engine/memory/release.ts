/** ES2024. Platforms that do not have it leave the memory to the collector. */
interface Detachable {
  readonly transfer?: (length: number) => unknown;
}

/**
 * Gives a large buffer's memory back at once. The collector would come by for it much later: it goes by what it collects itself, and of
 * that the engine makes little. The buffer is empty afterwards.
 */
export function release(buffer: ArrayBuffer): void {
  const { transfer } = buffer as Detachable;
  transfer?.call(buffer, 0);
}
