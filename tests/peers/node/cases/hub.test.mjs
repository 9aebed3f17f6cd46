import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { X509Certificate } from 'node:crypto';
import { it } from 'node:test';
import { startHub } from '../hub.mjs';
import { registryClient } from '../peer.mjs';

const policies = ['device', 'iothubowner', 'registryRead', 'registryReadWrite', 'service'];

it('The tool\'s hub says how to reach it, serves, and stops cleanly', { timeout: 60_000 }, async () => {
  const hub = await startHub();
  try {
    assert.equal(hub.hostName, 'localhost');
    assert.ok(hub.mqttsPort > 0 && hub.httpsPort > 0 && hub.mqttsPort !== hub.httpsPort);
    assert.deepEqual(Object.keys(hub.connectionStrings).sort(), policies);
    for (const policy of policies) {
      const fields = new RegExp(`^HostName=localhost:${hub.httpsPort};SharedAccessKeyName=${policy};SharedAccessKey=[A-Za-z0-9+/]{43}=$`);
      assert.match(hub.connectionStrings[policy], fields);
    }
    assert.ok(new X509Certificate(readFileSync(hub.caFile)).ca);
    const registry = registryClient(hub, hub.connectionStrings.iothubowner);
    assert.deepEqual((await registry.list()).responseBody, []);
  } finally {
    assert.equal(await hub.stop(), 0);
  }
});
