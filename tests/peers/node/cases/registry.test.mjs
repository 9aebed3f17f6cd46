import assert from 'node:assert/strict';
import { secondsFromNow, serviceToken } from '../peer.mjs';
import { suiteOverRest } from '../suite.mjs';
import { forbidden, invalid, isRecent, longAgo, missing, refusalOf, stale } from '../wire.mjs';

const key = Buffer.alloc(32, 7).toString('base64');
const otherKey = Buffer.alloc(48, 9).toString('base64');

const put = (registry, deviceId, body, etag) => new Promise((resolve, reject) => {
  const headers = { 'Content-Type': 'application/json; charset=utf-8', 'If-Match': etag };
  registry._restApiClient.executeApiCall('PUT', `/devices/${deviceId}?api-version=2021-04-12`, headers, body,
    (error, responseBody) => (error ? reject(error) : resolve(responseBody)));
});

const remove = (registry, deviceId, etag) => new Promise((resolve, reject) => {
  registry._restApiClient.executeApiCall('DELETE', `/devices/${deviceId}?api-version=2021-04-12`, { 'If-Match': etag }, null,
    (error, _, response) => (error ? reject(error) : resolve(response.statusCode)));
});

suiteOverRest('The registry', (test) => {
  test('A new device gets two keys of 32 bytes and stands as a fresh one', async ({ registry, deviceId }) => {
    const { responseBody: device, httpResponse } = await registry.create({ deviceId });

    const { primaryKey, secondaryKey } = device.authentication.symmetricKey;
    assert.equal(httpResponse.statusCode, 200);
    assert.equal(Buffer.from(primaryKey, 'base64').length, 32);
    assert.equal(Buffer.from(secondaryKey, 'base64').length, 32);
    assert.notEqual(primaryKey, secondaryKey);
    assert.match(device.etag, /^[A-Za-z0-9+/]+=*$/);
    assert.equal(httpResponse.headers.etag, `"${device.etag}"`);
    assert.ok(device.generationId.length > 0);
    assert.match(device.connectionStateUpdatedTime, longAgo);
    assert.match(device.statusUpdatedTime, longAgo);
    assert.match(device.lastActivityTime, longAgo);
    assert.deepEqual(
      [device.deviceId, device.status, device.statusReason, device.connectionState, device.cloudToDeviceMessageCount],
      [deviceId, 'enabled', null, 'Disconnected', 0],
    );
    assert.equal(device.authentication.type, 'sas');
    assert.deepEqual(device.authentication.x509Thumbprint, { primaryThumbprint: null, secondaryThumbprint: null });
    assert.deepEqual(device.capabilities, { iotEdge: false });
  });

  test('A device keeps the keys it was given, and a read gives what the creation gave', async ({ registry, deviceId }) => {
    const authentication = { symmetricKey: { primaryKey: key, secondaryKey: otherKey } };

    const { responseBody: created } = await registry.create({ deviceId, authentication });
    const { responseBody: read } = await registry.get(deviceId);

    assert.deepEqual(created.authentication.symmetricKey, authentication.symmetricKey);
    assert.deepEqual(read, created);
  });

  test('A second device of the same id is refused', async ({ registry, deviceId }) => {
    await registry.create({ deviceId });

    const refusal = await refusalOf(registry.create({ deviceId }));

    assert.deepEqual(refusal.brief, { error: 'DeviceAlreadyExistsError', status: 409, code: 'DeviceAlreadyExists' });
  });

  test('Ids differ by case', async ({ registry, deviceId }) => {
    await registry.create({ deviceId: `${deviceId}-a` });
    await registry.create({ deviceId: `${deviceId}-A` });

    assert.equal((await registry.get(`${deviceId}-a`)).responseBody.deviceId, `${deviceId}-a`);
    assert.equal((await registry.get(`${deviceId}-A`)).responseBody.deviceId, `${deviceId}-A`);
  });

  test('An id may hold every sign that is allowed in one', async ({ registry, deviceId }) => {
    const odd = `${deviceId}-:.+%_#*?!(),=@;$'`;

    await registry.create({ deviceId: odd });

    assert.equal((await registry.get(odd)).responseBody.deviceId, odd);
    assert.equal((await registry.delete(odd)).httpResponse.statusCode, 204);
  });

  test('An id with a space, and one that is too long, are refused', async ({ registry, deviceId }) => {
    assert.deepEqual((await refusalOf(registry.create({ deviceId: `${deviceId} x` }))).brief, invalid);
    assert.deepEqual((await refusalOf(registry.create({ deviceId: 'x'.repeat(129) }))).brief, invalid);
  });

  test('A key that is not base64 is refused', async ({ registry, deviceId }) => {
    const authentication = { symmetricKey: { primaryKey: 'not base64!', secondaryKey: key } };

    const refusal = await refusalOf(registry.create({ deviceId, authentication }));

    assert.deepEqual([refusal.brief.error, refusal.brief.status], ['ArgumentError', 400]);
  });

  test('An update changes status, reason, time and etag, and keeps keys and generation', async ({ registry, deviceId }) => {
    const { responseBody: before } = await registry.create({ deviceId });

    const { responseBody: after, httpResponse } = await registry.update({ ...before, status: 'disabled', statusReason: 'stolen' });

    assert.equal(httpResponse.statusCode, 200);
    assert.deepEqual([after.status, after.statusReason], ['disabled', 'stolen']);
    assert.notEqual(after.etag, before.etag);
    assert.ok(isRecent(after.statusUpdatedTime), after.statusUpdatedTime);
    assert.deepEqual(after.authentication, before.authentication);
    assert.equal(after.generationId, before.generationId);
    assert.deepEqual((await registry.get(deviceId)).responseBody, after);
  });

  test('Keys are rolled by an update', async ({ registry, deviceId }) => {
    await registry.create({ deviceId });

    await registry.update({ deviceId, authentication: { symmetricKey: { primaryKey: key, secondaryKey: otherKey } } });

    const { responseBody } = await registry.get(deviceId);
    assert.deepEqual(responseBody.authentication.symmetricKey, { primaryKey: key, secondaryKey: otherKey });
  });

  test('A stale etag neither updates nor deletes; the current one does both', async ({ registry, deviceId }) => {
    const { responseBody: first } = await registry.create({ deviceId });
    const second = await put(registry, deviceId, { ...first, statusReason: 'second' }, `"${first.etag}"`);

    assert.deepEqual((await refusalOf(put(registry, deviceId, { ...first, statusReason: 'third' }, `"${first.etag}"`))).brief, stale);
    assert.deepEqual((await refusalOf(remove(registry, deviceId, `"${first.etag}"`))).brief, stale);
    assert.equal((await registry.get(deviceId)).responseBody.statusReason, 'second');
    assert.equal(await remove(registry, deviceId, `"${second.etag}"`), 204);
  });

  test('An etag may come bare, quoted, weak or as a star', async ({ registry, deviceId }) => {
    let { responseBody: device } = await registry.create({ deviceId });

    for (const form of [(etag) => etag, (etag) => `"${etag}"`, (etag) => `W/"${etag}"`, () => '*', () => '"*"']) {
      const next = await put(registry, deviceId, { ...device, statusReason: form('x') }, form(device.etag));
      assert.notEqual(next.etag, device.etag);
      device = next;
    }
  });

  test('What is not there can be neither read, updated nor deleted', async ({ registry, deviceId }) => {
    assert.deepEqual((await refusalOf(registry.get(deviceId))).brief, missing);
    assert.deepEqual((await refusalOf(registry.update({ deviceId }))).brief, missing);
    assert.deepEqual((await refusalOf(registry.delete(deviceId))).brief, missing);
  });

  test('A deleted device is gone with its twin, and comes back as another generation', async ({ registry, deviceId }) => {
    const { responseBody: first } = await registry.create({ deviceId });
    await registry.updateTwin(deviceId, { tags: { floor: 3 } }, '*');

    const { httpResponse } = await registry.delete(deviceId);

    assert.equal(httpResponse.statusCode, 204);
    assert.equal((await refusalOf(registry.getTwin(deviceId))).brief.error, 'DeviceNotFoundError');
    const { responseBody: second } = await registry.create({ deviceId });
    assert.notEqual(second.generationId, first.generationId);
    assert.deepEqual((await registry.getTwin(deviceId)).responseBody.tags, {});
  });

  test('The list holds every device once', async ({ registry, deviceId }) => {
    const ids = [1, 2, 3].map((n) => `${deviceId}-${n}`);
    for (const id of ids) {
      await registry.create({ deviceId: id });
    }

    const { responseBody: listed } = await registry.list();

    const ours = listed.filter((device) => device.deviceId.startsWith(`${deviceId}-`));
    assert.deepEqual(ours.map((device) => device.deviceId).sort(), ids);
    assert.deepEqual(ours.find((device) => device.deviceId === ids[0]), (await registry.get(ids[0])).responseBody);
  });

  test('A policy can do what it permits and no more', async ({ hub, registry, registryAs, deviceId }) => {
    await registry.create({ deviceId });
    const as = (policy) => registryAs(hub.connectionStrings[policy]);

    assert.equal((await as('registryRead').get(deviceId)).responseBody.deviceId, deviceId);
    assert.equal((await as('registryReadWrite').update({ deviceId, statusReason: 'x' })).httpResponse.statusCode, 200);
    assert.equal((await as('service').getTwin(deviceId)).responseBody.deviceId, deviceId);
    assert.deepEqual((await refusalOf(as('registryRead').create({ deviceId: `${deviceId}-x` }))).brief, forbidden);
    assert.deepEqual((await refusalOf(as('registryRead').delete(deviceId))).brief, forbidden);
    assert.deepEqual((await refusalOf(as('service').get(deviceId))).brief, forbidden);
    assert.deepEqual((await refusalOf(as('device').get(deviceId))).brief, forbidden);
    assert.deepEqual((await refusalOf(as('registryReadWrite').getTwin(deviceId))).brief, forbidden);
  });

  test('A service token of a wrong key, of no policy, and one that has expired are refused', async ({ hub, registryAs, deviceId }) => {
    const owner = hub.connectionStrings.iothubowner;

    const wrongKey = registryAs(owner.replace(/SharedAccessKey=.*$/, `SharedAccessKey=${key}`));
    const noPolicy = registryAs(owner.replace('iothubowner', 'nobody'));
    const expired = registryAs(owner);
    expired._restApiClient.updateSharedAccessSignature(serviceToken(owner, secondsFromNow(-3600)));

    assert.deepEqual((await refusalOf(wrongKey.get(deviceId))).brief, forbidden);
    assert.deepEqual((await refusalOf(noPolicy.get(deviceId))).brief, forbidden);
    assert.deepEqual((await refusalOf(expired.get(deviceId))).brief, forbidden);
  });
});
