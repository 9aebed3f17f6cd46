import assert from 'node:assert/strict';
import { once } from 'node:events';
import retries from 'azure-iot-common';
import sdk from 'azure-iot-device';
import { suiteOverEachTransport, suiteOverRest } from '../suite.mjs';
import { until, within } from '../waiting.mjs';
import { refusalOf, report, stale } from '../wire.mjs';

const noModule = { error: 'Error', status: 404, code: 'ModuleNotFound' };

const moduleTwinOf = async (registry, deviceId, moduleId) =>
  JSON.parse(JSON.stringify((await registry.getModuleTwin(deviceId, moduleId)).responseBody));

suiteOverRest('Modules in the registry', (test) => {
  test('A module stands under its device with keys of its own', async ({ registry, deviceId, register }) => {
    const device = await register();

    await registry.addModule({ deviceId, moduleId: 'pump' });
    const { responseBody: module } = await registry.getModule(deviceId, 'pump');

    assert.deepEqual([module.deviceId, module.moduleId, module.connectionState], [deviceId, 'pump', 'Disconnected']);
    assert.equal(Buffer.from(module.authentication.symmetricKey.primaryKey, 'base64').length, 32);
    assert.notEqual(module.authentication.symmetricKey.primaryKey, device.authentication.symmetricKey.primaryKey);
    assert.match(module.etag, /^[A-Za-z0-9+/]+=*$/);
  });

  test('The list holds the modules of that device only', async ({ registry, deviceId, register }) => {
    await register();
    await register(`${deviceId}-other`);
    await registry.addModule({ deviceId, moduleId: 'a' });
    await registry.addModule({ deviceId, moduleId: 'b' });
    await registry.addModule({ deviceId: `${deviceId}-other`, moduleId: 'c' });

    const { responseBody: modules } = await registry.getModulesOnDevice(deviceId);

    assert.deepEqual(modules.map(({ moduleId }) => moduleId).sort(), ['a', 'b']);
  });

  test('A second module of the same id is refused, and so is one on a device that is not there', async ({ registry, deviceId, register }) => {
    await register();
    await registry.addModule({ deviceId, moduleId: 'pump' });

    const twice = await refusalOf(registry.addModule({ deviceId, moduleId: 'pump' }));
    const nowhere = await refusalOf(registry.addModule({ deviceId: `${deviceId}-none`, moduleId: 'pump' }));

    assert.deepEqual([twice.brief.status, twice.brief.code], [409, 'ModuleAlreadyExistsOnDevice']);
    assert.deepEqual([nowhere.brief.status, nowhere.brief.code], [404, 'DeviceNotFound']);
  });

  test('A stale etag does not update a module; force does', async ({ registry, deviceId, register }) => {
    await register();
    await registry.addModule({ deviceId, moduleId: 'pump' });
    const { responseBody: old } = await registry.getModule(deviceId, 'pump');
    await registry.updateModule({ ...old, managedBy: 'first' }, true);

    const refusal = await refusalOf(registry.updateModule({ ...old, managedBy: 'second' }, false));
    await registry.updateModule({ ...old, managedBy: 'third' }, true);

    assert.deepEqual(refusal.brief, stale);
    assert.equal((await registry.getModule(deviceId, 'pump')).responseBody.managedBy, 'third');
  });

  test('A removed module is gone with its twin, and a deleted device takes its modules along', async ({ registry, deviceId, register }) => {
    await register();
    await registry.addModule({ deviceId, moduleId: 'a' });
    await registry.addModule({ deviceId, moduleId: 'b' });

    await registry.removeModule(deviceId, 'a');

    assert.deepEqual((await refusalOf(registry.getModule(deviceId, 'a'))).brief, noModule);
    assert.deepEqual((await refusalOf(registry.getModuleTwin(deviceId, 'a'))).brief, noModule);
    assert.equal((await registry.getModule(deviceId, 'b')).responseBody.moduleId, 'b');

    await registry.delete(deviceId);
    await register();
    assert.deepEqual((await registry.getModulesOnDevice(deviceId)).responseBody, []);
  });

  test('The 21st module is refused', async ({ registry, deviceId, register }) => {
    await register();
    for (let n = 1; n <= 20; n += 1) {
      await registry.addModule({ deviceId, moduleId: `m${n}` });
    }

    const refusal = await refusalOf(registry.addModule({ deviceId, moduleId: 'm21' }));

    assert.equal(refusal.brief.status, 413);
    assert.equal((await registry.getModulesOnDevice(deviceId)).responseBody.length, 20);
  });

  test('A module has a twin of its own', async ({ registry, deviceId, register }) => {
    await register();
    await registry.addModule({ deviceId, moduleId: 'pump' });

    await registry.updateModuleTwin(deviceId, 'pump', { tags: { floor: 3 }, properties: { desired: { speed: 7 } } }, '*');
    const twin = await moduleTwinOf(registry, deviceId, 'pump');
    const device = (await registry.getTwin(deviceId)).responseBody;

    assert.deepEqual([twin.deviceId, twin.moduleId, twin.tags.floor, twin.properties.desired.speed], [deviceId, 'pump', 3, 7]);
    assert.equal(device.properties.desired.speed, undefined);
  });

  test('Modules are found by a query over devices.modules', async ({ registry, deviceId, register }) => {
    await register();
    await registry.addModule({ deviceId, moduleId: 'pump' });
    await registry.addModule({ deviceId, moduleId: 'valve' });
    await registry.updateModuleTwin(deviceId, 'pump', { tags: { floor: 3 } }, '*');

    const { result } = await registry
      .createQuery(`SELECT * FROM devices.modules WHERE deviceId = '${deviceId}' AND tags.floor = 3`).nextAsTwin();

    assert.deepEqual(result.map(({ moduleId }) => moduleId), ['pump']);
  });
});

