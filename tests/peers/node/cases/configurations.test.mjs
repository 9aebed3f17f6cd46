// Automatic configurations as Microsoft's Registry manages them, and as a device hears of them.
import assert from 'node:assert/strict';
import { suiteOverEachTransport, suiteOverRest } from '../suite.mjs';
import { forbidden, refusalOf, report, stale, twinOf, utcTime, watchDesired } from '../wire.mjs';
import { until } from '../waiting.mjs';

const only = (deviceId) => `deviceId = '${deviceId}'`;

/** A configuration for one device; its id is that of the case. */
const configurationFor = (its, deviceContent, properties = {}) => ({
  id: `c-${its.deviceId}`, targetCondition: only(its.deviceId), content: { deviceContent }, priority: 10, ...properties,
});

const fanOn = { 'properties.desired.fan': { on: true } };

const add = async (its, configuration) => (await its.registry.addConfiguration(configuration)).responseBody;
const read = async (its, id) => (await its.registry.getConfiguration(id)).responseBody;

async function desiredOf(its, deviceId = its.deviceId) {
  const { $metadata, $version, ...properties } = (await twinOf(its.registry, deviceId)).properties.desired;
  return properties;
}

const untilDesired = (its, expected) => until(`the desired properties to be ${JSON.stringify(expected)}`, async () => {
  const desired = await desiredOf(its);
  try {
    assert.deepEqual(desired, expected);
    return true;
  } catch {
    return undefined;
  }
});

const statusesOf = async (its) => (await twinOf(its.registry, its.deviceId)).configurations;

