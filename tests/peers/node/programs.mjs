// The programs of this repository, as child processes that are ended by their id.
import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

export const dmp = () => process.env.DMP ?? newestBuild('src/DeviceManagementPatterns.Cli', 'dmp.dll');
export const tutorialDevice = () => newestBuild('samples/Tutorial.Device', 'Tutorial.Device.dll');
export const tutorialBackEnd = () => newestBuild('samples/Tutorial.BackEnd', 'Tutorial.BackEnd.dll');

export function start(program, args, environment = {}) {
  const [file, ...first] = program.endsWith('.dll') ? ['dotnet', program] : [program];
  const child = spawn(file, [...first, ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const started = { output: '', stdout: '', exitCode: null };
  child.stdout.setEncoding('utf8').on('data', (text) => {
    started.stdout += text;
    started.output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => { started.output += text; });
  running.add(child);
  started.ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      running.delete(child);
      started.exitCode = code ?? signal;
      resolve(started.exitCode);
    });
  });
  started.ended.catch(() => running.delete(child));
  started.stop = async () => {
    child.kill('SIGTERM');
    const impatient = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await started.ended.finally(() => clearTimeout(impatient));
    return started.exitCode;
  };
  started.kill = async () => {
    child.kill('SIGKILL');
    await started.ended;
  };
  return started;
}

export async function run(program, args, environment = {}) {
  const started = start(program, args, environment);
  await started.ended;
  return started;
}

function newestBuild(project, file) {
  const configurations = process.env.DMP_CONFIGURATION ? [process.env.DMP_CONFIGURATION] : ['Release', 'Debug'];
  const builds = configurations.map((name) => join(root, project, 'bin', name, 'net10.0', file)).filter(existsSync);
  if (builds.length === 0) {
    throw new Error(`${file} is not built. Run: dotnet build ${project}`);
  }
  return builds.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0];
}
