import assert from 'node:assert/strict';
import { once } from 'node:events';
import { call, feedbackOf, send } from '../localhub.mjs';
import { suiteOverEachTransport } from '../suite.mjs';
import { until, within } from '../waiting.mjs';
import { settled, twinOf } from '../wire.mjs';

const roundTrip = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/;

/** IoT Hub's own call, which the Node SDK does not offer. */
const purge = ({ hub, deviceId }) => call(hub, 'DELETE', `/devices/${encodeURIComponent(deviceId)}/commands?api-version=2021-04-12`);

/** Completes every message as it comes, and keeps it. */
async function completing(device) {
  const arrived = [];
  device.on('message', (message) => {
    arrived.push(message);
    device.complete(message, (error) => assert.ifError(error));
  });
  await settled(device);
  return arrived;
}

/** As the identity says and as the twin says. */
const countsOf = async ({ registry, deviceId }) => {
  const [{ responseBody: identity }, twin] = await Promise.all([registry.get(deviceId), twinOf(registry, deviceId)]);
  return [identity.cloudToDeviceMessageCount, twin.cloudToDeviceMessageCount];
};

/** While nothing is under way. */
const countOf = async (world) => {
  const [inIdentity, inTwin] = await countsOf(world);
  assert.equal(inIdentity, inTwin);
  return inIdentity;
};

const untilCountIs = (world, count) =>
  until(`${count} waiting messages`, async () => (await countsOf(world)).every((counted) => counted === count));

const textOf = (message) => message.getData().toString();