suiteOverRest('Automatic configurations', (test) => {
  test('A configuration comes back with what the hub adds', async (its) => {
    await its.register();
    const asked = configurationFor(its, fanOn, {
      labels: { team: 'a' }, metrics: { queries: { done: 'SELECT deviceId FROM devices WHERE properties.reported.fan = true' } },
    });

    const { responseBody: created, httpResponse: message } = await its.registry.addConfiguration(asked);

    assert.equal(message.statusCode, 201);
    assert.deepEqual(
      [created.id, created.schemaVersion, created.labels, created.content, created.targetCondition, created.priority],
      [asked.id, '1.0', asked.labels, asked.content, asked.targetCondition, 10]);
    assert.deepEqual(created.metrics, { results: { done: 0 }, queries: asked.metrics.queries });
    assert.match(created.createdTimeUtc, utcTime);
    assert.equal(created.lastUpdatedTimeUtc, created.createdTimeUtc);
    assert.equal(message.headers.etag, `"${created.etag}"`);
    assert.deepEqual(await read(its, asked.id), created);
  });

  test('The twin carries the content and shows Applied, and the figures count it', async (its) => {
    await its.register();

    const { id } = await add(its, configurationFor(its, fanOn));

    assert.deepEqual(await desiredOf(its), { fan: { on: true } });
    assert.deepEqual(await statusesOf(its), { [id]: { status: 'Applied' } });
    assert.deepEqual((await read(its, id)).systemMetrics.results, { targetedCount: 1, appliedCount: 1 });
    const query = its.registry.createQuery(`SELECT deviceId FROM devices WHERE configurations.[[${id}]].status = 'Applied'`);
    assert.deepEqual((await query.next()).result, [{ deviceId: its.deviceId }]);
  });

  test('The queries of the system metrics are queries', async (its) => {
    await its.register();
    const { systemMetrics } = await add(its, configurationFor(its, fanOn));

    for (const [name, sql] of Object.entries(systemMetrics.queries)) {
      const { result } = await its.registry.createQuery(sql).next();
      assert.equal(result.length, systemMetrics.results[name], name);
    }
  });

  test('The higher priority wins, and the lower one takes over when it goes', async (its) => {
    await its.register();
    const low = configurationFor(its, { 'properties.desired.fan': 'low', 'properties.desired.lamp': 1 }, { id: `low-${its.deviceId}`, priority: 1 });
    const high = configurationFor(its, { 'properties.desired.fan': 'high' }, { id: `high-${its.deviceId}`, priority: 2 });
    await add(its, high);
    await add(its, low);

    assert.deepEqual(await desiredOf(its), { fan: 'high', lamp: 1 });
    assert.deepEqual(await statusesOf(its), { [high.id]: { status: 'Applied' }, [low.id]: { status: 'Applied' } });
    await its.registry.removeConfiguration(high.id);

    assert.deepEqual(await desiredOf(its), { fan: 'low', lamp: 1 });
    assert.deepEqual(await statusesOf(its), { [low.id]: { status: 'Applied' } });
  });

  test('Of equal priorities the later one wins; the other is targeted', async (its) => {
    await its.register();
    const [first, second] = ['z', 'a'].map((id) => configurationFor(its, { 'properties.desired.fan': id }, { id: `${id}-${its.deviceId}` }));
    await add(its, first);
    await add(its, second);

    assert.deepEqual(await desiredOf(its), { fan: 'a' });
    assert.deepEqual(await statusesOf(its), { [second.id]: { status: 'Applied' }, [first.id]: { status: 'Targeted' } });
    assert.deepEqual((await read(its, first.id)).systemMetrics.results, { targetedCount: 1, appliedCount: 0 });
  });

  test('A twin comes into scope by its tags, and out again', async (its) => {
    await its.register();
    await its.registry.updateTwin(its.deviceId, { properties: { desired: { mine: 1 } } }, '*');
    const { id } = await add(its, configurationFor(its, fanOn, { targetCondition: `tags.site = '${its.deviceId}'` }));
    assert.deepEqual(await desiredOf(its), { mine: 1 });

    await its.registry.updateTwin(its.deviceId, { tags: { site: its.deviceId } }, '*');
    await untilDesired(its, { mine: 1, fan: { on: true } });
    assert.deepEqual((await statusesOf(its))[id], { status: 'Applied' });

    await its.registry.updateTwin(its.deviceId, { tags: { site: 'elsewhere' } }, '*');
    await untilDesired(its, { mine: 1 });
    assert.equal(await statusesOf(its), undefined);
  });

  test('A device that is registered later is reached too', async (its) => {
    await add(its, configurationFor(its, fanOn));
    await its.register();

    await untilDesired(its, { fan: { on: true } });
  });

  test('An update moves the target, and keeps the content', async (its) => {
    await its.register();
    const other = `${its.deviceId}-other`;
    await its.register(other);
    const created = await add(its, configurationFor(its, fanOn));

    const { responseBody: changed } = await its.registry.updateConfiguration({ ...created, targetCondition: only(other), priority: 11 });

    assert.notEqual(changed.etag, created.etag);
    assert.deepEqual([changed.priority, changed.targetCondition, changed.createdTimeUtc], [11, only(other), created.createdTimeUtc]);
    assert.deepEqual([await desiredOf(its), await desiredOf(its, other)], [{}, { fan: { on: true } }]);
  });

  test('Updates that are stale or change the content are refused', async (its) => {
    const created = await add(its, configurationFor(its, fanOn));
    const { responseBody: changed } = await its.registry.updateConfiguration({ ...created, priority: 11 }, true);
    const refused = async (promise) => (await refusalOf(promise)).brief;

    assert.deepEqual(await refused(its.registry.updateConfiguration({ ...created, priority: 12 })), stale);
    assert.deepEqual(
      await refused(its.registry.updateConfiguration({ ...changed, content: { deviceContent: { 'properties.desired.fan': 1 } } })),
      { error: 'ArgumentError', status: 400, code: 'InvalidConfigurationContent' });
    assert.deepEqual(await read(its, created.id), changed);
  });

  test('Configurations are listed, and go when they are removed', async (its) => {
    const { id } = await add(its, configurationFor(its, fanOn));
    const idsOf = async () => (await its.registry.getConfigurations()).responseBody.map((configuration) => configuration.id);
    assert.ok((await idsOf()).includes(id));

    await its.registry.removeConfiguration(id);

    assert.ok(!(await idsOf()).includes(id));
    assert.deepEqual((await refusalOf(its.registry.getConfiguration(id))).brief, { error: 'Error', status: 404, code: 'ConfigurationNotFound' });
  });

  test('What cannot be is refused by its own code', async (its) => {
    const refused = async (configuration) => (await refusalOf(its.registry.addConfiguration(configuration))).brief;
    const bad = (code) => ({ error: 'ArgumentError', status: 400, code });
    const asked = configurationFor(its, fanOn);
    await add(its, asked);

    assert.deepEqual(await refused(asked), { error: 'DeviceAlreadyExistsError', status: 409, code: 'ConfigurationAlreadyExists' });
    assert.deepEqual(await refused({ ...asked, id: 'Capital' }), bad('ArgumentInvalid'));
    assert.deepEqual(await refused({ ...asked, id: 'x1', targetCondition: 'tags.' }), bad('InvalidConfigurationTargetCondition'));
    assert.deepEqual(await refused({ ...asked, id: 'x1', content: {} }), bad('InvalidConfigurationContent'));
    assert.deepEqual(await refused({ ...asked, id: 'x1', content: { deviceContent: { 'tags.a': 1 } } }), bad('InvalidConfigurationContent'));
    assert.deepEqual(await refused({ ...asked, id: 'x1', metrics: { queries: { n: 'SELECT' } } }), bad('InvalidConfigurationCustomMetricsQuery'));
  });

  test('Policies that read do not write', async (its) => {
    const reading = its.registryAs(its.hub.connectionStrings.registryRead);
    const { id } = await add(its, configurationFor(its, fanOn));

    assert.equal((await reading.getConfiguration(id)).responseBody.id, id);
    assert.deepEqual((await refusalOf(reading.removeConfiguration(id))).brief, forbidden);
  });

  test('Module content reaches modules', async (its) => {
    await its.register();
    await its.registry.addModule({ deviceId: its.deviceId, moduleId: 'pump' });

    const { systemMetrics } = await add(its, configurationFor(its, undefined, {
      targetCondition: `FROM devices.modules WHERE ${only(its.deviceId)} AND moduleId = 'pump'`,
      content: { moduleContent: { 'properties.desired.rate': 5 } },
    }));

    assert.deepEqual(systemMetrics.results, { targetedCount: 1, appliedCount: 1 });
    const { responseBody: twin } = await its.registry.getModuleTwin(its.deviceId, 'pump');
    assert.equal(twin.properties.desired.rate, 5);
    assert.deepEqual(await desiredOf(its), {});
  });

  test('A content is applied to one edge device, its modules included', async (its) => {
    await its.register(its.deviceId, { capabilities: { iotEdge: true } });

    await its.registry.applyConfigurationContentOnDevice(its.deviceId, {
      modulesContent: { $edgeAgent: { 'properties.desired': { schemaVersion: '1.1' } }, pump: { 'properties.desired': { rate: 5 } } },
    });

    const desired = async (moduleId) => (await its.registry.getModuleTwin(its.deviceId, moduleId)).responseBody.properties.desired;
    assert.equal((await desired('$edgeAgent')).schemaVersion, '1.1');
    assert.equal((await desired('pump')).rate, 5);
  });
});

