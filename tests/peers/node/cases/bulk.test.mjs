import assert from 'node:assert/strict';
import { suiteOverRest } from '../suite.mjs';
import { missing, refusalOf } from '../wire.mjs';

const many = (deviceId, count) => Array.from({ length: count }, (_, n) => ({ deviceId: `${deviceId}-${n}` }));

/** The SDK itself sends no more than 100. */
const post = (registry, devices) => new Promise((resolve, reject) => {
  registry._restApiClient.executeApiCall('POST', '/devices?api-version=2021-04-12', { 'Content-Type': 'application/json; charset=utf-8' },
    devices.map(({ deviceId }) => ({ id: deviceId, importMode: 'create' })),
    (error, responseBody) => (error ? reject(error) : resolve(responseBody)));
});

const standing = async (registry, devices) => {
  const listed = new Set((await registry.list()).responseBody.map(({ deviceId }) => deviceId));
  return devices.filter(({ deviceId }) => listed.has(deviceId)).length;
};

suiteOverRest('Bulk operations and statistics', (test) => {
  test('A hundred devices are made in one call', async ({ registry, deviceId }) => {
    const devices = many(deviceId, 100);

    const { responseBody: result } = await registry.addDevices(devices);

    assert.deepEqual(result, { isSuccessful: true, errors: [], warnings: [] });
    assert.equal(await standing(registry, devices), 100);
    assert.equal((await registry.get(`${deviceId}-99`)).responseBody.status, 'enabled');
  });

  test('A hundred and one are too many, and none is made', async ({ registry, deviceId }) => {
    const devices = many(deviceId, 101);

    const refusal = await refusalOf(post(registry, devices));

    assert.deepEqual([refusal.brief.status, refusal.brief.code], [413, 'TooManyDevices']);
    assert.equal(await standing(registry, devices), 0);
  });

  test('A device that is named twice is refused, and none is made', async ({ registry, deviceId }) => {
    const devices = [{ deviceId }, { deviceId: `${deviceId}-b` }, { deviceId }];

    const refusal = await refusalOf(registry.addDevices(devices));

    assert.deepEqual([refusal.brief.status, refusal.brief.code], [400, 'DeviceDefinedMultipleTimes']);
    assert.equal(await standing(registry, devices), 0);
  });

  test('What stands already is told, and the others are made', async ({ registry, deviceId }) => {
    const devices = many(deviceId, 3);
    await registry.create({ deviceId: `${deviceId}-1` });

    const { responseBody: result } = await registry.addDevices(devices);

    assert.equal(result.isSuccessful, false);
    assert.deepEqual(result.errors.map((error) => [error.deviceId, error.errorCode]), [[`${deviceId}-1`, 'DeviceAlreadyExists']]);
    assert.equal(await standing(registry, devices), 3);
  });

  test('Devices are disabled and removed together', async ({ registry, deviceId }) => {
    const devices = many(deviceId, 5);
    await registry.addDevices(devices);

    await registry.updateDevices(devices.map((device) => ({ ...device, status: 'disabled' })), true);
    const { responseBody: disabled } = await registry.get(`${deviceId}-4`);
    await registry.removeDevices(devices, true);

    assert.equal(disabled.status, 'disabled');
    assert.equal(await standing(registry, devices), 0);
  });

  test('A stale etag in a list touches nothing but says so', async ({ registry, deviceId }) => {
    await registry.create({ deviceId });
    const { responseBody: old } = await registry.get(deviceId);
    await registry.update({ deviceId, status: 'disabled' });

    const { responseBody: result } = await registry.removeDevices([{ deviceId, etag: old.etag }], false);

    assert.equal(result.isSuccessful, false);
    assert.deepEqual(result.errors.map((error) => error.deviceId), [deviceId]);
    assert.equal((await registry.get(deviceId)).responseBody.status, 'disabled');
  });

  test('A removed device is gone for a later call', async ({ registry, deviceId }) => {
    await registry.create({ deviceId });

    await registry.removeDevices([{ deviceId }], true);

    assert.deepEqual((await refusalOf(registry.get(deviceId))).brief, missing);
  });

  test('The statistics count devices by status', async ({ registry, deviceId }) => {
    const { responseBody: before } = await registry.getRegistryStatistics();
    await registry.create({ deviceId: `${deviceId}-a` });
    await registry.create({ deviceId: `${deviceId}-b`, status: 'disabled' });

    const { responseBody: after } = await registry.getRegistryStatistics();

    assert.deepEqual(
      [after.totalDeviceCount - before.totalDeviceCount, after.enabledDeviceCount - before.enabledDeviceCount,
        after.disabledDeviceCount - before.disabledDeviceCount],
      [2, 1, 1],
    );
  });
});
