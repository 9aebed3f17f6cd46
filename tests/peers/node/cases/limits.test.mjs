import assert from 'node:assert/strict';
import common from 'azure-iot-common';
import { startCrowd } from '../crowd.mjs';
import { suiteOverEachTransport, suiteOverRest } from '../suite.mjs';
import { until } from '../waiting.mjs';
import { refusalOf, report, reportedOf, settled } from '../wire.mjs';

const allDevices = 'SELECT * FROM devices';
const tags = { etag: '*', tags: { site: 'a' } };
const tomorrow = () => new Date(Date.now() + 86_400_000);
const times = (count, make) => Array.from({ length: count }, (_, n) => make(n));
const smallBursts = (tier) => ['--tier', tier, '--burst', '0'];

const throttled = (code) => ({ error: 'ThrottlingError', status: 429, code });
const notInTier = { status: 403, code: 'OperationNotAvailableInCurrentTier' };

/** How many of these were answered, and how many were refused for which reason. */
async function outcomesOf(promises) {
  const outcomes = {};
  for (const { status, reason } of await Promise.allSettled(promises)) {
    const name = status === 'fulfilled' ? 'answered' : reason.response?.headers['iothub-errorcode'] ?? reason.name;
    outcomes[name] = (outcomes[name] ?? 0) + 1;
  }
  return outcomes;
}

suiteOverRest('Limits of S1, seen by a back end', (test) => {
  test('A second active job is refused until the first one ends', async (its) => {
    const jobs = its.jobs();
    await jobs.scheduleTwinUpdate('first', '*', tags, tomorrow(), 120);

    assert.deepEqual(
      (await refusalOf(jobs.scheduleTwinUpdate('second', '*', tags, tomorrow(), 120))).brief,
      throttled('ThrottlingMaxActiveJobCountExceeded'));

    await jobs.cancelJob('first');
    await jobs.scheduleTwinUpdate('second', '*', tags, tomorrow(), 120);
    await jobs.cancelJob('second');
  });

  test('Queries above the rate are served at once, then at the rate, then refused', async (its) => {
    const started = performance.now();

    const outcomes = await outcomesOf(times(150, () => its.registry.createQuery(allDevices).next()));

    const { answered, ...refused } = outcomes;
    assert.ok(answered >= 22 && answered <= 28, JSON.stringify(outcomes));
    assert.deepEqual(Object.keys(refused).sort(), ['ThrottleBacklogLimitExceeded', 'ThrottlingBacklogTimeout']);
    assert.ok(refused.ThrottleBacklogLimitExceeded >= 20, JSON.stringify(outcomes));
    assert.ok(performance.now() - started > 9_000);
  });

  test('Twin reads above the rate end in a ThrottlingError', async (its) => {
    const { deviceId } = await its.register();
    let error;
    const readOn = async () => {
      while (!error) {
        await its.registry.getTwin(deviceId).catch((refused) => { error ??= refused; });
      }
    };

    await Promise.all(times(250, readOn));

    assert.deepEqual((await refusalOf(Promise.reject(error))).brief, throttled('ThrottleBacklogLimitExceeded'));
  });

  test('Methods above the rate are refused in their own shape', async (its) => {
    const { deviceId } = await its.register();
    its.service.setRetryPolicy(new common.NoRetry());
    const call = { methodName: 'reboot', payload: 'x'.repeat(100_000) };

    const { DeviceNotOnline, ...refused } = await outcomesOf(times(60, () => its.service.invokeDeviceMethod(deviceId, call)));

    assert.ok(DeviceNotOnline >= 1 && DeviceNotOnline < 20, `${DeviceNotOnline} were let through`);
    assert.deepEqual(refused, { ThrottlingException: 60 - DeviceNotOnline });
  });
}, smallBursts('s1'));

suiteOverEachTransport('Limits of S1, seen by a device', (test, transport) => {
  test('Reported patches above the rate are errors, and the link lives on', async (its) => {
    const device = await its.connectedDevice();
    const twin = await device.getTwin();

    const settledReports = await Promise.allSettled(times(400, (n) => report(twin, { n })));

    const refused = settledReports.filter(({ status }) => status === 'rejected');
    assert.ok(refused.length > 0 && refused.length <= 250, `${refused.length} were refused`);
    for (const { reason } of refused) {
      assert.match(reason.message, /^The request is throttled: twinUpdates may be 50 per second/);
    }
    await settled(device);
    assert.equal(typeof (await reportedOf(its.registry, its.deviceId)).n, 'number');
  });

  if (transport === 'mqtt') {
    test('A connection above the rate gets CONNACK 3, and the SDK comes again', async (its) => {
      const identities = await Promise.all(times(10, (n) => its.register(`${its.deviceId}-${n}`)));
      const crowd = await startCrowd(its.hub, await its.register(), 600);
      const devices = await Promise.all(identities.map((identity) => its.device(identity)));

      const pressure = crowd.press(240, 6, 10);
      await Promise.all(devices.map((device) => device.open()));
      await pressure;

      const refused = identities.filter(({ deviceId }) => its.hub.output().includes(`Device ${deviceId} was refused: The request is throttled`));
      assert.notEqual(refused.length, 0);
      await Promise.all(devices.map(settled));
    });
  }

  test('Messages above the rate close the link, and the SDK sends them again', async (its) => {
    const device = await its.connectedDevice();

    await Promise.all(times(300, (n) => device.sendEvent(new common.Message(String(n)))));

    await until('the link to have been closed', () =>
      its.hub.output().includes(`Device ${its.deviceId} is disconnected: the hub's tier refuses its message, 429002`));
  });
}, smallBursts('s1'));

suiteOverRest('A basic tier', (test) => {
  test('The registry, bulk, statistics and queries work', async (its) => {
    await its.register();

    const added = (await its.registry.addDevices([{ deviceId: `${its.deviceId}-b` }])).responseBody;
    const statistics = (await its.registry.getRegistryStatistics()).responseBody;
    const { result } = await its.registry.createQuery('SELECT deviceId FROM devices').next();

    assert.deepEqual([added.isSuccessful, statistics.totalDeviceCount, result.length], [true, 2, 2]);
  });

  test('Twins, methods and jobs are refused with 403010', async (its) => {
    const { deviceId } = await its.register();
    const refused = async (promise) => {
      const { status, code } = (await refusalOf(promise)).brief;
      return { status, code };
    };

    assert.deepEqual(await refused(its.registry.getTwin(deviceId)), notInTier);
    assert.deepEqual(await refused(its.registry.updateTwin(deviceId, { tags: {} }, '*')), notInTier);
    assert.deepEqual(await refused(its.service.invokeDeviceMethod(deviceId, { methodName: 'reboot' })), notInTier);
    assert.deepEqual(await refused(its.jobs().scheduleTwinUpdate('j', '*', tags, tomorrow(), 120)), notInTier);
    assert.deepEqual(await refused(its.jobs().getJob('j')), notInTier);
  });
}, ['--tier', 'b1']);

suiteOverEachTransport('A basic tier, seen by a device', (test) => {
  test('It connects and sends; its twin is refused', async (its) => {
    const device = await its.connectedDevice();

    await device.sendEvent(new common.Message('hello'));

    await assert.rejects(device.getTwin());
    await device.sendEvent(new common.Message('still here'));
  });
}, ['--tier', 'b1']);
