import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import retries from 'azure-iot-common';
import { makeCertificate, shown } from '../certificates.mjs';
import { deviceToken, hostOf, secondsFromNow } from '../peer.mjs';
import { connAckOf, raw } from '../raw.mjs';
import { keyOf, suiteOverEachTransport } from '../suite.mjs';
import { until, within } from '../waiting.mjs';
import { answering, connectionStateOf, invoke, report, reportedOf, twinOf } from '../wire.mjs';

const root = makeCertificate('Peer root', { isAuthority: true });
const factory = makeCertificate('Peer factory', { issuer: root, isAuthority: true });
const folder = mkdtempSync(join(tmpdir(), 'dmp-peer-ca-'));
const rootFile = join(folder, 'root.pem');
writeFileSync(rootFile, root.cert);
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const byThumbprint = (primaryThumbprint, secondaryThumbprint) =>
  ({ authentication: { type: 'selfSigned', x509Thumbprint: { primaryThumbprint, secondaryThumbprint } } });
const bySignature = { authentication: { type: 'certificateAuthority' } };

const addModule = async (registry, deviceId, properties) =>
  (await registry.addModule({ deviceId, moduleId: 'm1', ...properties })).responseBody;

const isRefused = async (hub, client, id, reason) => {
  await assert.rejects(client.open(), { name: 'UnauthorizedError', message: /Not authorized/ });
  await until(`the log to say that ${id} was refused: ${reason}`, () =>
    hub.output().split('\n').some((line) => line.includes(`Device ${id} was refused`) && line.includes(reason)));
};

