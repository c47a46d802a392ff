/**
 * How whoever starts a thread of the engine limits it, in the names of node's `resourceLimits`. What a thread allocates dies young and is
 * little: room for more of it would be filled before it is collected, some 10 MB, and training is no faster for it.
 */
export const threadLimits = { maxYoungGenerationSizeMb: 3 } as const;
