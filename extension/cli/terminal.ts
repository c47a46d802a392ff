/** Where a command writes, and how it is told to end. */
export interface Terminal {
  /** The result, on standard output. */
  print(text: string): void;
  /** What is not the result, on standard error. */
  note(text: string): void;
  /** How things stand: on a terminal one line that is written over, elsewhere a line of its own now and then. Empty to clear it. */
  progress(text: string): void;
  /** Calls back once, at the first SIGINT, SIGTERM or SIGHUP, with the exit status that the signal asks for; a second one ends the process. @returns a function that ends the listening */
  onInterrupt(listener: (status: number) => void): () => void;
}

/** Milliseconds between two lines of progress where nobody watches. */
const plainEvery = 5000;

/** Exit statuses of processes that a signal has ended: 128 and its number. */
const signals = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
const names = Object.keys(signals) as (keyof typeof signals)[];

export function processTerminal(): Terminal {
  const { stdout, stderr } = process;
  let shown = false;
  // What is done before the first line is due needs none.
  let lastPlain = performance.now();
  const clear = () => {
    if (shown) stderr.write("\r\u001b[K");
    shown = false;
  };
  const writeOver = (text: string) => {
    clear();
    // A line that wraps could not be written over.
    stderr.write(text.slice(0, stderr.columns - 1));
    shown = text !== "";
  };
  const writeNowAndThen = (text: string) => {
    if (text === "" || performance.now() - lastPlain < plainEvery) return;
    lastPlain = performance.now();
    stderr.write(`${text}\n`);
  };
  return {
    print: (text) => {
      clear();
      stdout.write(text);
    },
    note: (text) => {
      clear();
      stderr.write(`${text}\n`);
    },
    progress: stderr.isTTY ? writeOver : writeNowAndThen,
    onInterrupt,
  };
}

function onInterrupt(listener: (status: number) => void): () => void {
  const end = (): void => {
    for (const signal of names) process.off(signal, heard);
  };
  let isFirst = true;
  const heard = (signal: keyof typeof signals): void => {
    // An exit of its own, so that what is half written is cleared away.
    if (!isFirst) process.exit(signals[signal]);
    isFirst = false;
    listener(signals[signal]);
  };
  for (const signal of names) process.on(signal, heard);
  return end;
}
