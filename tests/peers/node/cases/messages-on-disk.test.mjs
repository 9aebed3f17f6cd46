import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { startHub } from '../hub.mjs';
import { feedbackOf, send } from '../localhub.mjs';
import { deviceClient, hostOf, registryClient } from '../peer.mjs';
import { keyOf } from '../suite.mjs';
import { until } from '../waiting.mjs';

const deviceId = 'on-disk';

/** Runs the hub on the folder and kills it with SIGKILL at the end. */
async function untilKilled(folder, act) {
  const hub = await startHub({ kept: folder });
  const registry = registryClient(hub, hub.connectionStrings.iothubowner);
  try {
    return await act({ hub, deviceId, registry });
  } finally {
    await hub.kill();
    registry._restApiClient._http._options.http.agent.destroy();
  }
}

const countOf = async ({ registry }) => (await registry.get(deviceId)).responseBody.cloudToDeviceMessageCount;

it('With --data, kill -9 loses no message that was taken, and brings none back that is done', { timeout: 120_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'dmp-peers-'));
  try {
    await untilKilled(folder, async (world) => {
      await world.registry.create({ deviceId });
      for (let n = 0; n < 20; n += 1) {
        await send(world, `message ${n}`, { messageId: `m${n}`, ack: 'full', properties: { n: `${n}` } });
      }
    });

    await untilKilled(folder, async (world) => {
      assert.equal(await countOf(world), 20);
      const { responseBody: identity } = await world.registry.get(deviceId);
      const credential = `HostName=${hostOf(world.hub, 'mqtt')};DeviceId=${deviceId};SharedAccessKey=${keyOf(identity)}`;
      const device = await deviceClient(world.hub, 'mqtt', credential);
      const arrived = [];
      device.on('message', (message) => {
        arrived.push([message.getData().toString(), message.messageId, message.properties.getValue('n')]);
        device.complete(message, (error) => assert.ifError(error));
      });
      await until('feedback of all messages', async () => (await feedbackOf(world)).length === 20);
      await device.close();
      assert.deepEqual(arrived, Array.from({ length: 20 }, (_, n) => [`message ${n}`, `m${n}`, `${n}`]));
    });

    assert.equal(await untilKilled(folder, countOf), 0);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
