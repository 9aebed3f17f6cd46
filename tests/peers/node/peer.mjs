// The SDKs as npm serves them, told two things only: the ports that the hub got, and whom to trust.
import { Agent } from 'node:https';
import deviceSdk from 'azure-iot-device';
import mqttSdk from 'azure-iot-device-mqtt';
import serviceSdk from 'azure-iothub';

const { Mqtt, MqttWs } = mqttSdk;

export const transports = ['mqtt', 'mqtt-ws'];

export const portOf = (hub, transport) => (transport === 'mqtt' ? hub.mqttsPort : hub.httpsPort);

export const hostOf = (hub, transport, port = portOf(hub, transport)) =>
  transport === 'mqtt' ? `${hub.hostName}:${port}` : hub.hostName;

export async function deviceClient(hub, transport, credential, port = portOf(hub, transport)) {
  const make = credential.startsWith('SharedAccessSignature ')
    ? deviceSdk.Client.fromSharedAccessSignature
    : deviceSdk.Client.fromConnectionString;
  const client = make(credential, transport === 'mqtt' ? Mqtt : webSocketsTo(port));
  await client.setOptions({ ca: hub.caFile });
  return client;
}

export async function moduleClient(hub, transport, connectionString) {
  const client = deviceSdk.ModuleClient.fromConnectionString(
    connectionString, transport === 'mqtt' ? Mqtt : webSocketsTo(portOf(hub, transport)));
  await client.setOptions({ ca: hub.caFile });
  return client;
}

export const registryClient = (hub, connectionString) => pointed(hub, serviceSdk.Registry.fromConnectionString(withoutPort(connectionString)));

export const serviceClient = (hub, connectionString) => pointed(hub, serviceSdk.Client.fromConnectionString(withoutPort(connectionString)));

export const jobClient = (hub, connectionString) => pointed(hub, serviceSdk.JobClient.fromConnectionString(withoutPort(connectionString)));

export const secondsFromNow = (seconds) => Math.floor(Date.now() / 1000) + seconds;

export const deviceToken = (host, deviceId, key, expiry) => deviceSdk.SharedAccessSignature.create(host, deviceId, key, expiry).toString();

export function serviceToken(connectionString, expiry) {
  const { HostName, SharedAccessKeyName, SharedAccessKey } = serviceSdk.ConnectionString.parse(withoutPort(connectionString));
  return serviceSdk.SharedAccessSignature.create(HostName, SharedAccessKeyName, SharedAccessKey, expiry).toString();
}

function pointed(hub, client) {
  const agent = new Agent({ keepAlive: true });
  agent.defaultPort = hub.httpsPort;
  client._restApiClient.setOptions({ http: { agent }, ca: hub.ca });
  return client;
}

function withoutPort(connectionString) {
  return connectionString.replace(/^(HostName=[^:;]+):\d+/, '$1');
}

const webSocketsTo = (port) => class extends MqttWs {
  _getBaseTransportConfig(credentials) {
    const config = super._getBaseTransportConfig(credentials);
    return { ...config, uri: config.uri.replace(':443/', `:${port}/`) };
  }
};
