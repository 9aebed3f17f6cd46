import { setTimeout as pause } from 'node:timers/promises';

/** Asks again and again until there is an answer other than undefined, null or false; what `read` throws ends the waiting. */
export async function until(what, read, within = 10_000) {
  const deadline = performance.now() + within;
  for (;;) {
    const found = await read();
    if (found !== undefined && found !== null && found !== false) {
      return found;
    }
    if (performance.now() > deadline) {
      throw new Error(`Waited ${within} ms in vain for ${what}.`);
    }
    await pause(50);
  }
}

/** The promise, or an error once the time is over. */
export async function within(what, promise, milliseconds = 10_000) {
  const waiting = new AbortController();
  const late = pause(milliseconds, undefined, { signal: waiting.signal }).then(() => {
    throw new Error(`Waited ${milliseconds} ms in vain for ${what}.`);
  });
  late.catch(() => {});
  try {
    return await Promise.race([promise, late]);
  } finally {
    waiting.abort();
  }
}
