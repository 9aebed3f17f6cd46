// What goes wrong on purpose: LocalHub's own endpoint, asked with a policy's token.
import { request } from 'node:https';
import { secondsFromNow, serviceToken } from './peer.mjs';

export const addFault = (hub, rule) => ask(hub, 'POST', '/faults', rule);

export const faults = (hub) => ask(hub, 'GET', '/faults');

export const clearFaults = (hub) => ask(hub, 'DELETE', '/faults');

export const disconnect = (hub, deviceId) => ask(hub, 'POST', `/devices/${deviceId}/disconnect`);

export const takeDown = (hub, time) => ask(hub, 'POST', '/outage', { for: time });

/** The hits of one rule: what was hit, of which device. */
export const hitsOf = async (hub, id) => (await faults(hub)).hits.filter(({ rule }) => rule === id).map(({ kind, operation, device }) => `${kind} ${operation} ${device}`);

function ask(hub, method, path, body) {
  return new Promise((resolve, reject) => {
    const asked = request({
      method,
      host: hub.hostName,
      port: hub.httpsPort,
      path: `/$localhub${path}?api-version=2021-04-12`,
      ca: hub.ca,
      agent: false,
      headers: { Authorization: serviceToken(hub.connectionStrings.iothubowner, secondsFromNow(600)) },
    }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part) => { text += part; });
      answer.on('end', () => (answer.statusCode < 300
        ? resolve(text === '' ? undefined : JSON.parse(text))
        : reject(new Error(`${method} ${path}: ${answer.statusCode} ${text}`))));
    });
    asked.on('error', reject);
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
