import assert from 'node:assert/strict';
import retries from 'azure-iot-common';
import { suiteOverEachTransport } from '../suite.mjs';
import { until } from '../waiting.mjs';
import { answering, connectionStateOf, invoke, missing, refusalOf, settled } from '../wire.mjs';

const echo = (request, response) => response.send(200, request.payload);
const silent = () => {};
const offline = { error: 'Error', status: 404, code: 'DeviceNotOnline' };

suiteOverEachTransport('Direct methods', (test) => {
  test('Any JSON goes there and back unchanged', async ({ service, deviceId, connectedDevice }) => {
    await answering(await connectedDevice(), { echo });

    for (const payload of [null, 'text', '', 42, -0.5, true, false, [1, [2], {}], { a: { 'b.c': 'Grüße ∑ 🚀' } }, 'x'.repeat(60_000)]) {
      assert.deepEqual(await invoke(service, deviceId, 'echo', payload), { status: 200, payload });
    }
  });

  test('The status is the device\'s own, whatever integer it is', async ({ service, deviceId, connectedDevice }) => {
    await answering(await connectedDevice(), { be: (request, response) => response.send(request.payload, { was: request.payload }) });

    for (const status of [1, -1, 201, 404, 500, 600, 2147483647]) {
      assert.deepEqual(await invoke(service, deviceId, 'be', status), { status, payload: { was: status } });
    }
  });

  test('An answer without a body is null', async ({ service, deviceId, connectedDevice }) => {
    await answering(await connectedDevice(), { quiet: (_, response) => response.send(204) });

    assert.deepEqual(await invoke(service, deviceId, 'quiet'), { status: 204, payload: null });
  });

  test('Answers find their questions, in whatever order they come', async ({ service, deviceId, connectedDevice }) => {
    const waiting = [];
    await answering(await connectedDevice(), { ask: (request, response) => waiting.push([request.payload, response]) });

    const asked = [1, 2, 3, 4].map((n) => invoke(service, deviceId, 'ask', n));
    await until('four questions', () => waiting.length === 4);
    waiting.reverse().forEach(([n, response]) => response.send(200 + n, n * 10));

    assert.deepEqual(await Promise.all(asked), [1, 2, 3, 4].map((n) => ({ status: 200 + n, payload: n * 10 })));
  });

  test('Two devices answer for themselves', async ({ service, deviceId, register, device, connectedDevice }) => {
    const other = await device(await register(`${deviceId}-other`));
    await answering(await connectedDevice(), { who: (_, response) => response.send(200, 'first') });
    await answering(other, { who: (_, response) => response.send(200, 'second') });

    assert.equal((await invoke(service, deviceId, 'who')).payload, 'first');
    assert.equal((await invoke(service, `${deviceId}-other`, 'who')).payload, 'second');
  });

  test('A name is passed on as it is', async ({ service, deviceId, connectedDevice }) => {
    const device = await connectedDevice();
    const names = ['Reboot', 'reboot', 'reboot-now_2.0', 'x*y!'];
    await answering(device, Object.fromEntries(names.map((name) => [name, (request, response) => response.send(200, request.methodName)])));

    for (const name of names) {
      assert.deepEqual(await invoke(service, deviceId, name), { status: 200, payload: name });
    }
  });

  test('A device that is offline is 404103 at once', async ({ service, deviceId, register }) => {
    await register();
    const asked = performance.now();

    const { brief, methodError } = await refusalOf(invoke(service, deviceId, 'echo'));

    assert.deepEqual(brief, offline);
    assert.equal(methodError.errorCode, 404103);
    assert.deepEqual(methodError.info, { timeout: '00:00:00' });
    assert.match(methodError.trackingId, /^[0-9A-Fa-f]{32}-G:\d+-TimeStamp:/);
    assert.ok(Math.abs(Date.now() - Date.parse(methodError.timestampUtc)) < 60_000);
    assert.ok(performance.now() - asked < 5_000);
  });

  test('A device that answers no methods is 404103 although it is connected', async ({ registry, service, deviceId, connectedDevice }) => {
    const device = await connectedDevice();
    await settled(device);

    const { brief, methodError } = await refusalOf(invoke(service, deviceId, 'echo'));

    assert.equal(await connectionStateOf(registry, deviceId), 'Connected');
    assert.deepEqual(brief, offline);
    assert.equal(methodError.errorCode, 404103);
  });

  test('A device that has left is 404103 again', async ({ registry, service, deviceId, connectedDevice }) => {
    const device = await connectedDevice();
    await answering(device, { echo });
    assert.deepEqual(await invoke(service, deviceId, 'echo', 1), { status: 200, payload: 1 });

    await device.close();
    await until('the hub to see it leave', async () => (await connectionStateOf(registry, deviceId)) === 'Disconnected');

    assert.deepEqual((await refusalOf(invoke(service, deviceId, 'echo'))).brief, offline);
  });

  test('A device that comes within the connect timeout is waited for', async ({ service, deviceId, register, device }) => {
    const identity = await register();

    const asked = invoke(service, deviceId, 'echo', 'late', { connectTimeoutInSeconds: 20 });
    await answering(await device(identity), { echo });

    assert.deepEqual(await asked, { status: 200, payload: 'late' });
  });

  test('A device that does not come within the connect timeout is 404103, and the timeout is named', async ({ service, deviceId, register }) => {
    await register();
    const asked = performance.now();

    const { brief, methodError } = await refusalOf(invoke(service, deviceId, 'echo', null, { connectTimeoutInSeconds: 2 }));

    const took = performance.now() - asked;
    assert.deepEqual(brief, offline);
    assert.deepEqual([methodError.errorCode, methodError.info], [404103, { timeout: '00:00:02' }]);
    assert.ok(took > 1_900 && took < 8_000, `${took} ms`);
  });

  test('A device that never answers is 504101 after the response timeout', async ({ service, deviceId, connectedDevice }) => {
    await answering(await connectedDevice(), { never: silent, echo });
    const asked = performance.now();

    const { brief, methodError } = await refusalOf(invoke(service, deviceId, 'never', null, { responseTimeoutInSeconds: 5 }));

    const took = performance.now() - asked;
    assert.deepEqual(brief, { error: 'GatewayTimeoutError', status: 504, code: 'GatewayTimeout' });
    assert.equal(methodError.errorCode, 504101);
    assert.ok(took > 4_900 && took < 12_000, `${took} ms`);
    assert.deepEqual(await invoke(service, deviceId, 'echo', 1), { status: 200, payload: 1 });
  });

  test('An answer that comes too late is ignored', async ({ service, deviceId, connectedDevice }) => {
    let late;
    await answering(await connectedDevice(), { never: (_, response) => { late = response; }, echo });
    await refusalOf(invoke(service, deviceId, 'never', null, { responseTimeoutInSeconds: 5 }));

    await late.send(200, 'too late');

    assert.deepEqual(await invoke(service, deviceId, 'echo', 'fresh'), { status: 200, payload: 'fresh' });
  });

  test('A device that drops during the call is 404104', async ({ service, deviceId, relay, connectedDevice }) => {
    const behind = await relay();
    const device = await connectedDevice({ relay: behind });
    device.setRetryPolicy(new retries.NoRetry());
    let isAsked = false;
    await answering(device, { never: () => { isAsked = true; } });

    const asked = refusalOf(invoke(service, deviceId, 'never'));
    await until('the question', () => isAsked);
    behind.cut();

    const { brief, methodError } = await asked;
    assert.deepEqual(brief, { error: 'Error', status: 404, code: 'DeviceConnectionClosedRemotely' });
    assert.equal(methodError.errorCode, 404104);
  });

  test('An answer that is not JSON is a bad gateway, and the device stays', async ({ service, deviceId, connectedDevice }) => {
    const device = await connectedDevice();
    await answering(device, { echo, odd: (request) => answerRaw(device, request.requestId, '<html>') });

    const { brief } = await refusalOf(invoke(service, deviceId, 'odd'));

    assert.deepEqual([brief.error, brief.status], ['BadDeviceResponseError', 502]);
    assert.deepEqual(await invoke(service, deviceId, 'echo', 1), { status: 200, payload: 1 });
  });

  test('An unknown device is DeviceNotFound', async ({ service, deviceId }) => {
    assert.deepEqual((await refusalOf(invoke(service, deviceId, 'echo'))).brief, missing);
  });

  test('A timeout out of range is refused in words that name it', async ({ service, deviceId, register }) => {
    await register();

    const short = await refusalOf(invoke(service, deviceId, 'echo', null, { responseTimeoutInSeconds: 4 }));
    const long = await refusalOf(invoke(service, deviceId, 'echo', null, { responseTimeoutInSeconds: 301 }));
    const late = await refusalOf(invoke(service, deviceId, 'echo', null, { connectTimeoutInSeconds: 301 }));

    for (const { brief, methodError } of [short, long, late]) {
      assert.deepEqual([brief.error, brief.status, methodError.errorCode], ['ArgumentError', 400, 400004]);
    }
    assert.equal(short.methodError.message, 'responseTimeoutInSeconds must be within [5; 300].');
    assert.equal(long.methodError.message, short.methodError.message);
    assert.equal(late.methodError.message, 'connectTimeoutInSeconds must be within [0; 300].');
  });

  test('A payload over 128 KB is refused', async ({ service, deviceId, connectedDevice }) => {
    await answering(await connectedDevice(), { echo });

    const { brief } = await refusalOf(invoke(service, deviceId, 'echo', 'x'.repeat(129 * 1024)));

    assert.ok([400, 413].includes(brief.status), JSON.stringify(brief));
  });
});

function answerRaw(device, requestId, body) {
  device._transport._mqtt.publish(`$iothub/methods/res/200/?$rid=${requestId}`, body, { qos: 0 }, () => {});
}
