import assert from 'node:assert/strict';
import { once } from 'node:events';
import retries from 'azure-iot-common';
import { deviceToken, hostOf, secondsFromNow } from '../peer.mjs';
import { closeOf, connAckOf, raw } from '../raw.mjs';
import { keyOf, suiteOverEachTransport } from '../suite.mjs';
import { until, within } from '../waiting.mjs';
import { answering, connectionStateOf, invoke } from '../wire.mjs';

const passwordFor = ({ hub, transport }, identity, seconds = 3600) =>
  deviceToken(hostOf(hub, transport), identity.deviceId, keyOf(identity), secondsFromNow(seconds));

suiteOverEachTransport('The edges of MQTT', (test) => {
  test('Every SDK\'s user name is taken, and what names another is not', async (at) => {
    const identity = await at.register();
    const id = identity.deviceId;
    const names = [
      [`localhost/${id}/?api-version=2020-09-30&DeviceClientType=.NET%2F1.42.3%20%28.NET%209%29`, 0],
      [`localhost/${id}/?api-version=2021-04-12&model-id=dtmi:com:example:T;1&DeviceClientType=azure-iot-device%2F1.18.4`, 0],
      [`localhost/${id}/?api-version=2019-10-01&DeviceClientType=azure-iot-device-iothub-py%2F2.14.0%28x%29`, 0],
      [`localhost/${id}/?api-version=2020-09-30&DeviceClientType=iothubclient%2F1.12.1%20%28native%29`, 0],
      [`localhost/${id}/?api-version=2021-04-12&DeviceClientType=com.microsoft.azure.sdk.iot.iot-device-client%2F2.5.0`, 0],
      [`localhost/${id}/api-version=2016-11-14&DeviceClientType=azure-iot-device%2F1.0.15`, 0],
      [`localhost/${id}/DeviceClientType=azure-iot-device%2F1.0.15&api-version=2016-11-14`, 0],
      [`gateway.example/${id}/?api-version=2021-04-12`, 0],
      [`localhost/${id}`, 0],
      [`localhost/${id}0/?api-version=2021-04-12`, 5],
      [`localhost/${id}/?api-version=2015-01-01`, 5],
      [id, 5],
    ];
    for (const [username, code] of names) {
      const client = raw(at, id, passwordFor(at, identity), { username });
      assert.equal(await connAckOf(client), code, username);
      client.end(true);
    }
  });

  test('A will goes to the device\'s own telemetry or keeps it out', async (at) => {
    const identity = await at.register();
    const id = identity.deviceId;
    const wills = [
      [{ topic: `devices/${id}/messages/events/reason=lost`, payload: 'gone', qos: 1 }, 0],
      [{ topic: `devices/${id}0/messages/events/`, payload: 'gone' }, 5],
      [{ topic: 'somewhere/else', payload: 'gone' }, 5],
      [{ topic: `devices/${id}/messages/events/`, payload: 'gone', qos: 2 }, 5],
    ];
    for (const [will, code] of wills) {
      const client = raw(at, id, passwordFor(at, identity), { will });
      assert.equal(await connAckOf(client), code, will.topic);
      client.end(true);
    }
  });

  test('What the hub does not do ends the link', async (at) => {
    const identity = await at.register();
    const id = identity.deviceId;
    const abuses = [
      (client) => client.publish(`devices/${id}/messages/events/`, 'x', { qos: 2 }),
      (client) => client.publish('my/topic', 'x'),
      (client) => client.publish(`devices/${id}0/messages/events/`, 'x'),
      (client) => client.subscribe('my/topic'),
      (client) => client.subscribe('#'),
      (client) => client.subscribe(`devices/${id}0/messages/devicebound/#`),
    ];
    for (const abuse of abuses) {
      const client = raw(at, id, passwordFor(at, identity));
      assert.equal(await connAckOf(client), 0);
      const closed = closeOf(client);

      abuse(client);

      await within(`the link to end after ${abuse}`, closed);
    }
    await until('the hub to see it leave', async () => (await connectionStateOf(at.registry, id)) === 'Disconnected');
  });

  test('A link ends with its token', async (at) => {
    const identity = await at.register();
    const client = raw(at, identity.deviceId, passwordFor(at, identity, 3));
    assert.equal(await connAckOf(client), 0);

    await within('the link to end', closeOf(client));

    assert.equal(await connAckOf(raw(at, identity.deviceId, passwordFor(at, identity, -1))), 5);
    assert.ok(at.hub.output().includes(`Device ${identity.deviceId} is disconnected: the token has expired`));
  });

  test('A device whose token ends live is told so by the SDK', async ({ hub, transport, deviceId, register, device }) => {
    const identity = await register();
    const token = deviceToken(hostOf(hub, transport), deviceId, keyOf(identity), secondsFromNow(4));
    const client = await device(identity, { token });
    client.setRetryPolicy(new retries.NoRetry());
    await client.open();

    await within('the link to drop', once(client, 'disconnect'), 15_000);
  });

  test('Keys work by a gateway\'s name, and for modules', async ({ registry, service, deviceId, register, device }) => {
    const identity = await register();
    const gateway = 'some-hub.azure-devices.net';
    const byGateway = await device(identity, { gateway });
    await answering(byGateway, { who: (_, response) => response.send(200, 'device') });
    const { responseBody: module } = await registry.addModule({ deviceId, moduleId: 'm1' });
    const moduleByGateway = await device(module, { gateway });
    moduleByGateway.onMethod('who', (_, response) => response.send(200, 'module'));
    await moduleByGateway.getTwin();

    assert.deepEqual(await invoke(service, deviceId, 'who'), { status: 200, payload: 'device' });
    const { result } = await service.invokeDeviceMethod(deviceId, 'm1', { methodName: 'who' });
    assert.deepEqual(result, { status: 200, payload: 'module' });
  });

  test('The second of two connections stays, however often', async (at) => {
    const identity = await at.register();
    let last = raw(at, identity.deviceId, passwordFor(at, identity));
    assert.equal(await connAckOf(last), 0);
    for (let i = 0; i < 5; i++) {
      const closed = closeOf(last);
      const next = raw(at, identity.deviceId, passwordFor(at, identity));
      assert.equal(await connAckOf(next), 0);
      await within('the older one to end', closed);
      last = next;
    }
    assert.equal(await connectionStateOf(at.registry, identity.deviceId), 'Connected');
    last.end(true);
  });
});
