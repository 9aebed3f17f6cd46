// What the cases say often: of the SDKs' callbacks, and of a refusal as the hub sent it.
import assert from 'node:assert/strict';
import { until } from './waiting.mjs';

/** How the hub refused: the SDK's error, the HTTP status, the error's name in the header, and the body in both shapes. */
export async function refusalOf(promise) {
  const error = await promise.then(
    (answer) => assert.fail(`Nothing was refused: ${JSON.stringify(answer?.responseBody ?? answer?.result ?? null)}`),
    (refused) => refused,
  );
  if (!error.response) {
    throw error;
  }
  const message = JSON.parse(error.responseBody).Message;
  return {
    brief: { error: error.name, status: error.response.statusCode, code: error.response.headers['iothub-errorcode'] },
    message: error.message,
    methodError: message.startsWith('{') ? JSON.parse(message) : undefined,
  };
}

export const missing = { error: 'DeviceNotFoundError', status: 404, code: 'DeviceNotFound' };
export const forbidden = { error: 'UnauthorizedError', status: 401, code: 'IotHubUnauthorizedAccess' };
export const invalid = { error: 'ArgumentError', status: 400, code: 'ArgumentInvalid' };
export const stale = { error: 'InvalidEtagError', status: 412, code: 'PreconditionFailed' };

export const longAgo = /^0001-01-01T00:00:00(\.0+)?Z?$/;
export const utcTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?Z$/;

export const isRecent = (time) => Math.abs(Date.now() - Date.parse(time)) < 60_000;

/** The device's answer to a direct method, as the service client got it. */
export async function invoke(service, deviceId, methodName, payload = null, timeouts = {}) {
  const { result } = await service.invokeDeviceMethod(deviceId, { methodName, payload, ...timeouts });
  return result;
}

/** Returns once the hub has read what the device sent before: it answers in order. */
export const settled = (device) => device.getTwin();

/** Answers direct methods, and tells once the hub knows. */
export async function answering(device, methods) {
  for (const [name, answer] of Object.entries(methods)) {
    device.onDeviceMethod(name, answer);
  }
  await settled(device);
}

export const report = (twin, patch) => new Promise((resolve, reject) => {
  twin.properties.reported.update(patch, (error) => (error ? reject(error) : resolve()));
});

/** The desired properties that arrive from now on. */
export async function watchDesired(device) {
  const twin = await device.getTwin();
  const arrived = [];
  twin.on('properties.desired', (delta) => arrived.push(structuredClone(delta)));
  await settled(device);
  arrived.length = 0;
  return arrived;
}

export const twinOf = async (registry, deviceId) => JSON.parse(JSON.stringify((await registry.getTwin(deviceId)).responseBody));

/** The reported properties, without what the hub adds to them. */
export async function reportedOf(registry, deviceId) {
  const { $metadata, $version, ...properties } = (await twinOf(registry, deviceId)).properties.reported;
  return properties;
}

export const untilReported = (registry, deviceId, what, read) =>
  until(`the device to report ${what}`, async () => read(await reportedOf(registry, deviceId)) || undefined, 20_000);

export const connectionStateOf = (registry, deviceId) => registry.get(deviceId).then(({ responseBody }) => responseBody.connectionState);
