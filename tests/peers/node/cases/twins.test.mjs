import assert from 'node:assert/strict';
import { suiteOverRest } from '../suite.mjs';
import { invalid, isRecent, longAgo, missing, refusalOf, stale, twinOf, utcTime } from '../wire.mjs';

const desired = (properties) => ({ properties: { desired: properties } });

const nested = (depth) => (depth === 0 ? 1 : { level: nested(depth - 1) });

const without$ = ({ $metadata, $version, ...properties }) => properties;

suiteOverRest('A twin, seen by the back end', (test) => {
  test('A fresh twin is complete and empty', async ({ registry, deviceId, register }) => {
    const identity = await register();

    const { responseBody, httpResponse } = await registry.getTwin(deviceId);

    const twin = JSON.parse(JSON.stringify(responseBody));
    const { statusUpdateTime, lastActivityTime, properties, ...rest } = twin;
    assert.deepEqual(rest, {
      deviceId,
      etag: 'AAAAAAAAAAE=',
      deviceEtag: identity.etag,
      status: 'enabled',
      connectionState: 'Disconnected',
      cloudToDeviceMessageCount: 0,
      authenticationType: 'sas',
      x509Thumbprint: { primaryThumbprint: null, secondaryThumbprint: null },
      modelId: '',
      version: 2,
      tags: {},
      capabilities: { iotEdge: false },
    });
    assert.equal(httpResponse.headers.etag, '"AAAAAAAAAAE="');
    assert.match(statusUpdateTime, longAgo);
    assert.match(lastActivityTime, longAgo);
    for (const section of [properties.desired, properties.reported]) {
      const { $lastUpdated, ...otherMetadata } = section.$metadata;
      assert.match($lastUpdated, utcTime);
      assert.ok(isRecent($lastUpdated), $lastUpdated);
      assert.deepEqual([otherMetadata, section.$version, without$(section)], [{}, 1, {}]);
    }
  });

  test('A patch of desired properties moves their version, the sum of versions and the etag', async ({ registry, deviceId, register }) => {
    await register();

    const { responseBody, httpResponse } = await registry.updateTwin(deviceId, desired({ mode: 'slow', fan: { speed: 3 } }), '*');

    assert.deepEqual(without$(responseBody.properties.desired), { mode: 'slow', fan: { speed: 3 } });
    assert.deepEqual([responseBody.properties.desired.$version, responseBody.properties.reported.$version, responseBody.version], [2, 1, 3]);
    assert.equal(responseBody.etag, 'AAAAAAAAAAI=');
    assert.equal(httpResponse.headers.etag, '"AAAAAAAAAAI="');
    assert.deepEqual(await twinOf(registry, deviceId), JSON.parse(JSON.stringify(responseBody)));
  });

  test('Metadata follows the tree, with the version of each last change', async ({ registry, deviceId, register }) => {
    await register();
    await registry.updateTwin(deviceId, desired({ mode: 'slow', fan: { speed: 3, on: true } }), '*');

    await registry.updateTwin(deviceId, desired({ fan: { speed: 4 } }), '*');

    const { $metadata } = (await twinOf(registry, deviceId)).properties.desired;
    assert.deepEqual(
      [$metadata, $metadata.mode, $metadata.fan, $metadata.fan.speed, $metadata.fan.on].map((node) => node.$lastUpdatedVersion),
      [3, 2, 3, 3, 2],
    );
    assert.match($metadata.fan.speed.$lastUpdated, utcTime);
    assert.ok(Date.parse($metadata.fan.speed.$lastUpdated) >= Date.parse($metadata.mode.$lastUpdated));
  });

  test('Objects merge, scalars and arrays replace, null removes', async ({ registry, deviceId, register }) => {
    await register();
    await registry.updateTwin(deviceId, desired({ a: { b: 1, c: 2 }, list: [1, 2, 3], flat: 'x', gone: true }), '*');

    await registry.updateTwin(deviceId, desired({ a: { b: null, d: { e: 5 } }, list: [4], flat: { now: 'deep' }, gone: null, never: null }), '*');

    const section = (await twinOf(registry, deviceId)).properties.desired;
    assert.deepEqual(without$(section), { a: { c: 2, d: { e: 5 } }, list: [4], flat: { now: 'deep' } });
    assert.deepEqual(Object.keys(section.$metadata).sort(), ['$lastUpdated', '$lastUpdatedVersion', 'a', 'flat', 'list']);
    assert.equal('b' in section.$metadata.a, false);
  });

  test('Every kind of value comes back as it was written', async ({ registry, deviceId, register }) => {
    await register();
    const values = {
      text: 'Grüße "∑" \\ 🚀', empty: '', whole: 4503599627370495, negative: -4503599627370496, fraction: 0.1, yes: true, no: false,
      time: '2026-03-01T22:00:00.250Z', list: [1, 'two', [3], { four: 4 }], nothing: {},
    };

    await registry.updateTwin(deviceId, desired(values), '*');

    assert.deepEqual(without$((await twinOf(registry, deviceId)).properties.desired), values);
  });

  test('Tags move the etag but not the desired version', async ({ registry, deviceId, register }) => {
    await register();

    await registry.updateTwin(deviceId, { tags: { building: 43, floor: { room: 7, desk: 1 } } }, '*');
    const { responseBody: twin } = await registry.updateTwin(deviceId, { tags: { floor: { desk: null } } }, '*');

    assert.deepEqual(twin.tags, { building: 43, floor: { room: 7 } });
    assert.deepEqual([twin.etag, twin.properties.desired.$version], ['AAAAAAAAAAM=', 1]);
  });

  test('A stale etag changes nothing; the current one does', async ({ registry, deviceId, register }) => {
    await register();
    const { responseBody: first } = await registry.getTwin(deviceId);
    const { responseBody: second } = await registry.updateTwin(deviceId, desired({ n: 2 }), first.etag);

    const refusal = await refusalOf(registry.updateTwin(deviceId, desired({ n: 3 }), first.etag));

    assert.deepEqual(refusal.brief, stale);
    assert.equal((await twinOf(registry, deviceId)).properties.desired.n, 2);
    assert.equal((await registry.updateTwin(deviceId, desired({ n: 4 }), second.etag)).responseBody.properties.desired.n, 4);
  });

  test('The twin object keeps its own etag up to date', async ({ registry, deviceId, register }) => {
    await register();
    const { responseBody: mine } = await registry.getTwin(deviceId);
    const { responseBody: theirs } = await registry.getTwin(deviceId);

    await mine.update(desired({ n: 1 }));
    await mine.update(desired({ n: 2 }));

    assert.deepEqual((await refusalOf(theirs.update(desired({ n: 3 })))).brief, stale);
    await theirs.get();
    await theirs.update(desired({ n: 4 }));
    assert.equal((await twinOf(registry, deviceId)).properties.desired.n, 4);
  });

  test('A whole twin sent back is a patch like any other', async ({ registry, deviceId, register }) => {
    await register();
    await registry.updateTwin(deviceId, { tags: { a: 1 }, ...desired({ b: { c: 2 } }) }, '*');
    const twin = await twinOf(registry, deviceId);

    twin.properties.desired.b.d = 3;
    const { responseBody } = await registry.updateTwin(deviceId, twin, twin.etag);

    assert.deepEqual(without$(responseBody.properties.desired), { b: { c: 2, d: 3 } });
    assert.deepEqual([responseBody.properties.desired.$version, responseBody.properties.reported.$version], [3, 1]);
    assert.deepEqual(responseBody.tags, { a: 1 });
  });

  test('The back end cannot write reported properties', async ({ registry, deviceId, register }) => {
    await register();

    await registry.updateTwin(deviceId, { properties: { reported: { forged: true }, desired: { n: 1 } } }, '*');

    const { reported } = (await twinOf(registry, deviceId)).properties;
    assert.deepEqual([without$(reported), reported.$version], [{}, 1]);
  });

  test('A patch that breaks a limit is refused and changes nothing', async ({ registry, deviceId, register }) => {
    await register();
    const breaking = {
      'a section over 32 KB': Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`k${i}`, 'x'.repeat(4000)])),
      'a string over 4 KB': { text: 'x'.repeat(4097) },
      'a key over 1 KB': { ['k'.repeat(1025)]: 1 },
      'a key with a dot': { 'a.b': 1 },
      'a key with a dollar': { a$b: 1 },
      'a key with a space': { 'a b': 1 },
      'eleven objects below the section': nested(12),
      'a number too large': { n: 4503599627370496 },
    };

    for (const [what, properties] of Object.entries(breaking)) {
      assert.deepEqual({ what, ...(await refusalOf(registry.updateTwin(deviceId, desired(properties), '*'))).brief }, { what, ...invalid });
    }
    const { message } = await refusalOf(registry.updateTwin(deviceId, desired({ 'a.b': 1 }), '*'));
    assert.match(message, /'a\.b'.*must not hold/, 'the SDK shows the whole of it');
    const tooManyTags = { tags: Object.fromEntries([1, 2, 3].map((n) => [`t${n}`, 'x'.repeat(3000)])) };
    assert.deepEqual((await refusalOf(registry.updateTwin(deviceId, tooManyTags, '*'))).brief, invalid);
    assert.equal((await twinOf(registry, deviceId)).version, 2);
  });

  test('What lies just within the limits is taken', async ({ registry, deviceId, register }) => {
    await register();
    const properties = { text: 'x'.repeat(4096), ['k'.repeat(1024)]: 1, n: 4503599627370495, ...nested(11) };

    const { responseBody } = await registry.updateTwin(deviceId, desired(properties), '*');

    assert.deepEqual(without$(responseBody.properties.desired), properties);
  });

  test('An unknown device has no twin', async ({ registry, deviceId }) => {
    assert.deepEqual((await refusalOf(registry.getTwin(deviceId))).brief, missing);
    assert.deepEqual((await refusalOf(registry.updateTwin(deviceId, desired({ n: 1 }), '*'))).brief, missing);
  });
});
