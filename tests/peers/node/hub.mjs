// LocalHub as a user starts it: the tool, free ports, a folder of its own.
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dmp, start } from './programs.mjs';
import { until } from './waiting.mjs';

/** @param extra options of `dmp hub`. */
export async function startHub(extra = []) {
  const folder = await mkdtemp(join(tmpdir(), 'dmp-peers-'));
  const readyFile = join(folder, 'ready.json');
  const tool = start(dmp(), [
    'hub', '--mqtts-port', '0', '--https-port', '0', '--ready-file', readyFile, '--cert-dir', join(folder, 'certificates'), ...extra,
  ]);
  try {
    const ready = await until('the hub to be ready', () => readReady(tool, readyFile), 30_000);
    return {
      ...ready,
      ca: readFileSync(ready.caFile, 'utf8'),
      output: () => tool.output,
      stop: async () => {
        const exitCode = await tool.stop();
        await rm(folder, { recursive: true, force: true });
        return exitCode;
      },
    };
  } catch (error) {
    await tool.kill();
    await rm(folder, { recursive: true, force: true });
    throw new Error(`The hub did not start.\n${tool.output}`, { cause: error });
  }
}

function readReady(tool, readyFile) {
  if (tool.exitCode !== null) {
    throw new Error(`It ended with exit code ${tool.exitCode}.`);
  }
  try {
    return JSON.parse(readFileSync(readyFile, 'utf8'));
  } catch {
    return undefined;
  }
}
