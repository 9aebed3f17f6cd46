// LocalHub's own calls, for what IoT Hub has by AMQP only: sending messages to devices, their feedback, and reading telemetry.
import { request } from 'node:https';
import { once } from 'node:events';
import assert from 'node:assert/strict';
import { secondsFromNow, serviceToken } from './peer.mjs';

/** Any REST call under the policy `service`. */
export async function call(hub, method, path, body) {
  const sent = request({
    host: hub.hostName,
    port: hub.httpsPort,
    ca: hub.ca,
    agent: false,
    method,
    path,
    headers: { authorization: serviceToken(hub.connectionStrings.service, secondsFromNow(60)), 'content-type': 'application/json' },
  });
  sent.end(body === undefined ? undefined : JSON.stringify(body));
  const [answer] = await once(sent, 'response');
  let text = '';
  for await (const part of answer.setEncoding('utf8')) {
    text += part;
  }
  return { status: answer.statusCode, code: answer.headers['iothub-errorcode'], json: JSON.parse(text) };
}

/** Queues a message for a device. */
export async function send({ hub, deviceId }, body, properties = {}) {
  const answer = await call(hub, 'POST', `/$localhub/devices/${encodeURIComponent(deviceId)}/messages`, { body, ...properties });
  assert.equal(answer.status, 200, JSON.stringify(answer.json));
  return answer.json;
}

export async function feedbackOf({ hub, deviceId }) {
  const { json } = await call(hub, 'GET', '/$localhub/feedback?max=1000');
  return json.filter((record) => record.deviceId === deviceId).map((record) => [record.originalMessageId, record.statusCode]);
}

export async function telemetryOf({ hub, deviceId }, after = 0) {
  const { json } = await call(hub, 'GET', `/$localhub/telemetry?device=${encodeURIComponent(deviceId)}&after=${after}&max=1000`);
  return json.messages;
}