suiteOverEachTransport('A device with a certificate', (test) => {
  test('It connects by its thumbprint, of either kind and in either slot', async ({ registry, service, deviceId, register, device }) => {
    const certificate = makeCertificate('any name');
    const other = makeCertificate('another').sha1;
    const registrations = [
      [certificate.sha1], [certificate.sha256.toUpperCase()], [other, certificate.sha256], [other, certificate.sha1.toUpperCase()],
    ];
    for (const [n, thumbprints] of registrations.entries()) {
      const client = await device(await register(`${deviceId}-${n}`, byThumbprint(...thumbprints)), { certificate: shown(certificate) });
      await answering(client, { echo: (request, response) => response.send(200, request.payload) });

      assert.deepEqual(await invoke(service, `${deviceId}-${n}`, 'echo', n), { status: 200, payload: n });
      await report(await client.getTwin(), { n });
      assert.deepEqual(await reportedOf(registry, `${deviceId}-${n}`), { n });
    }
  });

  test('Back ends see how it signs in, and no keys', async ({ registry, deviceId, register }) => {
    const { sha1, sha256 } = makeCertificate(deviceId);

    const identity = await register(deviceId, byThumbprint(sha1, sha256));
    const twin = await twinOf(registry, deviceId);

    assert.deepEqual(identity.authentication, {
      symmetricKey: { primaryKey: null, secondaryKey: null },
      x509Thumbprint: { primaryThumbprint: sha1, secondaryThumbprint: sha256 },
      type: 'selfSigned',
    });
    assert.equal(twin.authenticationType, 'selfSigned');
    assert.deepEqual(twin.x509Thumbprint, { primaryThumbprint: sha1, secondaryThumbprint: sha256 });
  });

  test('Another certificate is refused, and the log names both', async ({ hub, registry, deviceId, register, device }) => {
    const [registered, foreign] = [makeCertificate(deviceId), makeCertificate(deviceId)];
    const client = await device(await register(deviceId, byThumbprint(registered.sha1)), { certificate: shown(foreign) });

    await isRefused(hub, client, deviceId, `SHA1Hash=${foreign.sha1.toUpperCase()}, SHA2Hash=${foreign.sha256.toUpperCase()}`);
    await isRefused(hub, client, deviceId, `PrimaryThumbprint=${registered.sha1}`);
    assert.equal(await connectionStateOf(registry, deviceId), 'Disconnected');
  });

  test('A new thumbprint counts from the next connection on', async ({ hub, registry, deviceId, register, device }) => {
    const [first, second] = [makeCertificate('first'), makeCertificate('second')];
    const identity = await register(deviceId, byThumbprint(first.sha256));
    await (await device(identity, { certificate: shown(first) })).open();

    await registry.update({ ...identity, ...byThumbprint(second.sha256) });

    await isRefused(hub, await device(identity, { certificate: shown(first) }), deviceId, 'Thumbprint does not match configuration');
    await (await device(identity, { certificate: shown(second) })).open();
  });

  test('It connects by who has signed its certificate, directly and through an intermediate', async ({ deviceId, register, device }) => {
    const identity = await register(deviceId, bySignature);
    const chains = [shown(makeCertificate(deviceId, { issuer: root })), shown(makeCertificate(deviceId, { issuer: factory }), factory)];
    for (const certificate of chains) {
      const client = await device(identity, { certificate });
      await client.open();
      await client.close();
    }
  });

  test('A certificate is refused that is another\'s, a stranger\'s or not valid now', async ({ hub, deviceId, register, device }) => {
    const identity = await register(deviceId, bySignature);
    const stranger = makeCertificate('Peer root', { isAuthority: true });
    const cases = [
      [shown(makeCertificate(`${deviceId}0`, { issuer: root })), `must be '${deviceId}', and is '${deviceId}0'`],
      [shown(makeCertificate(deviceId, { issuer: stranger })), 'its chain is not valid'],
      [shown(makeCertificate(deviceId, { issuer: factory })), 'no registered authority has signed it'],
      [shown(makeCertificate(deviceId)), 'no registered authority has signed it'],
      [shown(makeCertificate(deviceId, { issuer: root, until: -3_600_000 })), 'has expired'],
      [shown(makeCertificate(deviceId, { issuer: root, from: 3_600_000 })), 'not valid before'],
    ];
    for (const [certificate, reason] of cases) {
      await isRefused(hub, await device(identity, { certificate }), deviceId, reason);
    }
  });

  test('Keys and certificates do not stand for each other', async ({ hub, deviceId, register, device }) => {
    const certificate = makeCertificate(deviceId);
    const key = Buffer.alloc(32, 1).toString('base64');
    const withCertificate = await register(`${deviceId}-x`, byThumbprint(certificate.sha1));
    const withKey = await register(`${deviceId}-k`);
    const withNeither = await register(`${deviceId}-n`, { authentication: { type: 'none' } });

    await isRefused(hub, await device(withCertificate, { key }), `${deviceId}-x`, 'a token does not let it in');
    await isRefused(hub, await device(withKey, { certificate: shown(certificate) }), `${deviceId}-k`, 'registered with keys');
    await isRefused(hub, await device(withNeither, { certificate: shown(certificate) }), `${deviceId}-n`, 'none');
    await isRefused(hub, await device(withNeither, { key }), `${deviceId}-n`, 'none');
  });

  test('A module has a certificate of its own', async (at) => {
    const { registry, deviceId, register } = at;
    const certificate = makeCertificate('module');
    const forDevice = makeCertificate(deviceId, { issuer: root });
    const forModule = makeCertificate(`${deviceId}/m1`, { issuer: root });
    const connect = async (own) => {
      const client = raw(at, `${deviceId}/m1`, undefined, {}, shown(own));
      const code = await connAckOf(client);
      client.end(true);
      return code;
    };
    await register(deviceId, bySignature);
    const module = await addModule(registry, deviceId, byThumbprint(certificate.sha256));
    assert.deepEqual([await connect(certificate), await connect(forDevice), await connect(forModule)], [0, 5, 5]);

    await registry.updateModule({ ...module, ...bySignature });

    assert.deepEqual([await connect(certificate), await connect(forDevice), await connect(forModule)], [5, 5, 0]);
  });

  test('A certificate and a token together are refused', async (at) => {
    const { hub, transport, deviceId, register } = at;
    const certificate = makeCertificate(deviceId);
    const identity = await register();
    const token = deviceToken(hostOf(hub, transport), deviceId, keyOf(identity), secondsFromNow(3600));

    assert.equal(await connAckOf(raw(at, deviceId, token, {}, shown(certificate))), 5);
    assert.equal(await connAckOf(raw(at, deviceId, token)), 0);
  });

  test('It comes back after a cut, and is dropped when it is disabled', async ({ registry, deviceId, register, device, relay }) => {
    const certificate = makeCertificate(deviceId, { issuer: factory });
    const identity = await register(deviceId, bySignature);
    const behind = await relay();
    const client = await device(identity, { certificate: shown(certificate, factory), relay: behind });
    await answering(client, { echo: (request, response) => response.send(200, request.payload) });

    const connected = once(client, 'connect');
    behind.cut();
    await within('the device to come back', connected);

    client.setRetryPolicy(new retries.NoRetry());
    const dropped = once(client, 'disconnect');
    await registry.update({ ...identity, ...bySignature, status: 'disabled' });
    await within('the link to drop', dropped);
  });
}, ['--device-ca', rootFile]);