suiteOverEachTransport('A module\'s link', (test) => {
  test('A module is connected by itself, whatever its device does', async ({ registry, deviceId, register, connectedModule }) => {
    await register();

    await connectedModule('pump');

    assert.equal((await registry.getModule(deviceId, 'pump')).responseBody.connectionState, 'Connected');
    assert.equal((await registry.get(deviceId)).responseBody.connectionState, 'Disconnected');
  });

  test('A module answers direct methods; those of its device are not its business', async (its) => {
    const { service, deviceId } = its;
    const device = await its.connectedDevice();
    const pump = await its.connectedModule('pump');
    device.onDeviceMethod('who', (_, response) => response.send(200, 'device'));
    pump.onMethod('who', (_, response) => response.send(200, 'module'));
    await device.getTwin();
    await pump.getTwin();

    const ofModule = await service.invokeDeviceMethod(deviceId, 'pump', { methodName: 'who', payload: null });
    const ofDevice = await service.invokeDeviceMethod(deviceId, { methodName: 'who', payload: null });
    const unknown = await refusalOf(service.invokeDeviceMethod(deviceId, 'none', { methodName: 'who', payload: null }));

    assert.deepEqual(ofModule.result, { status: 200, payload: 'module' });
    assert.deepEqual(ofDevice.result, { status: 200, payload: 'device' });
    assert.equal(unknown.brief.status, 404);
  });

  test('A module reads, reports and is told what changes', async (its) => {
    const { registry, deviceId } = its;
    await its.register();
    const pump = await its.connectedModule('pump');
    const twin = await pump.getTwin();
    const arrived = [];
    twin.on('properties.desired', (delta) => arrived.push(structuredClone(delta)));
    await pump.getTwin();
    arrived.length = 0;

    await report(twin, { speed: 3 });
    await registry.updateModuleTwin(deviceId, 'pump', { properties: { desired: { speed: 7 } } }, '*');
    await until('the patch', () => arrived.length === 1);

    assert.deepEqual(arrived, [{ speed: 7, $version: 2 }]);
    assert.equal((await moduleTwinOf(registry, deviceId, 'pump')).properties.reported.speed, 3);
    assert.equal((await registry.getTwin(deviceId)).responseBody.properties.reported.speed, undefined);
  });

  test('A module that is removed is dropped', async (its) => {
    const { registry, deviceId } = its;
    await its.register();
    const pump = await its.connectedModule('pump');
    pump.setRetryPolicy(new retries.NoRetry());
    const dropped = once(pump, 'disconnect');

    await registry.removeModule(deviceId, 'pump');

    await within('the link to drop', dropped);
  });

  test('A module sends telemetry', async (its) => {
    await its.register();
    const pump = await its.connectedModule('pump');

    await pump.sendOutputEvent('out', new sdk.Message('{"n":1}'));
  });
});
