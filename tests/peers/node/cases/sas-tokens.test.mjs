// Tokens as the SDKs of other languages write them, signed here; the link is raw MQTT by the package that Microsoft's SDK stands on.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { request } from 'node:https';
import mqtt from 'mqtt';
import { keyOf, suiteOverEachTransport, suiteOverRest } from '../suite.mjs';
import { portOf, secondsFromNow } from '../peer.mjs';

const upper = encodeURIComponent;
const lower = (text) => upper(text).replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());

/** The fields of a token; what is signed is the resource exactly as it stands in the token. */
function fields(sr, key, { se = secondsFromNow(3600), skn, encode = upper } = {}) {
  const signature = createHmac('sha256', Buffer.from(key, 'base64')).update(`${sr}\n${se}`).digest('base64');
  return { sr, sig: encode(signature), se, ...(skn ? { skn } : {}) };
}

const written = (parts, order = Object.keys(parts)) =>
  `SharedAccessSignature ${order.map((name) => `${name}=${parts[name]}`).join('&')}`;

const partsOf = (connectionString) => Object.fromEntries(connectionString.split(';').map((part) => {
  const at = part.indexOf('=');
  return [part.slice(0, at), part.slice(at + 1)];
}));

/** The CONNACK's code; 0 where the device is let in. */
const knock = ({ hub, transport, deviceId }, password, username = `${hub.hostName}/${deviceId}/?api-version=2021-04-12`) =>
  new Promise((resolve, reject) => {
    const scheme = transport === 'mqtt' ? 'mqtts' : 'wss';
    const client = mqtt.connect(`${scheme}://${hub.hostName}:${portOf(hub, transport)}/$iothub/websocket`, {
      ca: hub.ca, wsOptions: { ca: hub.ca }, clientId: deviceId, username, password,
      protocolId: 'MQTT', protocolVersion: 4, clean: true, reconnectPeriod: 0, connectTimeout: 10_000,
    });
    client.on('connect', () => client.end(true, () => resolve(0)));
    client.on('error', (error) => { client.end(true); return error.code === undefined ? reject(error) : resolve(error.code); });
  });

suiteOverEachTransport('Tokens at the door of devices', (test) => {
  test('Hexadecimal digits and fields come in any case and order', async (its) => {
    const key = keyOf(await its.register());
    const resource = `${its.hub.hostName}/devices/${its.deviceId}`;

    for (const encode of [upper, lower]) {
      const parts = fields(encode(resource), key, { encode });
      for (const order of [['sr', 'sig', 'se'], ['sig', 'se', 'sr'], ['se', 'sr', 'sig']]) {
        assert.equal(await knock(its, written(parts, order)), 0, `${order} ${encode === lower}`);
      }
    }
  });

  test('Either key of the device signs, and so does a policy that may connect devices', async (its) => {
    const identity = await its.register();
    const resource = upper(`${its.hub.hostName}/devices/${its.deviceId}`);
    const { primaryKey, secondaryKey } = identity.authentication.symmetricKey;
    const owner = partsOf(its.hub.connectionStrings.iothubowner).SharedAccessKey;
    const service = partsOf(its.hub.connectionStrings.service).SharedAccessKey;

    assert.equal(await knock(its, written(fields(resource, primaryKey))), 0);
    assert.equal(await knock(its, written(fields(resource, secondaryKey))), 0);
    assert.equal(await knock(its, written(fields(resource, owner, { skn: 'iothubowner' }))), 0);
    assert.equal(await knock(its, written(fields(upper(`${its.hub.hostName}/devices`), owner, { skn: 'iothubowner' }))), 0);
    assert.equal(await knock(its, written(fields(resource, service, { skn: 'service' }))), 5);
    assert.equal(await knock(its, written(fields(resource, owner, { skn: 'nobody' }))), 5);
    assert.equal(await knock(its, written(fields(resource, primaryKey, { skn: 'iothubowner' }))), 5);
  });

  test('What is expired, of another key or for another device is refused', async (its) => {
    const key = keyOf(await its.register());
    const other = await its.register(`${its.deviceId}0`);
    const resource = upper(`${its.hub.hostName}/devices/${its.deviceId}`);

    assert.equal(await knock(its, written(fields(resource, key, { se: secondsFromNow(-600) }))), 5);
    assert.equal(await knock(its, written(fields(resource, Buffer.alloc(32, 1).toString('base64')))), 5);
    assert.equal(await knock(its, written(fields(resource, keyOf(other)))), 5);
    assert.equal(await knock({ ...its, deviceId: other.deviceId }, written(fields(resource, keyOf(other)))), 5, 'd1 is no prefix of d10');
    assert.equal(await knock(its, written({ ...fields(resource, key), se: secondsFromNow(7200) })), 5, 'a later end is not signed');
    assert.equal(await knock(its, 'SharedAccessSignature sr=&sig=&se='), 5);
    assert.equal(await knock(its, 'no token at all'), 5);
    assert.equal(await knock(its, undefined), 5);
  });

  test('An id that C# encodes twice is let in', async (its) => {
    const deviceId = `${its.deviceId}-it's=1`;
    const key = keyOf(await its.register(deviceId));
    const resource = upper(`${its.hub.hostName}/devices/${upper(deviceId)}`);

    assert.equal(await knock({ ...its, deviceId }, written(fields(resource, key))), 0);
  });

  test('The user names of the other SDKs are taken', async (its) => {
    const { hub, deviceId } = its;
    const token = written(fields(upper(`${hub.hostName}/devices/${deviceId}`), keyOf(await its.register())));
    const client = '.NET%2F1.42.3%20%28.NET%2010.0%3B%20Linux%3B%20X64%29';

    for (const name of [
      `/?api-version=2020-09-30&DeviceClientType=${client}`,
      `/?api-version=2020-09-30&DeviceClientType=${client}&model-id=dtmi:com:example:Pump;1`,
      '/?api-version=2019-10-01&DeviceClientType=azure-iot-device-iothub-py%2F2.14.0%28python%203.11%29',
      '/?api-version=2020-09-30&DeviceClientType=iothubclient%2f1.12.0%20(native%3b%20Linux)',
      '/?api-version=2021-04-12&DeviceClientType=com.microsoft.azure.sdk.iot.iot-device-client%2F2.5.0',
      '/api-version=2016-11-14&DeviceClientType=old',
      '',
    ]) {
      assert.equal(await knock(its, token, `${hub.hostName}/${deviceId}${name}`), 0, name);
    }
    assert.equal(await knock(its, token, `gateway.local/${deviceId}/?api-version=2020-09-30`), 0, 'a gateway stands in the user name of C#');
    assert.equal(await knock(its, token, `${hub.hostName}/another/?api-version=2020-09-30`), 5);
  });
});

