import { bindJob, edge, jobBytes, line } from "./job";
import { runPart } from "./parts";

/**
 * Several threads on one memory, each with an instance of this module: one leads, the others help. The leader writes down a job of some
 * parts and publishes its ticket. Each thread claims the parts that bear its place, one after the other, then those of others that nobody
 * has claimed yet: a thread that sleeps, or whose processor is slow or taken away, has fewer, and nobody waits for one that has
 * not begun. The leader goes on once all parts are done. The same place has the same parts of the same arrays first each time: its
 * share of the weights stays in its caches.
 *
 * A helper looks for the next ticket so many times before it sleeps: a few dozen microseconds, while a sleeper takes 20 to wake.
 */
const patience: i32 = 20_000;

/** i64: the number of the job in hand, among how many threads its parts are shared out, and how many these are; -1 once there will be no more. */
let ticketAt: usize = 0;
/** i32: parts that helpers have done. */
let doneAt: usize = 0;
/** i32: helpers that sleep; whether the leader does; whether a helper has failed. */
let sleepersAt: usize = 0;
let leaderSleepsAt: usize = 0;
let failedAt: usize = 0;
/** i32: threads that are there, the leader included. */
let presentAt: usize = 0;
/** A line for each place, an i64 in it for each of its parts: the ticket of which this was last claimed. */
let claimsAt: usize = 0;
export const mostThreads: i32 = 32;
/** Parts of one thread: few enough that each is worth its claim, and that a product is not packed over and over. */
export const mostParts: i32 = 4;

let helps: bool = false;
let ticket: i64 = 0;
/** Parts that were done by helpers. */
let helped: i64 = 0;

export function controlBytes(): usize {
  return line * (6 + <usize>mostThreads) + jobBytes;
}

/** @param control at a multiple of 64; zeros when the first thread comes. */
export function bindControl(control: usize): void {
  ticketAt = control;
  doneAt = control + line;
  sleepersAt = control + 2 * line;
  leaderSleepsAt = control + 3 * line;
  failedAt = control + 4 * line;
  presentAt = control + 5 * line;
  bindJob(control + 6 * line);
  claimsAt = control + 6 * line + jobBytes;
}

/** Threads that a job can be shared among now. */
export function crewSize(): i32 {
  return ASC_FEATURE_THREADS && !helps ? 1 + load<i32>(presentAt) : 1;
}

/** Does the job that was written down, all its parts, and returns when they are done. */
export function share(parts: i32): void {
  if (!ASC_FEATURE_THREADS) return;
  const threads = min(parts, crewSize());
  ticket = ((ticket >> 16) + 1) << 16 | threads << 8 | parts;
  atomic.store<i32>(doneAt, 0);
  atomic.store<i64>(ticketAt, ticket);
  if (atomic.load<i32>(sleepersAt) > 0) atomic.notify(ticketAt, -1);
  const others = parts - work(0, ticket);
  helped += others;
  awaitDone(others);
}

export function partsHelped(): f64 {
  return <f64>helped;
}

/** A thread's own parts, from the first on, and then those of the others, from the last on. @returns how many it was */
function work(place: i32, now: i64): i32 {
  const parts = <i32>(now & 255), threads = <i32>((now >> 8) & 255);
  if (place >= threads) return 0;
  let count = 0;
  const end = edge(parts, 1, place + 1, threads);
  for (let part = edge(parts, 1, place, threads), i = 0; part < end; part++, i++)
    if (claim(place, i, now)) {
      runPart(part, parts);
      count++;
    }
  for (let g = 1; g < threads; g++) {
    const other = place + g < threads ? place + g : place + g - threads;
    const first = edge(parts, 1, other, threads);
    for (let part = edge(parts, 1, other + 1, threads) - 1; part >= first; part--)
      if (claim(other, part - first, now)) {
        runPart(part, parts);
        count++;
      }
  }
  return count;
}

function awaitDone(parts: i32): void {
  for (let looks = 0; ; looks++) {
    const done = atomic.load<i32>(doneAt);
    if (done >= parts) break;
    if (looks < patience) continue;
    atomic.store<i32>(leaderSleepsAt, 1);
    atomic.wait<i32>(doneAt, done, -1);
    atomic.store<i32>(leaderSleepsAt, 0);
  }
  // What a failed helper leaves is no result.
  if (load<i32>(failedAt) != 0) unreachable();
}

/** One thread alone gets the part; and nobody gets one of a job that is over, for then its ticket is not newer than the last one claimed. */
function claim(place: i32, i: i32, now: i64): bool {
  const at = claimsAt + <usize>place * line + ((<usize>i) << 3);
  const last = atomic.load<i64>(at);
  return last < now && atomic.cmpxchg<i64>(at, last, now) == last;
}

/** A helper's whole life: from job to job, until the leader dismisses all. */
export function help(): void {
  if (!ASC_FEATURE_THREADS) return;
  helps = true;
  const place = 1 + atomic.add<i32>(presentAt, 1);
  for (let last: i64 = 0; ; ) {
    const next = nextTicket(last);
    if (next < 0) return;
    last = next;
    const count = work(place, next);
    if (count > 0) report(count);
  }
}

function nextTicket(last: i64): i64 {
  for (let looks = 0; looks < patience; looks++) {
    const now = atomic.load<i64>(ticketAt);
    if (now != last) return now;
  }
  atomic.add<i32>(sleepersAt, 1);
  atomic.wait<i64>(ticketAt, last, -1);
  atomic.sub<i32>(sleepersAt, 1);
  return atomic.load<i64>(ticketAt);
}

function report(parts: i32): void {
  atomic.add<i32>(doneAt, parts);
  if (atomic.load<i32>(leaderSleepsAt) != 0) atomic.notify(doneAt, 1);
}

/** For a helper whose part ended in a trap: the leader shall not wait for it, and shall not go on either. */
export function reportFailure(): void {
  if (!ASC_FEATURE_THREADS) return;
  store<i32>(failedAt, 1);
  report(mostParts * mostThreads);
}

/** Lets all helpers end. The leader does everything alone from then on. */
export function dismiss(): void {
  if (!ASC_FEATURE_THREADS) return;
  helps = true;
  atomic.store<i64>(ticketAt, -1);
  atomic.notify(ticketAt, -1);
}
