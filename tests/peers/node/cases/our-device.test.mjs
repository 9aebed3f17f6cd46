import assert from 'node:assert/strict';
import { tutorialDevice } from '../programs.mjs';
import { suiteOverRest } from '../suite.mjs';
import { until } from '../waiting.mjs';
import { connectionStateOf, invoke, isRecent, refusalOf, reportedOf, untilReported, utcTime } from '../wire.mjs';

const pythonAnswer = { status: 200, payload: { Response: 'This is the response from the device' } };
const nodeAnswer = { status: 200, payload: { result: 'Reboot started.' } };
const accepted = (operationId) => ({ status: 202, payload: { operationId, status: 'waiting', result: 'accepted' } });
const finished = (operationId) => ({ status: 200, payload: { operationId, status: 'completed', result: 'accepted' } });

const rebootOf = (reported) => reported.iothubDM?.reboot;

/** The sample, started and answering. A dry run does nothing, and tells when it is ready. */
async function ourDevice({ service, deviceId, register, startProgram, ourConnectionString }, rebootSeconds = 1) {
  const identity = await register();
  const program = startProgram(tutorialDevice(), [ourConnectionString(identity), '--reboot-seconds', `${rebootSeconds}`]);
  await until('our device to be ready', async () => {
    if (program.exitCode !== null) {
      throw new Error(`Our device ended with exit code ${program.exitCode}.`);
    }
    const result = await invoke(service, deviceId, 'reboot', { evaluate: true }).catch(() => undefined);
    return result?.status === 200;
  }, 30_000);
  return program;
}

const untilCompleted = ({ registry, deviceId }, operationId) =>
  untilReported(registry, deviceId, `the end of ${operationId ?? 'a reboot'}`, (reported) => {
    const reboot = rebootOf(reported);
    return reboot?.status === 'completed' && reboot.operationId === operationId && reboot;
  });

