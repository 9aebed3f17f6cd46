// Calls as Azure IoT Explorer writes them: one token for /devices/query whatever is called, and a path that is escaped as a whole.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { request } from 'node:https';
import { secondsFromNow } from '../peer.mjs';
import { suiteOverEachTransport, suiteOverRest } from '../suite.mjs';
import { answering } from '../wire.mjs';

const deviceList = `
    SELECT deviceId as DeviceId,
    status as Status,
    lastActivityTime as LastActivityTime,
    statusUpdatedTime as StatusUpdatedTime,
    authenticationType as AuthenticationType,
    cloudToDeviceMessageCount as CloudToDeviceMessageCount,
    connectionState as ConnectionState,
    capabilities.iotEdge as IotEdge,
    modelId as ModelId
    FROM devices`;

const token = (hub) => {
  const key = /SharedAccessKey=([^;]+)/.exec(hub.connectionStrings.iothubowner)[1];
  const resource = encodeURIComponent(`${hub.hostName}/devices/query`);
  const expiry = secondsFromNow(300);
  const signature = createHmac('sha256', Buffer.from(key, 'base64')).update(`${resource}\n${expiry}`).digest('base64');
  return `SharedAccessSignature sr=${resource}&sig=${encodeURIComponent(signature)}&se=${expiry}&skn=iothubowner`;
};

const ask = (hub, method, path, body, headers = {}) => new Promise((resolve, reject) => {
  const call = request({
    method, host: hub.hostName, port: hub.httpsPort, path: `/${encodeURIComponent(path)}?api-version=2020-05-31-preview`, ca: hub.ca, agent: false,
    headers: { Accept: 'application/json', 'Content-Type': 'application/json', Authorization: token(hub), ...headers },
  }, (response) => {
    let text = '';
    response.setEncoding('utf8').on('data', (part) => { text += part; });
    response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: text && JSON.parse(text) }));
  });
  call.on('error', reject);
  call.end(body === undefined ? undefined : JSON.stringify(body));
});

suiteOverRest('Azure IoT Explorer', (test) => {
  test('A device is made, listed, read, written, and deleted', async ({ hub, deviceId }) => {
    const made = await ask(hub, 'PUT', `devices/${deviceId}`, { deviceId, status: 'enabled', authentication: { type: 'sas' } });
    assert.equal(made.status, 200);

    const listed = await ask(hub, 'POST', 'devices/query', { query: deviceList }, { 'x-ms-max-item-count': 100 });
    assert.equal(listed.status, 200);
    assert.equal(listed.headers['x-ms-item-type'], 'Raw');
    const row = listed.body.find(({ DeviceId }) => DeviceId === deviceId);
    assert.deepEqual(
      [row.Status, row.AuthenticationType, row.ConnectionState, row.IotEdge, row.CloudToDeviceMessageCount, row.StatusUpdatedTime],
      ['enabled', 'sas', 'Disconnected', false, 0, '0001-01-01T00:00:00Z'],
    );

    const twin = (await ask(hub, 'GET', `twins/${deviceId}`)).body;
    twin.properties.desired.speed = 3;
    const patched = await ask(hub, 'PATCH', `twins/${deviceId}`, twin);
    assert.deepEqual([patched.status, patched.body.properties.desired.speed], [200, 3]);

    const deleted = await ask(hub, 'POST', 'devices', [{ id: deviceId, etag: '*', importMode: 'deleteIfMatchEtag' }]);
    assert.deepEqual([deleted.status, deleted.body.isSuccessful], [200, true]);
    assert.equal((await ask(hub, 'GET', `devices/${deviceId}`)).status, 404);
  });
});

suiteOverEachTransport('Azure IoT Explorer and a device', (test) => {
  test('A direct method is called', async ({ hub, deviceId, connectedDevice }) => {
    await answering(await connectedDevice(), { echo: (call, response) => response.send(200, call.payload) });

    const answer = await ask(hub, 'POST', `twins/${deviceId}/methods`, {
      connectTimeoutInSeconds: 20, methodName: 'echo', payload: { n: 1 }, responseTimeoutInSeconds: 20,
    });

    assert.deepEqual([answer.status, answer.body], [200, { status: 200, payload: { n: 1 } }]);
  });
});