suiteOverEachTransport('Automatic configurations and devices', (test) => {
  test('A connected device hears of what is set and of what goes', async (its) => {
    const device = await its.connectedDevice();
    const arrived = await watchDesired(device);

    const { id } = await add(its, configurationFor(its, { 'properties.desired.fan': { on: true, speed: 5 } }));
    await until('the change to arrive', () => arrived.length === 1);
    await its.registry.removeConfiguration(id);
    await until('the removal to arrive', () => arrived.length === 2);

    const { $version: first, ...set } = arrived[0];
    const { $version: second, ...gone } = arrived[1];
    assert.deepEqual([set, gone], [{ fan: { on: true, speed: 5 } }, { fan: null }]);
    assert.equal(second, first + 1);
  });

  test('A metric follows what devices report', async (its) => {
    const device = await its.connectedDevice();
    const { id } = await add(its, configurationFor(its, fanOn, {
      metrics: { queries: { cooled: `SELECT deviceId FROM devices WHERE ${only(its.deviceId)} AND properties.reported.fan = 'on'` } },
    }));
    assert.deepEqual((await read(its, id)).metrics.results, { cooled: 0 });

    await report(await device.getTwin(), { fan: 'on' });

    assert.deepEqual((await read(its, id)).metrics.results, { cooled: 1 });
  });

  test('A device that reports its way into scope is configured', async (its) => {
    const device = await its.connectedDevice();
    const arrived = await watchDesired(device);
    await add(its, configurationFor(its, fanOn, { targetCondition: `${only(its.deviceId)} AND properties.reported.model = 'x'` }));

    await report(await device.getTwin(), { model: 'x' });

    const change = await until('the change to arrive', () => arrived.find((delta) => delta.fan));
    assert.deepEqual(change.fan, { on: true });
  });
});
