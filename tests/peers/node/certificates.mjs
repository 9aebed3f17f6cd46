// X.509 certificates in DER, made from node:crypto's keys and signatures alone: so no tool has to be on the machine, and the code that
// makes them is not the code that reads them.
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const day = 86_400_000;

/** A certificate with its key: self-signed, or signed by an issuer that was made here. */
export function makeCertificate(commonName, { issuer, isAuthority = false, from = -day, until = 365 * day } = {}) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const subject = nameOf(commonName);
  const body = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(12)])),
    ecdsaWithSha256,
    issuer?.subject ?? subject,
    sequence(time(Date.now() + from), time(Date.now() + until)),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...extensions(isAuthority))),
  );
  const signature = sign('sha256', body, issuer?.privateKey ?? privateKey);
  const der = sequence(body, ecdsaWithSha256, tagged(0x03, Buffer.from([0]), signature));
  return {
    subject,
    privateKey,
    cert: pem('CERTIFICATE', der),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    sha1: createHash('sha1').update(der).digest('hex'),
    sha256: createHash('sha256').update(der).digest('hex'),
  };
}

/** What a device shows: its certificate, what leads from it to an authority, and its key. */
export const shown = (certificate, ...intermediates) => ({
  cert: [certificate, ...intermediates].map(({ cert }) => cert).join(''),
  key: certificate.key,
});

function tagged(tag, ...parts) {
  const body = Buffer.concat(parts);
  const length = body.length < 0x80 ? [body.length] : body.length < 0x100 ? [0x81, body.length] : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

const sequence = (...parts) => tagged(0x30, ...parts);
const integer = (bytes) => tagged(0x02, bytes);
const oid = (...bytes) => tagged(0x06, Buffer.from(bytes));
const ecdsaWithSha256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));

const nameOf = (commonName) => sequence(tagged(0x31, sequence(oid(0x55, 0x04, 0x03), tagged(0x0c, Buffer.from(commonName)))));

const time = (at) => tagged(0x17, Buffer.from(`${new Date(at).toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`));

const extension = (id, value) => sequence(oid(0x55, 0x1d, id), tagged(0x01, Buffer.from([0xff])), tagged(0x04, value));

const extensions = (isAuthority) => [
  extension(0x13, sequence(...(isAuthority ? [tagged(0x01, Buffer.from([0xff]))] : []))),
  extension(0x0f, tagged(0x03, isAuthority ? Buffer.from([2, 0x04]) : Buffer.from([7, 0x80]))),
];

const pem = (label, der) => `-----BEGIN ${label}-----\n${der.toString('base64').match(/.{1,64}/g).join('\n')}\n-----END ${label}-----\n`;
