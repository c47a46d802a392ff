import { defineConfig } from "vitest/config";

/** The pages in Chromium, without VS Code: `npx vitest run --root . --config test/webview/vitest.config.mts` */
export default defineConfig({
  test: { include: ["test/webview/**/*.browser.test.ts"], fileParallelism: false, testTimeout: 60_000, hookTimeout: 60_000 },
});
