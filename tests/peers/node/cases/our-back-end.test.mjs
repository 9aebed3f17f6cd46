import assert from 'node:assert/strict';
import { dmp, tutorialBackEnd } from '../programs.mjs';
import { suiteOverEachTransport } from '../suite.mjs';
import { nodeTutorial, pythonTutorial, tutorialDevice } from '../tutorial.mjs';
import { answering, report } from '../wire.mjs';

/** The two programs of ours that reboot a device; how each is told to wait no longer than some seconds, and how it ends then. */
const backEnds = {
  'the sample': ({ hub, deviceId, runProgram }, seconds = 30) => runProgram(tutorialBackEnd(), [
    hub.connectionStrings.service, '--device-id', deviceId, '--timeout-seconds', `${seconds}`,
  ]),
  'dmp reboot': ({ hub, deviceId, runProgram }, seconds = 30) => runProgram(dmp(), [
    'reboot', deviceId, '--connection-string', hub.connectionStrings.service, '--ca-file', hub.caFile, '--timeout', `${seconds}s`,
  ]),
};

const exitCodeOfNoEnd = { 'the sample': 1, 'dmp reboot': 3 };

const dialects = { 'C# and Node': nodeTutorial, Python: pythonTutorial };

/** A device that says, as ours do, that it knows our contract; it is asked by the name `rebootDevice`. */
async function contractDevice(its) {
  const device = await its.connectedDevice();
  const twin = await device.getTwin();
  await report(twin, { iothubDM: { supported: { reboot: 1 } } });
  return { device, twin };
}

const lastReboot = (program) => new Date(program.stdout.match(/^Last reboot time: (.+)$/m)?.[1]).toISOString();

const dmpMethod = ({ hub, deviceId, runProgram }, name, ...options) => runProgram(dmp(), [
  'method', 'invoke', deviceId, name, '--connection-string', hub.connectionStrings.service, '--ca-file', hub.caFile, ...options,
]);