suiteOverRest('Our device, Microsoft\'s service SDK', (test) => {
  test('It says what it supports, and a dry run does nothing', async (its) => {
    const { registry, service, deviceId } = its;
    await ourDevice(its);

    const result = await invoke(service, deviceId, 'rebootDevice', { operationId: 'try', evaluate: true });

    assert.deepEqual(result, { status: 200, payload: { operationId: 'try', status: 'idle', result: 'wouldAccept' } });
    assert.equal(await connectionStateOf(registry, deviceId), 'Connected');
    assert.deepEqual((await reportedOf(registry, deviceId)).iothubDM, { supported: { reboot: 1 } });
  });

  for (const [name, method, request, answer] of [
    ['C# and Node tutorials', 'reboot', null, nodeAnswer],
    ['Python tutorial', 'rebootDevice', { method_number: '42' }, pythonAnswer],
  ]) {
    test(`It speaks the dialect of the ${name}, and reports both times`, async (its) => {
      const { registry, service, deviceId } = its;
      const program = await ourDevice(its);

      const result = await invoke(service, deviceId, method, request);
      const reboot = await untilCompleted(its, undefined);

      assert.deepEqual(result, answer);
      const { rebootTime } = await reportedOf(registry, deviceId);
      assert.match(rebootTime, utcTime);
      assert.ok(isRecent(rebootTime), rebootTime);
      assert.equal(reboot.lastReboot, rebootTime);
      assert.notEqual(reboot.bootId, reboot.previousBootId);
      assert.deepEqual(['reason', 'error', 'blockedBy', 'operationId'].filter((member) => member in reboot), []);
      assert.ok(reboot.requestedTime <= reboot.startTime && reboot.startTime < reboot.endTime, JSON.stringify(reboot));
      await until('its last line', () => program.stdout.includes('Device twins updated with latest rebootTime'));
      assert.ok(program.stdout.indexOf('Rebooting device') < program.stdout.indexOf('Device rebooted'));
    });
  }

  test('A request with an id is accepted with 202, and followed by its id', async (its) => {
    const { registry, service, deviceId } = its;
    await ourDevice(its);
    const requested = Date.now();

    const result = await invoke(service, deviceId, 'rebootDevice', { operationId: 'op-1', reason: 'kernel update', requestedBy: 'ops' });
    const reboot = await untilCompleted(its, 'op-1');

    assert.deepEqual(result, accepted('op-1'));
    assert.equal(reboot.reason, 'kernel update');
    assert.ok(Date.parse(reboot.lastReboot) - requested >= 900, 'it took the second that a reboot takes');
    assert.equal((await reportedOf(registry, deviceId)).rebootTime, reboot.lastReboot);
  });

  test('A repeated id is answered from what is known, and the device does not reboot twice', async (its) => {
    const { registry, service, deviceId } = its;
    const program = await ourDevice(its);
    await invoke(service, deviceId, 'reboot', { operationId: 'once' });

    const duringIt = await invoke(service, deviceId, 'reboot', { operationId: 'once' });
    const first = await untilCompleted(its, 'once');
    const afterIt = [
      await invoke(service, deviceId, 'reboot', { operationId: 'once' }),
      await invoke(service, deviceId, 'rebootDevice', { operationId: 'once' }),
    ];

    assert.equal(duringIt.status, 202);
    assert.equal(duringIt.payload.operationId, 'once');
    assert.deepEqual(afterIt, [finished('once'), finished('once')]);
    assert.deepEqual(rebootOf(await reportedOf(registry, deviceId)), first);
    await invoke(service, deviceId, 'reboot', { operationId: 'again' });
    const second = await untilCompleted(its, 'again');
    assert.equal(second.previousBootId, first.bootId, 'there was no boot between the two operations');
    assert.equal(program.stdout.match(/Rebooting device/g).length, 2);
  });

  test('While one reboot is under way another is refused with 409, which names it', async (its) => {
    const { service, deviceId } = its;
    await ourDevice(its, 3);
    await invoke(service, deviceId, 'reboot', { operationId: 'first' });

    const { status, payload } = await invoke(service, deviceId, 'reboot', { operationId: 'second' });

    assert.equal(status, 409);
    const { reason, error, ...rest } = payload;
    assert.deepEqual(rest, { operationId: 'second', status: 'rejected', result: 'rejected' });
    assert.match(reason, /^Operation 'first' is under way \((waiting|preparing|rebooting)\)\.$/);
    assert.deepEqual(error, { code: 'busy', message: reason });
    assert.equal((await untilCompleted(its, 'first')).operationId, 'first');
  });

  test('A payload that cannot be read is refused with 400, which says why', async (its) => {
    const { registry, service, deviceId } = its;
    await ourDevice(its);
    const reasons = [
      [{ operationId: 42 }, '\'operationId\' is a Number; it takes a String.'],
      ['now', 'The payload is a String; send an object or null.'],
      [[1], 'The payload is a Array; send an object or null.'],
      [{ operationId: 'a', deadline: 'tonight' }, '\'deadline\' is \'tonight\', which is no ISO 8601 time such as 2026-03-01T22:00:00Z.'],
    ];

    for (const [request, reason] of reasons) {
      const { status, payload } = await invoke(service, deviceId, 'reboot', request);

      assert.deepEqual([status, payload.status, payload.reason, payload.error], [400, 'rejected', reason, { code: 'badPayload', message: reason }]);
    }
    assert.equal(rebootOf(await reportedOf(registry, deviceId)), undefined);
  });

  test('A method that it does not know is 404', async (its) => {
    await ourDevice(its);

    const result = await invoke(its.service, its.deviceId, 'selfDestruct', { sure: true });

    assert.deepEqual(result, { status: 404, payload: { Response: 'Unknown method' } });
  });

  test('Stopped, it leaves the hub; started again, it knows its last operation', async (its) => {
    const { registry, service, deviceId, startProgram, ourConnectionString } = its;
    const program = await ourDevice(its);
    await invoke(service, deviceId, 'reboot', { operationId: 'kept' });
    await untilCompleted(its, 'kept');

    assert.equal(await program.stop(), 0);
    assert.equal((await refusalOf(invoke(service, deviceId, 'reboot'))).brief.code, 'DeviceNotOnline');
    const { responseBody: identity } = await registry.get(deviceId);
    startProgram(tutorialDevice(), [ourConnectionString(identity), '--reboot-seconds', '1']);
    const result = await until('an answer other than "not ready"', async () => {
      const answer = await invoke(service, deviceId, 'reboot', { operationId: 'kept' }, { connectTimeoutInSeconds: 20 });
      return answer.status !== 503 && answer;
    });

    assert.deepEqual(result, finished('kept'));
  });

  test('A device with a wrong key ends with one clear line that holds no key', async ({ register, runProgram, ourConnectionString }) => {
    const key = Buffer.alloc(32, 5).toString('base64');
    const connectionString = ourConnectionString(await register()).replace(/SharedAccessKey=.*$/, `SharedAccessKey=${key}`);

    const program = await runProgram(tutorialDevice(), [connectionString]);

    assert.equal(program.exitCode, 1);
    assert.match(program.output, /key/i);
    assert.ok(!program.output.includes(key));
  });
});
