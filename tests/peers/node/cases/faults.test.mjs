import assert from 'node:assert/strict';
import { addFault, clearFaults, disconnect, hitsOf, takeDown } from '../faults.mjs';
import { suiteOverEachTransport, suiteOverRest } from '../suite.mjs';
import { until } from '../waiting.mjs';
import { answering, connectionStateOf, invoke, refusalOf, twinOf, watchDesired } from '../wire.mjs';

const timedOut = { error: 'GatewayTimeoutError', status: 504, code: 'GatewayTimeout' };
const shortly = { responseTimeoutInSeconds: 5 };

/** A method that counts how often the device was asked. */
function counting() {
  const asked = [];
  return { asked, count: (request, response) => { asked.push(request.payload); response.send(200, asked.length); } };
}

suiteOverEachTransport('A device on a bad day', (test) => {
  test('An answer that comes too late is GatewayTimeout, and the device has acted', async ({ hub, service, deviceId, connectedDevice }) => {
    const { asked, count } = counting();
    await answering(await connectedDevice(), { count });
    await addFault(hub, `delay methodReply 7s device=${deviceId} times=1`);

    const { brief, methodError } = await refusalOf(invoke(service, deviceId, 'count', 1, shortly));

    assert.deepEqual([brief, methodError.errorCode, asked], [timedOut, 504101, [1]]);
    assert.deepEqual(await invoke(service, deviceId, 'count', 2), { status: 200, payload: 2 });
  });

  test('An answer that is late and not too late arrives', async ({ hub, service, deviceId, connectedDevice }) => {
    await answering(await connectedDevice(), { count: counting().count });
    await addFault(hub, `delay methodReply 2s device=${deviceId} times=1`);
    const begun = performance.now();

    assert.deepEqual(await invoke(service, deviceId, 'count'), { status: 200, payload: 1 });

    assert.ok(performance.now() - begun > 1_900);
  });

  test('An answer that is lost is GatewayTimeout, and the device has acted', async ({ hub, service, deviceId, connectedDevice }) => {
    const { asked, count } = counting();
    await answering(await connectedDevice(), { count });
    const { id } = await addFault(hub, `drop methodReply device=${deviceId} method=count times=1`);

    const { brief } = await refusalOf(invoke(service, deviceId, 'count', 1, shortly));

    assert.deepEqual([brief, asked], [timedOut, [1]]);
    assert.deepEqual(await hitsOf(hub, id), [`drop methodReply ${deviceId}`]);
  });

  test('A call that is lost is GatewayTimeout, and the device has not acted', async ({ hub, service, deviceId, connectedDevice }) => {
    const { asked, count } = counting();
    await answering(await connectedDevice(), { count });
    await addFault(hub, `drop methodRequest device=${deviceId} times=1`);

    const { brief } = await refusalOf(invoke(service, deviceId, 'count', 1, shortly));

    assert.deepEqual([brief, asked], [timedOut, []]);
  });

  test('A call that is delivered twice is seen twice by the device, and answered once', async ({ hub, service, deviceId, connectedDevice }) => {
    const { asked, count } = counting();
    await answering(await connectedDevice(), { count });
    await addFault(hub, `duplicate methodRequest device=${deviceId} times=1`);

    const answer = await invoke(service, deviceId, 'count', 'x');
    await until('the second delivery', () => asked.length === 2);

    assert.deepEqual([answer, asked], [{ status: 200, payload: 1 }, ['x', 'x']]);
    assert.deepEqual(await invoke(service, deviceId, 'count', 'y'), { status: 200, payload: 3 });
  });

  test('A hub that is unavailable at first is tried again', async ({ hub, service, deviceId, register, device }) => {
    const identity = await register();
    const { id } = await addFault(hub, `refuse connect 503001 device=${deviceId} times=2`);
    const client = await device(identity);

    await client.open();
    await answering(client, { count: counting().count });

    assert.deepEqual(await hitsOf(hub, id), Array(2).fill(`refuse connect ${deviceId}`));
    assert.equal((await invoke(service, deviceId, 'count')).status, 200);
  });

  test('A CONNECT that is refused as not authorized is an UnauthorizedError', async ({ hub, deviceId, register, device }) => {
    const identity = await register();
    await addFault(hub, `refuse connect device=${deviceId} times=1`);

    await assert.rejects((await device(identity)).open(), { name: 'UnauthorizedError' });
    await (await device(identity)).open();
  });

  test('A slow CONNACK is waited for', async ({ hub, registry, deviceId, register, device }) => {
    const identity = await register();
    await addFault(hub, `delay connect 3s device=${deviceId} times=1`);
    const begun = performance.now();

    await (await device(identity)).open();

    assert.ok(performance.now() - begun > 2_900);
    assert.equal(await connectionStateOf(registry, deviceId), 'Connected');
  });

  test('A device that is disconnected comes back and answers', async ({ hub, service, registry, deviceId, connectedDevice }) => {
    const client = await connectedDevice();
    await answering(client, { count: counting().count });
    const before = (await registry.get(deviceId)).responseBody.connectionStateUpdatedTime;

    assert.deepEqual(await disconnect(hub, deviceId), { deviceId, wasConnected: true });

    await until('the device to be back', async () => {
      const { connectionState, connectionStateUpdatedTime } = (await registry.get(deviceId)).responseBody;
      return connectionState === 'Connected' && connectionStateUpdatedTime !== before;
    }, 20_000);
    assert.equal((await invoke(service, deviceId, 'count', null, { connectTimeoutInSeconds: 20 })).status, 200);
  });

  test('A device comes back after the hub was down', async ({ hub, service, deviceId, connectedDevice }) => {
    await answering(await connectedDevice(), { count: counting().count });

    await takeDown(hub, '2s');

    await until('the hub to be back', () => invoke(service, deviceId, 'count', null, { connectTimeoutInSeconds: 30 }).catch(() => undefined), 40_000);
  });

  test('A desired change whose notification is lost is in the twin', async ({ hub, registry, deviceId, connectedDevice }) => {
    const arrived = await watchDesired(await connectedDevice());
    await addFault(hub, `drop desiredNotification device=${deviceId} times=1`);

    for (const v of [1, 2]) {
      await registry.updateTwin(deviceId, { properties: { desired: { v } } }, '*');
    }
    await until('the second change', () => arrived.length === 1);

    assert.deepEqual(arrived, [{ v: 2, $version: 3 }]);
    assert.equal((await twinOf(registry, deviceId)).properties.desired.v, 2);
  });
});

