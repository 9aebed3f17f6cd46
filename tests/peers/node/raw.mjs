// The SDK's own MQTT client, mqtt.js, with nothing of the SDK around it.
import mqtt from 'mqtt';
import { portOf } from './peer.mjs';

/** A connection that is not made anew; `tls` holds a certificate where there is one. */
export function raw({ hub, transport }, clientId, password, options = {}, tls = {}) {
  const common = {
    clientId, username: `${hub.hostName}/${clientId}/?api-version=2021-04-12`, password, clean: true, reconnectPeriod: 0, ...options,
  };
  const port = portOf(hub, transport);
  const trust = { ca: hub.ca, ...tls };
  const client = transport === 'mqtt'
    ? mqtt.connect({ protocol: 'mqtts', host: 'localhost', port, ...trust, ...common })
    : mqtt.connect(`wss://localhost:${port}/$iothub/websocket`, { wsOptions: trust, ...common });
  client.on('error', () => {});
  return client;
}

/** 0, or the code of the refusal. */
export const connAckOf = (client) => new Promise((resolve, reject) => {
  client.once('connect', () => resolve(0));
  client.once('error', (error) => (Number.isInteger(error.code) ? resolve(error.code) : reject(error)));
});

export const closeOf = (client) => new Promise((resolve) => { client.once('close', resolve); });
