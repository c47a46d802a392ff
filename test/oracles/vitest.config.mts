import { defineConfig } from "vitest/config";

/** Other people's networks, asked the same questions; slow to load, so that they stand by themselves. */
export default defineConfig({ test: { include: ["test/oracles/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 60_000 } });