suiteOverEachTransport('Cloud-to-device messages', (test) => {
  test('A message arrives with all its properties, and completing it takes it off the queue', async (world) => {
    const arrived = await completing(await world.connectedDevice());

    await send(world, '{"fan":1}', {
      messageId: 'm-1',
      correlationId: 'c/1',
      userId: 'me & you',
      contentType: 'application/json',
      contentEncoding: 'utf-8',
      creationTimeUtc: '2026-01-02T03:04:05Z',
      expiryTimeUtc: new Date(Date.now() + 60_000).toISOString(),
      ack: 'full',
      properties: { level: 'high / low', 'ü=&': '50% + ü', empty: '' },
    });

    await until('the message', () => arrived.length === 1);
    const [message] = arrived;
    assert.deepEqual(
      [textOf(message), message.messageId, message.correlationId, message.userId, message.contentType, message.contentEncoding],
      ['{"fan":1}', 'm-1', 'c/1', 'me & you', 'application/json', 'utf-8'],
    );
    assert.equal(message.to, `/devices/${world.deviceId}/messages/devicebound`);
    assert.match(message.expiryTimeUtc, roundTrip);
    assert.deepEqual(
      ['level', 'ü=&', 'empty', 'iothub-ack', '$.ctime'].map((name) => message.properties.getValue(name)),
      ['high / low', '50% + ü', '', 'full', '2026-01-02T03:04:05.0000000Z'],
    );
    await untilCountIs(world, 0);
    assert.deepEqual(await feedbackOf(world), [['m-1', 'Success']]);
  });

  test('A message without any property has an id and its address all the same', async (world) => {
    const device = await world.connectedDevice();
    const arrived = await completing(device);

    const { messageId } = await send(world, '');

    await until('the message', () => arrived.length === 1);
    assert.deepEqual([textOf(arrived[0]), arrived[0].messageId, arrived[0].properties.count()], ['', messageId, 0]);
    assert.equal(arrived[0].to, `/devices/${world.deviceId}/messages/devicebound`);
    await settled(device);
  });

  test('Messages wait for a device that is away, and come in their order', async (world) => {
    const identity = await world.register();
    const texts = Array.from({ length: 20 }, (_, n) => `message ${n}`);
    for (const text of texts) {
      await send(world, text);
    }
    assert.equal(await countOf(world), 20);

    const device = await world.device(identity);
    await device.open();
    const arrived = await completing(device);

    await until('all messages', () => arrived.length === 20);
    assert.deepEqual(arrived.map(textOf), texts);
    await untilCountIs(world, 0);
  });

  test('A message whose acknowledgement was lost with the link comes again', async (world) => {
    const behind = await world.relay();
    const device = await world.connectedDevice({ relay: behind });
    const arrived = await completing(device);
    const connected = once(device, 'connect');

    behind.muffle();
    await send(world, 'twice', { messageId: 'm1', ack: 'full' });
    await until('the message', () => arrived.length === 1);
    assert.deepEqual([await countOf(world), await feedbackOf(world)], [1, []]);
    behind.cut();
    await within('the device to come back', connected);

    await until('the message again', () => arrived.length === 2);
    assert.deepEqual(arrived.map((message) => [textOf(message), message.messageId]), [['twice', 'm1'], ['twice', 'm1']]);
    await untilCountIs(world, 0);
    assert.deepEqual(await feedbackOf(world), [['m1', 'Success']]);
  });

  test('A link that was cut comes back with its subscription', async (world) => {
    const behind = await world.relay();
    const device = await world.connectedDevice({ relay: behind });
    const arrived = await completing(device);
    const connected = once(device, 'connect');

    behind.cut();
    await within('the device to come back', connected);
    await send(world, 'after the cut');

    await until('the message', () => arrived.length === 1);
    await untilCountIs(world, 0);
  });

  test('A message that expires while the device is away never comes', async (world) => {
    const identity = await world.register();
    await send(world, 'short', { messageId: 'm1', ack: 'negative', expiryTimeUtc: new Date(Date.now() + 3000).toISOString() });
    await send(world, 'long');
    assert.equal(await countOf(world), 2);

    await untilCountIs(world, 1);
    const device = await world.device(identity);
    await device.open();
    const arrived = await completing(device);

    await until('the other message', () => arrived.length === 1);
    await settled(device);
    assert.deepEqual(arrived.map(textOf), ['long']);
    assert.deepEqual(await feedbackOf(world), [['m1', 'Expired']]);
  });

  test('The queue holds 50 messages; a purge empties it', async (world) => {
    const identity = await world.register();
    await Promise.all(Array.from({ length: 50 }, () => send(world, 'x')));

    const refusal = await call(world.hub, 'POST', `/$localhub/devices/${world.deviceId}/messages`, { body: 'x' });
    assert.deepEqual([refusal.status, refusal.code], [403, 'DeviceMaximumQueueDepthExceeded']);
    assert.equal(await countOf(world), 50);

    const purged = { totalMessagesPurged: 50, deviceId: world.deviceId, moduleId: null };
    assert.deepEqual((await purge(world)).json, purged);
    assert.equal(await countOf(world), 0);

    const device = await world.device(identity);
    await device.open();
    const arrived = await completing(device);
    await send(world, 'after');
    await until('the message', () => arrived.length > 0);
    assert.deepEqual(arrived.map(textOf), ['after']);
  });

  test('A device that stops listening keeps its messages in the hub', async (world) => {
    const device = await world.connectedDevice();
    const arrived = await completing(device);
    device.removeAllListeners('message');
    await settled(device);

    await send(world, 'later');
    assert.equal(await countOf(world), 1);

    const again = await completing(device);
    await until('the message', () => again.length === 1);
    assert.deepEqual([arrived.length, again.map(textOf)], [0, ['later']]);
    await untilCountIs(world, 0);
  });

  test('Bytes arrive as they are, and the largest message too', async (world) => {
    const arrived = await completing(await world.connectedDevice());
    const bytes = Buffer.from([0, 255, 1, 254]);

    await send(world, bytes.toString('base64'), { bodyEncoding: 'base64' });
    await send(world, 'x'.repeat(65_536));

    await until('both', () => arrived.length === 2);
    assert.deepEqual(Buffer.from(arrived[0].getData()), bytes);
    assert.equal(arrived[1].getData().length, 65_536);
  });
});