suiteOverRest('A back end on a bad day', (test) => {
  test('429 is a ThrottlingError, and the next call gets through', async ({ hub, registry, deviceId, register }) => {
    await register();
    await addFault(hub, `throttle twinRead device=${deviceId} retryAfter=2s times=1`);

    const { brief } = await refusalOf(registry.getTwin(deviceId));

    assert.deepEqual(brief, { error: 'ThrottlingError', status: 429, code: 'ThrottlingException' });
    assert.equal((await twinOf(registry, deviceId)).deviceId, deviceId);
  });

  test('A query is stale, and the twin is fresh', async ({ hub, registry, deviceId, register }) => {
    await register();
    await addFault(hub, 'stale query 3s');
    const ask = async () => (await registry.createQuery(`SELECT deviceId FROM devices WHERE tags.fleet = '${deviceId}'`).next()).result;

    await registry.updateTwin(deviceId, { tags: { fleet: deviceId } }, '*');

    assert.deepEqual(await ask(), []);
    assert.equal((await twinOf(registry, deviceId)).tags.fleet, deviceId);
    assert.deepEqual(await until('the index', async () => (await ask()).length > 0 && ask()), [{ deviceId }]);
    await clearFaults(hub);
  });

  test('A write whose answer is lost is an error, and was done', async ({ hub, registry, deviceId, register }) => {
    await register();
    await addFault(hub, `loseReply twinWrite device=${deviceId} times=1`);

    await assert.rejects(registry.updateTwin(deviceId, { tags: { done: true } }, '*'));

    assert.equal((await twinOf(registry, deviceId)).tags.done, true);
  });

  test('A hub that was down is there again', async ({ hub, registry, deviceId, register }) => {
    await register();

    await takeDown(hub, '2s');

    await assert.rejects(registry.getTwin(deviceId));
    await until('the hub to be back', () => registry.getTwin(deviceId).catch(() => undefined));
  });
});
