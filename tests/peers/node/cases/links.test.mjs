import assert from 'node:assert/strict';
import { once } from 'node:events';
import retries from 'azure-iot-common';
import { deviceToken, hostOf, secondsFromNow } from '../peer.mjs';
import { keyOf, suiteOverEachTransport } from '../suite.mjs';
import { until, within } from '../waiting.mjs';
import { answering, connectionStateOf, invoke, report, reportedOf, twinOf, watchDesired } from '../wire.mjs';

const write = (registry, deviceId, desired) => registry.updateTwin(deviceId, { properties: { desired } }, '*');

/** CONNACK 5; any other first failure has another text behind the colon. */
const notAuthorized = {
  name: 'UnauthorizedError',
  message: 'mqtt.js returned Failure on first connection (Not authorized): Connection refused: Not authorized error',
};

suiteOverEachTransport('A device\'s link', (test) => {
  test('The hub knows who is connected', async ({ registry, deviceId, register, device }) => {
    const client = await device(await register());
    assert.equal(await connectionStateOf(registry, deviceId), 'Disconnected');

    await client.open();
    const { responseBody: online } = await registry.get(deviceId);
    const twin = await twinOf(registry, deviceId);
    await client.close();

    assert.deepEqual([online.connectionState, twin.connectionState], ['Connected', 'Connected']);
    assert.ok(Math.abs(Date.now() - Date.parse(online.connectionStateUpdatedTime)) < 60_000);
    await until('the hub to see it leave', async () => (await connectionStateOf(registry, deviceId)) === 'Disconnected');
  });

  test('Both keys open it', async ({ registry, deviceId, register, device }) => {
    const identity = await register();

    for (const key of Object.values(identity.authentication.symmetricKey)) {
      const client = await device(identity, { key });
      await client.open();
      assert.equal(await connectionStateOf(registry, deviceId), 'Connected');
      await client.close();
    }
  });

  test('A wrong key is refused', async ({ registry, deviceId, register, device }) => {
    const client = await device(await register(), { key: Buffer.alloc(32, 1).toString('base64') });

    await assert.rejects(client.open(), notAuthorized);
    assert.equal(await connectionStateOf(registry, deviceId), 'Disconnected');
  });

  test('A key that was replaced is refused', async ({ registry, deviceId, register, device }) => {
    const identity = await register();
    const symmetricKey = { primaryKey: Buffer.alloc(32, 1).toString('base64'), secondaryKey: Buffer.alloc(32, 2).toString('base64') };
    await registry.update({ deviceId, authentication: { type: 'sas', symmetricKey } });

    await assert.rejects((await device(identity)).open(), notAuthorized);
    await (await device(identity, { key: symmetricKey.secondaryKey })).open();
  });

  test('A token that has expired is refused, one that lasts is not', async ({ hub, transport, deviceId, register, device }) => {
    const identity = await register();
    const token = (seconds) => deviceToken(hostOf(hub, transport), deviceId, keyOf(identity), secondsFromNow(seconds));

    await assert.rejects((await device(identity, { token: token(-3600) })).open(), notAuthorized);
    await (await device(identity, { token: token(3600) })).open();
  });

  test('A token for another device is refused', async ({ hub, transport, deviceId, register, device }) => {
    const [identity, other] = [await register(), await register(`${deviceId}0`)];
    const token = deviceToken(hostOf(hub, transport), deviceId, keyOf(other), secondsFromNow(3600));

    await assert.rejects((await device(identity, { token })).open(), notAuthorized);
  });

  test('A device that is not registered is refused', async ({ deviceId, device }) => {
    const stranger = { deviceId, authentication: { symmetricKey: { primaryKey: Buffer.alloc(32, 1).toString('base64') } } };

    await assert.rejects((await device(stranger)).open(), notAuthorized);
  });

  test('A disabled device is refused until it is enabled', async ({ registry, register, device }) => {
    const identity = await register(undefined, { status: 'disabled' });
    await assert.rejects((await device(identity)).open(), notAuthorized);

    await registry.update({ ...identity, status: 'enabled' });

    await (await device(identity)).open();
  });

  test('A device that is disabled or deleted while connected is dropped', async ({ registry, deviceId, register, device }) => {
    for (const [id, end] of [
      [deviceId, (identity) => registry.update({ ...identity, status: 'disabled' })],
      [`${deviceId}-deleted`, (identity) => registry.delete(identity.deviceId)],
    ]) {
      const identity = await register(id);
      const client = await device(identity);
      client.setRetryPolicy(new retries.NoRetry());
      await client.open();
      const dropped = once(client, 'disconnect');

      await end(identity);

      await within('the link to drop', dropped);
    }
  });

  test('A second connection replaces the first', async ({ service, registry, deviceId, register, device }) => {
    const identity = await register();
    const first = await device(identity);
    first.setRetryPolicy(new retries.NoRetry());
    await answering(first, { who: (_, response) => response.send(200, 'first') });
    const dropped = once(first, 'disconnect');

    const second = await device(identity);
    await answering(second, { who: (_, response) => response.send(200, 'second') });

    await within('the first to drop', dropped);
    assert.deepEqual(await invoke(service, deviceId, 'who'), { status: 200, payload: 'second' });
    assert.equal(await connectionStateOf(registry, deviceId), 'Connected');
  });

  test('A link that was cut comes back with its twin subscriptions', async ({ registry, service, deviceId, relay, connectedDevice }) => {
    const behind = await relay();
    const device = await connectedDevice({ relay: behind });
    const arrived = await watchDesired(device);
    await answering(device, { echo: (request, response) => response.send(200, request.payload) });
    arrived.length = 0;

    for (const n of [1, 2, 3]) {
      const connected = once(device, 'connect');
      behind.cut();
      await within('the device to come back', connected);
      await write(registry, deviceId, { n });

      await until('the patch', () => arrived.length === n);
      assert.deepEqual(arrived.at(-1), { n, $version: n + 1 });
      assert.deepEqual(await invoke(service, deviceId, 'echo', n, { connectTimeoutInSeconds: 10 }), { status: 200, payload: n });
    }
    const { desired } = (await device.getTwin()).properties;
    assert.deepEqual(desired, { n: 3, $version: 4 });
  });

  test('Reports go on after a cut', async ({ registry, deviceId, relay, connectedDevice }) => {
    const behind = await relay();
    const device = await connectedDevice({ relay: behind });
    const twin = await device.getTwin();
    await watchDesired(device);
    await report(twin, { before: true });

    const connected = once(device, 'connect');
    behind.cut();
    await within('the device to come back', connected);
    await report(twin, { after: true });

    assert.deepEqual(await reportedOf(registry, deviceId), { before: true, after: true });
  });

  test('Telemetry is acknowledged, with and without properties', async ({ connectedDevice }) => {
    const device = await connectedDevice();
    const message = new retries.Message(JSON.stringify({ temperature: 21 }));
    message.properties.add('alert a', 'yes & no / maybe');
    message.messageId = 'm-1';

    for (const sent of [new retries.Message('plain'), message, new retries.Message(Buffer.alloc(100 * 1024))]) {
      assert.equal((await device.sendEvent(sent)).constructor.name, 'MessageEnqueued');
    }
  });
});
