import assert from 'node:assert/strict';
import { suiteOverEachTransport } from '../suite.mjs';
import { until } from '../waiting.mjs';
import { connectionStateOf, isRecent, report, reportedOf, settled, twinOf, watchDesired } from '../wire.mjs';

const write = (registry, deviceId, desired) => registry.updateTwin(deviceId, { properties: { desired } }, '*');

suiteOverEachTransport('A twin, seen by the device', (test) => {
  test('A device reads both sections with their versions, and nothing else', async (world) => {
    const { registry, deviceId } = world;
    const device = await world.connectedDevice();
    await registry.updateTwin(deviceId, { tags: { secret: 1 }, properties: { desired: { fan: { speed: 3 } } } }, '*');

    const twin = await device.getTwin();

    assert.deepEqual(twin.properties.desired, { fan: { speed: 3 }, $version: 2 });
    const { update, ...reported } = twin.properties.reported;
    assert.deepEqual(reported, { $version: 1 });
    assert.equal('tags' in twin, false);
  });

  test('Reported patches merge, and null removes', async (world) => {
    const { registry, deviceId } = world;
    const twin = await (await world.connectedDevice()).getTwin();

    await report(twin, { radio: { signal: -70, band: 'n78' }, list: [1, 2], gone: true });
    await report(twin, { radio: { signal: -65 }, list: [3], gone: null });

    assert.deepEqual(await reportedOf(registry, deviceId), { radio: { signal: -65, band: 'n78' }, list: [3] });
    const { reported, desired } = (await twinOf(registry, deviceId)).properties;
    assert.deepEqual([reported.$version, desired.$version], [3, 1]);
    assert.deepEqual(Object.keys(reported.$metadata.radio).sort(), ['$lastUpdated', 'band', 'signal']);
    assert.equal('$lastUpdatedVersion' in reported.$metadata.radio.signal, false);
    assert.ok(isRecent(reported.$metadata.radio.signal.$lastUpdated));
  });

  test('A reported patch leaves the etag alone', async (world) => {
    const { registry, deviceId } = world;
    const twin = await (await world.connectedDevice()).getTwin();

    await report(twin, { n: 1 });

    const { etag, version } = await twinOf(registry, deviceId);
    assert.deepEqual([etag, version], ['AAAAAAAAAAE=', 3]);
  });

  test('Many reports at once are all kept', async (world) => {
    const { registry, deviceId } = world;
    const twin = await (await world.connectedDevice()).getTwin();

    await Promise.all(Array.from({ length: 25 }, (_, n) => report(twin, { [`n${n}`]: n })));

    const expected = Object.fromEntries(Array.from({ length: 25 }, (_, n) => [`n${n}`, n]));
    assert.deepEqual(await reportedOf(registry, deviceId), expected);
    assert.equal((await twinOf(registry, deviceId)).properties.reported.$version, 26);
  });

  test('A report that breaks a limit is an error, and the link lives on', async (world) => {
    const { registry, deviceId } = world;
    const twin = await (await world.connectedDevice()).getTwin();

    await assert.rejects(report(twin, { 'a.b': 1 }), Error);
    await assert.rejects(report(twin, { text: 'x'.repeat(4097) }), Error);
    await assert.rejects(report(twin, [1]), Error);
    await report(twin, { fine: true });

    assert.deepEqual(await reportedOf(registry, deviceId), { fine: true });
    assert.equal((await twinOf(registry, deviceId)).properties.reported.$version, 2);
  });

  test('A desired patch arrives as it was sent, with its version', async (world) => {
    const { registry, deviceId } = world;
    const arrived = await watchDesired(await world.connectedDevice());

    await write(registry, deviceId, { fan: { speed: 3 }, mode: 'slow' });

    await until('the patch', () => arrived.length === 1);
    assert.deepEqual(arrived, [{ fan: { speed: 3 }, mode: 'slow', $version: 2 }]);
  });

  test('A deletion arrives as null, and is gone from the next read', async (world) => {
    const { registry, deviceId } = world;
    const device = await world.connectedDevice();
    await write(registry, deviceId, { fan: { speed: 3, on: true }, mode: 'slow' });
    const arrived = await watchDesired(device);

    await write(registry, deviceId, { fan: { on: null } });
    await write(registry, deviceId, { mode: null, fan: { speed: 4 } });
    await until('two patches', () => arrived.length === 2);

    assert.deepEqual(arrived, [{ fan: { on: null }, $version: 3 }, { mode: null, fan: { speed: 4 }, $version: 4 }]);
    assert.deepEqual((await device.getTwin()).properties.desired, { fan: { speed: 4 }, $version: 4 });
  });

  test('A listener for one path is called for that path', async (world) => {
    const { registry, deviceId } = world;
    const device = await world.connectedDevice();
    const twin = await device.getTwin();
    const speeds = [];
    twin.on('properties.desired.fan.speed', (speed) => speeds.push(speed));
    await settled(device);

    await write(registry, deviceId, { mode: 'slow' });
    await write(registry, deviceId, { fan: { speed: 3 } });
    await write(registry, deviceId, { fan: { speed: 4 } });

    await until('the speed', () => speeds.at(-1) === 4);
    assert.deepEqual(speeds, [3, 4]);
  });

  test('A burst of patches arrives in order and complete', async (world) => {
    const { registry, deviceId } = world;
    const arrived = await watchDesired(await world.connectedDevice());

    await Promise.all(Array.from({ length: 40 }, (_, n) => write(registry, deviceId, { n })));

    await until('40 patches', () => arrived.length === 40);
    assert.deepEqual(arrived.map((patch) => patch.$version), Array.from({ length: 40 }, (_, n) => n + 2));
    assert.deepEqual(arrived.map((patch) => patch.n).sort((a, b) => a - b), Array.from({ length: 40 }, (_, n) => n));
    assert.equal((await twinOf(registry, deviceId)).properties.desired.n, arrived.at(-1).n);
  });

  test('Tags are no business of the device', async (world) => {
    const { registry, deviceId } = world;
    const arrived = await watchDesired(await world.connectedDevice());

    await registry.updateTwin(deviceId, { tags: { floor: 3 } }, '*');
    await write(registry, deviceId, { n: 1 });

    await until('a patch', () => arrived.length > 0);
    assert.deepEqual(arrived, [{ n: 1, $version: 2 }]);
  });

  test('What changed while the device was away is read, not sent again', async (world) => {
    const { registry, deviceId } = world;
    const identity = await world.register();
    const first = await world.device(identity);
    await watchDesired(first);
    await first.close();
    await until('the hub to see it leave', async () => (await connectionStateOf(registry, deviceId)) === 'Disconnected');
    await write(registry, deviceId, { n: 1 });
    await write(registry, deviceId, { n: 2 });

    const second = await world.device(identity);
    const sent = [];
    second._transport.on('twinDesiredPropertiesUpdate', (patch) => sent.push(patch));
    await watchDesired(second);
    const desired = structuredClone((await second.getTwin()).properties.desired);
    await write(registry, deviceId, { n: 3 });

    await until('the patch', () => sent.some((patch) => patch.n === 3));
    assert.deepEqual(desired, { n: 2, $version: 3 });
    assert.deepEqual(sent, [{ n: 3, $version: 4 }]);
  });

  test('A device sees no other device\'s twin', async (world) => {
    const { registry, deviceId } = world;
    const mine = await world.connectedDevice();
    const other = await world.device(await world.register(`${deviceId}-other`));
    await other.open();
    const [mineArrived, otherArrived] = [await watchDesired(mine), await watchDesired(other)];

    await write(registry, deviceId, { to: 'mine' });
    await write(registry, `${deviceId}-other`, { to: 'other' });

    await until('both patches', () => mineArrived.length > 0 && otherArrived.length > 0);
    await Promise.all([settled(mine), settled(other)]);
    assert.ok(mineArrived.every((patch) => patch.to === 'mine'));
    assert.ok(otherArrived.every((patch) => patch.to === 'other'));
  });
});