suiteOverRest('Tokens at the door of back ends', (test) => {
  const ask = (hub, authorization) => new Promise((resolve, reject) => {
    const options = { host: hub.hostName, port: hub.httpsPort, path: '/devices?top=1&api-version=2021-04-12', ca: hub.ca, agent: false };
    request({ ...options, headers: authorization ? { authorization } : {} }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text) => { body += text; });
      response.on('end', () => resolve({ status: response.statusCode, code: response.headers['iothub-errorcode'], body: JSON.parse(body) }));
    }).on('error', reject).end();
  });

  test('A host is written encoded or not, in any case and order', async ({ hub }) => {
    const { SharedAccessKeyName: skn, SharedAccessKey: key } = partsOf(hub.connectionStrings.iothubowner);

    for (const sr of [hub.hostName, upper(hub.hostName), hub.hostName.toUpperCase(), upper(`${hub.hostName}:${hub.httpsPort}`)]) {
      const parts = fields(sr, key, { skn });
      assert.equal((await ask(hub, written(parts))).status, 200, sr);
      assert.equal((await ask(hub, written(parts, ['skn', 'se', 'sig', 'sr']))).status, 200, sr);
    }
  });

  test('What is not good enough is 401 in shape A, with the name in the header', async ({ hub, deviceId, register }) => {
    const { SharedAccessKeyName: skn, SharedAccessKey: key } = partsOf(hub.connectionStrings.iothubowner);
    const ofDevice = keyOf(await register());

    for (const authorization of [
      written(fields(hub.hostName, key, { skn, se: secondsFromNow(-600) })),
      written(fields(hub.hostName, Buffer.alloc(32, 1).toString('base64'), { skn })),
      written(fields(hub.hostName, key, { skn: 'nobody' })),
      written(fields(`${hub.hostName}%2Fdevices%2F${upper(deviceId)}`, ofDevice)),
      'Bearer abc',
      undefined,
    ]) {
      const { status, code, body } = await ask(hub, authorization);

      assert.deepEqual([status, code], [401, 'IotHubUnauthorizedAccess'], authorization);
      assert.match(body.Message, /^ErrorCode:IotHubUnauthorizedAccess;/);
      assert.match(body.ExceptionMessage, /^Tracking ID:[0-9a-f]{32}-G:\d+-TimeStamp:\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d$/);
      const signature = /sig=([^&]+)/.exec(authorization ?? '')?.[1];
      assert.ok(!signature || !JSON.stringify(body).includes(signature), 'a token never comes back');
    }
  });
});
