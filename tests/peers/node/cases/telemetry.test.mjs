import assert from 'node:assert/strict';
import { request } from 'node:https';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import sdk from 'azure-iot-device';
import { call, telemetryOf } from '../localhub.mjs';
import { secondsFromNow, serviceToken } from '../peer.mjs';
import { suiteOverEachTransport } from '../suite.mjs';
import { within } from '../waiting.mjs';

function message(body, properties = {}, systemProperties = {}) {
  const made = Object.assign(new sdk.Message(body), systemProperties);
  Object.entries(properties).forEach(([name, value]) => made.properties.add(name, value));
  return made;
}

/** The lines of a stream as they come; `next` gives the next one that is not empty. */
async function openStream({ hub, deviceId }) {
  const asked = request({
    host: hub.hostName,
    port: hub.httpsPort,
    ca: hub.ca,
    agent: false,
    path: `/$localhub/telemetry/stream?device=${encodeURIComponent(deviceId)}`,
    headers: { authorization: serviceToken(hub.connectionStrings.service, secondsFromNow(60)) },
  });
  asked.end();
  const [answer] = await within('the stream', once(asked, 'response'));
  assert.equal(answer.statusCode, 200);
  const lines = createInterface({ input: answer })[Symbol.asyncIterator]();
  return { next: async () => JSON.parse((await within('a line', lines.next())).value), close: () => asked.destroy() };
}

suiteOverEachTransport('Telemetry', (test) => {
  test('It is read back with its properties', async (world) => {
    const device = await world.connectedDevice();

    await device.sendEvent(message('{"t":21.5}', { level: 'high & low', 'ü/=': '50 %' }, {
      messageId: 'm-1', correlationId: 'c 1', contentType: 'application/json', contentEncoding: 'utf-8',
    }));
    const [kept] = await telemetryOf(world);

    assert.deepEqual([kept.deviceId, kept.moduleId, kept.body, kept.bodyEncoding], [world.deviceId, null, '{"t":21.5}', 'utf-8']);
    assert.deepEqual(kept.properties, { level: 'high & low', 'ü/=': '50 %' });
    assert.deepEqual(kept.systemProperties, {
      messageId: 'm-1', correlationId: 'c 1', contentType: 'application/json', contentEncoding: 'utf-8',
    });
    assert.ok(Math.abs(Date.now() - Date.parse(kept.enqueuedTimeUtc)) < 60_000);
  });

  test('Bytes are given out in base64, and the order is that of sending', async (world) => {
    const device = await world.connectedDevice();

    await device.sendEvent(message(Buffer.from([0, 255])));
    for (let n = 0; n < 20; n += 1) {
      await device.sendEvent(message(`${n}`));
    }
    const [bytes, ...rest] = await telemetryOf(world);

    assert.deepEqual([bytes.body, bytes.bodyEncoding, bytes.properties], ['AP8=', 'base64', {}]);
    assert.deepEqual(rest.map(({ body }) => Number(body)), Array.from({ length: 20 }, (_, n) => n));
    assert.ok(rest.every(({ sequence }, n) => n === 0 || sequence > rest[n - 1].sequence));
    assert.deepEqual((await telemetryOf(world, rest[17].sequence)).map(({ body }) => body), ['18', '19']);
  });

  test('A module\'s messages are told apart and found by its device', async (world) => {
    await world.register();
    const module = await world.connectedModule('pump');

    await new Promise((resolve, reject) => { module.sendEvent(message('x'), (error) => (error ? reject(error) : resolve())); });

    assert.deepEqual((await telemetryOf(world)).map(({ deviceId, moduleId, body }) => [deviceId, moduleId, body]), [[world.deviceId, 'pump', 'x']]);
  });

  test('A stream brings what was and what comes', async (world) => {
    const device = await world.connectedDevice();
    await device.sendEvent(message('before'));
    const stream = await openStream(world);
    try {
      assert.equal((await stream.next()).body, 'before');
      await device.sendEvent(message('after', { n: '1' }));
      const line = await stream.next();
      assert.deepEqual([line.body, line.properties], ['after', { n: '1' }]);
    } finally {
      stream.close();
    }
  });

  test('A page waits for the next message', async (world) => {
    const device = await world.connectedDevice();

    const asked = call(world.hub, 'GET', `/$localhub/telemetry?device=${world.deviceId}&wait=30`);
    await device.sendEvent(message('awaited'));

    assert.deepEqual((await within('the page', asked)).json.messages.map(({ body }) => body), ['awaited']);
  });
});