suiteOverEachTransport('Our back end, a device on Microsoft\'s SDK', (test, transport) => {
  for (const [name, reboot] of Object.entries(backEnds)) {
    for (const [tutorial, dialect] of Object.entries(dialects)) {
      test(`${name} reboots a device that speaks the dialect of the ${tutorial} tutorial`, async (its) => {
        const device = await its.connectedDevice();
        const old = '2020-01-01T00:00:00.000Z';
        await report(await device.getTwin(), dialect.reported(old));
        const seen = await tutorialDevice(device, dialect);

        const program = await reboot(its);

        assert.equal(program.exitCode, 0, program.output);
        assert.ok(program.stdout.includes(`200 ${JSON.stringify(dialect.answer)}\n`), program.stdout);
        assert.equal(seen.times.length, 1);
        assert.equal(lastReboot(program), seen.times[0], 'the new time, not the old one');
        const { operationId, issuedAt, ...rest } = seen.requests[0];
        assert.match(operationId, /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/);
        assert.ok(Math.abs(Date.now() - Date.parse(issuedAt)) < 60_000, issuedAt);
        assert.equal(rest.onBlocked, 'wait');
      });
    }

    test(`${name} does not take an old time for a reboot`, async (its) => {
      const device = await its.connectedDevice();
      await report(await device.getTwin(), { rebootTime: '2020-01-01T00:00:00.000Z' });
      await answering(device, { rebootDevice: (_, response) => response.send(200, pythonTutorial.answer) });

      const program = await reboot(its, 2);

      assert.equal(program.exitCode, exitCodeOfNoEnd[name]);
      assert.doesNotMatch(program.stdout, /Last reboot time/);
      assert.match(program.output, new RegExp(`Device '${its.deviceId}' (had not completed|was not back)`));
    });

    test(`${name} follows a device that speaks our contract by the operation's id`, async (its) => {
      const { device, twin } = await contractDevice(its);
      const time = '2026-03-01T22:01:00.250Z';
      await answering(device, {
        rebootDevice: async (request, response) => {
          const { operationId } = request.payload;
          await report(twin, { iothubDM: { reboot: { operationId: 'an older one', status: 'completed', lastReboot: '2020-01-01T00:00:00.000Z' } } });
          await response.send(202, { operationId, status: 'waiting', result: 'accepted' });
          await report(twin, { iothubDM: { reboot: { operationId, status: 'rebooting' } } });
          await report(twin, { iothubDM: { reboot: { operationId, status: 'completed', lastReboot: time } }, rebootTime: time });
        },
      });

      const program = await reboot(its);

      assert.equal(program.exitCode, 0, program.output);
      assert.match(program.stdout, /202 \{"operationId":"[0-9a-f-]{36}","status":"waiting","result":"accepted"\}\n/);
      assert.equal(lastReboot(program), time);
    });

    test(`${name} says why a reboot failed, and why one was refused`, async (its) => {
      const { device, twin } = await contractDevice(its);
      const failure = { code: 'bootIdUnchanged', message: 'The machine did not reboot.' };
      const busy = { code: 'busy', message: 'Operation \'x\' is under way (rebooting).' };
      const answers = [
        async (operationId, response) => {
          await response.send(202, { operationId, status: 'waiting', result: 'accepted' });
          await report(twin, { iothubDM: { reboot: { operationId, status: 'failed', error: failure } } });
        },
        (operationId, response) => response.send(409, { operationId, status: 'rejected', result: 'rejected', error: busy }),
      ];
      await answering(device, { rebootDevice: (request, response) => answers.shift()(request.payload.operationId, response) });

      const failed = await reboot(its);
      const refused = await reboot(its);

      assert.deepEqual([failed.exitCode, refused.exitCode], [1, 1]);
      assert.ok(failed.output.includes(`${failure.message} (${failure.code})`), failed.output);
      assert.ok(refused.output.includes(busy.message), refused.output);
      assert.doesNotMatch(failed.stdout + refused.stdout, /Last reboot time/);
    });

    test(`${name} calls an answer that is not JSON by its name`, async (its) => {
      const { device } = await contractDevice(its);
      await answering(device, {
        rebootDevice: (request) => device._transport._mqtt.publish(
          `$iothub/methods/res/200/?$rid=${request.requestId}`, '<html>', { qos: 0 }, () => {}),
      });

      const program = await reboot(its);

      assert.notEqual(program.exitCode, 0);
      assert.match(program.output, /JSON/);
      assert.ok(program.output.includes(its.deviceId), program.output);
      assert.doesNotMatch(program.output, /\n\s+at /, 'no stack trace');
    });

    test(`${name} tells an unknown device from one that is offline`, async (its) => {
      const unknown = await reboot(its);
      await its.register();
      const offline = await reboot(its);

      assert.deepEqual([unknown.exitCode, offline.exitCode], [1, 1]);
      assert.match(unknown.output, /not registered/);
      assert.match(offline.output, /DeviceNotOnline/);
      for (const { output } of [unknown, offline]) {
        assert.ok(output.includes(its.deviceId), output);
        assert.doesNotMatch(output, /\n\s+at /, 'no stack trace');
      }
    });
  }

  for (const [tutorial, dialect] of Object.entries(dialects)) {
    test(`A device of the ${tutorial} tutorial that has never rebooted is found out, and reboots once`, async (its) => {
      const seen = await tutorialDevice(await its.connectedDevice(), dialect);

      const program = await backEnds['dmp reboot'](its);

      assert.equal(program.exitCode, 0, program.output);
      assert.deepEqual([seen.requests.length, seen.times.length], [1, 1]);
      assert.equal(lastReboot(program), seen.times[0]);
    });
  }

  if (transport === 'mqtt') { // it takes the minute that a reboot's answer may take
    test('A device that never answers: both say that the outcome is unknown, and how to find out', async (its) => {
      const asked = [];
      const { device } = await contractDevice(its);
      await answering(device, { rebootDevice: (request) => asked.push(request.payload.operationId) });

      const [sample, tool] = await Promise.all([backEnds['the sample'](its), backEnds['dmp reboot'](its)]);

      assert.deepEqual([sample.exitCode, tool.exitCode], [1, 3]);
      assert.equal(asked.length, 2, 'a reboot is never asked for again blindly');
      assert.ok(asked.every((id) => [sample, tool].some((program) => program.output.includes(id))), 'each names its operation');
      assert.match(sample.output, /not known/);
      assert.match(tool.output, /not known/);
    }, 100_000);
  }

  test('dmp method invoke sends and prints JSON, and its exit code tells', async (its) => {
    await answering(await its.connectedDevice(), {
      echo: (request, response) => response.send(200, request.payload),
      refuse: (_, response) => response.send(418, { no: true }),
      never: () => {},
    });

    const [echo, refuse, never] = await Promise.all([
      dmpMethod(its, 'echo', '--payload', '{"a":[1,"ü"],"b":null}'),
      dmpMethod(its, 'refuse'),
      dmpMethod(its, 'never', '--response-timeout', '5s'),
    ]);

    assert.deepEqual([echo.exitCode, refuse.exitCode, never.exitCode], [0, 1, 3]);
    assert.deepEqual(JSON.parse(echo.stdout), { a: [1, 'ü'], b: null });
    assert.deepEqual(JSON.parse(refuse.stdout), { no: true });
    assert.match(refuse.output, /418/);
  });

  test('dmp device create gives Microsoft\'s device SDK a connection string that works', async (its) => {
    const { hub, deviceId, registry, runProgram } = its;
    const program = await runProgram(dmp(), [
      'device', 'create', deviceId, '--connection-string', hub.connectionStrings.registryReadWrite, '--ca-file', hub.caFile,
    ]);

    const { responseBody: identity } = await registry.get(deviceId);
    const key = program.stdout.match(/^HostName=localhost(?::\d+)?;DeviceId=([^;]+);SharedAccessKey=(\S+)$/m);
    assert.equal(program.exitCode, 0, program.output);
    assert.deepEqual([key[1], key[2]], [deviceId, identity.authentication.symmetricKey.primaryKey]);
    const device = await its.device(identity, { key: key[2] });
    await device.open();
  });
});
