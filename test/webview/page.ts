import { readFileSync } from "node:fs";
import { build } from "esbuild";
import { type Browser, chromium, type Page } from "playwright-core";
import type { FakeHost } from "./fakeHost.ts";
import { descriptions } from "./fixture/description.ts";
import type { FormHost } from "./formPage.ts";
import { lookAt, schema } from "./recipeHost.ts";

type ThemeFile = Record<string, { classes: string; variables: Record<string, string> }>;

export type PageKind = "lab" | "inspector" | "form";
export type ThemeName = "dark-modern" | "light-modern" | "high-contrast" | "high-contrast-light";

/** `--vscode-…` variables as VS Code 1.139 sets them, read from its workbench in each theme. */
export const themes = JSON.parse(readFileSync(new URL("./themes.json", import.meta.url), "utf8")) as ThemeFile;

declare global {
  interface Window {
    host: FakeHost;
    violations: string[];
    /** Made by the engine, outside the page: its policy allows no WebAssembly. */
    descriptions: typeof descriptions;
    recipeSchema: typeof schema;
    /** Answered outside the page, for the same reason. */
    lookAt(recipe: unknown): Promise<ReturnType<typeof lookAt>>;
    remembered: unknown;
    /** On the page of the form alone. */
    formHost: FormHost;
  }
}

const nonce = "Z2F0ZXNjb3BlLXRlc3Q";
const origin = "https://gatescope.test";
/** No looser than what the extension sends. */
const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; img-src 'self'; font-src 'self'`;

export async function openBrowser(): Promise<Browser> {
  const args = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
  ];
  if (process.getuid?.() === 0) args.push("--no-sandbox");
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args });
}

type Bundles = Readonly<Record<string, string>>;
let bundles: Promise<Bundles> | undefined;

/** Both pages and the fake host, as text by file name. */
const bundled = (): Promise<Bundles> => (bundles ??= bundle());

async function bundle(): Promise<Bundles> {
  const root = new URL("../../", import.meta.url).pathname;
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: {
      lab: "webview/lab/main.ts",
      inspector: "webview/inspector/main.ts",
      form: "test/webview/formPage.ts",
      fakeHost: "test/webview/fakeHost.ts",
    },
    bundle: true,
    format: "iife",
    target: "es2023",
    outdir: "out",
    write: false,
  });
  return Object.fromEntries(outputFiles.map(({ path, text }) => [path.split("/").at(-1)!, text]));
}

function html(kind: PageKind, theme: ThemeName): string {
  const { classes } = themes[theme]!;
  const surface = kind === "inspector" ? "sideBar" : "editor";
  const base = `html { background: var(--vscode-${surface}-background); } body { padding: 0 20px; margin: 0; }`;
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>${kind}</title>
<meta property="csp-nonce" content="${nonce}"><style nonce="${nonce}">${base}</style>
<link rel="stylesheet" nonce="${nonce}" href="/${kind}.css"></head>
<body class="vscode-body ${classes}"><div id="root"></div><script nonce="${nonce}" src="/${kind}.js"></script></body></html>`;
}

export interface OpenOptions {
  readonly kind: PageKind;
  readonly theme?: ThemeName;
  readonly width: number;
  readonly height: number;
  readonly pixelRatio?: number;
  readonly reducedMotion?: boolean;
  /** What the page remembered before it was hidden. */
  readonly remembered?: object;
}

/** The page as VS Code would show it: its policy, its theme, and a host that answers. */
export async function openPage(browser: Browser, options: OpenOptions): Promise<Page> {
  const { kind, theme = "dark-modern", width, height, pixelRatio = 1, reducedMotion = false } = options;
  const files = await bundled();
  const page = await browser.newPage({
    viewport: { width, height },
    deviceScaleFactor: pixelRatio,
    reducedMotion: reducedMotion ? "reduce" : "no-preference",
  });
  await page.route(`${origin}/**`, (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    if (name === "")
      return route.fulfill({ contentType: "text/html", headers: { "content-security-policy": policy }, body: html(kind, theme) });
    const contentType = name.endsWith(".css") ? "text/css" : "text/javascript";
    return files[name] === undefined ? route.fulfill({ status: 404 }) : route.fulfill({ contentType, body: files[name] });
  });
  await page.addInitScript(prepare, themes[theme]!.variables);
  await page.addInitScript(
    ([made, schema, remembered]) => {
      window.descriptions = made;
      window.recipeSchema = schema;
      window.remembered = remembered;
    },
    [descriptions, schema, options.remembered] as const,
  );
  await page.exposeFunction("lookAt", lookAt);
  await page.addInitScript(files["fakeHost.js"]!);
  await page.goto(`${origin}/`);
  return page;
}

/** In the page: VS Code writes the theme on the root element's style; what the policy forbids is counted. */
function prepare(variables: Record<string, string>): void {
  window.violations = [];
  document.addEventListener("securitypolicyviolation", (event) =>
    window.violations.push(`${event.violatedDirective}: ${event.blockedURI}`),
  );
  const paint = (): void => {
    for (const [name, value] of Object.entries(variables)) document.documentElement.style.setProperty(name, value);
  };
  if (document.documentElement) paint();
  else
    new MutationObserver((_, observer) => {
      observer.disconnect();
      paint();
    }).observe(document, { childList: true });
}

/** Until everything that was asked for is drawn. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise((done) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done)), 250)),
  );
}
